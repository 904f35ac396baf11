/** Backups of a real data folder into a real folder: what is in them, what is written again, and what survives. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import {
  appendFile,
  mkdir,
  readFile,
  readdir,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { openDatabase } from '../db/database.ts';
import { type BackupFolders, backupOf, makeFolders, writeMedia } from '../testing/backup-folder.ts';
import { addLesson } from '../testing/lesson-rows.ts';
import { killed } from '../testing/this-system.ts';
import { readRecord } from './backup-record.ts';
import { makeBackup } from './make-backup.ts';
import type { Repository } from './repository.ts';
import { lockRepository } from './repository-lock.ts';
import { runBackup } from './run-backup.ts';
import { verifySnapshot } from './verify.ts';

let folders: BackupFolders;
beforeEach(async () => {
  folders = await makeFolders();
});
afterEach(() => folders.remove());

const take = (at = 0): string =>
  path.join(folders.dataDir, 'media/lessons', folders.lessons[at]!, 'take-001.mp4');

async function pathsIn(repository: Repository, id: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path: name } of repository.files(await repository.snapshot(id))) paths.push(name);
  return paths;
}

async function objectFiles(): Promise<string[]> {
  const folder = path.join(folders.place, 'objects');
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  return names.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

describe('a backup', () => {
  it('holds the library, keys and what cannot be made again', async () => {
    const repository = await folders.repository();
    const { snapshot } = await makeBackup(backupOf(folders, repository));
    const lessons = folders.lessons
      .toSorted()
      .flatMap((id) => [`media/lessons/${id}/take-001.mp4`, `media/lessons/${id}/thumbnail.jpg`]);
    expect(await pathsIn(repository, snapshot.id)).toEqual([
      'library.sqlite',
      ...lessons,
      'secret.key',
      'token',
    ]);
    expect(snapshot).toMatchObject({ lessons: 2, files: 7, contents: { media: true, keys: true } });
    expect(await readdir(folders.place)).toEqual(expect.not.arrayContaining(['lock.json', 'tmp']));
    expect(await readdir(path.join(folders.dataDir, 'backup-work'))).toEqual([]);
  });

  it('leaves out media and keys when told so', async () => {
    const repository = await folders.repository();
    const { snapshot } = await makeBackup(
      backupOf(folders, repository, { wanted: { media: false, keys: false } }),
    );
    expect(await pathsIn(repository, snapshot.id)).toEqual(['library.sqlite']);
  });

  it('writes little the second time and reads only what is new', async () => {
    const repository = await folders.repository();
    const first = await makeBackup(backupOf(folders, repository));
    expect(first).toMatchObject({ filesRead: 6 });
    expect((await makeBackup(backupOf(folders, repository))).filesRead).toBe(0);
    await writeMedia(folders.dataDir, `lessons/${folders.lessons[0]}/take-002.mp4`, 70_000);
    const third = await makeBackup(backupOf(folders, repository));
    expect(third.filesRead).toBe(1);
    expect(third.bytesWritten).toBeGreaterThanOrEqual(70_000);
    expect(third.bytesWritten).toBeLessThan(first.bytesWritten / 2);
  });

  it('takes one state of the library while it is written to', async () => {
    const file = path.join(folders.dataDir, 'library.sqlite');
    const writer = new Database(file);
    writer.exec('CREATE TABLE filler (x)');
    const insert = writer.prepare('INSERT INTO filler VALUES (zeroblob(4000))');
    writer.transaction(() => Array.from({ length: 6000 }, () => insert.run()))();
    const repository = await folders.repository();
    const writing = setInterval(() => insert.run(), 1);
    const { snapshot } = await makeBackup(backupOf(folders, repository));
    clearInterval(writing);
    writer.close();
    expect(snapshot.lessons).toBe(2);
  });

  it('takes a lesson that is being recorded as far as it is, and one that goes meanwhile not at all', async () => {
    const repository = await folders.repository();
    const growing = setInterval(() => void appendFile(take(), Buffer.alloc(5000, 1)), 1);
    let isGone = false;
    const { snapshot } = await makeBackup(
      backupOf(folders, repository, {
        progress: (phase) => {
          if (phase !== 'files' || isGone) return;
          isGone = true;
          rmSync(path.dirname(take(1)), { recursive: true });
        },
      }),
    );
    clearInterval(growing);
    const paths = await pathsIn(repository, snapshot.id);
    expect(paths).toContain(`media/lessons/${folders.lessons[0]}/take-001.mp4`);
    expect(paths).not.toContain(`media/lessons/${folders.lessons[1]}/take-001.mp4`);
    await verifySnapshot(snapshot, { repository, workDir: folders.root }, { readAll: true });
  });

  it('a second one at the same time is refused; a lock that a killed one left is not in the way', async () => {
    const repository = await folders.repository();
    {
      await using _held = await lockRepository(repository.store);
      await expect(makeBackup(backupOf(folders, repository))).rejects.toMatchObject({ code: 'backup_busy' });
    }
    const dead = {
      id: 'x',
      host: hostname(),
      pid: 2 ** 22 + 1,
      renewed_at_ms: Date.now(),
    };
    await writeFile(path.join(folders.place, 'lock.json'), JSON.stringify(dead));
    await makeBackup(backupOf(folders, repository));
  });

  it('old ones go with what only they needed, and what others need stays', async () => {
    const repository = await folders.repository();
    for (let round = 0; round < 3; round += 1) {
      await writeMedia(folders.dataDir, `lessons/${folders.lessons[0]}/take-001.mp4`, 60_000 + round);
      await makeBackup(backupOf(folders, repository, { keep: 2 }));
    }
    const ids = await repository.snapshotIds();
    expect(ids).toHaveLength(2);
    const needed = new Set<string>();
    for (const id of ids) {
      const snapshot = await repository.snapshot(id);
      await verifySnapshot(snapshot, { repository, workDir: folders.root }, { readAll: true });
      for (const piece of snapshot.index) needed.add(piece.name);
      for await (const entry of repository.files(snapshot)) for (const name of entry.pieces) needed.add(name);
    }
    expect((await objectFiles()).map((file) => path.basename(file)).toSorted()).toEqual(
      [...needed].toSorted(),
    );
  });

  it('removes nothing when a backup that stays cannot be read', async () => {
    const repository = await folders.repository();
    await makeBackup(backupOf(folders, repository));
    await writeMedia(folders.dataDir, `lessons/${folders.lessons[0]}/take-001.mp4`, 60_000);
    const { snapshot } = await makeBackup(backupOf(folders, repository));
    await truncate(path.join(folders.place, 'snapshots', snapshot.id), 20);
    const before = await objectFiles();
    const { pruned } = await makeBackup(backupOf(folders, repository, { keep: 2 }));
    expect(pruned).toEqual({ snapshots: [], objects: 0 });
    expect(await objectFiles()).toEqual(expect.arrayContaining(before));
  });

  it('can be cancelled, and goes on resting while it is told to', async () => {
    const repository = await folders.repository();
    const stop = new AbortController();
    let rests = 0;
    const parts = backupOf(folders, repository, {
      signal: stop.signal,
      rest: () => {
        rests += 1;
        if (rests === 6) stop.abort();
        return Promise.resolve();
      },
    });
    await expect(makeBackup(parts)).rejects.toMatchObject({ code: 'job_cancelled' });
    expect(await repository.snapshotIds()).toEqual([]);
    expect(await readdir(folders.place)).not.toContain('lock.json');
  });
});

describe('damage', () => {
  it('a turned bit is found by reading all; a missing or cut piece by looking', async () => {
    const repository = await folders.repository('passphrase!');
    const { snapshot } = await makeBackup(backupOf(folders, repository));
    const check = (readAll: boolean) =>
      verifySnapshot(snapshot, { repository, workDir: folders.root }, { readAll });
    await check(true);
    const entry = await entryOf(repository, snapshot.id, 'take-001.mp4');
    const file = path.join(folders.place, 'objects', entry.pieces[0]!.slice(0, 2), entry.pieces[0]!);
    const bytes = await readFile(file);
    bytes[1000] = bytes[1000]! ^ 4;
    await writeFile(file, bytes);
    await check(false);
    await expect(check(true)).rejects.toMatchObject({ code: 'backup_damaged' });

    // Everything is written anew, and is whole again.
    await makeBackup(backupOf(folders, repository, { rewrite: true }));
    await check(true);

    await truncate(file, 100);
    await expect(check(false)).rejects.toMatchObject({ code: 'backup_damaged' });
    await makeBackup(backupOf(folders, repository));
    await check(true);
  });

  it('a library that is damaged is not backed up over the good ones', async () => {
    const repository = await folders.repository();
    await makeBackup(backupOf(folders, repository));
    const file = path.join(folders.dataDir, 'library.sqlite');
    const { size } = await stat(file);
    const bytes = await readFile(file);
    bytes.fill(0x55, Math.floor(size / 2), Math.floor(size / 2) + 4096 * 40);
    await writeFile(file, bytes);
    await expect(makeBackup(backupOf(folders, repository))).rejects.toThrow(/damaged|malformed|disk image/);
    expect(await repository.snapshotIds()).toHaveLength(1);
  });

  it.each(['library', 'files:0.3', 'verify'])(
    'killed at %s, the one before stays and the next one goes on',
    async (step) => {
      const repository = await folders.repository();
      const first = await makeBackup(backupOf(folders, repository));
      await writeMedia(folders.dataDir, `lessons/${folders.lessons[0]}/take-002.mp4`, 9_000_000);
      const program = path.join(import.meta.dirname, '../testing/die-at.ts');
      const died = await execa(process.execPath, [program, 'backup', folders.dataDir, folders.place, step], {
        reject: false,
      });
      expect(died).toMatchObject(killed);
      expect(await repository.snapshotIds()).toEqual([first.snapshot.id]);
      await verifySnapshot(first.snapshot, { repository, workDir: folders.root }, { readAll: true });
      const next = await makeBackup(backupOf(folders, repository));
      const mostWritten = step === 'verify' ? 5_000_000 : 10_000_000;
      expect(next.bytesWritten).toBeLessThan(mostWritten);
      await verifySnapshot(next.snapshot, { repository, workDir: folders.root }, { readAll: true });
    },
  );
});

/** As the command line and the core do it. */
const run = (place: string, more: object = {}) =>
  runBackup({
    ...{
      dataDir: folders.dataDir,
      place,
      keep: 3,
      clock: systemClock,
      log: silentLogger,
      version: '1.0.0',
    },
    wanted: { media: false, keys: true },
    ...more,
  });

