/**
 * Brings a data folder back to a snapshot. Everything is read and compared before anything is touched; then the files
 * are exchanged (restore-swap.ts), the library is opened with the program's own code, and when anything is wrong what
 * was there before is put back. Media that is there already and the same is not copied; what the snapshot does not know
 * stays where it is.
 */
import { copyFile, link, open, readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { AppError, systemErrorCode } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { checkLibraryCopy } from '../db/library-copy.ts';
import { openDatabase } from '../db/database.ts';
import { dropPendingJobs } from '../db/jobs.ts';
import { keyNames, libraryName } from './data-files.ts';
import type { Repository } from './repository.ts';
import { type RestoredFacts, lookAtRestored } from './restored-look.ts';
import { type RestoreSwap, beginRestore, recoverRestore, restorePointsFolder } from './restore-swap.ts';
import { type FileEntry, type Snapshot, isSafePath, pieceSizes } from './snapshot.ts';
import { verifySnapshot, writeEntry } from './verify.ts';

/** `opened` comes after the exchange: the library was opened in its place. */
export type RestoreStep = 'checking' | 'building' | 'built' | 'exchanged' | 'opened' | 'finished';

export type RestoreParts = {
  /** Locked by the caller. */
  dataDir: string;
  log: Logger;
  nowMs?: number;
  signal?: AbortSignal;
  /** @param fraction 0–1 of `building` */
  progress?: (step: RestoreStep, fraction: number) => void;
  /** Looks at the result in its place; throws when it cannot be used. */
  look?: (dataDir: string) => Promise<RestoredFacts>;
};

export type RestoreResult = {
  /** What was there before; undefined when nothing was. */
  restorePoint: string | undefined;
  /** Files that were brought, and those that were there already as they should be. */
  restored: number;
  kept: number;
  facts: RestoredFacts;
};

/** Room that must be left when all is restored (bytes). */
const spareBytes = 64 * 1024 * 1024;
/** Belong to a library's file; the restored one has none. */
const libraryLogs = [`${libraryName}-wal`, `${libraryName}-shm`];

/**
 * @param options.media false: only library, keys and models
 * @throws AppError backup_damaged, disk_full, job_cancelled (nothing was touched); restore_undone (put back)
 */
export async function restoreSnapshot(
  repository: Repository,
  snapshot: Snapshot,
  parts: RestoreParts,
  options: { media: boolean; keys: boolean },
): Promise<RestoreResult> {
  const { dataDir, signal, progress = () => undefined } = parts;
  await recoverRestore(dataDir);
  progress('checking', 0);
  const isWanted = (name: string): boolean =>
    (options.media || !name.startsWith('media/')) && (options.keys || !keyNames.includes(name));
  return exchange(parts, `${snapshot.id} of ${repository.store.where}`, async (swap) => {
    const known = await repository.knownObjects();
    await verifySnapshot(snapshot, { repository, workDir: await workDirOf(swap) }, { known });
    await assertRoom(dataDir, await bytesToBring(repository, snapshot, dataDir, isWanted));
    const counts = { restored: 0, kept: 0 };
    let bytes = 0;
    for await (const entry of repository.files(snapshot)) {
      if (signal?.aborted === true) throw new AppError('job_cancelled');
      if (!isSafePath(entry.path))
        throw new AppError('backup_damaged', 'the backup names a file outside the data folder');
      bytes += entry.size;
      if (isWanted(entry.path)) {
        const isThere =
          entry.path !== libraryName &&
          (await isSame(path.join(dataDir, ...entry.path.split('/')), entry, repository));
        if (isThere) counts.kept += 1;
        else {
          const mode = keyNames.includes(entry.path) ? 0o600 : 0o644;
          await writeEntry(entry, await swap.stagedFile(entry.path), repository, undefined, mode);
          await swap.plan(entry.path, true);
          counts.restored += 1;
        }
      }
      progress('building', Math.min(1, bytes / Math.max(1, snapshot.bytes)));
    }
    return counts;
  });
}

/**
 * Goes back to a restore point. It stays as it is; what is there now becomes another one.
 * @param point its name, as `listRestorePoints` tells it
 * @throws AppError backup_not_found, disk_full, restore_undone
 */
export async function restorePoint(point: string, parts: RestoreParts): Promise<RestoreResult> {
  const { dataDir } = parts;
  await recoverRestore(dataDir);
  const folder = path.join(dataDir, restorePointsFolder, point);
  if (!(await listRestorePoints(dataDir)).includes(point)) {
    throw new AppError('backup_not_found', `there is no restore point ${point} in ${dataDir}`);
  }
  return exchange(parts, `restore point ${point}`, async (swap) => {
    let restored = 0;
    for (const name of await filesBelow(folder, '')) {
      if (name === 'restore-point.json' || libraryLogs.includes(name)) continue;
      const staged = await swap.stagedFile(name);
      await linkOrCopy(path.join(folder, ...name.split('/')), staged);
      await swap.plan(name, true);
      restored += 1;
    }
    // A library that was not closed well has its last changes in its log.
    for (const name of libraryLogs) {
      const from = path.join(folder, name);
      if ((await stat(from).catch(() => undefined)) !== undefined)
        await copyFile(from, await swap.stagedFile(name));
    }
    return { restored, kept: 0 };
  });
}

/** Newest first. */
export async function listRestorePoints(dataDir: string): Promise<string[]> {
  const names = await readdir(path.join(dataDir, restorePointsFolder)).catch(() => []);
  return names.toSorted((one, other) => (one < other ? 1 : -1));
}

/** @param build fills the plan with all but the library's logs */
async function exchange(
  parts: RestoreParts,
  what: string,
  build: (swap: RestoreSwap) => Promise<{ restored: number; kept: number }>,
): Promise<RestoreResult> {
  const { dataDir, log, nowMs = Date.now(), progress = () => undefined, look = lookAtRestored } = parts;
  const swap = await beginRestore(dataDir, { what, startedAt: isoTime(nowMs) });
  let counts: { restored: number; kept: number };
  try {
    counts = await build(swap);
    const library = await swap.stagedFile(libraryName);
    if ((await stat(library).catch(() => undefined)) !== undefined) {
      // Upgrades it when it comes from an older version; what does not open here never takes the place of what does.
      const opened = openStaged(library, log);
      try {
        // In the copy, the backup that made it still runs.
        await dropPendingJobs(opened.db, 'backup');
      } finally {
        await opened.close();
      }
      checkLibraryCopy(library);
      for (const name of libraryLogs) await swap.plan(name, false);
    }
  } catch (error) {
    await swap.undo();
    throw systemErrorCode(error) === 'ENOSPC'
      ? new AppError('disk_full', undefined, { cause: error })
      : error;
  }
  progress('built', 1);
  try {
    await swap.swap();
    progress('exchanged', 1);
    const facts = await look(dataDir);
    progress('opened', 1);
    const point = await swap.finish();
    progress('finished', 1);
    return { restorePoint: point, ...counts, facts };
  } catch (error) {
    log.error({ err: error }, 'the restored folder cannot be used: the former one is put back');
    await swap.undo();
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'restore_undone',
      `the backup could not be restored (${why}); everything is as it was before`,
      { cause: error },
    );
  }
}

