/** Whether a snapshot can be restored: its pieces are there, and its library opens and is whole. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../base/app-error.ts';
import { type LibraryFacts, checkLibraryCopy } from '../db/library-copy.ts';
import { libraryName } from './data-files.ts';
import type { KnownObjects, Repository } from './repository.ts';
import { type FileEntry, type Snapshot, pieceSizes } from './snapshot.ts';

export type VerifyParts = {
  repository: Repository;
  /** For the library that is put together; on a disk with room for it. */
  workDir: string;
  rest?: () => Promise<void>;
  /** @param fraction 0–1 */
  progress?: (fraction: number) => void;
};

/**
 * @param options.readAll every piece is read and compared, not only looked for
 * @throws AppError backup_damaged, and what the store throws
 */
export async function verifySnapshot(
  snapshot: Pick<Snapshot, 'index' | 'bytes'>,
  parts: VerifyParts,
  options: { readAll?: boolean; known?: KnownObjects } = {},
): Promise<LibraryFacts> {
  const { repository, rest = noRest, progress = () => undefined } = parts;
  const known = options.known ?? (await repository.knownObjects());
  const read = new Set<string>();
  let library: FileEntry | undefined;
  let bytes = 0;
  for (const piece of snapshot.index) {
    for (const entry of await repository.filesOf(piece)) {
      if (entry.path === libraryName) library = entry;
      assertPieces(entry, repository, known);
      bytes += entry.size;
      if (options.readAll !== true) continue;
      for (const name of entry.pieces) {
        if (read.has(name)) continue;
        await rest();
        await repository.read(name);
        read.add(name);
      }
      progress(Math.min(1, bytes / Math.max(1, snapshot.bytes)));
    }
  }
  if (library === undefined) throw new AppError('backup_damaged', 'the backup holds no library');
  return verifyLibrary(library, parts);
}

function assertPieces(entry: FileEntry, { keys }: Repository, known: KnownObjects): void {
  if (entry.pieces.length !== Math.ceil(entry.size / entry.piece_bytes)) {
    throw new AppError('backup_damaged', `the list of pieces of ${entry.path} is not whole`);
  }
  for (const [at, size] of pieceSizes(entry).entries()) {
    const found = known.get(entry.pieces[at] ?? '');
    if (found === keys.storedSize(size)) continue;
    const what = found === undefined ? 'is missing' : 'has a wrong size';
    throw new AppError('backup_damaged', `a piece of ${entry.path} ${what} in the backup`);
  }
}

async function verifyLibrary(
  entry: FileEntry,
  { repository, workDir, rest }: VerifyParts,
): Promise<LibraryFacts> {
  const folder = await mkdtemp(path.join(workDir, 'verify-'));
  try {
    const file = path.join(folder, libraryName);
    await writeEntry(entry, file, repository, rest);
    return checkLibraryCopy(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Puts a file together from its pieces, each compared with its name.
 * @param file must not be there
 * @throws AppError backup_damaged
 */
export async function writeEntry(
  entry: FileEntry,
  file: string,
  repository: Repository,
  rest: () => Promise<void> = noRest,
  mode = 0o600,
): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    for (const [at, size] of pieceSizes(entry).entries()) {
      await rest();
      const content = await repository.read(entry.pieces[at] ?? '');
      if (content.length !== size)
        throw new AppError('backup_damaged', `a piece of ${entry.path} has a wrong size`);
      await handle.write(content, 0, size, at * entry.piece_bytes);
    }
    await handle.utimes(new Date(), new Date(entry.mtime_ms));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const noRest = (): Promise<void> => Promise.resolve();
