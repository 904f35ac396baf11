/** Rows that say which files there must be; for comparing them with the file store. */
import { sql } from 'kysely';
import { activeStatuses } from '../../contract/recording.ts';
import type { Db } from './database.ts';
import type { TakesTable } from './tables.ts';
import type { RenditionRow } from './renditions.ts';

export type StoredTake = Pick<TakesTable, 'recording_id' | 'seq' | 'file_key' | 'size_bytes'>;

/** Takes of lessons that nobody is writing to. @param of only of these lessons */
export async function listStoredTakes(db: Db, of?: readonly string[]): Promise<StoredTake[]> {
  const query = db
    .selectFrom('takes')
    .innerJoin('recordings', 'recordings.recording_id', 'takes.recording_id')
    .select(['takes.recording_id', 'takes.seq', 'takes.file_key', 'takes.size_bytes'])
    .where('takes.state', '<>', 'recording')
    .where('recordings.status', 'not in', [...activeStatuses, 'interrupted']);
  return (of === undefined ? query : query.where('takes.recording_id', 'in', of)).execute();
}

export async function listReadyRenditions(
  db: Db,
  of: readonly string[],
): Promise<Pick<RenditionRow, 'recording_id' | 'name'>[]> {
  return db
    .selectFrom('renditions')
    .select(['recording_id', 'name'])
    .where('state', '=', 'ready')
    .where('recording_id', 'in', of)
    .execute();
}

/** A lesson and the number of its row, which takes less room to remember. */
export type RecordingKey = { recording_id: string; row_id: number };

/** Those of the lessons that have a row. */
export async function listKnownRecordings(db: Db, ids: readonly string[]): Promise<RecordingKey[]> {
  return db
    .selectFrom('recordings')
    .select(['recording_id', 'row_id'])
    .where('recording_id', 'in', ids)
    .execute();
}

/** All lessons there are, so many at a time. */
export async function* recordingPages(db: Db, pageSize: number): AsyncGenerator<RecordingKey[]> {
  for (let after = 0; ;) {
    const page = await db
      .selectFrom('recordings')
      .select(['recording_id', 'row_id'])
      .where('row_id', '>', after)
      .orderBy('row_id')
      .limit(pageSize)
      .execute();
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.row_id;
  }
}

export async function listIdsWithError(
  db: Db,
  code: 'media_missing',
  of: readonly string[],
): Promise<string[]> {
  const found = await db
    .selectFrom('recordings')
    .select('recording_id')
    .where('recording_id', 'in', of)
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

/** Pages that were read for one long look are not kept for the next reader (SQLite's own cache, up to 16 MB). */
export async function releaseCache(db: Db): Promise<void> {
  await sql`PRAGMA shrink_memory`.execute(db);
}
