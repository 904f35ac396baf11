/**
 * Brings a model pack into the data folder, file by file: from its pinned address, or from a mirror (a folder, or another
 * address) where the network is closed. What has arrived stays when the way breaks off, and the next attempt goes on from
 * there. A file takes its place only when size and hash are those of the manifest; nothing else is ever loaded.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, copyFile, mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { AppError, isDiskFull, systemErrorCode } from '../../base/app-error.ts';
import { type ManifestEntry, type ModelFile, sizeOf } from './manifest.ts';
import { type ModelFolders, filesOf } from './model-files.ts';

/** Without a byte for so long, the way is taken for broken (ms). */
const stallMs = 30_000;
/** Left free for recordings when a model is installed (bytes). */
const reservedBytes = 50_000_000;

export type DownloadOptions = {
  entry: ManifestEntry;
  folders: ModelFolders;
  /** Folder or base address that holds the files under their original names (`addressOf`); then nothing else is asked. */
  mirror?: string | undefined;
  signal?: AbortSignal;
  /** Takes the fraction 0–1. */
  progress?: (fraction: number) => void;
  /** Free bytes of the disk with this folder. */
  freeBytes?: (folder: string) => Promise<number>;
  stallMs?: number;
};

/** @throws AppError model_unreachable, model_damaged, disk_full, job_cancelled */
export async function downloadModel(options: DownloadOptions): Promise<void> {
  const { entry, folders, progress } = options;
  const all = sizeOf(entry);
  let done = 0;
  for (const [index, file] of packFilesOf(entry).entries()) {
    const before = done;
    const part = (fraction: number): void => progress?.((before + fraction * file.size_bytes) / all);
    if (!(await isThere(targetOf(entry, index, folders), file)))
      await downloadFile({ ...options, progress: part }, index);
    done += file.size_bytes;
  }
  progress?.(1);
}

/** One of the pack's files, by its place in the manifest. */
async function downloadFile(options: DownloadOptions, index: number): Promise<void> {
  const { entry, folders, signal } = options;
  const file = packFilesOf(entry)[index];
  if (file === undefined) return;
  const part = await partOf(entry, file, folders);
  const arrived = await readArrived(part, file);
  await requireRoom(folders.packDir, file.size_bytes - arrived.size, options.freeBytes);
  if (arrived.size < file.size_bytes) await fetchRest(part, arrived, file, options);
  if (signal?.aborted === true) throw new AppError('job_cancelled');
  if (arrived.hash.digest('hex') !== file.sha256) {
    await rm(part, { force: true });
    throw damaged(entry, 'its content is not that of the expected version');
  }
  await place(part, targetOf(entry, index, folders));
}

/**
 * Installs a file somebody brought along; the file itself stays. Which of a pack's files it is shows in its size and
 * hash, whatever it is called.
 * @throws AppError model_damaged, disk_full
 */
export async function installModelFile(
  entry: ManifestEntry,
  folders: ModelFolders,
  given: string,
): Promise<void> {
  const files = packFilesOf(entry);
  const { size } = await stat(given);
  const index = files.findIndex((file) => file.size_bytes === size);
  const file = files[index];
  if (file === undefined) {
    const expected = files.map((each) => each.size_bytes).join(' or ');
    throw damaged(entry, `it has ${size} bytes instead of ${expected}`);
  }
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(given)) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== file.sha256)
    throw damaged(entry, 'its content is not that of the expected version');
  const part = await partOf(entry, file, folders);
  await requireRoom(folders.packDir, size);
  await copyFile(given, part);
  await place(part, targetOf(entry, index, folders));
}

/** Takes away the model, what had arrived of it, and what was made with it. */
export async function removeModelFiles(entry: ManifestEntry, folders: ModelFolders): Promise<void> {
  await rm(path.join(folders.packDir, entry.name), { recursive: true, force: true });
  for (const file of entry.files) await rm(await partOf(entry, file, folders), { force: true });
}

/**
 * Where a file is asked for.
 * @param mirror as in `DownloadOptions`; the files of a pack of several lie in a folder of its name there
 */
