/** Rows of saved sources: stream addresses that people keep under a name. */
import type { Selectable, Updateable } from 'kysely';
import type { Db } from './database.ts';
import type { SavedSourcesTable } from './tables.ts';

export type SavedSourceRow = Selectable<SavedSourcesTable>;

export async function listSavedSourceRows(db: Db): Promise<SavedSourceRow[]> {
  return db.selectFrom('saved_sources').selectAll().orderBy('source_id').execute();
}

export async function findSavedSource(db: Db, sourceId: string): Promise<SavedSourceRow | undefined> {
  return db.selectFrom('saved_sources').selectAll().where('source_id', '=', sourceId).executeTakeFirst();
}

export async function insertSavedSource(db: Db, row: SavedSourceRow): Promise<void> {
  await db.insertInto('saved_sources').values(row).execute();
}

export async function updateSavedSource(
  db: Db,
  sourceId: string,
  change: Updateable<SavedSourcesTable>,
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await db.updateTable('saved_sources').set(change).where('source_id', '=', sourceId).execute();
}

/**
 * Removes a source; watches that used it take over its address, so that automatic recording goes on.
 * @returns whether there was such a source
 */
export async function deleteSavedSource(db: Db, sourceId: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await findSavedSource(trx, sourceId);
    if (row === undefined) return false;
    await trx
      .updateTable('watches')
      .set({ stream_url: row.stream_url, stream_sealed: row.stream_sealed })
      .where('stream_url', '=', `saved:${sourceId}`)
      .execute();
    await trx.deleteFrom('saved_sources').where('source_id', '=', sourceId).execute();
    return true;
  });
}
