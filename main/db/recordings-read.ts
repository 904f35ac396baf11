/** Reading lessons for playing them: the row, how many students, what can be played. */
import { type Selectable, sql } from 'kysely';
import type { RenditionName } from '../../contract/vod.ts';
import type { Db } from './database.ts';
import type { RecordingsTable, TakesTable } from './tables.ts';

export type LessonRow = Selectable<RecordingsTable> & {
  student_count: number;
  take_count: number;
  /** Names of the renditions that are ready, without `source`. */
  ready: Exclude<RenditionName, 'source'>[];
};
export type TakeRow = Selectable<TakesTable>;

export const lessonSorts = ['created_at', '-created_at', 'duration', '-duration', 'title', '-title'] as const;
export type LessonSort = (typeof lessonSorts)[number];

/** Time of deletion that a lesson gets whose removal has begun: older than any trash, so the next purge ends it. */
export const purgeMark = '1970-01-01T00:00:00.000Z';

function lessons(db: Db) {
  return db
    .selectFrom('recordings')
    .selectAll('recordings')
    .select([
      sql<number>`(SELECT count(*) FROM students WHERE students.session_id = recordings.session_id)`.as(
        'student_count',
      ),
      sql<number>`(SELECT count(*) FROM takes WHERE takes.recording_id = recordings.recording_id)`.as(
        'take_count',
      ),
      sql<string>`(SELECT group_concat(name) FROM renditions WHERE renditions.recording_id = recordings.recording_id AND state = 'ready')`.as(
        'ready_names',
      ),
    ]);
}

function withReady(row: Omit<LessonRow, 'ready'> & { ready_names: string | null }): LessonRow {
  const { ready_names, ...rest } = row;
  return { ...rest, ready: (ready_names ?? '').split(',').filter(Boolean) as LessonRow['ready'] };
}

/** Also lessons in the trash: whether they may be seen is the caller's to say. */
export async function readLesson(db: Db, recordingId: string): Promise<LessonRow | undefined> {
  const row = await lessons(db).where('recordings.recording_id', '=', recordingId).executeTakeFirst();
  return row === undefined ? undefined : withReady(row);
}

export async function readLessonsOfSession(
  db: Db,
  sessionId: string,
  options: { sort: LessonSort; limit: number },
): Promise<LessonRow[]> {
  const isDescending = options.sort.startsWith('-');
  const name = options.sort.replace('-', '') as 'created_at' | 'duration' | 'title';
  const column = name === 'duration' ? 'duration_seconds' : name;
  const found = await lessons(db)
    .where('session_id', '=', sessionId)
    .where('deleted_at', 'is', null)
    .orderBy(column, isDescending ? 'desc' : 'asc')
    .orderBy('recordings.recording_id', isDescending ? 'desc' : 'asc')
    .limit(options.limit)
    .execute();
  return found.map(withReady);
}

/** Takes that hold something, in order. */
export async function readTakes(db: Db, recordingId: string): Promise<TakeRow[]> {
  return db.selectFrom('takes').selectAll().where('recording_id', '=', recordingId).orderBy('seq').execute();
}

/** `processing` becomes `ready` once no job of the lesson is pending. @returns whether it did now. */
export async function settleLesson(db: Db, recordingId: string): Promise<boolean> {
  const result = await db
    .updateTable('recordings')
    .set({ status: 'ready' })
    .where('recording_id', '=', recordingId)
    .where('status', '=', 'processing')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('jobs')
            .select('job_id')
            .where('jobs.recording_id', '=', recordingId)
            .where('jobs.state', 'in', ['queued', 'running']),
        ),
      ),
    )
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function listProcessingIds(db: Db): Promise<string[]> {
  const found = await db
    .selectFrom('recordings')
    .select('recording_id')
    .where('status', '<>', 'ready')
    .where('status', '=', 'processing')
    .execute();
  return found.map((row) => row.recording_id);
}

/** Lessons whose time in the trash is over, and those whose removal was interrupted. */
export async function listPurgeable(db: Db, deletedBefore: string): Promise<string[]> {
  const found = await db
    .selectFrom('recordings')
    .select('recording_id')
    .where('deleted_at', 'is not', null)
    .where('deleted_at', '<', deletedBefore)
    .orderBy('deleted_at')
    .execute();
  return found.map((row) => row.recording_id);
}

/** The row and all that hangs on it; the full text goes by its trigger. */
export async function deleteLessonRows(db: Db, recordingId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('jobs').where('recording_id', '=', recordingId).execute();
    await trx.deleteFrom('recordings').where('recording_id', '=', recordingId).execute();
  });
}
