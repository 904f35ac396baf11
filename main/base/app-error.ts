/**
 * The one failure type of the program. Expected outcomes are values; what is thrown is an AppError with a
 * code from contract/errors.ts, mapped once to HTTP, job rows and logs.
 */
import { type ErrorCode, type ErrorSummary, errorTable } from '../../contract/errors.ts';

export type FieldError = { path: string; message: string };

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[] | undefined;

  /**
   * @param detail a sentence for people: what happened and what to do. Never holds credentials.
   */
  constructor(
    code: ErrorCode,
    detail?: string,
    options?: { cause?: unknown; fields?: readonly FieldError[] },
  ) {
    super(
      detail ?? errorTable[code].title,
      options?.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'AppError';
    this.code = code;
    this.fields = options?.fields;
  }

  get status(): number {
    return errorTable[this.code].status;
  }
}

export function isAppError(error: unknown, code?: ErrorCode): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code);
}

/** The Node.js error code (`ENOENT`, `ENOSPC` …) of a system error, or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether a write failed for want of room, in a file or in the database. */
export function isDiskFull(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || isAppError(error, 'disk_full');
}

/** What may be stored or shown of any thrown value. Unknown failures become `internal` with their message. */
export function toErrorSummary(error: unknown): ErrorSummary {
  if (error instanceof AppError) return { code: error.code, detail: error.message };
  if (isDiskFull(error)) return { code: 'disk_full', detail: errorTable.disk_full.title };
  return { code: 'internal', detail: error instanceof Error ? error.message : String(error) };
}

export function assertNever(value: never, what = 'value'): never {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`);
}
