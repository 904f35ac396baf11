/** Starts the core from the command line, prints where it listens, and stops it on a signal. */
import process from 'node:process';
import { type App, startApp } from './app.ts';
import { assertNever, isAppError, systemErrorCode } from './base/app-error.ts';
import { createLogger } from './base/logger.ts';
import { packageVersion } from './base/package-info.ts';
import { type Boot, bootFromProcess } from './env.ts';

/** @returns exit code, when the core has ended */
export async function runHeadless(): Promise<number> {
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
  let app: App;
  try {
    app = await startApp(boot, { log });
  } catch (error) {
    process.stderr.write(`${whyNotStarted(error, boot)}\n`);
    return 1;
  }
  process.stdout.write(`AIRClass Recorder listening on ${app.link}\n`);
  process.on('uncaughtException', (error) => {
    // State may be wrong from here on; recordings are finished and start-up recovery does the rest.
    log.error({ err: error }, 'uncaught exception');
    process.exitCode = 1;
    void app.stop().finally(() => process.exit(1));
  });
  await untilSignalled((count) => {
    // A second signal ends at once; ffmpeg's files are whole either way.
    if (count > 1) process.exit(130);
    process.stderr.write('Stopping: recordings are being finished …\n');
  });
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
