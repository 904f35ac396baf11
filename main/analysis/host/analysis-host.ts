/**
 * The core's side of the analysis host: starts the child process when something is to be analysed, gives it one call
 * at a time (urgent ones first), ends it when it has been idle for a while, and starts it again after a crash, each
 * time a little later. A crash or a hang costs the call that ran, never the core and never the calls that wait.
 */
import { fileURLToPath } from 'node:url';
import { AppError } from '../../base/app-error.ts';
import type { Logger } from '../../base/logger.ts';
import {
  type ProcessExit,
  type ProcessRunner,
  type RunningProcess,
  describeExit,
} from '../../base/process.ts';
import type { ModelFolders } from '../models/model-files.ts';
import type { FromHost, HostArguments, ToHost } from './host-protocol.ts';
import type { HostContext } from './operation.ts';
import type { HostOperations } from './operations.ts';

export type CallOptions = {
  signal?: AbortSignal | undefined;
  /** Goes before all calls that are not: somebody looks at a spinner. */
  isUrgent?: boolean;
  /** From when the host begins with it (ms). */
  timeoutMs?: number;
};

type AnyOperations<O> = {
  [N in keyof O]: (context: HostContext, args: never, signal: AbortSignal) => Promise<unknown>;
};

export type AnalysisHost<O extends AnyOperations<O> = HostOperations> = {
  /**
   * @throws AppError what the operation threw; analysis_failed when it threw something else, crashed the host or took
   * too long; job_cancelled when the signal fired; shutting_down
   */
  call<N extends keyof O & string>(
    name: N,
    args: Parameters<O[N]>[1],
    options?: CallOptions,
  ): Promise<Awaited<ReturnType<O[N]>>>;
  /** Refuses further calls and ends the process. */
  stop(): Promise<void>;
  /** How often the process ended by itself or had to be killed. */
  readonly crashes: number;
  /** Of the process while there is one. */
  readonly pid: number | undefined;
  readonly state: 'off' | 'starting' | 'idle' | 'busy';
};

export type HostLimits = {
  /** Without calls for so long, the process ends and its memory is free (ms). */
  idleMs: number;
  /** A call that sets no limit of its own (ms). */
  callMs: number;
  /** Until the process is ready for calls; a slow disk reads some 100 MB first (ms). */
  startMs: number;
  /** Wait before the start after a crash, doubled with each further one … (ms) */
  firstBackoffMs: number;
  /** … up to here (ms). */
  longestBackoffMs: number;
};

const defaultLimits: HostLimits = {
  idleMs: 60_000,
  callMs: 120_000,
  startMs: 60_000,
  firstBackoffMs: 500,
  longestBackoffMs: 30_000,
};

/** Hears of calls: of each when it is asked, then when the host begins with it (unless it never does), then its end. */
export type CallObserver = (operation: string) => { began: () => void; ended: (error?: unknown) => void };

type Call = {
  id: number;
  name: string;
  args: unknown;
  isUrgent: boolean;
  timeoutMs: number;
  began: () => void;
  resolve: (result: unknown) => void;
  reject: (error: AppError) => void;
};

