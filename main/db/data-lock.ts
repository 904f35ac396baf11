/**
 * One core per data folder. The lock is an exclusive SQLite transaction on a file of its own: the operating system
 * takes it back when the process dies in any way, on Linux, macOS and Windows alike, so nothing stale can remain.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { AppError } from '../base/app-error.ts';

export type DataLock = { release(): void };

/**
 * Makes the folder if need be and takes it for this process until `release` or its end.
 * @throws AppError data_dir_locked when another core has it, storage_unavailable when it cannot be written
 */
export function lockDataDir(dataDir: string): DataLock {
  let connection: SqliteDatabase.Database | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    connection = new SqliteDatabase(path.join(dataDir, 'lock.sqlite'), { timeout: 0 });
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    connection?.close();
    if (isBusy(error)) {
      throw new AppError(
        'data_dir_locked',
        `another recorder is running on the data folder ${dataDir}: stop it, or choose another folder with --data-dir`,
        { cause: error },
      );
    }
    throw new AppError('storage_unavailable', `the data folder ${dataDir} cannot be used`, { cause: error });
  }
  const held = connection;
  return {
    release: () => {
      held.close();
    },
  };
}

function isBusy(error: unknown): boolean {
  return error instanceof SqliteDatabase.SqliteError && /^SQLITE_(?:BUSY|LOCKED)/.test(error.code);
}
