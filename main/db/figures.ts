/** Counts for those who watch the machine, from indexes and few rows: cheap enough to be asked every few seconds. */
import { sql } from 'kysely';
import type { JobKind, JobLane, JobState } from '../../contract/jobs.ts';
import type { RecordingStatus } from '../../contract/recording.ts';
import type { Db } from './database.ts';

export type JobCount = {
  kind: JobKind;
  lane: JobLane;
  state: JobState;
  count: number;
  /** When the first of them is, or was, due. */
  due_at: string;
};

/** Jobs that are queued, running or failed; those that are done or cancelled are many and say nothing. */
export async function countJobs(db: Db): Promise<JobCount[]> {
  const { rows } = await sql<JobCount>`
    SELECT kind, lane, 'queued' AS state, count(*) AS count, min(run_at) AS due_at
      FROM jobs WHERE state = 'queued' GROUP BY kind, lane
    UNION ALL
    SELECT kind, lane, state, count(*), min(run_at)
      FROM jobs WHERE state IN ('running', 'failed') GROUP BY kind, lane, state`.execute(db);
  return rows;
}

/** Lessons by status, those that are ready left out. */
export async function countUnready(db: Db): Promise<{ status: RecordingStatus; count: number }[]> {
  return db
    .selectFrom('recordings')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
    .where('status', '<>', 'ready')
    .groupBy('status')
    .execute();
}

/** Length of a lesson (s); undefined when there is no such lesson. */
export async function lessonSeconds(db: Db, recordingId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('recordings')
    .select('duration_seconds')
    .where('recording_id', '=', recordingId)
    .executeTakeFirst();
  return row?.duration_seconds;
}
