/**
 * Entry of the analysis host: a child process of the core that owns the models. Native code that crashes, leaks or
 * hangs does so here. It answers one call after another and ends when its parent is gone, however that ended.
 */
import { isAppError, toErrorSummary } from '../../base/app-error.ts';
import { createModelFiles } from '../models/model-files.ts';
import { createHostContext } from './host-context.ts';
import type { FromHost, ToHost } from './host-protocol.ts';
import type { Operation } from './operation.ts';

const [operationsUrl = '', builtInDir = '', packDir = ''] = process.argv.slice(2);
process.on('disconnect', () => process.exit(0));

const { operations } = (await import(operationsUrl)) as {
  operations: Readonly<Record<string, Operation<unknown, unknown>>>;
};
const context = createHostContext(createModelFiles({ builtInDir, packDir }));
const running = new Map<number, AbortController>();

process.on('message', (message: ToHost) => {
  if (message.kind === 'abandon') running.get(message.id)?.abort();
  else void answer(message);
});
say({ kind: 'ready' });

async function answer({ id, name, args }: Extract<ToHost, { kind: 'call' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const operation = operations[name];
    if (operation === undefined) throw new Error(`there is no operation ${name}`);
    say({ kind: 'result', id, result: await operation(context, args, controller.signal) });
  } catch (error) {
    const { code, detail } = toErrorSummary(error);
    // What is not one of ours is a failure of the analysis, not of the program.
    say({ kind: 'failure', id, error: { code: isAppError(error) ? code : 'analysis_failed', detail } });
  } finally {
    running.delete(id);
  }
}

function say(message: FromHost): void {
  process.send?.(message);
}
