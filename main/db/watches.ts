/** Rows of the watches: streams that are recorded by themselves while they are on air. */
import type { Selectable, Updateable } from 'kysely';
import type { Db } from './database.ts';
import type { WatchesTable } from './tables.ts';

export type WatchRow = Selectable<WatchesTable>;

export async function listWatchRows(db: Db): Promise<WatchRow[]> {
  return db.selectFrom('watches').selectAll().orderBy('watch_id').execute();
}

export async function findWatch(db: Db, watchId: string): Promise<WatchRow | undefined> {
  return db.selectFrom('watches').selectAll().where('watch_id', '=', watchId).executeTakeFirst();
}

export async function insertWatch(db: Db, row: WatchRow): Promise<void> {
  await db.insertInto('watches').values(row).execute();
}

export async function updateWatch(db: Db, watchId: string, change: Updateable<WatchesTable>): Promise<void> {
  await db.updateTable('watches').set(change).where('watch_id', '=', watchId).execute();
}

/** @returns whether there was such a watch */
export async function deleteWatch(db: Db, watchId: string): Promise<boolean> {
  const result = await db.deleteFrom('watches').where('watch_id', '=', watchId).executeTakeFirst();
  return result.numDeletedRows > 0n;
}
