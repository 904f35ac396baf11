/** Rows of the job queue. At most one queued or running job exists per dedupe key; an index sees to it. */
import type { Kysely, Selectable, Updateable } from 'kysely';
import type { JobLane, JobState } from '../../contract/jobs.ts';
import type { Database, JobsTable } from './tables.ts';

type Db = Kysely<Database>;
export type JobRow = Selectable<JobsTable>;

/**
 * Stores a new job unless one with its dedupe key is pending.
 * @returns the row that is pending now: the given one, or the older one.
 */
export async function insertJob(db: Db, row: JobRow): Promise<JobRow> {
  for (;;) {
    const inserted = await db
      .insertInto('jobs')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (inserted !== undefined) return inserted;
    const pending = await db
      .selectFrom('jobs')
      .selectAll()
      .where('dedupe_key', '=', row.dedupe_key)
      .where('state', 'in', ['queued', 'running'])
      .executeTakeFirst();
    // It may have ended between the two statements: then there is room now.
    if (pending !== undefined) return pending;
  }
}

/**
 * Marks the next due job of a lane as running and counts the attempt.
 * @param longKinds kinds that wait until no other kind is due.
 */
export async function claimJob(
  db: Db,
  options: { lane: JobLane; now: string; longKinds: readonly string[] },
): Promise<JobRow | undefined> {
  const due = db
    .selectFrom('jobs')
    .select('job_id')
    .where('state', '=', 'queued')
    .where('lane', '=', options.lane)
    .where('run_at', '<=', options.now)
    .orderBy('run_at')
    .orderBy('job_id')
    .limit(1);
  // The index holds the kinds: ten thousand long jobs are passed over without reading their rows, and none is sorted.
  const short = await due.where('kind', 'not in', options.longKinds as JobRow['kind'][]).executeTakeFirst();
  const next = short ?? (await due.executeTakeFirst());
  if (next === undefined) return undefined;
  return db
    .updateTable('jobs')
    .set((eb) => ({
      state: 'running',
      attempts: eb('attempts', '+', 1),
      started_at: options.now,
      finished_at: null,
      error_code: null,
      error_detail: null,
    }))
    .where('job_id', '=', next.job_id)
    .where('state', '=', 'queued')
    .returningAll()
    .executeTakeFirst();
}

/** Takes jobs off a lane that have not ended. */
export async function dropPendingJobs(db: Db, lane: JobLane): Promise<void> {
  await db.deleteFrom('jobs').where('lane', '=', lane).where('state', 'in', ['queued', 'running']).execute();
}

/** When the next queued job of a lane may run, as ISO time. */
export async function nextRunAt(db: Db, lane: JobLane): Promise<string | undefined> {
  const row = await db
    .selectFrom('jobs')
    .select('run_at')
    .where('state', '=', 'queued')
    .where('lane', '=', lane)
    .orderBy('run_at')
    .limit(1)
    .executeTakeFirst();
  return row?.run_at;
}

/** @param onlyIn the change is made only while the job is in one of these states. */
export async function updateJob(
  db: Db,
  jobId: string,
  change: Updateable<JobsTable>,
  onlyIn?: readonly JobState[],
): Promise<JobRow | undefined> {
  return db
    .updateTable('jobs')
    .set(change)
    .where('job_id', '=', jobId)
    .$if(onlyIn !== undefined, (query) => query.where('state', 'in', onlyIn ?? []))
    .returningAll()
    .executeTakeFirst();
}

export async function getJob(db: Db, jobId: string): Promise<JobRow | undefined> {
  return db.selectFrom('jobs').selectAll().where('job_id', '=', jobId).executeTakeFirst();
}

export async function findPendingJob(db: Db, dedupeKey: string): Promise<JobRow | undefined> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .where('dedupe_key', '=', dedupeKey)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();
}

/** Newest first. */
export async function listJobs(
  db: Db,
  options: { limit: number; before?: string; state?: JobState; recordingId?: string },
): Promise<JobRow[]> {
  const { before, state, recordingId } = options;
  return db
    .selectFrom('jobs')
    .selectAll()
    .$if(before !== undefined, (query) => query.where('job_id', '<', before ?? ''))
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'queued'))
    .$if(recordingId !== undefined, (query) => query.where('recording_id', '=', recordingId ?? ''))
    .orderBy('job_id', 'desc')
    .limit(options.limit)
    .execute();
}

export async function listJobsInState(db: Db, state: JobState): Promise<JobRow[]> {
  return db.selectFrom('jobs').selectAll().where('state', '=', state).orderBy('job_id').execute();
}

/** Of a lesson, or of a kind. */
export async function listPendingJobs(
  db: Db,
  of: { recordingId: string } | { kind: JobRow['kind'] },
): Promise<JobRow[]> {
  return db
    .selectFrom('jobs')
    .selectAll()
    .$if('recordingId' in of, (query) =>
      query.where('recording_id', '=', 'recordingId' in of ? of.recordingId : ''),
    )
    .$if('kind' in of, (query) => query.where('kind', '=', 'kind' in of ? of.kind : 'import'))
    .where('state', 'in', ['queued', 'running'])
    .orderBy('job_id')
    .execute();
}

export async function deleteJobsOf(db: Db, recordingId: string): Promise<void> {
  await db.deleteFrom('jobs').where('recording_id', '=', recordingId).execute();
}

export const endedStates = ['done', 'failed', 'cancelled'] as const satisfies readonly JobState[];

/**
 * Forgets ended jobs. An export that came to nothing goes with its job; the file of one that is done stays.
 * @param options.before only those that finished before this time
 */
export async function deleteEndedJobs(
  db: Db,
  options: { states: readonly (typeof endedStates)[number][]; before?: string },
): Promise<number> {
  const { states, before } = options;
  return db.transaction().execute(async (trx) => {
    const gone = await trx
      .deleteFrom('jobs')
      .where('state', 'in', states)
      .$if(before !== undefined, (query) => query.where('finished_at', '<', before ?? ''))
      .returning(['job_id', 'kind'])
      .execute();
    for (const job of gone.filter(({ kind }) => kind === 'export')) {
      await trx
        .deleteFrom('exports')
        .where('job_id', '=', job.job_id)
        .where('finished_at', 'is', null)
        .execute();
    }
    return gone.length;
  });
}

/** Titles of lessons by id; lessons that are gone are left out. */
export async function titlesOf(db: Db, recordingIds: readonly string[]): Promise<Map<string, string>> {
  const unique = [...new Set(recordingIds)];
  if (unique.length === 0) return new Map();
  const found = await db
    .selectFrom('recordings')
    .select(['recording_id', 'title'])
    .where('recording_id', 'in', unique)
    .execute();
  return new Map(found.map(({ recording_id, title }) => [recording_id, title]));
}
