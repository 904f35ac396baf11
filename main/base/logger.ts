/** Structured log lines (JSON on stderr). Every string that may hold a URL passes through redactText. */
import { pino } from 'pino';
import { redactText } from './redact.ts';

export type LogLevel = 'silent' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
export type Logger = {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Logger;
};

/**
 * @param destination where lines go: a path, or stderr (2), so that stdout stays for what the user asked to see.
 */
export function createLogger(level: LogLevel, destination: number | string = 2): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: redactText },
      serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
    },
    pino.destination({ dest: destination, sync: false }),
  );
}

/** For code that is tested or benchmarked without a log. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};