describe('the place', () => {
  it('notes what was verified and what went wrong', async () => {
    const { snapshot } = await run(folders.place);
    expect((await readRecord(folders.dataDir)).places[folders.place]).toMatchObject({
      snapshot_id: snapshot.id,
      lessons: 2,
    });
    await rm(folders.place, { recursive: true });
    await expect(run(folders.place)).rejects.toMatchObject({ code: 'backup_target_missing' });
    expect((await readRecord(folders.dataDir)).last_failure).toMatchObject({
      place: folders.place,
      code: 'backup_target_missing',
    });
  });

  it('an empty folder where backups were is a disk that is not plugged in, unless one begins anew', async () => {
    await run(folders.place);
    await rm(folders.place, { recursive: true });
    await mkdir(folders.place);
    await expect(run(folders.place)).rejects.toMatchObject({ code: 'backup_target_missing' });
    expect(await readdir(folders.place)).toEqual([]);
    await run(folders.place, { beginAnew: true });
    await run(folders.place);
  });

  it('a folder with other things in it gets a folder of its own', async () => {
    await writeFile(path.join(folders.place, 'photo.jpg'), 'x');
    await run(folders.place);
    await run(folders.place);
    expect((await readdir(folders.place)).toSorted()).toEqual(['airclass-backup', 'photo.jpg']);
    expect(await readdir(path.join(folders.place, 'airclass-backup/snapshots'))).toHaveLength(2);
  });

  it('the data folder, a folder in it, and no path at all are refused', async () => {
    await mkdir(path.join(folders.dataDir, 'copies'));
    for (const place of [folders.dataDir, path.join(folders.dataDir, 'copies'), 'copies', 's3:/x']) {
      await expect(run(place)).rejects.toMatchObject({ code: 'backup_target_invalid' });
    }
  });

  it('a passphrase that does not fit is said, and encrypted backups are not mixed with others', async () => {
    await run(folders.place, { passphrase: 'the right one' });
    await expect(run(folders.place, { passphrase: 'the wrong one' })).rejects.toMatchObject({
      code: 'backup_passphrase_wrong',
    });
    await expect(run(folders.place)).rejects.toMatchObject({ code: 'backup_passphrase_needed' });
    const texts = await Promise.all((await objectFiles()).map((file) => readFile(file)));
    expect(texts.some((bytes) => bytes.includes('SQLite format 3'))).toBe(false);
  });

  it('a full disk is told, and nothing that was there is lost', async () => {
    const disk = path.join(folders.root, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      return; // no right to mount a small disk here
    }
    try {
      const { snapshot } = await run(disk);
      await writeMedia(folders.dataDir, `lessons/${folders.lessons[0]}/take-002.mp4`, 12_000_000);
      await expect(run(disk, { wanted: { media: true, keys: true } })).rejects.toMatchObject({
        code: 'backup_target_full',
      });
      expect(await readdir(path.join(disk, 'snapshots'))).toEqual([snapshot.id]);
      await run(disk);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

it('a time that was set back does not hide a change of size, nor the other way round', async () => {
  const repository = await folders.repository();
  await makeBackup(backupOf(folders, repository));
  const { mtime } = await stat(take());
  await appendFile(take(), 'x');
  await utimes(take(), mtime, mtime);
  expect((await makeBackup(backupOf(folders, repository))).filesRead).toBe(1);
});

it('a lesson that was added is in the next one', async () => {
  const repository = await folders.repository();
  const { db, close } = openDatabase(path.join(folders.dataDir, 'library.sqlite'));
  await makeBackup(backupOf(folders, repository));
  await addLesson(db, { title: '새 수업' });
  expect((await makeBackup(backupOf(folders, repository))).snapshot.lessons).toBe(3);
  await close();
});

async function entryOf(repository: Repository, id: string, end: string) {
  for await (const entry of repository.files(await repository.snapshot(id)))
    if (entry.path.endsWith(end)) return entry;
  throw new Error(`no ${end}`);
}
