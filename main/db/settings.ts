/** The one row of settings: what differs from the defaults, as JSON, and the version of its shape. */
import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';

type Db = Kysely<Database>;

export async function readSettingsRow(db: Db): Promise<{ version: number; changes: string } | undefined> {
  return db.selectFrom('settings').select(['version', 'changes']).where('id', '=', 1).executeTakeFirst();
}

export async function writeSettingsRow(
  db: Db,
  row: { version: number; changes: string; updatedAt: string },
): Promise<void> {
  const values = { version: row.version, changes: row.changes, updated_at: row.updatedAt };
  await db
    .insertInto('settings')
    .values({ id: 1, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}
