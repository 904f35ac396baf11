/**
 * Makes a snapshot of a data folder, the recorder running on it or not: the library by SQLite's own backup, then the
 * files that are new or changed since the last snapshot. What was written is read back, and the library is put together
 * from the repository, opened and checked, before the snapshot is written: one that is there was verified.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { AppError } from '../base/app-error.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { checkLibraryCopy, copyLibrary } from '../db/library-copy.ts';
import { type DataFile, type Wanted, dataFiles, libraryName } from './data-files.ts';
import { createIndexWriter } from './file-index.ts';
import { previousFiles } from './previous-files.ts';
import { type Pruned, prune } from './prune.ts';
import type { KnownObjects, Repository } from './repository.ts';
import { lockRepository } from './repository-lock.ts';
import { isRestoring } from './restore-swap.ts';
import { type FileEntry, type Snapshot, formatVersion, pieceSizes } from './snapshot.ts';
import { type StoreFileParts, libraryPieceBytes, mediaPieceBytes, storeFile } from './store-file.ts';
import { verifySnapshot } from './verify.ts';

export const backupPhases = ['library', 'files', 'verify', 'prune'] as const;
export type BackupPhase = (typeof backupPhases)[number];

export type BackupParts = {
  dataDir: string;
  repository: Repository;
  wanted: Wanted;
  /** Newest snapshots that stay. */
  keep: number;
  /** Nothing that is there is relied on: every file is read and every piece written anew. */
  rewrite?: boolean;
  clock: Clock;
  log: Logger;
  /** Of the program. */
  version: string;
  signal?: AbortSignal;
  /** Resolves when there is nothing more important to do, as a lesson that is being recorded. */
  rest?: () => Promise<void>;
  /** @param fraction 0–1 of the whole */
  progress?: (phase: BackupPhase, fraction: number) => void;
};

export type BackupResult = {
  snapshot: Snapshot;
  /** Files that were read, since they were new or had changed. */
  filesRead: number;
  /** What was new in them (bytes, before sealing). */
  bytesWritten: number;
  pruned: Pruned;
};

/**
 * @throws AppError backup_busy, backup_damaged (what was written could not be read back), storage_unavailable,
 * job_cancelled, and what the store throws; the snapshots before it stay as they were
 */
