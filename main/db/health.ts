/** Counts that tell how the library is; each is answered from an index, since the page asks every few seconds. */
import { sql } from 'kysely';
import type { ErrorCode } from '../../contract/errors.ts';
import type { JobKind, JobState } from '../../contract/jobs.ts';
import type { RecordingStatus } from '../../contract/recording.ts';
import type { Db } from './database.ts';

export type JobCounts = {
  queued: number;
  running: number;
  /** Of those that failed since the time asked for. */
  failed: number;
  /** When the job that waits longest was made. */
  oldestQueuedAt: string | undefined;
};

/** @param failedSince ISO time */
export async function countJobs(db: Db, failedSince: string): Promise<JobCounts> {
  const inState = (state: JobState) =>
    db
      .selectFrom('jobs')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('state', '=', state);
  const [queued, running, failed, oldest] = [
    await inState('queued').executeTakeFirstOrThrow(),
    await inState('running').executeTakeFirstOrThrow(),
    await inState('failed').where('finished_at', '>=', failedSince).executeTakeFirstOrThrow(),
    // Ids grow with time.
    await db
      .selectFrom('jobs')
      .select('created_at')
      .where('state', '=', 'queued')
      .orderBy('job_id')
      .limit(1)
      .executeTakeFirst(),
  ];
  return {
    queued: queued.count,
    running: running.count,
    failed: failed.count,
    oldestQueuedAt: oldest?.created_at,
  };
}

export async function countMissingMedia(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('recordings')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('error_code', '=', 'media_missing')
    .where('deleted_at', 'is', null)
    // Said once more for the index that holds only lessons with an error.
    .where('error_code', 'is not', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** When the newest lesson was begun, by the clock of then. */
export async function newestLessonAt(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('recordings')
    .select('created_at')
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.created_at;
}

/** What the write-ahead log holds and the library's file does not yet. Looks only: nothing is put in order by it. */
export async function pendingLogBytes(db: Db): Promise<number> {
  const { rows } = await sql<{ log: number; checkpointed: number }>`PRAGMA wal_checkpoint(NOOP)`.execute(db);
  const size = await sql<{ page_size: number }>`PRAGMA page_size`.execute(db);
  const { log, checkpointed } = rows[0] ?? { log: 0, checkpointed: 0 };
  // -1 where there is no log.
  return Math.max(0, log - checkpointed) * (size.rows[0]?.page_size ?? 0);
}

/** Reads every lesson's row: for the report that somebody saves, not for what is asked again and again. */
export async function countLessonsByStatus(db: Db): Promise<{ status: RecordingStatus; count: number }[]> {
  return db
    .selectFrom('recordings')
    .select(['status', (eb) => eb.fn.countAll<number>().as('count')])
    .where('deleted_at', 'is', null)
    .where('is_test', '=', 0)
    .groupBy('status')
    .orderBy('status')
    .execute();
}

export async function countJobsByKind(db: Db): Promise<{ kind: JobKind; state: JobState; count: number }[]> {
  return db
    .selectFrom('jobs')
    .select(['kind', 'state', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy(['kind', 'state'])
    .orderBy('kind')
    .orderBy('state')
    .execute();
}

type FailureCount = { code: ErrorCode; count: number; last_at: string };

export async function countJobFailures(db: Db): Promise<(FailureCount & { kind: JobKind })[]> {
  const rows = await db
    .selectFrom('jobs')
    .select([
      'kind',
      'error_code',
      (eb) => eb.fn.countAll<number>().as('count'),
      (eb) => eb.fn.max(eb.fn.coalesce('finished_at', 'created_at')).as('last_at'),
    ])
    .where('state', '=', 'failed')
    .where('error_code', 'is not', null)
    .groupBy(['kind', 'error_code'])
    .orderBy('count', 'desc')
    .execute();
  return rows.flatMap(({ kind, error_code: code, count, last_at }) =>
    code === null ? [] : [{ kind, code, count, last_at }],
  );
}

export async function countRecordingFailures(db: Db): Promise<FailureCount[]> {
  const rows = await db
    .selectFrom('recordings')
    .select([
      'error_code',
      (eb) => eb.fn.countAll<number>().as('count'),
      (eb) => eb.fn.max(eb.fn.coalesce('stopped_at', 'created_at')).as('last_at'),
    ])
    .where('error_code', 'is not', null)
    .groupBy('error_code')
    .orderBy('count', 'desc')
    .execute();
  return rows.flatMap(({ error_code: code, count, last_at }) =>
    code === null ? [] : [{ code, count, last_at }],
  );
}
