/** A data folder with a real library and lessons whose files look like recorded ones, for tests of backups. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { openSecrets } from '../base/secrets.ts';
import { readOrCreateToken } from '../base/token.ts';
import type { BackupParts } from '../backup/make-backup.ts';
import { openFolderStore } from '../backup/folder-store.ts';
import { type Repository, openRepository } from '../backup/repository.ts';
import { openDatabase } from '../db/database.ts';
import { addLesson } from './lesson-rows.ts';

export type BackupFolders = Awaited<ReturnType<typeof makeFolders>>;

/** scrypt as cheap as it may be: its cost is not what is tested. */
export const testCost = 1024;

/** Two lessons of `mediaBytes` each. */
export async function makeFolders(mediaBytes = 300_000) {
  const root = await mkdtemp(path.join(tmpdir(), 'airclass-backup-'));
  const dataDir = path.join(root, 'data');
  const place = path.join(root, 'place');
  await mkdir(dataDir);
  await mkdir(place);
  openSecrets(dataDir);
  readOrCreateToken(dataDir);
  const { db, close } = openDatabase(path.join(dataDir, 'library.sqlite'));
  const lessons: string[] = [];
  for (const title of ['로그의 성질', '삼각함수']) {
    const id = await addLesson(db, { title });
    lessons.push(id);
    await writeMedia(dataDir, `lessons/${id}/take-001.mp4`, mediaBytes);
    await writeMedia(dataDir, `lessons/${id}/thumbnail.jpg`, 4000);
    await writeMedia(dataDir, `lessons/${id}/renditions/720p/take-001.mp4`, 50_000);
    await writeMedia(dataDir, `lessons/${id}/thumbs/1.jpg`, 1000);
    const taken = new Date().toISOString();
    await db
      .insertInto('takes')
      .values({
        recording_id: id,
        seq: 1,
        state: 'complete',
        file_key: `lessons/${id}/take-001.mp4`,
        started_at: taken,
        ended_at: taken,
        start_time: 0,
        duration_seconds: 3000,
        size_bytes: mediaBytes,
      })
      .execute();
  }
  await close();
  await writeMedia(dataDir, '.tmp/left', 100);
  return {
    root,
    dataDir,
    place,
    lessons,
    repository: async (passphrase?: string): Promise<Repository> =>
      openRepository(await openFolderStore(place), { passphrase, make: true, cost: testCost }),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

export async function writeMedia(dataDir: string, key: string, bytes: number): Promise<void> {
  const file = path.join(dataDir, 'media', ...key.split('/'));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, randomBytes(bytes));
}

export function backupOf(
  { dataDir }: { dataDir: string },
  repository: Repository,
  more: Partial<BackupParts> = {},
): BackupParts {
  return {
    ...{ dataDir, repository, keep: 30, clock: systemClock, log: silentLogger, version: '1.0.0' },
    wanted: { media: true, keys: true },
    ...more,
  };
}
