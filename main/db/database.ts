/**
 * Opens the library's SQLite file and hands out one typed Kysely instance. Owns the pragmas, the upgrade and the
 * slow-query log; refuses to know what the queries mean (that is in the files beside it).
 */
import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { type Logger, silentLogger } from '../base/logger.ts';
import { noticeChanges } from './change-triggers.ts';
import { migrate } from './migrate.ts';
import { keepStatements } from './prepared-statements.ts';
import { type SlowQuery, createSlowQueries } from './slow-query-log.ts';
import type { Database } from './tables.ts';

export type Db = Kysely<Database>;

/** Queries slower than this are logged with their SQL and plan (ms). */
export const slowQueryMs = 40;
/** A checkpoint begins at 1,000 pages (4 MB); what a long write has grown beyond this is given back (bytes). */
const walLimitBytes = 16_000_000;
/** As SQLite's documentation advises for connections that stay open. */
const optimizeEveryMs = 6 * 3_600_000;

export type OpenDatabase = {
  db: Db;
  /** A number that moves when another connection, of another process say, has changed the file. Some microseconds. */
  outsideChanges: () => number;
  /** Queries so far that took longer than `slowQueryMs`. */
  slowQueries: () => number;
  /** Counts and logs one of another thread's. */
  noteSlow: (slow: SlowQuery) => void;
  /** Checkpoints the WAL and closes the file. */
  close: () => Promise<void>;
};

export type DatabaseOptions = {
  log?: Logger;
  /** Told the family (cache/families.ts) of each change as it is made; must not use the database. */
  changed?: (family: string) => void;
};

/**
 * @param file path of the database, or `:memory:`.
 * @throws when the file cannot be opened, is not a database, or comes from a newer version.
 */
export function openDatabase(file: string, options: DatabaseOptions = {}): OpenDatabase {
  const { log = silentLogger, changed } = options;
  const connection = new SqliteDatabase(file);
  try {
    connection.pragma('journal_mode = WAL');
    // A power cut may lose the last transaction but never the file; media is fsynced by itself and recovery re-reads it.
    connection.pragma('synchronous = NORMAL');
    connection.pragma('foreign_keys = ON');
    // What was erased is overwritten in the file, not only unlinked from its tables.
    connection.pragma('secure_delete = ON');
    connection.pragma('busy_timeout = 5000');
    connection.pragma('cache_size = -16000');
    connection.pragma('temp_store = MEMORY');
    // After a large import the WAL is cut back instead of keeping its size.
    connection.pragma(`journal_size_limit = ${walLimitBytes}`);
    migrate(connection);
    // Looks at a sample of each table that has none or outdated statistics; some milliseconds.
    connection.pragma('optimize = 0x10002');
    if (changed !== undefined) noticeChanges(connection, changed);
  } catch (error) {
    connection.close();
    throw error;
  }
  let slowQueries = 0;
  const noteSlow = (slow: SlowQuery): void => {
    slowQueries += 1;
    log.warn(slow, 'slow query');
  };
  const db = typed(connection, noteSlow);
  const dataVersion = connection.prepare<[], number>('PRAGMA data_version').pluck();
  const optimizing = setInterval(() => connection.pragma('optimize'), optimizeEveryMs).unref();
  return {
    db,
    outsideChanges: () => dataVersion.get() ?? 0,
    slowQueries: () => slowQueries,
    noteSlow,
    close: async () => {
      clearInterval(optimizing);
      connection.pragma('optimize');
      await db.destroy();
      // Kysely closes only what it was asked something on.
      if (connection.open) connection.close();
    },
  };
}

export type LibraryReader = {
  db: Db;
  /** What `read` asks of `db` sees the library as it is at one moment, the newest; one at a time. */
  atOnce<T>(read: () => Promise<T>): Promise<T>;
  close(): void;
};

/**
 * A connection of its own that can only read, for another thread of the process that has the library open.
 * @param file path of the database
 * @throws when there is no such database or it cannot be opened
 */
export function openReader(file: string, slow: (query: SlowQuery) => void): LibraryReader {
  const connection = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
  connection.pragma('cache_size = -16000');
  connection.pragma('temp_store = MEMORY');
  const db = typed(connection, slow);
  return {
    db,
    atOnce: async (read) => {
      connection.exec('BEGIN');
      try {
        return await read();
      } finally {
        connection.exec('ROLLBACK');
      }
    },
    close: () => connection.close(),
  };
}

function typed(connection: SqliteDatabase.Database, slow: (query: SlowQuery) => void): Db {
  const slowQueries = createSlowQueries(connection, slow);
  return new Kysely<Database>({
    dialect: new SqliteDialect({ database: keepStatements(connection) }),
    log: ({ query, queryDurationMillis }) => {
      if (queryDurationMillis >= slowQueryMs) slowQueries.note(query, queryDurationMillis);
    },
  });
}
