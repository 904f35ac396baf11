/** Opens a restored folder with the program's own code and tells what is in it. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { openSecrets } from '../base/secrets.ts';
import { listStoredTakes } from '../db/consistency.ts';
import { openDatabase } from '../db/database.ts';
import { listSealedAddresses } from '../db/sealed.ts';

export type RestoredFacts = {
  /** Those in the trash included. */
  lessons: number;
  /** Lessons whose recording is not in the folder: the backup was made without media, or it is on another disk. */
  lessonsWithoutMedia: number;
  /** Stream addresses that cannot be opened with the folder's key: they have to be entered again. */
  unreadableAddresses: number;
};

/** @throws whatever keeps the recorder from starting on it */
export async function lookAtRestored(dataDir: string): Promise<RestoredFacts> {
  const opened = openDatabase(path.join(dataDir, 'library.sqlite'));
  try {
    const { db } = opened;
    const { count } = await db
      .selectFrom('recordings')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const without = new Set<string>();
    for (const take of await listStoredTakes(db)) {
      const file = path.join(dataDir, 'media', ...take.file_key.split('/'));
      if ((await stat(file).catch(() => undefined)) === undefined) without.add(take.recording_id);
    }
    const secrets = openSecrets(dataDir);
    const unreadable = (await listSealedAddresses(db)).filter((sealed) => {
      try {
        secrets.open(sealed);
        return false;
      } catch {
        return true;
      }
    });
    return { lessons: count, lessonsWithoutMedia: without.size, unreadableAddresses: unreadable.length };
  } finally {
    await opened.close();
  }
}
