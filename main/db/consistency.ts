/** Rows that say which files there must be; for comparing them with the file store. */
import { activeStatuses } from '../../contract/recording.ts';
import type { Db } from './database.ts';
import type { TakesTable } from './tables.ts';
import type { RenditionRow } from './renditions.ts';

export type StoredTake = Pick<TakesTable, 'recording_id' | 'seq' | 'file_key' | 'size_bytes'>;

/** Takes of lessons that nobody is writing to. */
export async function listStoredTakes(db: Db): Promise<StoredTake[]> {
  return db
    .selectFrom('takes')
    .innerJoin('recordings', 'recordings.recording_id', 'takes.recording_id')
    .select(['takes.recording_id', 'takes.seq', 'takes.file_key', 'takes.size_bytes'])
    .where('takes.state', '<>', 'recording')
    .where('recordings.status', 'not in', [...activeStatuses, 'interrupted'])
    .execute();
}

export async function listReadyRenditions(db: Db): Promise<Pick<RenditionRow, 'recording_id' | 'name'>[]> {
  return db.selectFrom('renditions').select(['recording_id', 'name']).where('state', '=', 'ready').execute();
}

export async function listRecordingIds(db: Db): Promise<Set<string>> {
  const found = await db.selectFrom('recordings').select('recording_id').execute();
  return new Set(found.map((row) => row.recording_id));
}

export async function listIdsWithError(db: Db, code: 'media_missing'): Promise<string[]> {
  const found = await db
    .selectFrom('recordings')
    .select('recording_id')
    .where('error_code', '=', code)
    .execute();
  return found.map((row) => row.recording_id);
}

/** Uploads that an import job is going to read. */
export async function listPendingUploads(db: Db): Promise<Set<string>> {
  const found = await db
    .selectFrom('jobs')
    .select('payload')
    .where('kind', '=', 'import')
    .where('state', 'in', ['queued', 'running'])
    .execute();
  return new Set(found.flatMap(uploadOf));
}

/** Uploads of a lesson's import, in whatever state that is. */
export async function listUploadsOf(db: Db, recordingId: string): Promise<string[]> {
  const found = await db
    .selectFrom('jobs')
    .select('payload')
    .where('recording_id', '=', recordingId)
    .where('kind', '=', 'import')
    .execute();
  return found.flatMap(uploadOf);
}

function uploadOf(row: { payload: string }): string[] {
  const payload: unknown = JSON.parse(row.payload);
  const hasPath = typeof payload === 'object' && payload !== null && 'upload_path' in payload;
  return hasPath ? [String(payload.upload_path)] : [];
}
