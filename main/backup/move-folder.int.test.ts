/** Moving a data folder: compared, resumable, and nothing goes before it was. */
import { createHash } from 'node:crypto';
import { appendFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BackupFolders, makeFolders, writeMedia } from '../testing/backup-folder.ts';
import { followMoves, moveDataFolder, removeMoved } from './move-folder.ts';

let folders: BackupFolders;
let to: string;
beforeEach(async () => {
  folders = await makeFolders();
  to = path.join(folders.root, 'other-disk', 'lessons');
});
afterEach(() => folders.remove());

async function contents(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, file);
    if (!entry.isFile() || /^move|^moved|\.tmp|sqlite-/.test(name)) continue;
    found[name] = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  }
  return found;
}

it('everything is in the new folder, the recorder is led there, and the old files go when asked', async () => {
  const before = await contents(folders.dataDir);
  const { files } = await moveDataFolder({ from: folders.dataDir, to });
  expect(files).toBe(Object.keys(before).length);
  expect(await contents(to)).toEqual(before);
  expect(await contents(folders.dataDir)).toEqual(before);
  expect(await followMoves(folders.dataDir)).toBe(to);

  expect(await removeMoved(folders.dataDir)).toBeGreaterThan(600_000);
  expect(await readdir(folders.dataDir)).toEqual(['moved.json']);
  expect(await contents(to)).toEqual(before);
  expect(await followMoves(folders.dataDir)).toBe(to);
});

it('interrupted, it goes on where it was', async () => {
  const stop = new AbortController();
  const interrupted = moveDataFolder({
    from: folders.dataDir,
    to,
    signal: stop.signal,
    progress: (fraction) => {
      if (fraction > 0.5) stop.abort();
    },
  });
  await expect(interrupted).rejects.toMatchObject({ code: 'job_cancelled' });
  expect(await followMoves(folders.dataDir)).toBe(folders.dataDir);
  const journal = path.join(to, 'move-journal.jsonl');
  const copied = (await readFile(journal, 'utf8')).trim().split('\n').length;
  expect(copied).toBeGreaterThan(0);
  // What a kill tears: the last line of the journal, and a file that is half there.
  await appendFile(journal, '{"path":"tok');
  await writeFile(path.join(to, 'token.part'), 'half');

  await moveDataFolder({ from: folders.dataDir, to });
  const after = (await readFile(journal, 'utf8')).trim().split('\n').length;
  const total = Object.keys(await contents(folders.dataDir)).length;
  expect(after).toBeLessThanOrEqual(total + 1);
  expect(await contents(to)).toEqual(await contents(folders.dataDir));
});

it('old files stay when one of them was not moved, or the new folder has lost its library', async () => {
  await expect(removeMoved(folders.dataDir)).rejects.toMatchObject({ code: 'validation_failed' });
  await moveDataFolder({ from: folders.dataDir, to });
  await writeMedia(folders.dataDir, 'lessons/new/take-001.mp4', 10);
  await expect(removeMoved(folders.dataDir)).rejects.toMatchObject({ code: 'backup_damaged' });
  await rm(path.join(folders.dataDir, 'media/lessons/new'), { recursive: true });
  await rm(path.join(to, 'library.sqlite'));
  const before = await contents(folders.dataDir);
  await expect(removeMoved(folders.dataDir)).rejects.toMatchObject({ code: 'backup_damaged' });
  expect(await contents(folders.dataDir)).toEqual(before);
});

it('a folder that is not empty, or lies in the old one, is refused', async () => {
  await mkdir(to, { recursive: true });
  await writeFile(path.join(to, 'thesis.doc'), 'x');
  await expect(moveDataFolder({ from: folders.dataDir, to })).rejects.toMatchObject({
    code: 'validation_failed',
  });
  const inside = path.join(folders.dataDir, 'media', 'new');
  await expect(moveDataFolder({ from: folders.dataDir, to: inside })).rejects.toMatchObject({
    code: 'validation_failed',
  });
  expect(await followMoves(folders.dataDir)).toBe(folders.dataDir);
});

it('a disk that is not plugged in is said; the library left behind is not opened instead', async () => {
  await moveDataFolder({ from: folders.dataDir, to });
  await rm(to, { recursive: true });
  await expect(followMoves(folders.dataDir)).rejects.toMatchObject({ code: 'storage_unavailable' });
});
