/** Rows of a lesson's derived resolutions. */
import type { Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { RenditionsTable } from './tables.ts';

export type RenditionRow = Selectable<RenditionsTable>;

export async function listRenditions(db: Db, recordingId: string): Promise<RenditionRow[]> {
  return db.selectFrom('renditions').selectAll().where('recording_id', '=', recordingId).execute();
}

export async function saveRendition(db: Db, row: RenditionRow): Promise<void> {
  const { recording_id: _recordingId, name: _name, ...values } = row;
  await db
    .insertInto('renditions')
    .values(row)
    .onConflict((conflict) => conflict.columns(['recording_id', 'name']).doUpdateSet(values))
    .execute();
}

/** Rows that name their size, for those that were planned and are not there yet. */
export function plannedRendition(recordingId: string, name: RenditionRow['name']): RenditionRow {
  return {
    recording_id: recordingId,
    name,
    state: 'queued',
    width: null,
    height: null,
    video_codec: null,
    audio_codec: null,
    bitrate_kbps: 0,
    size_bytes: 0,
  };
}

export async function setRenditionState(
  db: Db,
  rendition: { recordingId: string; name: RenditionRow['name'] },
  state: RenditionRow['state'],
): Promise<void> {
  await db
    .updateTable('renditions')
    .set({ state })
    .where('recording_id', '=', rendition.recordingId)
    .where('name', '=', rendition.name)
    .execute();
}
