/**
 * Which files of a data folder belong into a backup: the library, keys, model packs, and of the media what cannot be
 * made again from something else. Smaller renditions and cut-out pictures are left out: start-up notices that they are
 * missing and makes them anew.
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemErrorCode } from '../base/app-error.ts';
import { isSafePath } from './snapshot.ts';

export type Wanted = {
  media: boolean;
  /** Access token, and the key that opens stored addresses with credentials. */
  keys: boolean;
};

export type DataFile = {
  /** In the data folder, `/` on every platform. */
  path: string;
  file: string;
  size: number;
  mtimeMs: number;
};

export const libraryName = 'library.sqlite';
export const keyNames: readonly string[] = ['secret.key', 'token'];
/** Below a lesson's folder. */
const derivedFolders: ReadonlySet<string> = new Set(['renditions', 'thumbs', 'exports', 'unfinished']);

/**
 * Files beside the library, in the order of `comparePaths`. Files come and go meanwhile: what has gone is not told.
 * @param wanted everything comes after the library in that order
 */
export async function* dataFiles(dataDir: string, wanted: Wanted): AsyncIterable<DataFile> {
  if (wanted.media) {
    yield* walk(dataDir, 'media/lessons');
    yield* walk(dataDir, 'media/screenshots');
  }
  yield* walk(dataDir, 'models');
  if (!wanted.keys) return;
  for (const name of keyNames) {
    const found = await look(dataDir, name);
    if (found !== undefined) yield found;
  }
}

async function* walk(dataDir: string, folder: string): AsyncIterable<DataFile> {
  const entries = await readFolder(path.join(dataDir, ...folder.split('/')));
  for (const entry of entries) {
    const at = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!isDerived(at) && !entry.name.startsWith('.')) yield* walk(dataDir, at);
    } else if (entry.isFile() && isSafePath(at)) {
      const found = await look(dataDir, at);
      if (found !== undefined) yield found;
    }
  }
}

/** @param folder `media/lessons/<id>/<name>` */
function isDerived(folder: string): boolean {
  const [media, lessons, , name, ...below] = folder.split('/');
  return media === 'media' && lessons === 'lessons' && below.length === 0 && derivedFolders.has(name ?? '');
}

async function readFolder(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function look(dataDir: string, name: string): Promise<DataFile | undefined> {
  const file = path.join(dataDir, ...name.split('/'));
  try {
    const { size, mtimeMs } = await stat(file);
    return { path: name, file, size, mtimeMs: Math.floor(mtimeMs) };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
