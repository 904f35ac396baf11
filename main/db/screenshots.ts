/** Rows of the pictures that were sent in; the pictures themselves are in the file store. */
import type { Selectable } from 'kysely';
import type { Db } from './database.ts';
import type { ScreenshotsTable } from './tables.ts';

export type ScreenshotRow = Selectable<ScreenshotsTable>;

/** The same picture of the same moment, if it was sent before. */
export async function findScreenshot(
  db: Db,
  same: Pick<ScreenshotRow, 'session_id' | 'taken_at' | 'sha256'>,
): Promise<ScreenshotRow | undefined> {
  return db
    .selectFrom('screenshots')
    .selectAll()
    .where('session_id', '=', same.session_id)
    .where('taken_at', '=', same.taken_at)
    .where('sha256', '=', same.sha256)
    .executeTakeFirst();
}

/** @returns whether it was stored; false when the same picture of the same moment is there already */
export async function insertScreenshot(db: Db, row: ScreenshotRow): Promise<boolean> {
  const result = await db
    .insertInto('screenshots')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}