/** @param options.operations address of another module of operations: tests bring some that misbehave */
export function createAnalysisHost<O extends AnyOperations<O> = HostOperations>(options: {
  runner: ProcessRunner;
  log: Logger;
  folders: ModelFolders;
  operations?: URL;
  limits?: Partial<HostLimits>;
  observe?: CallObserver;
}): AnalysisHost<O> {
  const { runner, log, folders, observe = unobserved } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const waiting: Call[] = [];
  let current: { call: Call; timer: NodeJS.Timeout } | undefined;
  let child: { process: RunningProcess; isReady: boolean; timer: NodeJS.Timeout } | undefined;
  let leaving: Promise<unknown> | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let backoffTimer: NodeJS.Timeout | undefined;
  let crashes = 0;
  let crashesInARow = 0;
  let lastId = 0;
  let isStopped = false;
  /** Why we killed it, for whoever waits. */
  let verdict: string | undefined;

  function next(): void {
    if (current !== undefined || backoffTimer !== undefined) return;
    clearTimeout(idleTimer);
    if (waiting.length === 0) {
      if (child !== undefined) idleTimer = setTimeout(unload, limits.idleMs).unref();
      return;
    }
    child ??= start();
    if (!child.isReady) return;
    const position = Math.max(
      0,
      waiting.findIndex((each) => each.isUrgent),
    );
    const [call] = waiting.splice(position, 1);
    if (call === undefined) return;
    const timer = setTimeout(() => {
      kill(`'${call.name}' took longer than ${call.timeoutMs / 1000} s`);
    }, call.timeoutMs);
    current = { call, timer };
    call.began();
    try {
      tell({ kind: 'call', id: call.id, name: call.name, args: call.args });
    } catch (error) {
      // Arguments that cannot be copied.
      clearTimeout(timer);
      current = undefined;
      call.reject(new AppError('internal', `'${call.name}' cannot be asked`, { cause: error }));
      next();
    }
  }

  function start(): NonNullable<typeof child> {
    const started = runner.start({
      command: process.execPath,
      args: commandLine(options.operations, folders),
      purpose: 'analysis',
      lowPriority: true,
      onMessage: (message) => hear(message as FromHost),
      // Electron's program is a browser unless it is told to be Node.
      ...('electron' in process.versions ? { env: { ELECTRON_RUN_AS_NODE: '1' } } : {}),
    });
    started.onStderrLine((line) => log.debug({ line }, 'analysis host'));
    void started.exited.then((exit) => ended(started, exit));
    const timer = setTimeout(() => kill('the analysis did not start'), limits.startMs);
    return { process: started, isReady: false, timer };
  }

  function hear(message: FromHost): void {
    if (message.kind === 'ready') {
      if (child === undefined) return;
      child.isReady = true;
      clearTimeout(child.timer);
      next();
      return;
    }
    if (current?.call.id !== message.id) return;
    const { call } = current;
    clearTimeout(current.timer);
    current = undefined;
    crashesInARow = 0;
    if (message.kind === 'result') call.resolve(message.result);
    else call.reject(new AppError(message.error.code, message.error.detail));
    next();
  }

  function ended(gone: RunningProcess, exit: ProcessExit): void {
    if (child?.process !== gone) return;
    const { isReady, timer } = child;
    clearTimeout(timer);
    clearTimeout(idleTimer);
    child = undefined;
    const interrupted = current?.call;
    clearTimeout(current?.timer);
    current = undefined;
    const why = verdict ?? `the analysis ${describeExit(exit)}`;
    verdict = undefined;
    if (isStopped) return;
    const detail = `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
    log.warn(
      { ...exit, operation: interrupted?.name, why, stderr: gone.stderrTail().slice(-2000) },
      'analysis host ended',
    );
    interrupted?.reject(new AppError('analysis_failed', detail));
    // What cannot even start will not start for those who wait either.
    if (!isReady) rejectWaiting(new AppError('analysis_failed', detail));
    crashes += 1;
    crashesInARow += 1;
    backoffTimer = setTimeout(
      () => {
        backoffTimer = undefined;
        next();
      },
      restartDelayMs(crashesInARow, limits),
    ).unref();
  }

  function kill(why: string): void {
    if (child === undefined) return;
    verdict = why;
    void child.process.kill();
  }

  /** Nothing it holds needs saving. */
  function unload(): void {
    if (child === undefined) return;
    log.debug({ pid: child.process.pid }, 'analysis host is idle and ends');
    leaving = child.process.stop();
    child = undefined;
  }

  function tell(message: ToHost): void {
    child?.process.send(message);
  }

  function rejectWaiting(error: AppError): void {
    for (const call of waiting.splice(0)) call.reject(error);
  }

  /** The caller is let go at once; the host is asked to leave off, and gets the next call when it has. */
  function abandon(call: Call): void {
    call.reject(new AppError('job_cancelled'));
    const position = waiting.indexOf(call);
    if (position >= 0) waiting.splice(position, 1);
    else if (current?.call === call) tell({ kind: 'abandon', id: call.id });
  }

  return {
    call: async (name, args, { signal, isUrgent = false, timeoutMs = limits.callMs } = {}) => {
      if (isStopped) throw new AppError('shutting_down');
      if (signal?.aborted === true) throw new AppError('job_cancelled');
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      lastId += 1;
      const observed = observe(name);
      const { began } = observed;
      const call: Call = { id: lastId, name, args, isUrgent, timeoutMs, began, resolve, reject };
      const onAbort = (): void => abandon(call);
      signal?.addEventListener('abort', onAbort, { once: true });
      waiting.push(call);
      next();
      try {
        // The host answers with what the operation of that name returned.
        const result = await promise;
        observed.ended();
        return result as never;
      } catch (error) {
        observed.ended(error);
        throw error;
      } finally {
        signal?.removeEventListener('abort', onAbort);
      }
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(idleTimer);
      clearTimeout(backoffTimer);
      rejectWaiting(new AppError('shutting_down'));
      clearTimeout(current?.timer);
      current?.call.reject(new AppError('shutting_down'));
      clearTimeout(child?.timer);
      await Promise.all([child?.process.stop(), leaving]);
    },
    get crashes() {
      return crashes;
    },
    get pid() {
      return child?.process.pid;
    },
    get state() {
      if (child === undefined) return 'off';
      if (!child.isReady) return 'starting';
      return current === undefined ? 'idle' : 'busy';
    },
  };
}

function unobserved(): ReturnType<CallObserver> {
  return { began: () => undefined, ended: () => undefined };
}

/** Wait before the next start (ms). @param crashes in a row, ≥ 1 */
export function restartDelayMs(
  crashes: number,
  { firstBackoffMs, longestBackoffMs }: Pick<HostLimits, 'firstBackoffMs' | 'longestBackoffMs'>,
): number {
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** (crashes - 1));
}

/** The same layout in the sources (`.ts`) and in the build (`.js`). */
function commandLine(operations: URL | undefined, folders: ModelFolders): string[] {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const beside = (name: string): URL => new URL(`./${name}.${extension}`, import.meta.url);
  const given: HostArguments = {
    operations: (operations ?? beside('operations')).href,
    builtInDir: folders.builtInDir,
    packDir: folders.packDir,
  };
  return [fileURLToPath(beside('host-main')), given.operations, given.builtInDir, given.packDir];
}
