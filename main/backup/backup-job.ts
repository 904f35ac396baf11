/** The jobs of backups: each runs in a process of its own, at low priority, and rests while a lesson is recorded. */
import { fileURLToPath } from 'node:url';
import { AppError } from '../base/app-error.ts';
import { type ProcessRunner, describeExit } from '../base/process.ts';
import type { JobContext, JobHandler } from '../jobs/job-handler.ts';
import type { BackupTask, FromBackupProcess } from './process-protocol.ts';

export type RestSwitch = {
  readonly isResting: boolean;
  /** @returns a function that ends the listening */
  onChange(listener: (isResting: boolean) => void): () => void;
};

type Parts = {
  runner: ProcessRunner;
  rest: RestSwitch;
  /** Where to and how, as the settings are when the job begins. @throws AppError backup_target_missing … */
  task: (what: BackupTask['what'], beginAnew: boolean) => Promise<BackupTask>;
  /** @param place it was going to; undefined: it did not get as far as that */
  failed: (error: unknown, place: string | undefined) => Promise<void>;
  /** Told when a backup was made or has failed. */
  changed: () => void;
};

export function backupHandlers(parts: Parts): {
  backup: JobHandler<'backup'>;
  backup_check: JobHandler<'backup_check'>;
} {
  const run = async (
    { signal, progress }: Pick<JobContext<'backup'>, 'signal' | 'progress'>,
    what: BackupTask['what'],
    beginAnew: boolean,
  ): Promise<void> => {
    let task: BackupTask | undefined;
    try {
      task = await parts.task(what, beginAnew);
      await runTask(parts, task, signal, progress);
    } catch (error) {
      if (what === 'backup' && !signal.aborted) await parts.failed(error, task?.place);
      throw error;
    } finally {
      parts.changed();
    }
  };
  return {
    // A cut-off core goes on with it; what was written is there already.
    backup: {
      lane: 'backup',
      maxAttempts: 3,
      run: (context) => run(context, 'backup', context.payload.begin_anew),
    },
    backup_check: { lane: 'backup', maxAttempts: 1, run: (context) => run(context, 'check', false) },
  };
}

/** A store that does not answer must not hold up whoever cancels (ms). */
const cancelGraceMs = 5000;

async function runTask(
  { runner, rest }: Parts,
  task: BackupTask,
  signal: AbortSignal,
  progress: (fraction: number) => void,
): Promise<void> {
  const outcome = Promise.withResolvers<void>();
  // Its end is looked at below, whatever comes first.
  outcome.promise.catch(() => undefined);
  let isReady = false;
  const child = runner.start({
    command: process.execPath,
    args: [fileURLToPath(new URL(`backup-process${import.meta.url.slice(-3)}`, import.meta.url))],
    purpose: 'backup',
    lowPriority: true,
    onMessage: (message) => {
      const heard = message as FromBackupProcess;
      if (heard.kind === 'ready') {
        isReady = true;
        child.send({ kind: 'rest', isResting: rest.isResting });
        child.send({ kind: 'task', task });
      } else if (heard.kind === 'progress') progress(heard.fraction);
      else if (heard.kind === 'finished') outcome.resolve();
      else outcome.reject(new AppError(heard.error.code, heard.error.detail));
    },
    // Electron's program is a browser unless it is told to be Node.
    ...('electron' in process.versions ? { env: { ELECTRON_RUN_AS_NODE: '1' } } : {}),
  });
  const endRest = rest.onChange((isResting) => child.send({ kind: 'rest', isResting }));
  let killing: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    // Before it listens a word to it would be lost.
    if (!isReady) void child.kill();
    else child.send({ kind: 'cancel' });
    killing = setTimeout(() => void child.kill(), cancelGraceMs);
  };
  signal.addEventListener('abort', cancel);
  const ended = child.exited.then((exit) => {
    outcome.reject(
      new AppError('internal', `the backup process ${describeExit(exit)}: ${child.stderrTail().slice(-500)}`),
    );
  });
  try {
    if (signal.aborted) cancel();
    await outcome.promise;
  } finally {
    endRest();
    clearTimeout(killing);
    signal.removeEventListener('abort', cancel);
    await child.stop({ graceMs: 2000 });
    await ended;
  }
}
