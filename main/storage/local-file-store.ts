/** The file store on a local folder: keys are paths below `<dataDir>/media`. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError, systemErrorCode } from '../base/app-error.ts';
import { newId } from '../base/ids.ts';
import { type FileStore, type ListedFile, type TempFile, assertKey, assertPrefix } from './file-store.ts';
import { PartReader } from './part-reader.ts';

/** Begins with a dot, which no key part does: temporary files can never be read through a key. */
const tempFolder = '.tmp';

/** A fragment of a lesson has some 100 kB: fewer and larger reads than the usual 64 kB, per reader twice this. */
const readAheadBytes = 128 * 1024;

/** @param root the media folder; made when it is missing. */
export async function openLocalFileStore(root: string): Promise<FileStore> {
  const temp = path.join(root, tempFolder);
  const parts = new PartReader();
  await mapped(() => mkdir(temp, { recursive: true }));

  const localPath = (key: string): string => {
    assertKey(key);
    return path.join(root, ...key.split('/'));
  };
  const tempPath = (name: string): string => path.join(temp, `${newId()}-${path.basename(name)}`);

  async function publish(key: string, localFile: string): Promise<void> {
    const target = localPath(key);
    await mapped(async () => {
      await syncFile(localFile);
      await mkdir(path.dirname(target), { recursive: true });
      parts.forget((file) => file === target);
      await renameOver(localFile, target);
      await syncFolder(path.dirname(target));
    });
  }

  return {
    localPath,
    tempPath,
    publish,
    put: async (key, data) => {
      assertKey(key);
      const file = tempPath(path.basename(key));
      try {
        await mapped(() => writeFile(file, data));
        await publish(key, file);
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },
    open: (key, range = {}) => createReadStream(localPath(key), { ...range, highWaterMark: readAheadBytes }),
    read: (key) => mapped(() => readFile(localPath(key)), key),
    readPart: (key, start, end) => mapped(() => parts.read(localPath(key), start, end), key),
    stat: async (key) => {
      const info = await statOf(localPath(key));
      return info?.isFile() === true ? { sizeBytes: info.size, modifiedMs: info.mtimeMs } : undefined;
    },
    list: (prefix) => {
      assertPrefix(prefix);
      return walk(root, prefix);
    },
    remove: async (key) => {
      const target = localPath(key);
      parts.forget((file) => file === target);
      await mapped(() => rm(target, { force: true }));
    },
    removePrefix: async (prefix) => {
      assertPrefix(prefix);
      if (prefix === '') throw new AppError('bad_request', 'The whole store is not removed at once');
      const folder = localPath(prefix.slice(0, -1));
      parts.forget((file) => file.startsWith(folder + path.sep));
      await mapped(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
    },
    withLocalFile: (key, use) => use(localPath(key)),
    prepare: async (key) => {
      await mapped(() => mkdir(path.dirname(localPath(key)), { recursive: true }));
    },
    tempFiles: () => listTemps(temp),
    removeTemp: async (localFile) => {
      const inside = path.relative(temp, localFile);
      if (inside === '' || inside.startsWith('..') || path.isAbsolute(inside)) {
        throw new AppError('bad_request', 'This is not a temporary file of the store');
      }
      await mapped(() => rm(localFile, { recursive: true, force: true }));
    },
    freeSpace: async () => {
      const info = await mapped(() => statfs(root));
      return { freeBytes: info.bavail * info.bsize, totalBytes: info.blocks * info.bsize };
    },
  };
}

/** Runs a file operation; full disks and refused writes become their codes, everything else stays what it is. */
async function mapped<T>(operation: () => Promise<T>, key?: string): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw storageError(error, key);
  }
}

/** What a system error of a file operation means to the product. */
export function storageError(error: unknown, key?: string): unknown {
  const code = systemErrorCode(error) ?? '';
  if (['ENOSPC', 'EDQUOT'].includes(code)) return new AppError('disk_full', undefined, { cause: error });
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) {
    return new AppError('storage_unavailable', undefined, { cause: error });
  }
  if (code === 'ENOENT' && key !== undefined)
    return new AppError('media_missing', undefined, { cause: error });
  return error;
}

async function syncFile(file: string): Promise<void> {
  // Windows only syncs a handle that may write.
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the rename itself survive a power cut. Windows has no such thing as syncing a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Virus scanners and players hold files open on Windows for a moment; POSIX succeeds at once. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const isHeld = ['EPERM', 'EBUSY', 'EACCES'].includes(systemErrorCode(error) ?? '');
      if (process.platform !== 'win32' || !isHeld || attempt === 8) throw error;
      await delay(25 * 2 ** attempt);
    }
  }
}

async function statOf(file: string) {
  try {
    return await stat(file);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw storageError(error);
  }
}

async function* walk(root: string, prefix: string): AsyncGenerator<ListedFile> {
  const entries = await entriesOf(path.join(root, ...prefix.split('/')));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const key = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      yield* walk(root, `${key}/`);
    } else if (entry.isFile()) {
      const info = await statOf(path.join(root, ...key.split('/')));
      if (info !== undefined) yield { key, sizeBytes: info.size, modifiedMs: info.mtimeMs };
    }
  }
}

async function* listTemps(folder: string): AsyncGenerator<TempFile> {
  for (const entry of await entriesOf(folder)) {
    const file = path.join(folder, entry.name);
    const info = await statOf(file);
    if (info !== undefined) yield { path: file, sizeBytes: info.size, modifiedMs: info.mtimeMs };
  }
}

async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw storageError(error);
  }
}
