/** Counts the log's errors by code, without what they say: a report that is handed on names no lesson and no address. */
import { isoTime, type Clock } from '../base/clock.ts';
import { AppError, systemErrorCode } from '../base/app-error.ts';
import type { Logger } from '../base/logger.ts';

export type ErrorCount = { code: string; count: number; last_at: string };
export type ErrorTally = {
  /** Writes as the one it was made of. */
  log: Logger;
  /** Since the start, most frequent first. */
  counts(): ErrorCount[];
};

/** More kinds than a program has; a bug that makes up codes must not fill the memory. */
const mostCodes = 100;

export function createErrorTally(inner: Logger, clock: Clock): ErrorTally {
  const counts = new Map<string, ErrorCount>();
  const note = (fields: object) => {
    const code = codeOf(fields);
    if (!counts.has(code) && counts.size >= mostCodes) return;
    const last_at = isoTime(clock.now());
    counts.set(code, { code, count: (counts.get(code)?.count ?? 0) + 1, last_at });
  };
  const counting = (log: Logger): Logger => ({
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => {
      note(fields);
      log.error(fields, message);
    },
    child: (fields) => counting(log.child(fields)),
  });
  return {
    log: counting(inner),
    counts: () => [...counts.values()].toSorted((one, other) => other.count - one.count),
  };
}

/** A code of ours, one of the system's, or what kind of error it was. */
function codeOf(fields: object): string {
  const error: unknown = 'err' in fields ? fields.err : undefined;
  if (error instanceof AppError) return error.code;
  const known = systemErrorCode(error);
  if (known !== undefined && /^[A-Z][A-Z0-9_]{1,60}$/.test(known)) return known;
  return error instanceof Error && /^[A-Za-z]{1,40}$/.test(error.name) ? error.name : 'unknown';
}
