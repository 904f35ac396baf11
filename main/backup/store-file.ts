/** Puts a file into a repository, piece by piece, in constant memory. */
import { type FileHandle, open } from 'node:fs/promises';
import { systemErrorCode } from '../base/app-error.ts';
import type { DataFile } from './data-files.ts';
import type { KnownObjects, Repository } from './repository.ts';
import type { FileEntry } from './snapshot.ts';

/** Of a lesson's media. */
export const mediaPieceBytes = 8 * 1024 * 1024;
/** Of the library: a day's changes touch few of its pieces. */
export const libraryPieceBytes = 1024 * 1024;

export type StoreFileParts = {
  repository: Repository;
  known: KnownObjects;
  /** Told the name of each piece that was not there before, and what it holds (bytes). */
  wrote: (name: string, bytes: number) => void;
  /** Between two pieces: waits while others need the disk. @throws when cancelled */
  rest: () => Promise<void>;
};

/**
 * A file that grows meanwhile (a lesson that is being recorded) is stored as far as it was when it was opened.
 * @returns undefined when the file is gone
 */
export async function storeFile(
  found: DataFile,
  pieceBytes: number,
  parts: StoreFileParts,
): Promise<FileEntry | undefined> {
  const handle = await openIfThere(found.file);
  if (handle === undefined) return undefined;
  try {
    const { size, mtimeMs } = await handle.stat();
    const pieces: string[] = [];
    const pending = new Set<Promise<void>>();
    let stored = 0;
    const failures: unknown[] = [];
    while (stored < size && failures.length === 0) {
      await parts.rest();
      const content = await readPiece(handle, stored, Math.min(pieceBytes, size - stored));
      if (content.length === 0) break;
      stored += content.length;
      const at = pieces.push('') - 1;
      const kept = keep(content, parts)
        .then((name) => {
          pieces[at] = name;
        })
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => pending.delete(kept));
      pending.add(kept);
      if (pending.size >= parts.repository.store.parallel) await Promise.race(pending);
      // It was cut while it was read.
      if (content.length < pieceBytes) break;
    }
    await Promise.all(pending);
    if (failures.length > 0) throw failures[0] as Error;
    return { path: found.path, size: stored, mtime_ms: Math.floor(mtimeMs), piece_bytes: pieceBytes, pieces };
  } finally {
    await handle.close();
  }
}

async function keep(content: Buffer, { repository, known, wrote }: StoreFileParts): Promise<string> {
  const { name, isNew } = await repository.keep(content, known);
  if (isNew) wrote(name, content.length);
  return name;
}

async function readPiece(handle: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const content = Buffer.allocUnsafe(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await handle.read(content, filled, bytes - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return content.subarray(0, filled);
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
