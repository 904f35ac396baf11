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

/** Pictures of a session taken in a span of time, by time. @param span ISO 8601 UTC, both ends inclusive */
export async function listScreenshots(
  db: Db,
  sessionId: string,
  span: { from: string; to: string },
): Promise<Pick<ScreenshotRow, 'screenshot_id' | 'student_id' | 'taken_at' | 'file_key'>[]> {
  return db
    .selectFrom('screenshots')
    .select(['screenshot_id', 'student_id', 'taken_at', 'file_key'])
    .where('session_id', '=', sessionId)
    .where('taken_at', '>=', span.from)
    .where('taken_at', '<=', span.to)
    .orderBy('taken_at')
    .orderBy('screenshot_id')
    .execute();
}
