/** Rows of a lesson's distinct screens, by time. */
import type { Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { SlidesTable } from './tables.ts';

export type SlideRow = Selectable<SlidesTable>;

export async function listSlides(db: Db, recordingId: string): Promise<SlideRow[]> {
  return db.selectFrom('slides').selectAll().where('recording_id', '=', recordingId).orderBy('seq').execute();
}

/** Has the text of a lesson's screens recognised again; what was recognised stays until then. */
export async function forgetSlideTexts(db: Db, recordingId: string): Promise<void> {
  await db.updateTable('slides').set({ read_at: null }).where('recording_id', '=', recordingId).execute();
}
