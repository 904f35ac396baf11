/** Restoring: what is there is never lost, whatever is wrong with the backup and wherever it is interrupted. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../base/logger.ts';
import { openSecrets } from '../base/secrets.ts';
import { openDatabase } from '../db/database.ts';
import { type BackupFolders, backupOf, makeFolders, writeMedia } from '../testing/backup-folder.ts';
import { exchangeUntil } from '../testing/exchange-until.ts';
import { addLesson } from '../testing/lesson-rows.ts';
import { hasFileModes, killed } from '../testing/this-system.ts';
import { makeBackup } from './make-backup.ts';
import type { Repository } from './repository.ts';
import { recoverRestore } from './restore-swap.ts';
import { listRestorePoints, restorePoint, restoreSnapshot } from './restore.ts';
import type { Snapshot } from './snapshot.ts';

let folders: BackupFolders;
let repository: Repository;
let snapshot: Snapshot;

beforeEach(async () => {
  folders = await makeFolders();
  repository = await folders.repository();
  ({ snapshot } = await makeBackup(backupOf(folders, repository)));
});
afterEach(() => folders.remove());

const all = { media: true, keys: true };
const parts = () => ({ dataDir: folders.dataDir, log: silentLogger });
const take = (at = 0): string => path.join('media/lessons', folders.lessons[at]!, 'take-001.mp4');

/** What the folder holds, without what belongs to restoring itself and to SQLite's working. */
async function contents(dataDir = folders.dataDir): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(dataDir, file);
    if (!entry.isFile() || /^(?:restore-|backup-work|lock\.|library\.sqlite-)/.test(name)) continue;
    found[name] = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
      .slice(0, 12);
  }
  return found;
}

async function titles(dataDir = folders.dataDir): Promise<string[]> {
  const { db, close } = openDatabase(path.join(dataDir, 'library.sqlite'));
  const rows = await db.selectFrom('recordings').select('title').orderBy('created_at').execute();
  await close();
  return rows.map(({ title }) => title);
}

/** After the backup: a third lesson, and the first one's recording is replaced. */
async function goOn(): Promise<string> {
  const { db, close } = openDatabase(path.join(folders.dataDir, 'library.sqlite'));
  const id = await addLesson(db, { title: '나중 수업' });
  await close();
  await writeMedia(folders.dataDir, `lessons/${id}/take-001.mp4`, 5000);
  await writeMedia(folders.dataDir, `lessons/${folders.lessons[0]}/take-001.mp4`, 300_000);
  return id;
}

describe('a restore', () => {
  it('into an empty folder brings everything, and the stored addresses open', async () => {
    const dataDir = path.join(folders.root, 'new-pc');
    await mkdir(dataDir);
    const result = await restoreSnapshot(repository, snapshot, { dataDir, log: silentLogger }, all);
    expect(result).toMatchObject({
      restorePoint: undefined,
      restored: 7,
      kept: 0,
      facts: { lessons: 2, lessonsWithoutMedia: 0 },
    });
    expect(await titles(dataDir)).toEqual(['로그의 성질', '삼각함수']);
    expect(await readFile(path.join(dataDir, take()))).toEqual(
      await readFile(path.join(folders.dataDir, take())),
    );
    const { mode } = await stat(path.join(dataDir, 'secret.key'));
    expect(mode & 0o777).toBe(hasFileModes ? 0o600 : 0o666);
    const sealed = openSecrets(folders.dataDir).seal('rtsp://camera');
    expect(openSecrets(dataDir).open(sealed)).toBe('rtsp://camera');
    expect(await readdir(dataDir)).toEqual(expect.not.arrayContaining(['restore-work']));
  });

  it('sets aside what is there, keeps what the backup does not know, and goes back to the restore point', async () => {
    const id = await goOn();
    const before = await contents();
    const result = await restoreSnapshot(repository, snapshot, parts(), all);
    expect(await titles()).toEqual(['로그의 성질', '삼각함수']);
    // The second lesson's recording was there and the same: not brought again.
    expect(result.kept).toBeGreaterThanOrEqual(4);
    expect(await readFile(path.join(folders.dataDir, 'media/lessons', id, 'take-001.mp4'))).toHaveLength(
      5000,
    );
    const [point] = await listRestorePoints(folders.dataDir);
    expect(result.restorePoint).toBe(path.join(folders.dataDir, 'restore-points', point!));

    await restorePoint(point!, parts());
    expect((await titles()).toSorted()).toEqual(['나중 수업', '로그의 성질', '삼각함수']);
    expect({ ...(await contents()), 'library.sqlite': '' }).toEqual({ ...before, 'library.sqlite': '' });
    expect(await listRestorePoints(folders.dataDir)).toHaveLength(2);
  });

  it('takes the library’s log with it: what was only in it comes back from the restore point', async () => {
    // A recorder that was killed: the last lesson is in the log alone.
    const writer = new Database(path.join(folders.dataDir, 'library.sqlite'));
    writer.pragma('wal_autocheckpoint = 0');
    writer.prepare("UPDATE recordings SET title = '로그에만'").run();
    const log = await readFile(path.join(folders.dataDir, 'library.sqlite-wal'));
    const file = await readFile(path.join(folders.dataDir, 'library.sqlite'));
    writer.close();
    await writeFile(path.join(folders.dataDir, 'library.sqlite'), file);
    await writeFile(path.join(folders.dataDir, 'library.sqlite-wal'), log);

    await restoreSnapshot(repository, snapshot, parts(), all);
    expect(await titles()).toEqual(['로그의 성질', '삼각함수']);
    await restorePoint((await listRestorePoints(folders.dataDir))[0]!, parts());
    expect(await titles()).toEqual(['로그에만', '로그에만']);
  });

  it('a recording with a turned bit is brought anew, though its size and time are the same', async () => {
    const file = path.join(folders.dataDir, take());
    const good = await readFile(file);
    const { atime, mtime } = await stat(file);
    const bad = Buffer.from(good);
    bad[7] = bad[7]! ^ 1;
    await writeFile(file, bad);
    await utimes(file, atime, mtime);
    await restoreSnapshot(repository, snapshot, parts(), all);
    expect(await readFile(file)).toEqual(good);
  });

  it('without media says which lessons have no recording; without keys, which addresses cannot be opened', async () => {
    const dataDir = path.join(folders.root, 'new-pc');
    await mkdir(dataDir);
    const { db, close } = openDatabase(path.join(folders.dataDir, 'library.sqlite'));
    const at = new Date().toISOString();
    await db
      .insertInto('saved_sources')
      .values({
        source_id: 'a',
        name: '교실',
        stream_url: 'rtsp://x',
        stream_sealed: openSecrets(folders.dataDir).seal('rtsp://u:p@x'),
        created_at: at,
      })
      .execute();
    await close();
    ({ snapshot } = await makeBackup(backupOf(folders, repository)));
    const { facts } = await restoreSnapshot(
      repository,
      snapshot,
      { dataDir, log: silentLogger },
      { media: false, keys: false },
    );
    expect(facts).toEqual({ lessons: 2, lessonsWithoutMedia: 2, unreadableAddresses: 1 });
  });
});

