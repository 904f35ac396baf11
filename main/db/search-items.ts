/** The lessons of one page of results: what the contract calls info, in the order asked for. */
import type { Selectable } from 'kysely';
import type { LessonInfo } from '../../contract/vod.ts';
import type { Db } from './database.ts';
import { keepQuery } from './kept-query.ts';
import { playable, toLessonInfo } from './lesson-info.ts';
import { listed } from './listed.ts';
import type { RecordingsTable } from './tables.ts';

export type LessonRow = Selectable<RecordingsTable>;

const lessonsByRowId = keepQuery((db, rowIds: string) =>
  db.selectFrom('recordings').selectAll().where('row_id', 'in', listed<number>(rowIds)),
);
const rosterSizes = keepQuery((db, sessionIds: string) =>
  db
    .selectFrom('students')
    .select(({ fn }) => ['session_id', fn.countAll<number>().as('count')])
    .where('session_id', 'in', listed<string>(sessionIds))
    .groupBy('session_id'),
);
const readyRenditions = keepQuery((db, recordingIds: string) =>
  db
    .selectFrom('renditions')
    .select(['recording_id', 'name'])
    .where('recording_id', 'in', listed<string>(recordingIds))
    .where('state', '=', 'ready'),
);

/** Rows by row id, in the given order; ids that are gone are left out. */
export async function lessonRows(db: Db, rowIds: readonly number[]): Promise<LessonRow[]> {
  if (rowIds.length === 0) return [];
  const rows = await lessonsByRowId(db, JSON.stringify(rowIds));
  const byId = new Map(rows.map((row) => [row.row_id, row]));
  return rowIds.flatMap((rowId) => byId.get(rowId) ?? []);
}

/** Info objects of lessons, in the given order: three queries however many there are. */
export async function lessonInfos(db: Db, lessons: readonly LessonRow[]): Promise<LessonInfo[]> {
  if (lessons.length === 0) return [];
  const sessionIds = [...new Set(lessons.map((lesson) => lesson.session_id))];
  const counts = await rosterSizes(db, JSON.stringify(sessionIds));
  const recordingIds = lessons.map((lesson) => lesson.recording_id);
  const renditions = await readyRenditions(db, JSON.stringify(recordingIds));
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
