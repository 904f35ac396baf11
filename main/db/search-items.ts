/** The lessons of one page of results: what the contract calls info, in the order asked for. */
import type { Selectable } from 'kysely';
import type { LessonInfo } from '../../contract/vod.ts';
import type { Db } from './database.ts';
import { playable, toLessonInfo } from './lesson-info.ts';
import type { RecordingsTable } from './tables.ts';

export type LessonRow = Selectable<RecordingsTable>;

/** Rows by row id, in the given order; ids that are gone are left out. */
export async function lessonRows(db: Db, rowIds: readonly number[]): Promise<LessonRow[]> {
  if (rowIds.length === 0) return [];
  const rows = await db
    .selectFrom('recordings')
    .selectAll()
    .where('row_id', 'in', [...rowIds])
    .execute();
  const byId = new Map(rows.map((row) => [row.row_id, row]));
  return rowIds.flatMap((rowId) => byId.get(rowId) ?? []);
}

/** Info objects of lessons, in the given order: three queries however many there are. */
export async function lessonInfos(db: Db, lessons: readonly LessonRow[]): Promise<LessonInfo[]> {
  if (lessons.length === 0) return [];
  const counts = await db
    .selectFrom('students')
    .select(({ fn }) => ['session_id', fn.countAll<number>().as('count')])
    .where('session_id', 'in', [...new Set(lessons.map((lesson) => lesson.session_id))])
    .groupBy('session_id')
    .execute();
  const renditions = await db
    .selectFrom('renditions')
    .select(['recording_id', 'name'])
    .where(
      'recording_id',
      'in',
      lessons.map((lesson) => lesson.recording_id),
    )
    .where('state', '=', 'ready')
    .execute();
  const studentCounts = new Map(counts.map(({ session_id, count }) => [session_id, count]));
  const ready = Map.groupBy(renditions, (rendition) => rendition.recording_id);
  return lessons.map((lesson) => {
    const names = (ready.get(lesson.recording_id) ?? []).map(({ name }) => name);
    return toLessonInfo(lesson, {
      studentCount: studentCounts.get(lesson.session_id) ?? 0,
      // Whoever failed has nothing to play; asking every lesson for its takes would cost a query more.
      resolutions: lesson.status === 'failed' ? [] : playable(names),
    });
  });
}