function openStaged(library: string, log: Logger) {
  try {
    return openDatabase(library, { log });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('backup_damaged', `the library of the backup cannot be opened: ${why}`, {
      cause: error,
    });
  }
}

async function workDirOf(swap: RestoreSwap): Promise<string> {
  return path.dirname(path.dirname(await swap.stagedFile(libraryName)));
}

/** Files of the same size are counted as there: a few more bytes of room than needed are asked at most. */
async function bytesToBring(
  repository: Repository,
  snapshot: Snapshot,
  dataDir: string,
  isWanted: (name: string) => boolean,
): Promise<number> {
  let bytes = 0;
  for await (const entry of repository.files(snapshot)) {
    if (!isWanted(entry.path)) continue;
    const found = await stat(path.join(dataDir, ...entry.path.split('/'))).catch(() => undefined);
    if (found?.size !== entry.size || entry.path === libraryName) bytes += entry.size;
  }
  return bytes;
}

function gigabytes(count: number): string {
  return (count / 1e9).toFixed(1);
}

async function assertRoom(dataDir: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize >= bytes + spareBytes) return;
  throw new AppError(
    'disk_full',
    `restoring needs ${gigabytes(bytes + spareBytes)} GB of room in ${dataDir}, there are ${gigabytes(bavail * bsize)} GB`,
  );
}

/** Reads the file: its size and time say nothing about bits that a bad disk has turned. */
async function isSame(file: string, entry: FileEntry, { keys }: Repository): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== entry.size) return false;
  const handle = await open(file, 'r');
  try {
    for (const [at, size] of pieceSizes(entry).entries()) {
      const { buffer, bytesRead } = await handle.read(
        Buffer.allocUnsafe(size),
        0,
        size,
        at * entry.piece_bytes,
      );
      if (bytesRead !== size || keys.nameOf(buffer) !== entry.pieces[at]) return false;
    }
    return true;
  } finally {
    await handle.close();
  }
}

async function filesBelow(folder: string, prefix: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(path.join(folder, prefix), { withFileTypes: true })) {
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await filesBelow(folder, name)));
    else if (entry.isFile()) found.push(name);
  }
  return found;
}

/** A second name costs no room; file systems without links (exFAT) get a copy. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  // The library is written to when it is opened: the restore point must not be.
  if (path.basename(from).startsWith(libraryName)) return copyFile(from, to);
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to);
  }
}
