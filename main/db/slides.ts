/** Rows of a lesson's distinct screens, by time. */
import type { Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { SlidesTable } from './tables.ts';

export type SlideRow = Selectable<SlidesTable>;

export async function listSlides(db: Db, recordingId: string): Promise<SlideRow[]> {
  return db.selectFrom('slides').selectAll().where('recording_id', '=', recordingId).orderBy('seq').execute();
}
