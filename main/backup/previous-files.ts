/** What the last snapshot knows of a file, asked in order of the paths: one pass through its list, in constant memory. */
import { type Logger } from '../base/logger.ts';
import { isAppError } from '../base/app-error.ts';
import type { Wanted } from './data-files.ts';
import type { Repository } from './repository.ts';
import { type FileEntry, type Snapshot, comparePaths } from './snapshot.ts';

/**
 * @returns what tells of a path; paths have to be asked in the order of `comparePaths`
 */
export async function previousFiles(parts: {
  repository: Repository;
  wanted: Wanted;
  log: Logger;
}): Promise<(path: string) => Promise<FileEntry | undefined>> {
  const { repository, log } = parts;
  const last = await lastSnapshot(parts);
  if (last === undefined) return () => Promise.resolve(undefined);
  const files = repository.files(last)[Symbol.asyncIterator]();
  let current: FileEntry | undefined;
  let isOver = false;

  async function next(): Promise<void> {
    try {
      const { value, done: ended } = await files.next();
      current = ended === true ? undefined : value;
      isOver = ended === true;
    } catch (error) {
      if (!isAppError(error, 'backup_damaged')) throw error;
      // Files are then read again, as if there had been no snapshot.
      log.warn({ err: error, snapshot: last?.id }, 'the list of the last backup is damaged');
      current = undefined;
      isOver = true;
    }
  }

  await next();
  return async (path) => {
    while (!isOver && current !== undefined && comparePaths(current.path, path) < 0) await next();
    return current?.path === path ? current : undefined;
  };
}

/** The newest one; with media when media is wanted, since one without knows nothing of it. */
async function lastSnapshot(parts: {
  repository: Repository;
  wanted: Wanted;
  log: Logger;
}): Promise<Snapshot | undefined> {
  const ids = await parts.repository.snapshotIds();
  for (const id of ids.toReversed()) {
    try {
      const snapshot = await parts.repository.snapshot(id);
      if (snapshot.contents.media || !parts.wanted.media) return snapshot;
    } catch (error) {
      if (!isAppError(error, 'backup_damaged')) throw error;
      parts.log.warn({ err: error, snapshot: id }, 'a backup cannot be read');
    }
  }
  return undefined;
}
