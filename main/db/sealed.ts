/** What is kept sealed with the data folder's key. */
import type { Db } from './database.ts';

/** Addresses of saved sources and of automatic recording. */
export async function listSealedAddresses(db: Db): Promise<string[]> {
  const sources = await db.selectFrom('saved_sources').select('stream_sealed').execute();
  const watches = await db.selectFrom('watches').select('stream_sealed').execute();
  return [...sources, ...watches].map((row) => row.stream_sealed);
}
