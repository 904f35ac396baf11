/** Reading lessons for playing them: the row, how many students, what can be played. */
import { type Selectable, sql } from 'kysely';
import type { RenditionName } from '../../contract/vod.ts';
import type { Db } from './database.ts';
import { keepQuery } from './kept-query.ts';
import { infoColumns } from './lesson-info.ts';
import type { RecordingsTable, TakesTable } from './tables.ts';
import { deleteUnusedSession, findSessionOfTest } from './test-recordings.ts';

type Counted = {
  student_count: number;
  take_count: number;
  /** Names of the renditions that are ready, without `source`. */
  ready: Exclude<RenditionName, 'source'>[];
};
export type LessonRow = Selectable<RecordingsTable> & Counted;
/** What lists show of a lesson. */
export type ListedLesson = Pick<LessonRow, (typeof infoColumns)[number]> & Counted;
export type TakeRow = Selectable<TakesTable>;

export const lessonSorts = ['created_at', '-created_at', 'duration', '-duration', 'title', '-title'] as const;
export type LessonSort = (typeof lessonSorts)[number];

/** Time of deletion that a lesson gets whose removal has begun: older than any trash, so the next purge ends it. */
export const purgeMark = '1970-01-01T00:00:00.000Z';

const takeCount =
  sql<number>`(SELECT count(*) FROM takes WHERE takes.recording_id = recordings.recording_id)`.as(
    'take_count',
  );
const readyNames = sql<
  string | null
>`(SELECT group_concat(name) FROM renditions WHERE renditions.recording_id = recordings.recording_id AND state = 'ready')`.as(
  'ready_names',
);

/** Onto the row itself: copies of wide rows were a tenth of a list's cost. */
function withReady<Row extends { ready_names: string | null }>(row: Row): Row & Pick<Counted, 'ready'> {
  const ready = row.ready_names === null ? [] : (row.ready_names.split(',') as Counted['ready']);
  return Object.assign(row, { ready });
}

const lessonById = keepQuery((db, recordingId: string) =>
  db
    .selectFrom('recordings')
    .selectAll()
    .select([
      sql<number>`(SELECT count(*) FROM students WHERE students.session_id = recordings.session_id)`.as(
        'student_count',
      ),
      takeCount,
      readyNames,
    ])
    .where('recording_id', '=', recordingId),
);

/** Also lessons in the trash: whether they may be seen is the caller's to say. */
export async function readLesson(db: Db, recordingId: string): Promise<LessonRow | undefined> {
  const [row] = await lessonById(db, recordingId);
  return row && withReady(row);
}

function lessonsOfSession(sort: LessonSort) {
  const direction = sort.startsWith('-') ? 'desc' : 'asc';
  const name = sort.replace('-', '') as 'created_at' | 'duration' | 'title';
  return keepQuery((db, sessionId: string, limit: number) =>
    db
      .selectFrom('recordings')
      .select(infoColumns)
      .select([
        // The same for all of them: not tied to the row, so that it is counted once.
        sql<number>`(SELECT count(*) FROM students WHERE students.session_id = ${sessionId})`.as(
          'student_count',
        ),
        takeCount,
        readyNames,
      ])
      .where('session_id', '=', sessionId)
      .where('deleted_at', 'is', null)
      .where('is_test', '=', 0)
      .orderBy(name === 'duration' ? 'duration_seconds' : name, direction)
      .orderBy('recording_id', direction)
      .limit(limit),
  );
}
const lessonsOfSessionBy = {
  created_at: lessonsOfSession('created_at'),
  '-created_at': lessonsOfSession('-created_at'),
  duration: lessonsOfSession('duration'),
  '-duration': lessonsOfSession('-duration'),
  title: lessonsOfSession('title'),
  '-title': lessonsOfSession('-title'),
};

export async function readLessonsOfSession(
  db: Db,
  sessionId: string,
  options: { sort: LessonSort; limit: number },
): Promise<ListedLesson[]> {
  const found = await lessonsOfSessionBy[options.sort](db, sessionId, options.limit);
  return found.map(withReady);
}

/** Takes that hold something, in order. */
export async function readTakes(db: Db, recordingId: string): Promise<TakeRow[]> {
  return db.selectFrom('takes').selectAll().where('recording_id', '=', recordingId).orderBy('seq').execute();
}

/** `processing` becomes `ready` once no job of the lesson itself is pending. @returns whether it did now. */
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
            .where('jobs.kind', '<>', 'export')
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
    const sessionId = await findSessionOfTest(trx, recordingId);
    await trx.deleteFrom('jobs').where('recording_id', '=', recordingId).execute();
    await trx.deleteFrom('recordings').where('recording_id', '=', recordingId).execute();
    if (sessionId !== undefined) await deleteUnusedSession(trx, sessionId);
  });
}
