/**
 * The library before a new core is tried, and the way back to it. Works on the file alone, without knowing its form: the
 * core that is tried may be newer than this program, and so may be the one before. Nobody may have the library open.
 */
import {
  copyFileSync,
  constants,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import SqliteDatabase, { type Database as Connection } from 'better-sqlite3';
import type { LibraryOutcome } from '../../contract/updates.ts';
import { AppError } from '../base/app-error.ts';
// Inside the data folder: there a copy takes no time where the file system can share blocks.
import { copyFolder } from './copy-folder.ts';

const libraryName = 'library.sqlite';
/** Left free beside the copy (bytes). */
const spareBytes = 200_000_000;

/**
 * Copies the library beside itself; replaces an older copy.
 * @throws AppError disk_full
 */
export function keepLibrary(dataDir: string): void {
  const library = path.join(dataDir, libraryName);
  const folder = path.join(dataDir, copyFolder);
  rmSync(folder, { recursive: true, force: true });
  // Lessons may never have been recorded here.
  if (!existsSync(library)) return;
  const { bavail, bsize } = statfsSync(dataDir);
  if (bavail * bsize < statSync(library).size + spareBytes) {
    throw new AppError('disk_full', 'there is no room for a copy of the library');
  }
  mkdirSync(folder, { mode: 0o700 });
  const source = new SqliteDatabase(library, { fileMustExist: true });
  try {
    // A core that was ended by force leaves changes beside the file.
    source.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    source.close();
  }
  // Under its name only when it is whole.
  const draft = path.join(folder, 'draft');
  copyFileSync(library, draft, constants.COPYFILE_FICLONE);
  renameSync(draft, path.join(folder, libraryName));
}

/** The new core stays: what was erased in the library is not to live on in a copy. */
export function dropLibraryCopy(dataDir: string): void {
  rmSync(path.join(dataDir, copyFolder), { recursive: true, force: true });
}

/**
 * After a new core was given up: the library as the core before knows it. Where the new one did not change its form, it
 * stays as it is. Otherwise the copy comes back, and lessons that began since are taken over into it; the library that
 * they were in is removed only then. Never removes media.
 */
export function putLibraryBack(dataDir: string, version: string): LibraryOutcome {
  const library = path.join(dataDir, libraryName);
  const copy = path.join(dataDir, copyFolder, libraryName);
  // No library yet when the copy would have been made: the one before cannot be in a form it does not know.
  if (!existsSync(copy)) return 'kept';
  if (formOf(library) === formOf(copy)) {
    dropLibraryCopy(dataDir);
    return 'kept';
  }
  const aside = path.join(dataDir, `library-of-${version}.sqlite`);
  // A power cut between the two steps below leaves it there.
  const carried = takeOverLessons(copy, existsSync(library) ? library : aside);
  for (const ending of ['-wal', '-shm', '']) {
    if (existsSync(`${library}${ending}`)) renameSync(`${library}${ending}`, `${aside}${ending}`);
  }
  renameSync(copy, library);
  dropLibraryCopy(dataDir);
  if (carried === 'failed') return 'set_aside';
  for (const ending of ['', '-wal', '-shm']) rmSync(`${aside}${ending}`, { force: true });
  return carried === 0 ? 'put_back' : 'put_back_with_lessons';
}

/** `user_version`, as main/db/migrate.ts sets it; undefined when the file cannot be read. */
function formOf(file: string): number | undefined {
  let connection: Connection | undefined;
  try {
    connection = new SqliteDatabase(file, { fileMustExist: true });
    if (connection.pragma('quick_check(1)', { simple: true }) !== 'ok') return undefined;
    return connection.pragma('user_version', { simple: true }) as number;
  } catch {
    return undefined;
  } finally {
    connection?.close();
  }
}

/** Tables of what belongs to a lesson, in the order in which they refer to each other. */
const lessonTables = ['recordings', 'takes', 'gaps', 'renditions', 'chapters', 'notes'];

/** @returns how many lessons; `failed` when there are some and they do not fit, or nobody can tell */
function takeOverLessons(into: string, from: string): number | 'failed' {
  const connection = new SqliteDatabase(into);
  try {
    connection.prepare('ATTACH ? AS newer').run(from);
    return connection.transaction(() => {
      const lessons = connection
        .prepare<[], { recording_id: string; session_id: string }>(
          'SELECT recording_id, session_id FROM newer.recordings WHERE recording_id NOT IN (SELECT recording_id FROM main.recordings)',
        )
        .all();
      for (const { recording_id: recordingId, session_id: sessionId } of lessons) {
        for (const table of ['sessions', 'students']) copyRows(connection, table, 'session_id', sessionId);
        for (const table of lessonTables) copyRows(connection, table, 'recording_id', recordingId);
        noteForIndex(connection, sessionId);
      }
      if ((connection.pragma('foreign_key_check') as unknown[]).length > 0)
        throw new Error('rows do not fit');
      return lessons.length;
    })();
  } catch {
    // The one thing that matters is that nothing is lost: it stays where it is.
    return 'failed';
  } finally {
    connection.close();
  }
}

/** What both forms have of a table; what is there already stays. Row numbers are the library's own. */
function copyRows(connection: Connection, table: string, column: string, id: string): void {
  const columnsOf = (schema: string) =>
    (connection.pragma(`${schema}.table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const newer = new Set(columnsOf('newer'));
  const shared = columnsOf('main').filter((name) => newer.has(name) && name !== 'row_id');
  if (shared.length === 0) return;
  const list = shared.map((name) => `"${name}"`).join(', ');
  connection
    .prepare(
      `INSERT OR IGNORE INTO main.${table} (${list}) SELECT ${list} FROM newer.${table} WHERE ${column} = ?`,
    )
    .run(id);
}

/** The core writes the words of a noted session into its index by itself. */
function noteForIndex(connection: Connection, sessionId: string): void {
  if ((connection.pragma('main.table_info(unindexed_sessions)') as unknown[]).length === 0) return;
  connection.prepare('INSERT OR IGNORE INTO main.unindexed_sessions (session_id) VALUES (?)').run(sessionId);
}
