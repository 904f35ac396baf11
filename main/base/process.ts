/**
 * The only place that starts processes. Each child is drained (a full stderr pipe stops ffmpeg for good), noted in a
 * ledger (ffmpeg outlives a killed parent), has one owner, and ends in steps: a polite word on stdin, SIGTERM,
 * SIGKILL. How it ended is told as one flag per cause; exit code 0 alone says nothing about a recording.
 * It refuses: shells, and telling why ffmpeg failed (media/ffmpeg-errors.ts reads its text).
 */
import { constants, setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { systemErrorCode } from './app-error.ts';
import type { Clock } from './clock.ts';
import type { Logger } from './logger.ts';
import { hashArguments, removeLedgerEntry, writeLedgerEntry } from './process-ledger.ts';
import { StderrTail } from './process-output.ts';
import { startTimeNow } from './process-table.ts';

export type ProcessExit = {
  exitCode: number | undefined;
  /** `SIGKILL`, `SIGTERM`… when a signal ended it. */
  signal: string | undefined;
  /** `stop()` or `kill()` was called before it ended. */
  stoppedByUs: boolean;
  /** Its AbortSignal fired. */
  aborted: boolean;
  timedOut: boolean;
  /** System error code (`ENOENT`, `EACCES`…) when it never ran. */
  spawnFailed: string | undefined;
};

export type StartOptions = {
  command: string;
  args: readonly string[];
  /** A few words for the ledger and the log: `take`, `ladder`. No addresses. */
  purpose: string;
  /** Bytes or a stream to feed; without it stdin is closed, or open for `quitInput`. */
  stdin?: Buffer | Readable;
  /** `ignore` (default); `collect` for `run`; or each chunk as it comes. */
  stdout?: 'ignore' | 'collect' | ((chunk: Buffer) => void);
  /** What makes the program end by itself when written to stdin (`q\n` for ffmpeg). */
  quitInput?: string;
  /** Steps back behind recordings; `waited_for` still comes before all other low work, since a person waits for it. */
  lowPriority?: boolean | 'waited_for';
  signal?: AbortSignal;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  timeoutMs?: number;
  /** False for children that end by themselves at once (`-version`). */
  ledger?: boolean;
  /** The child is a Node program that talks (structured clone): called with each of its messages. */
  onMessage?: (message: unknown) => void;
};

export type RunningProcess = {
  readonly purpose: string;
  /** Undefined when the program could not be started; `exited` tells why. */
  readonly pid: number | undefined;
  /** Never rejects. */
  readonly exited: Promise<ProcessExit>;
  /** The last ~64 KiB of stderr, whole lines, without credentials. */
  stderrTail(): string;
  /** Redacted lines as they come. Returns a function that ends the listening. */
  onStderrLine(listener: (line: string) => void): () => void;
  /** To a child started with `onMessage`; lost, without an error, when it has ended: `exited` tells. */
  send(message: object): void;
  /** Quit input, wait `graceMs`, SIGTERM, wait `termMs`, SIGKILL. */
  stop(options?: { graceMs?: number; termMs?: number }): Promise<ProcessExit>;
  /** SIGKILL at once. */
  kill(): Promise<ProcessExit>;
};

export type RunResult = { stdout: Buffer; stderr: string; exit: ProcessExit };

export type ProcessRunner = {
  start(options: StartOptions): RunningProcess;
  /** Waits for the end. Collects stdout unless told otherwise; a non-zero exit is a value, not an exception. */
  run(options: StartOptions): Promise<RunResult>;
  /** Children that have not ended. */
  readonly running: ReadonlySet<RunningProcess>;
};

/** Windows' lowest class only runs when nothing else does, which on a busy classroom PC is never. */
const lowPriority =
  process.platform === 'win32' ? constants.priority.PRIORITY_BELOW_NORMAL : constants.priority.PRIORITY_LOW;

export function createProcessRunner(runner: { ledgerDir: string; log: Logger; clock: Clock }): ProcessRunner {
  const running = new Set<RunningProcess>();

  function launch(options: StartOptions): { child: RunningProcess; collected: Buffer[] } {
    const launched = spawnChild(options, runner);
    running.add(launched.child);
    void launched.child.exited.then(() => running.delete(launched.child));
    return launched;
  }

  return {
    running,
    start: (options) => launch(options).child,
    run: async (options) => {
      const { child, collected } = launch({ stdout: 'collect', ...options });
      const exit = await child.exited;
      return { stdout: Buffer.concat(collected), stderr: child.stderrTail(), exit };
    },
  };
}

/** One line about how a process ended, for logs and error details. */
export function describeExit(exit: ProcessExit): string {
  if (exit.spawnFailed !== undefined) return `could not be started (${exit.spawnFailed})`;
  if (exit.aborted) return 'was cancelled';
  if (exit.timedOut) return 'took too long and was stopped';
  if (exit.signal !== undefined) return `was ended by ${exit.signal}`;
  return `ended with code ${exit.exitCode ?? 'unknown'}`;
}

function spawnChild(
  options: StartOptions,
  { ledgerDir, log, clock }: { ledgerDir: string; log: Logger; clock: Clock },
): { child: RunningProcess; collected: Buffer[] } {
  const causes = { stoppedByUs: false, aborted: false, timedOut: false };
  const tail = new StderrTail();
  const collected: Buffer[] = [];
  const hasLedger = options.ledger !== false;
  const stdout = options.stdout ?? 'ignore';

  const subprocess = execa(options.command, options.args, {
    stdin: options.stdin !== undefined || options.quitInput !== undefined ? 'pipe' : 'ignore',
    stdout: stdout === 'ignore' ? 'ignore' : 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    forceKillAfterDelay: false, // stop() has its own steps
    // execa would end children, and with them this program, at the first SIGTERM: recordings are finished first.
    cleanup: false,
    ...(options.onMessage === undefined ? {} : { ipc: true, serialization: 'advanced' as const }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const { pid } = subprocess;
  if (pid !== undefined) {
    if (hasLedger) note(pid, options, ledgerDir, log, clock);
    if (options.lowPriority === true) lower(pid, lowPriority, log);
    else if (options.lowPriority === 'waited_for') lower(pid, constants.priority.PRIORITY_BELOW_NORMAL, log);
  }
  subprocess.stderr?.on('data', (chunk: Buffer) => tail.push(chunk));
  if (stdout !== 'ignore') {
    subprocess.stdout?.on('data', stdout === 'collect' ? (chunk: Buffer) => collected.push(chunk) : stdout);
  }
  if (options.onMessage !== undefined) subprocess.nodeChildProcess.on('message', options.onMessage);
  feed(subprocess.stdin, options.stdin);

  let hasEnded = false;
  const forceKill = () => {
    if (!hasEnded) subprocess.kill('SIGKILL');
  };
  const onAbort = () => {
    causes.aborted = true;
    void stop({ graceMs: 2000, termMs: 2000 });
  };
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const timer =
    options.timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          causes.timedOut = true;
          void stop({ graceMs: 1000, termMs: 1000 });
        }, options.timeoutMs);

  const exited = (async (): Promise<ProcessExit> => {
    // A grandchild may hold the pipes open: once the child is gone, its output gets a second to arrive.
    subprocess.nodeChildProcess.once('exit', () => {
      setTimeout(() => {
        subprocess.stdout?.destroy();
        subprocess.stderr?.destroy();
      }, 1000).unref();
    });
    const result = await subprocess;
    hasEnded = true;
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', onAbort);
    tail.end();
    if (pid !== undefined && hasLedger) removeLedgerEntry(ledgerDir, pid);
    const exit: ProcessExit = {
      exitCode: result.exitCode,
      signal: result.signal,
      ...causes,
      spawnFailed:
        pid === undefined ? (systemErrorCode(result.cause) ?? result.code ?? 'unknown') : undefined,
    };
    log.debug({ pid, purpose: options.purpose, ...exit }, 'process ended');
    return exit;
  })();

  async function stop(limits: { graceMs?: number; termMs?: number } = {}): Promise<ProcessExit> {
    if (!hasEnded && !causes.aborted && !causes.timedOut) causes.stoppedByUs = true;
    const endsWithin = async (ms: number) => {
      const waiting = new AbortController();
      const wasInTime = await Promise.race([
        exited.then(() => true),
        delay(ms, false, { signal: waiting.signal }).catch(() => false),
      ]);
      waiting.abort();
      return wasInTime;
    };
    if (
      options.quitInput !== undefined &&
      subprocess.stdin?.writable === true &&
      options.stdin === undefined
    ) {
      subprocess.stdin.write(options.quitInput);
      if (await endsWithin(limits.graceMs ?? 5000)) return exited;
    } else if (options.stdin !== undefined) {
      subprocess.stdin?.destroy();
    }
    if (!hasEnded) subprocess.kill('SIGTERM');
    if (await endsWithin(limits.termMs ?? 3000)) return exited;
    forceKill();
    return exited;
  }

  const child: RunningProcess = {
    purpose: options.purpose,
    pid,
    exited,
    stderrTail: () => tail.text(),
    onStderrLine: (listener) => tail.onLine(listener),
    send: (message) => {
      if (subprocess.nodeChildProcess.connected) subprocess.nodeChildProcess.send(message, () => undefined);
    },
    stop,
    kill: () => {
      if (!hasEnded) causes.stoppedByUs = true;
      forceKill();
      return exited;
    },
  };
  if (options.signal?.aborted === true) onAbort();
  return { child, collected };
}

function note(pid: number, options: StartOptions, ledgerDir: string, log: Logger, clock: Clock): void {
  try {
    writeLedgerEntry(ledgerDir, {
      pid,
      startTime: startTimeNow(pid, process.platform, clock.now()),
      command: options.command,
      argumentsHash: hashArguments(options.args),
      purpose: options.purpose,
      corePid: process.pid,
    });
  } catch (error) {
    // A full disk must not stop the class from being recorded; the reaper also looks for ffmpeg on our data folder.
    log.warn({ err: error, pid, purpose: options.purpose }, 'process could not be noted in the ledger');
  }
}

function lower(pid: number, priority: number, log: Logger): void {
  try {
    setPriority(pid, priority);
  } catch (error) {
    // It has ended already, or may not be changed: it then runs at normal priority.
    log.debug({ err: error, pid }, 'priority could not be lowered');
  }
}

function feed(stdin: NodeJS.WritableStream | null | undefined, input: Buffer | Readable | undefined): void {
  // The child may close its end first; how it exits tells the rest.
  stdin?.on('error', () => undefined);
  if (stdin === null || stdin === undefined || input === undefined) return;
  if (Buffer.isBuffer(input)) {
    stdin.end(input);
    return;
  }
  input.once('error', () => stdin.end());
  // A child that is stopped early leaves the rest unread: without this the file behind it stays open.
  stdin.once('close', () => input.destroy());
  input.pipe(stdin);
}
