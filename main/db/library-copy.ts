/** A copy of the library as it is at one moment, while the recorder goes on writing it, and whether a copy is whole. */
import SqliteDatabase from 'better-sqlite3';
import { AppError } from '../base/app-error.ts';

/** 4 MB of pages between two turns of the event loop. */
const pagesPerStep = 1024;

export type LibraryFacts = {
  /** Rows of lessons, those in the trash included. */
  lessons: number;
  /** `user_version`. */
  format: number;
};

/**
 * Copies the library with SQLite's own backup. The copy is one file, without a log beside it.
 * @param file of the library, which another connection or process may be writing
 * @param target a file that is not there yet
 * @throws AppError storage_unavailable when there is no library or it cannot be read; job_cancelled
 */
export async function copyLibrary(file: string, target: string, signal?: AbortSignal): Promise<void> {
  const source = open(file);
  try {
    // Within a read the backup sees one state, however much is written meanwhile; without it, it would begin again.
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    await source.backup(target, {
      progress: () => {
        if (signal?.aborted === true) throw new AppError('job_cancelled');
        return pagesPerStep;
      },
    });
    source.exec('COMMIT');
  } finally {
    source.close();
  }
  const copy = new SqliteDatabase(target, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

function open(file: string): SqliteDatabase.Database {
  try {
    return new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 10_000 });
  } catch (error) {
    throw new AppError('storage_unavailable', `there is no library ${file} that can be read`, {
      cause: error,
    });
  }
}

/**
 * Opens a library and checks it whole: every page, every index, every reference. Some seconds a gigabyte.
 * @throws AppError backup_damaged
 */
export function checkLibraryCopy(file: string): LibraryFacts {
  let library: SqliteDatabase.Database | undefined;
  try {
    library = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
    const verdict = library.pragma('integrity_check(1)', { simple: true });
    if (verdict !== 'ok') throw new Error(String(verdict));
    const [broken] = library.pragma('foreign_key_check') as { table: string }[];
    if (broken !== undefined) throw new Error(`a row of ${broken.table} refers to nothing`);
    const lessons = library.prepare<[], number>('SELECT count(*) FROM recordings').pluck().get();
    return { lessons: lessons ?? 0, format: library.pragma('user_version', { simple: true }) as number };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('backup_damaged', `the copy of the library is damaged: ${why}`, { cause: error });
  } finally {
    library?.close();
  }
}
