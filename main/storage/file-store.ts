/**
 * Where media lives. Everything is named by a key (`lessons/<id>/take-001.mp4`, `/` on every platform); what a key
 * becomes is the store's business. Owns atomic appearance (a reader sees a whole file or none) and the mapping of
 * full disks and missing rights to error codes. Refuses keys that could leave its folder, and knows nothing of what
 * the files mean (lesson-keys.ts names them).
 */
import type { Readable } from 'node:stream';
import { AppError } from '../base/app-error.ts';

export type FileInfo = { sizeBytes: number; modifiedMs: number };
export type ListedFile = { key: string; sizeBytes: number; modifiedMs: number };
export type TempFile = { path: string; sizeBytes: number; modifiedMs: number };

/** Bytes of a file, lent: after `release` they are something else's. */
export type FilePart = { bytes: Buffer; release: () => void };

export type FileStore = {
  /** Writes a small file whole: readers see the old content or the new, never a part. */
  put(key: string, data: Buffer | string): Promise<void>;
  /** Moves a finished local file (normally from `tempPath`) to its key, atomically and durably. */
  publish(key: string, localFile: string): Promise<void>;
  /** Bytes `start` to `end`, both inclusive. A missing file is an `error` event of the stream. */
  open(key: string, range?: { start?: number; end?: number }): Readable;
  /** @throws AppError media_missing */
  read(key: string): Promise<Buffer>;
  /**
   * Bytes `start` to `end`, both inclusive; fewer when the file ends before. Whoever asked gives them back.
   * @throws AppError media_missing
   */
  readPart(key: string, start: number, end: number): Promise<FilePart>;
  stat(key: string): Promise<FileInfo | undefined>;
  /** Files whose key begins with the prefix, which ends in `/` or is empty; those of one folder one after the other. */
  list(prefix: string): AsyncIterable<ListedFile>;
  /** Removing what is not there is not an error. */
  remove(key: string): Promise<void>;
  removePrefix(prefix: string): Promise<void>;
  /** Path of a key for ffmpeg, whether the file exists or not. A store without local files offers `withLocalFile`. */
  localPath(key: string): string;
  /** Runs with a local copy of the file; the copy (if it is one) is gone afterwards. */
  withLocalFile<T>(key: string, use: (localFile: string) => Promise<T>): Promise<T>;
  /** Makes the folder a process is about to write `localPath(key)` into. */
  prepare(key: string): Promise<void>;
  /** A new path that `publish` can move from without copying. The name's extension is kept. */
  tempPath(name: string): string;
  tempFiles(): AsyncIterable<TempFile>;
  /** Removes a path that `tempPath` gave, file or folder. */
  removeTemp(localFile: string): Promise<void>;
  freeSpace(): Promise<{ freeBytes: number; totalBytes: number }>;
};

const segmentPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/;

/**
 * Keys are made by the recorder, so a bad one is a bug or an attack: both end here.
 * @throws AppError bad_request
 */
export function assertKey(key: string): void {
  const isSafe =
    key.length <= 512 && key.split('/').every((part) => segmentPattern.test(part) && !part.endsWith('.'));
  if (!isSafe) throw new AppError('bad_request', 'This is not a name of a stored file');
}

/** A prefix is empty (everything) or a key with a slash at its end. */
export function assertPrefix(prefix: string): void {
  if (prefix === '') return;
  if (!prefix.endsWith('/')) throw new AppError('bad_request', 'A folder prefix ends in a slash');
  assertKey(prefix.slice(0, -1));
}
