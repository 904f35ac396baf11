/**
 * Opens the library's SQLite file and hands out one typed Kysely instance. Owns the pragmas, the upgrade and the
 * slow-query log; refuses to know what the queries mean (that is in the files beside it).
 */
import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { type Logger, silentLogger } from '../base/logger.ts';
import { migrate } from './migrate.ts';
import { keepStatements } from './prepared-statements.ts';
import type { Database } from './tables.ts';

export type Db = Kysely<Database>;

/** Queries slower than this are logged with their SQL (ms). */
export const slowQueryMs = 40;

export type OpenDatabase = {
  db: Db;
  /** Grows with every row that is written, also by triggers and before the transaction ends. Some microseconds. */
  revision: () => number;
  /** Checkpoints the WAL and closes the file. */
  close: () => Promise<void>;
};

/**
 * @param file path of the database, or `:memory:`.
 * @throws when the file cannot be opened, is not a database, or comes from a newer version.
 */
export function openDatabase(file: string, log: Logger = silentLogger): OpenDatabase {
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
    migrate(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  const db = new Kysely<Database>({
    dialect: new SqliteDialect({ database: keepStatements(connection) }),
    log: (event) => {
      if (event.queryDurationMillis < slowQueryMs) return;
      log.warn({ ms: Math.round(event.queryDurationMillis), sql: event.query.sql }, 'slow query');
    },
  });
  const countChanges = connection.prepare<[], number>('SELECT total_changes()').pluck();
  return {
    db,
    revision: () => countChanges.get() ?? 0,
    close: async () => {
      connection.pragma('optimize');
      await db.destroy();
    },
  };
}
