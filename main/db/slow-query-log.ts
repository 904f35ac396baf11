/** Tells of queries that took too long, with how SQLite goes about them. Values stay out: they are names and words of people. */
import type SqliteDatabase from 'better-sqlite3';

type Query = { sql: string; parameters: readonly unknown[] };

export type SlowQuery = { ms: number; sql: string; plan: string[] };

/** Plans that are kept; each query is explained once. */
const mostPlans = 100;

export function createSlowQueries(
  connection: SqliteDatabase.Database,
  tell: (slow: SlowQuery) => void,
): { note(query: Query, durationMs: number): void } {
  const plans = new Map<string, string[]>();

  function planOf({ sql, parameters }: Query): string[] {
    const known = plans.get(sql);
    if (known !== undefined) return known;
    const plan = explain(connection, { sql, parameters });
    if (plans.size < mostPlans) plans.set(sql, plan);
    return plan;
  }

  return {
    note: (query, durationMs) => tell({ ms: Math.round(durationMs), sql: query.sql, plan: planOf(query) }),
  };
}

/** Lines of the plan; none of what has no plan (BEGIN, PRAGMA). */
function explain(connection: SqliteDatabase.Database, { sql, parameters }: Query): string[] {
  if (!/^\s*(?:select|with|insert|update|delete|replace)\b/i.test(sql)) return [];
  try {
    const rows = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
    return rows.map(({ detail }) => detail);
  } catch {
    // Only an explanation: the query itself has been answered.
    return [];
  }
}