export async function makeBackup(parts: BackupParts): Promise<BackupResult> {
  const { dataDir, repository, signal } = parts;
  // Half of its files are those of another time.
  if (isRestoring(dataDir)) {
    throw new AppError(
      'data_dir_locked',
      `${dataDir} is being restored, or that was interrupted: start the recorder first`,
    );
  }
  await using _lock = await lockRepository(repository.store);
  await repository.store.clearLeftovers();
  const workDir = await makeWorkDir(dataDir);
  try {
    return await run({ ...parts, rest: restOf(parts.rest, signal) }, workDir);
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

async function run(
  parts: BackupParts & { rest: () => Promise<void> },
  workDir: string,
): Promise<BackupResult> {
  const { dataDir, repository, wanted, rest, signal, clock, progress = () => undefined } = parts;
  const startedMs = clock.now();
  progress('library', 0);
  await rest();
  const copy = path.join(workDir, libraryName);
  await copyLibrary(path.join(dataDir, libraryName), copy, signal);
  const library = checkLibraryCopy(copy);

  const known: KnownObjects = parts.rewrite === true ? new Map() : await repository.knownObjects();
  const written: string[] = [];
  let bytesWritten = 0;
  const storing: StoreFileParts = {
    ...{ repository, known, rest },
    wrote: (name, bytes) => {
      written.push(name);
      bytesWritten += bytes;
    },
  };
  const totals = { files: 0, bytes: 0, read: 0 };
  const index = createIndexWriter(async (content) => {
    const { name, isNew } = await repository.keep(content, known);
    if (isNew) storing.wrote(name, content.length);
    return name;
  });
  const add = async (entry: FileEntry): Promise<void> => {
    await index.add(entry);
    totals.files += 1;
    totals.bytes += entry.size;
  };

  const libraryFile: DataFile = {
    path: libraryName,
    file: copy,
    size: (await stat(copy)).size,
    mtimeMs: startedMs,
  };
  const libraryEntry = await storeFile(libraryFile, libraryPieceBytes, storing);
  if (libraryEntry === undefined) throw new AppError('internal', 'the copy of the library is gone');
  await add(libraryEntry);

  const before = await previousFiles(parts);
  const total = await sizeOfFiles(dataDir, wanted);
  let seen = 0;
  for await (const found of dataFiles(dataDir, wanted)) {
    progress('files', 0.05 + 0.75 * Math.min(1, seen / Math.max(1, total)));
    await rest();
    seen += found.size;
    const old = await before(found.path);
    if (old !== undefined && isUnchanged(found, old) && hasAll(old, repository, known)) {
      await add(old);
      continue;
    }
    const entry = await storeFile(found, mediaPieceBytes, storing);
    if (entry === undefined) continue;
    totals.read += 1;
    await add(entry);
  }
  const snapshot: Snapshot = {
    format: formatVersion,
    id: `${isoTime(startedMs).replaceAll(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}`,
    created_at: isoTime(startedMs),
    version: parts.version,
    host: hostname(),
    contents: { ...wanted },
    files: totals.files,
    bytes: totals.bytes,
    lessons: library.lessons,
    library_format: library.format,
    index: await index.end(),
  };
  for (const [at, name] of written.entries()) {
    progress('verify', 0.8 + (0.15 * at) / written.length);
    await rest();
    await repository.read(name);
  }
  await verifySnapshot(snapshot, { repository, workDir, rest });
  await repository.writeSnapshot(snapshot);
  await repository.snapshot(snapshot.id);
  progress('prune', 0.97);
  const pruned = await pruneIfPossible(parts);
  progress('prune', 1);
  return { snapshot, filesRead: totals.read, bytesWritten, pruned };
}

/** The new snapshot is there and whole: that an old one cannot be read is no reason to say otherwise. */
async function pruneIfPossible({
  repository,
  keep,
  rest,
  log,
}: BackupParts & { rest: () => Promise<void> }): Promise<Pruned> {
  try {
    return await prune(repository, keep, { rest });
  } catch (error) {
    if (error instanceof AppError && error.code !== 'backup_damaged') throw error;
    log.warn({ err: error }, 'old backups were left as they are');
    return { snapshots: [], objects: 0 };
  }
}

function isUnchanged(found: DataFile, old: FileEntry): boolean {
  return found.size === old.size && found.mtimeMs === old.mtime_ms;
}

function hasAll(entry: FileEntry, { keys }: Repository, known: KnownObjects): boolean {
  return pieceSizes(entry).every((size, at) => known.get(entry.pieces[at] ?? '') === keys.storedSize(size));
}

/** For the progress: bytes of all files, read or not. */
async function sizeOfFiles(dataDir: string, wanted: Wanted): Promise<number> {
  let total = 0;
  for await (const { size } of dataFiles(dataDir, wanted)) total += size;
  return total;
}

function restOf(rest: BackupParts['rest'], signal: AbortSignal | undefined): () => Promise<void> {
  return async () => {
    await rest?.();
    if (signal?.aborted === true) throw new AppError('job_cancelled');
  };
}

const workFolder = 'backup-work';
/** What a killed backup left (ms). */
const staleWorkMs = 24 * 3_600_000;

/** Of this run alone; in the data folder, so that what lies there is as safe as the library itself. */
export async function makeWorkDir(dataDir: string): Promise<string> {
  const folder = path.join(dataDir, workFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeStale(folder);
  return mkdtemp(path.join(folder, 'run-'));
}

async function removeStale(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const found = await stat(path.join(folder, name)).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > staleWorkMs) {
      await rm(path.join(folder, name), { recursive: true, force: true });
    }
  }
}