export function addressOf(entry: ManifestEntry, file: ModelFile, mirror?: string): URL | string {
  const source = new URL(file.from ?? '', entry.source);
  if (mirror === undefined) return source;
  const name = path.posix.basename(source.pathname);
  const below = file.from === undefined ? name : `${entry.name}/${name}`;
  if (!/^https?:\/\//i.test(mirror)) return path.join(mirror, below);
  return new URL(below, mirror.endsWith('/') ? mirror : `${mirror}/`);
}

async function isThere(target: string, file: ModelFile): Promise<boolean> {
  const found = await stat(target).catch(() => undefined);
  return found?.size === file.size_bytes;
}

type Arrived = { size: number; hash: Hash };

async function readArrived(part: string, file: ModelFile): Promise<Arrived> {
  const { size } = await stat(part).catch(() => ({ size: 0 }));
  const hash = createHash('sha256');
  if (size === 0 || size > file.size_bytes) {
    await rm(part, { force: true });
    return { size: 0, hash };
  }
  for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
  return { size, hash };
}

/** Appends to `part` what is missing, and to `arrived` what it is. */
async function fetchRest(
  part: string,
  arrived: Arrived,
  file: ModelFile,
  options: DownloadOptions,
): Promise<void> {
  const { entry, mirror, progress } = options;
  const address = addressOf(entry, file, mirror);
  await using stall = watchForStall(options.stallMs ?? stallMs, options.signal);
  try {
    const source = await openSource(address, arrived.size, stall.signal);
    if (source.from !== arrived.size) Object.assign(arrived, { size: 0, hash: createHash('sha256') });
    await using out = await open(part, arrived.size === 0 ? 'w' : 'a', 0o600);
    for await (const chunk of source.chunks) {
      stall.moved();
      arrived.size += chunk.length;
      if (arrived.size > file.size_bytes) throw damaged(entry, 'it is longer than the expected version');
      await write(out, chunk);
      arrived.hash.update(chunk);
      progress?.(arrived.size / file.size_bytes);
    }
    await out.sync();
  } catch (error) {
    if (options.signal?.aborted === true) throw new AppError('job_cancelled', undefined, { cause: error });
    const failure = error instanceof AppError ? error : unreachable(address, whyOf(error), error);
    if (failure.code === 'model_damaged') await rm(part, { force: true });
    throw failure;
  }
  if (arrived.size < file.size_bytes) {
    await rm(part, { force: true });
    throw damaged(entry, `it has ${arrived.size} bytes instead of ${file.size_bytes}`);
  }
}

type Source = { from: number; chunks: AsyncIterable<Uint8Array> };

/** @param from bytes that are there already; a server that cannot go on from there begins anew */
async function openSource(address: URL | string, from: number, signal: AbortSignal): Promise<Source> {
  if (typeof address === 'string') {
    await stat(address);
    return { from, chunks: createReadStream(address, { start: from, signal }) };
  }
  const response = await fetch(address, {
    // As it lies there: a compressed reply could not be gone on with.
    headers: { 'accept-encoding': 'identity', ...(from === 0 ? {} : { range: `bytes=${from}-` }) },
    signal,
  });
  if (response.body === null || !response.ok) {
    await response.body?.cancel();
    if (response.status === 416 && from > 0) return openSource(address, 0, signal);
    throw unreachable(address, `the server answered ${response.status}`);
  }
  const isRest =
    response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${from}-`) === true;
  if (response.status === 206 && !isRest) throw unreachable(address, 'the server sent another part');
  return { from: isRest ? from : 0, chunks: response.body };
}

async function write(out: FileHandle, chunk: Uint8Array): Promise<void> {
  try {
    await out.writeFile(chunk);
  } catch (error) {
    throw new AppError(isDiskFull(error) ? 'disk_full' : 'storage_unavailable', undefined, { cause: error });
  }
}

async function place(part: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  await rename(part, target);
}

async function partOf(entry: ManifestEntry, file: ModelFile, folders: ModelFolders): Promise<string> {
  const folder = path.join(folders.packDir, '.parts');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return path.join(
    folder,
    entry.files.length === 1 ? entry.name : `${entry.name}-${path.basename(file.path)}`,
  );
}

function targetOf(entry: ManifestEntry, index: number, folders: ModelFolders): string {
  return filesOf(entry, folders)[index] ?? '';
}

async function requireRoom(
  folder: string,
  sizeBytes: number,
  freeBytes = async (where: string) => {
    const { bavail, bsize } = await statfs(where);
    return bavail * bsize;
  },
): Promise<void> {
  if ((await freeBytes(folder)) < sizeBytes + reservedBytes) throw new AppError('disk_full');
}

function watchForStall(limitMs: number, outer: AbortSignal | undefined) {
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(new Error(`nothing came for ${limitMs / 1000} s`)), limitMs);
  return {
    signal: outer === undefined ? stalled.signal : AbortSignal.any([outer, stalled.signal]),
    moved: () => void timer.refresh(),
    [Symbol.asyncDispose]: async () => clearTimeout(timer),
  };
}

/** @throws AppError model_built_in */
function packFilesOf(entry: ManifestEntry): readonly ModelFile[] {
  if (entry.origin === 'built_in')
    throw new AppError('model_built_in', `The model '${entry.name}' is part of the program.`);
  return entry.files;
}

function damaged(entry: ManifestEntry, why: string): AppError {
  return new AppError('model_damaged', `The file of the model '${entry.name}' is not used: ${why}.`);
}

function unreachable(address: URL | string, why: string, cause?: unknown): AppError {
  return new AppError('model_unreachable', `${String(address)} could not be read: ${why}.`, { cause });
}

/** The reason `fetch` hides behind 'fetch failed'. */
function whyOf(error: unknown): string {
  if (error instanceof Error && error.cause !== undefined) return whyOf(error.cause);
  return systemErrorCode(error) ?? (error instanceof Error ? error.message : String(error));
}
