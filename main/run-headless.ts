/** Starts the core from the command line, prints where it listens, and stops it on a signal. */
import process from 'node:process';
import { type App, startApp } from './app.ts';
import { assertNever, isAppError, systemErrorCode } from './base/app-error.ts';
import { createLogger } from './base/logger.ts';
import { packageVersion } from './base/package-info.ts';
import { growYoungHeapUnderLoad } from './base/young-heap.ts';
import { type Boot, bootFromProcess } from './env.ts';

/** What Electron gives a utility process to hear from the shell; absent in plain Node. */
type ShellPort = { on(event: 'message', listener: (message: { data: unknown }) => void): void };
const { parentPort: shellPort } = process as { parentPort?: ShellPort };

/** @returns exit code, when the core has ended */
export async function runHeadless(): Promise<number> {
  const exitCode = await answer();
  // A utility process does not end by itself when nothing is left to do.
  if (shellPort !== undefined) process.exit(exitCode);
  return exitCode;
}

async function answer(): Promise<number> {
  const request = bootFromProcess();
  switch (request.kind) {
    case 'help':
      process.stdout.write(request.text);
      return 0;
    case 'version':
      process.stdout.write(`${packageVersion}\n`);
      return 0;
    case 'invalid':
      process.stderr.write(`${request.message}\n`);
      return 2;
    case 'run':
      return run(request.boot);
    default:
      return assertNever(request, 'command line');
  }
}

async function run(boot: Boot): Promise<number> {
  const log = createLogger(boot.logLevel);
  // Heard from the first moment on: the shell may be quit while the core still starts.
  const shellAsks = untilShellAsks();
  let app: App;
  try {
    app = await startApp(boot, { log });
  } catch (error) {
    process.stderr.write(`${whyNotStarted(error, boot)}\n`);
    return 1;
  }
  process.stdout.write(`AIRClass Recorder listening on ${app.link}\n`);
  growYoungHeapUnderLoad();
  process.on('uncaughtException', (error) => {
    // State may be wrong from here on; recordings are finished and start-up recovery does the rest.
    log.error({ err: error }, 'uncaught exception');
    process.exitCode = 1;
    void app.stop().finally(() => process.exit(1));
  });
  const signalled = untilSignalled((count) => {
    // A second signal ends at once; ffmpeg's files are whole either way.
    if (count > 1) process.exit(130);
    process.stderr.write('Stopping: recordings are being finished …\n');
  });
  await Promise.race([signalled, shellAsks]);
  await app.stop();
  return 0;
}

/**
 * Resolves at the first signal; the listeners stay, since a signal without one ends the process on the spot.
 * @param onSignal told how many signals there have been
 */
async function untilSignalled(onSignal: (count: number) => void): Promise<void> {
  let count = 0;
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        count += 1;
        onSignal(count);
        resolve();
      });
    }
  });
}

/** The shell's word to stop; Windows has no signals for that. Never resolves without a shell. */
function untilShellAsks(): Promise<void> {
  return new Promise((resolve) => {
    shellPort?.on('message', ({ data }) => {
      if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'stop') resolve();
    });
  });
}

function whyNotStarted(error: unknown, boot: Boot): string {
  if (isAppError(error)) return error.message;
  const code = systemErrorCode(error);
  if (code === 'EADDRINUSE') {
    return `Port ${boot.port} is in use. Is the recorder already running? Otherwise choose another one: --port 0 takes any.`;
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return `The recorder cannot listen on ${boot.host}:${boot.port} (${code}).`;
  }
  return `The recorder could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
