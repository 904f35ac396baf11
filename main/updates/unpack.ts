/**
 * Unpacks an update file in one pass over it, and checks files that were unpacked before. Neither believes anything but
 * the signed list: sizes bound what is written, hashes decide whether it is kept, and a folder with a file too many is as
 * wrong as one with a file that changed.
 */
import { type Hash, createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, readdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import { createBrotliDecompress } from 'node:zlib';
import { AppError, isAppError, isDiskFull } from '../base/app-error.ts';
import type { BundleHead } from './bundle.ts';
import { type UpdateFile, type UpdateManifest, totalBytes } from './manifest.ts';

/** What an update leaves free for lessons that are being recorded (bytes). */
const spareBytes = 500_000_000;

/** @throws AppError disk_full when the folder's disk has no room for the files and then some */
export async function checkRoom(folder: string, manifest: UpdateManifest): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const needed = totalBytes(manifest) + spareBytes;
  if (bavail * bsize < needed) {
    throw new AppError('disk_full', `the update needs ${Math.ceil(needed / 1e6)} MB of room`);
  }
}

/**
 * @param into a folder that is there and empty
 * @param options.onProgress 0–1, as often as a chunk was written
 * @throws AppError update_damaged, disk_full; what was written stays, for the caller to remove
 */
export async function unpack(
  file: string,
  head: BundleHead,
  into: string,
  options: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<void> {
  const { manifest, payloadAt } = head;
  const writer = new FileWriter(into, manifest);
  const source = createReadStream(file, { start: payloadAt, highWaterMark: 1024 * 1024 });
  const content = createBrotliDecompress({ chunkSize: 256 * 1024 });
  source.once('error', (error) => content.destroy(error));
  source.pipe(content);
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      options.signal?.throwIfAborted();
      await writer.write(chunk);
      options.onProgress?.(writer.share);
    }
    await writer.end();
  } catch (error) {
    if (isAppError(error) || options.signal?.aborted === true) throw error;
    if (isDiskFull(error)) throw new AppError('disk_full', undefined, { cause: error });
    // Whatever it says: these are not the bytes that were packed, or the stick was pulled out.
    if (content.errored === error) throw new AppError('update_damaged', undefined, { cause: error });
    throw error;
  } finally {
    source.destroy();
    content.destroy();
    await writer.close();
  }
}

/** Cuts the stream into the files of the list. */
class FileWriter {
  readonly #folder: string;
  readonly #files: readonly UpdateFile[];
  readonly #total: number;
  #next = 0;
  #written = 0;
  #left = 0;
  #handle: FileHandle | undefined;
  #hash: Hash | undefined;

  constructor(folder: string, manifest: UpdateManifest) {
    this.#folder = folder;
    this.#files = manifest.files;
    this.#total = Math.max(1, totalBytes(manifest));
  }

  get share(): number {
    return this.#written / this.#total;
  }

  async write(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#handle === undefined) await this.#begin();
      const part = rest.subarray(0, this.#left);
      rest = rest.subarray(part.length);
      this.#hash?.update(part);
      await this.#handle?.writeFile(part);
      this.#left -= part.length;
      this.#written += part.length;
      if (this.#left === 0) await this.#finish();
    }
  }

  /** @throws AppError update_damaged when the stream was too short */
  async end(): Promise<void> {
    while (this.#handle === undefined && this.#next < this.#files.length) {
      await this.#begin();
      if (this.#left > 0) break;
      await this.#finish();
    }
    if (this.#handle !== undefined) throw new AppError('update_damaged', 'the update is not complete');
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
  }

  /** Files without content are finished on the way to the next that has some. */
  async #begin(): Promise<void> {
    for (;;) {
      const file = this.#files[this.#next];
      if (file === undefined) throw new AppError('update_damaged', 'the update holds more than its list');
      const target = path.join(this.#folder, ...file.path.split('/'));
      await mkdir(path.dirname(target), { recursive: true });
      this.#handle = await open(target, 'wx', file.is_executable ? 0o755 : 0o644);
      this.#hash = createHash('sha256');
      this.#left = file.size_bytes;
      if (this.#left > 0 || this.#next === this.#files.length - 1) return;
      await this.#finish();
    }
  }

  async #finish(): Promise<void> {
    const file = this.#files[this.#next];
    if (this.#hash?.digest('hex') !== file?.sha256) {
      throw new AppError('update_damaged', `${file?.path ?? 'a file'} is not what was signed`);
    }
    await this.close();
    this.#next += 1;
  }
}

/** Most of a core are small files: what takes time is opening them, one after the other 2 s. */
const openAtOnce = 16;
/** Larger files are read in pieces (bytes). */
const wholeBytes = 1_000_000;

/**
 * Whether a folder holds exactly what the list says: every byte is read.
 * @returns a path that is wrong; undefined when all is well
 */
export async function findDifference(folder: string, manifest: UpdateManifest): Promise<string | undefined> {
  const expected = new Set(manifest.files.map((file) => file.path));
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let there = 0;
  for (const entry of found) {
    if (entry.isDirectory()) continue;
    const name = path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    // Links are no files here, wherever they lead.
    if (!entry.isFile() || !expected.has(name)) return name;
    there += 1;
  }
  if (there !== expected.size) return 'a file that is missing';
  let wrong: string | undefined;
  const left = manifest.files.values();
  const checkRest = async () => {
    for (const file of left) {
      if (wrong !== undefined) return;
      if (!(await isAsSigned(path.join(folder, ...file.path.split('/')), file))) wrong = file.path;
    }
  };
  await Promise.all(Array.from({ length: openAtOnce }, checkRest));
  return wrong;
}

async function isAsSigned(target: string, file: UpdateFile): Promise<boolean> {
  try {
    if (file.size_bytes > wholeBytes) return (await hashOfLarge(target)) === file.sha256;
    return hash('sha256', await readFile(target), 'hex') === file.sha256;
  } catch {
    return false; // it cannot be read: it could not be started either
  }
}

async function hashOfLarge(file: string): Promise<string> {
  const sum = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    sum.update(chunk);
  }
  return sum.digest('hex');
}
