/** Rows of a lesson's distinct screens, by time. Their text is searched: who writes it calls reindexLesson. */
import type { Insertable, Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { SlidesTable } from './tables.ts';

export type SlideRow = Selectable<SlidesTable>;
export type SlideText = Pick<SlideRow, 'text' | 'blocks' | 'heading'> & { read_at: string };

export async function listSlides(db: Db, recordingId: string): Promise<SlideRow[]> {
  return db.selectFrom('slides').selectAll().where('recording_id', '=', recordingId).orderBy('seq').execute();
}

export async function readSlide(db: Db, recordingId: string, seq: number): Promise<SlideRow | undefined> {
  return db
    .selectFrom('slides')
    .selectAll()
    .where('recording_id', '=', recordingId)
    .where('seq', '=', seq)
    .executeTakeFirst();
}

/** In place of those that an earlier run found. Call within a transaction. */
export async function replaceSlides(
  trx: Db,
  recordingId: string,
  slides: readonly Omit<Insertable<SlidesTable>, 'recording_id' | 'seq'>[],
): Promise<void> {
  await trx.deleteFrom('slides').where('recording_id', '=', recordingId).execute();
  // One by one: SQLite binds at most 32,766 values, and a long lesson has hundreds of screens of nine.
  for (const [position, slide] of slides.entries()) {
    await trx
      .insertInto('slides')
      .values({ ...slide, recording_id: recordingId, seq: position + 1 })
      .execute();
  }
}

/** Pictures whose text has not been recognised, each once, in the order in which they are shown first. */
export async function listUnreadPictures(db: Db, recordingId: string): Promise<string[]> {
  const found = await db
    .selectFrom('slides')
    .select('file_key')
    .where('recording_id', '=', recordingId)
    .where('read_at', 'is', null)
    .groupBy('file_key')
    .orderBy((eb) => eb.fn.min('seq'))
    .execute();
  return found.map((row) => row.file_key);
}

/** For all screens that show the picture. */
export async function writeSlideText(
  db: Db,
  recordingId: string,
  fileKey: string,
  text: SlideText,
): Promise<void> {
  await db
    .updateTable('slides')
    .set(text)
    .where('recording_id', '=', recordingId)
    .where('file_key', '=', fileKey)
    .execute();
}

/** Has the text of a lesson's screens recognised again; what was recognised stays until then. */
export async function forgetSlideTexts(db: Db, recordingId: string): Promise<void> {
  await db.updateTable('slides').set({ read_at: null }).where('recording_id', '=', recordingId).execute();
}

/** Keys of all pictures that rows name, by lesson; for comparing them with the file store. */
export async function listSlidePictures(
  db: Db,
  recordingIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const found = await db
    .selectFrom('slides')
    .select(['recording_id', 'file_key'])
    .where('recording_id', 'in', recordingIds)
    .distinct()
    .execute();
  const pictures = new Map<string, Set<string>>();
  for (const { recording_id: recordingId, file_key: key } of found) {
    const keys = pictures.get(recordingId) ?? new Set();
    pictures.set(recordingId, keys.add(key));
  }
  return pictures;
}
