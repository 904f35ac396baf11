/**
 * Keeps prepared statements. Kysely prepares each query anew; for the short reads that pages and other systems poll
 * (`status`, `info`) that was more work than running them: 22 % of the core's time against 14 %, seen in a CPU profile
 * of 50 connections.
 */
import type SqliteDatabase from 'better-sqlite3';
import type { SqliteDatabase as KyselyConnection } from 'kysely';

/** Distinct queries of the program are far fewer; lists of values in `IN` make variants without end. */
const mostKept = 300;

/** The connection as Kysely wants it. The least recently used statement goes first. */
export function keepStatements(
  connection: SqliteDatabase.Database,
  limit: number = mostKept,
): KyselyConnection {
  const kept = new Map<string, SqliteDatabase.Statement>();
  return {
    prepare: (sql) => {
      const known = kept.get(sql);
      const statement = known ?? connection.prepare(sql);
      kept.delete(sql);
      kept.set(sql, statement);
      if (kept.size > limit) kept.delete(kept.keys().next().value ?? '');
      return statement;
    },
    close: () => {
      kept.clear();
      connection.close();
    },
  };
}
