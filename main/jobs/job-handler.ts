/** What a kind of background work must bring along. A kind without a handler does not compile. */
import { type JobKind, type JobLane, type JobPayload, jobPayloads } from '../../contract/jobs.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Logger } from '../base/logger.ts';

export type JobContext<K extends JobKind> = {
  payload: JobPayload<K>;
  jobId: string;
  /** Aborted when the job is cancelled, the program stops, or the lane is held. The handler then throws or returns. */
  signal: AbortSignal;
  /** Takes the fraction 0–1 of the whole job, work of earlier attempts included. */
  progress: (fraction: number) => void;
  log: Logger;
};

export type JobHandler<K extends JobKind> = {
  lane: JobLane;
  /** Runs that end in an error (or with the program killed) before the job is given up. */
  maxAttempts: number;
  /**
   * Long work steps back: it starts when nothing shorter waits, and a held lane puts it back into the queue instead
   * of letting it finish. It must be resumable.
   */
  isLong?: boolean;
  /** Idempotent: it may run again after any interruption. */
  run(context: JobContext<K>): Promise<void>;
};

export type JobHandlers = { [K in JobKind]: JobHandler<K> };

/** Two jobs with the same key do the same work. */
export function dedupeKey(kind: JobKind, payload: JobPayload<JobKind>): string {
  if ('export_id' in payload) return `${kind}:${payload.export_id}`;
  if ('session_id' in payload) {
    const { session_id: sessionId, include_chat: chat, include_screenshots: screenshots } = payload;
    return `${kind}:${sessionId}:${chat}:${screenshots}`;
  }
  if ('model' in payload) return `${kind}:${payload.model}`;
  return 'recording_id' in payload ? `${kind}:${payload.recording_id}` : kind;
}

/** The one place where a kind and its payload's type meet: the payload is checked against the kind's schema. */
export async function runKind<K extends JobKind>(
  handlers: { [P in K]: JobHandler<P> },
  kind: K,
  payload: unknown,
  rest: Omit<JobContext<K>, 'payload'>,
): Promise<void> {
  await handlers[kind].run({ ...rest, payload: jobPayloads[kind].parse(payload) as JobPayload<K> });
}

/** Failures that another attempt cannot mend. */
const permanentCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'media_unreadable',
  'media_missing',
  'media_empty',
  'recording_not_found',
  'session_not_found',
  'source_unsupported',
  'encoder_missing',
  'export_not_found',
  'range_invalid',
  'rendition_unknown',
  'model_unknown',
  'model_damaged',
  'analysis_off',
  'backup_target_missing',
  'backup_target_invalid',
  'backup_target_full',
  'backup_denied',
  'backup_passphrase_needed',
  'backup_passphrase_wrong',
  'backup_not_found',
  'backup_damaged',
]);

export function isPermanent(code: ErrorCode): boolean {
  return permanentCodes.has(code);
}

const firstBackoffMs = 10_000;
const longestBackoffMs = 3_600_000;

/** Wait before the next attempt (ms): 10 s, 40 s, 160 s … at most an hour. @param attempts made so far, ≥ 1. */
export function backoffMs(attempts: number): number {
  return Math.min(longestBackoffMs, firstBackoffMs * 4 ** (attempts - 1));
}
