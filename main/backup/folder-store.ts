/** Backups in a folder: another disk, a USB stick, a share of the school's server. */
import { type FileHandle, link, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError, isDiskFull, systemErrorCode } from '../base/app-error.ts';
import { newId } from '../base/ids.ts';
import type { BackupStore, StoredItem } from './backup-store.ts';

/** What is being written; on the same volume as everything else, so that a rename is enough. */
const draftFolder = 'tmp';

/**
 * @param folder must exist: a stick that is not plugged in must not turn into a folder on the system's disk
 * @throws AppError backup_target_missing
 */
export async function openFolderStore(folder: string): Promise<BackupStore> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) {
    throw new AppError('backup_target_missing', `there is no folder ${folder}: plug the disk in, or make it`);
  }
  const fileOf = (key: string): string => path.join(folder, ...key.split('/'));

  async function put(key: string, data: Uint8Array, onlyNew: boolean): Promise<boolean> {
    const file = fileOf(key);
    const draft = path.join(folder, draftFolder, newId());
    await mkdir(path.dirname(draft), { recursive: true });
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await writeDurably(draft, data);
      if (onlyNew) await linkNew(draft, file);
      else await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      if (onlyNew && systemErrorCode(error) === 'EEXIST') return false;
      throw error;
    }
    // What is named by its content is looked at again before anything relies on it; the few others are not.
    if (!key.startsWith('objects/')) await syncFolder(path.dirname(file));
    return true;
  }

  async function* list(prefix: string): AsyncIterable<StoredItem> {
    const pending = [prefix.replace(/\/$/, '')];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      for (const entry of await entriesOf(fileOf(at))) {
        const key = `${at}/${entry.name}`;
        if (entry.isDirectory()) pending.push(key);
        else if (entry.isFile()) {
          const size = await sizeOf(fileOf(key));
          if (size !== undefined) yield { key, sizeBytes: size };
        }
      }
    }
  }

  return {
    where: folder,
    parallel: 2,
    put: (key, data, { onlyNew = false } = {}) => told(folder, () => put(key, data, onlyNew)),
    get: (key) =>
      told(folder, async () => {
        try {
          return await readFile(fileOf(key));
        } catch (error) {
          if (isMissing(error)) return undefined;
          throw error;
        }
      }),
    list: async function* listed(prefix) {
      try {
        yield* list(prefix);
      } catch (error) {
        throw inWords(folder, error);
      }
    },
    remove: (key) => told(folder, () => rm(fileOf(key), { force: true })),
    clearLeftovers: () =>
      told(folder, () => rm(path.join(folder, draftFolder), { recursive: true, force: true })),
  };
}

async function writeDurably(file: string, data: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Takes the name only when nobody has it; file systems of sticks (exFAT) have no links. */
async function linkNew(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') throw error;
    const handle: FileHandle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(await readFile(draft));
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  await rm(draft, { force: true });
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders, and does not need it.
  const handle = await open(folder, 'r').catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = systemErrorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

async function told<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inWords(folder, error);
  }
}

/** Codes of disks that were pulled out while they were written to. */
const goneCodes: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENODEV',
  'ENXIO',
  'EIO',
  'ESTALE',
  'ENOTCONN',
  'EHOSTDOWN',
]);

function inWords(folder: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (isDiskFull(error)) {
    return new AppError('backup_target_full', `there is no room left in ${folder}`, { cause: error });
  }
  const code = systemErrorCode(error) ?? '';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AppError('backup_denied', `${folder} cannot be written (${code})`, { cause: error });
  }
  if (goneCodes.has(code)) {
    return new AppError('backup_target_missing', `${folder} can no longer be reached (${code})`, {
      cause: error,
    });
  }
  return error;
}
