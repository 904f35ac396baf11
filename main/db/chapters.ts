/** Rows of chapters, by time. */
import type { Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { ChaptersTable } from './tables.ts';

export type ChapterRow = Selectable<ChaptersTable>;

export async function listChapters(db: Db, recordingId: string): Promise<ChapterRow[]> {
  return db
    .selectFrom('chapters')
    .selectAll()
    .where('recording_id', '=', recordingId)
    .orderBy('start_time')
    .orderBy('chapter_id')
    .execute();
}

export async function insertChapter(db: Db, chapter: ChapterRow): Promise<void> {
  await db.insertInto('chapters').values(chapter).execute();
}

/** Of whichever lesson. */
export async function chapterWithId(db: Db, chapterId: string): Promise<ChapterRow | undefined> {
  return db.selectFrom('chapters').selectAll().where('chapter_id', '=', chapterId).executeTakeFirst();
}

export async function findChapter(
  db: Db,
  { recordingId, chapterId }: ChapterOf,
): Promise<ChapterRow | undefined> {
  return db
    .selectFrom('chapters')
    .selectAll()
    .where('chapter_id', '=', chapterId)
    .where('recording_id', '=', recordingId)
    .executeTakeFirst();
}

type ChapterOf = { recordingId: string; chapterId: string };

/** @returns whether there is such a chapter of this lesson. */
export async function updateChapter(
  db: Db,
  { recordingId, chapterId }: ChapterOf,
  change: Partial<Pick<ChapterRow, 'start_time' | 'title' | 'description' | 'origin' | 'confidence'>> & {
    updated_at: string;
  },
): Promise<boolean> {
  const result = await db
    .updateTable('chapters')
    .set(change)
    .where('chapter_id', '=', chapterId)
    .where('recording_id', '=', recordingId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** @returns whether there was such a chapter of this lesson. */
export async function deleteChapter(db: Db, { recordingId, chapterId }: ChapterOf): Promise<boolean> {
  const result = await db
    .deleteFrom('chapters')
    .where('chapter_id', '=', chapterId)
    .where('recording_id', '=', recordingId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Remembers where somebody did not want an automatic chapter, or not there. Twice is once. */
export async function dismissChapter(db: Db, recordingId: string, startSec: number): Promise<void> {
  await db
    .insertInto('dismissed_chapters')
    .values({ recording_id: recordingId, start_time: startSec })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** By time (s). */
export async function listDismissed(db: Db, recordingId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('dismissed_chapters')
    .select('start_time')
    .where('recording_id', '=', recordingId)
    .orderBy('start_time')
    .execute();
  return rows.map((row) => row.start_time);
}
