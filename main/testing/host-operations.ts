/** Operations that answer, wait and misbehave on request; for analysis-host.int.test.ts alone. */
import { writeFileSync } from 'node:fs';
import { AppError } from '../base/app-error.ts';
import type { HostContext } from '../analysis/host/operation.ts';

export const operations = {
  echo: async (_context: HostContext, args: { value: unknown }) => ({ value: args.value, pid: process.pid }),
  crash: async (_context: HostContext, _args: object): Promise<never> => {
    // Windows knows no other signal that cannot be caught.
    process.kill(process.pid, process.platform === 'win32' ? 'SIGKILL' : 'SIGSEGV');
    return new Promise(() => undefined);
  },
  /** Not even messages are heard. @param args.begunFile is made right before: who waits for the hang looks for it */
  hang: async (_context: HostContext, args: { begunFile?: string }): Promise<never> => {
    if (args.begunFile !== undefined) writeFileSync(args.begunFile, '');
    for (;;) Math.sqrt(2);
  },
  refuse: async (_context: HostContext, _args: object): Promise<never> => {
    throw new AppError('image_unreadable', 'This is not a picture.');
  },
  fail: async (_context: HostContext, _args: object): Promise<never> => {
    throw new Error('index out of range');
  },
  /** Until nobody waits any more. */
  wait: async (_context: HostContext, _args: object, signal: AbortSignal): Promise<string> =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve('abandoned'))),
  uncloneable: async (_context: HostContext, _args: object) => ({ run: () => undefined }),
  openModel: async (context: HostContext, args: { model: string }) => {
    const { inputNames, outputNames } = await context.session(args.model);
    return { inputNames: [...inputNames], outputNames: [...outputNames] };
  },
  /** Works for so long, in steps (ms). */
  work: async (_context: HostContext, args: { ms: number }): Promise<number> => {
    const end = performance.now() + args.ms;
    let sum = 0;
    while (performance.now() < end) {
      for (let index = 0; index < 1e6; index += 1) sum += Math.sqrt(index);
      await new Promise(setImmediate);
    }
    return sum;
  },
  niceOfThreads: async (_context: HostContext, _args: object): Promise<number[]> => {
    const { readdirSync, readFileSync } = await import('node:fs');
    return readdirSync('/proc/self/task').map((task) => {
      const stat = readFileSync(`/proc/self/task/${task}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    });
  },
};