async function expectUntouched(before: Record<string, string>): Promise<void> {
  expect(await contents()).toEqual(before);
  expect(await readdir(folders.dataDir)).toEqual(
    expect.not.arrayContaining(['restore-work', 'restore-points']),
  );
  expect(await titles()).toHaveLength(3);
}

describe('nothing is touched', () => {
  let before: Record<string, string>;
  beforeEach(async () => {
    await goOn();
    before = await contents();
  });

  it('by a backup with a turned bit', async () => {
    for await (const entry of repository.files(snapshot)) {
      if (!entry.path.endsWith(take())) continue;
      const file = path.join(folders.place, 'objects', entry.pieces[0]!.slice(0, 2), entry.pieces[0]!);
      const bytes = await readFile(file);
      bytes[5000] = bytes[5000]! ^ 1;
      await writeFile(file, bytes);
    }
    await expect(restoreSnapshot(repository, snapshot, parts(), all)).rejects.toMatchObject({
      code: 'backup_damaged',
    });
    await expectUntouched(before);
  });

  it('by a backup with a missing piece', async () => {
    await rm(path.join(folders.place, 'objects'), { recursive: true });
    await expect(restoreSnapshot(repository, snapshot, parts(), all)).rejects.toMatchObject({
      code: 'backup_damaged',
    });
    await expectUntouched(before);
  });

  it('by a library from a newer version', async () => {
    const source = new Database(path.join(folders.dataDir, 'library.sqlite'));
    source.pragma('user_version = 9999');
    const { snapshot: newer } = await makeBackup(backupOf(folders, repository));
    source.pragma(`user_version = ${snapshot.library_format}`);
    source.close();
    before = await contents();
    await expect(restoreSnapshot(repository, newer, parts(), all)).rejects.toThrow(/newer version/);
    await expectUntouched(before);
  });

  it('when the result cannot be used: it is put back', async () => {
    const failing = { ...parts(), look: () => Promise.reject(new Error('does not start')) };
    await expect(restoreSnapshot(repository, snapshot, failing, all)).rejects.toMatchObject({
      code: 'restore_undone',
      message: expect.stringContaining('does not start') as string,
    });
    await expectUntouched(before);
  });
});

const die = async (step: string) => {
  const program = path.join(import.meta.dirname, '../testing/die-at.ts');
  const died = await execa(process.execPath, [program, 'restore', folders.dataDir, folders.place, step], {
    reject: false,
  });
  expect(died).toMatchObject(killed);
};

describe('killed', () => {
  it.each(['checking', 'building:0.2', 'built', 'exchanged', 'opened'])(
    'at %s: the next start puts everything back',
    async (step) => {
      await goOn();
      const before = await contents();
      await die(step);
      await recoverRestore(folders.dataDir);
      expect(await contents()).toEqual(before);
      expect(await titles()).toHaveLength(3);
      expect(await listRestorePoints(folders.dataDir)).toEqual([]);
      await restoreSnapshot(repository, snapshot, parts(), all);
      expect(await titles()).toHaveLength(2);
    },
  );

  it.each([0.5, 1, 1.5, 2])('in the midst of the exchange, after %d files', async (files) => {
    await goOn();
    const before = await contents();
    await die('built');
    const journal = path.join(folders.dataDir, 'restore-work/journal.json');
    const plan = (await readFile(path.join(folders.dataDir, 'restore-work/plan.jsonl'), 'utf8'))
      .trim()
      .split('\n');
    const { point } = JSON.parse(await readFile(journal, 'utf8')) as { point: string };
    expect(plan.length).toBeGreaterThan(2);
    await writeFile(
      journal,
      JSON.stringify({ ...JSON.parse(await readFile(journal, 'utf8')), phase: 'swapping' }),
    );
    await exchangeUntil(folders.dataDir, point, files);
    // No backup is made of a folder that is half exchanged.
    await expect(makeBackup(backupOf(folders, repository))).rejects.toMatchObject({
      code: 'data_dir_locked',
    });
    await recoverRestore(folders.dataDir);
    expect(await contents()).toEqual(before);
  });

  it('once it was finished, what is restored stays', async () => {
    await goOn();
    await die('finished');
    await recoverRestore(folders.dataDir);
    expect(await titles()).toEqual(['로그의 성질', '삼각함수']);
    expect(await listRestorePoints(folders.dataDir)).toHaveLength(1);
  });
});
