/** The cached result of a session's analysis, and how to know whether it still holds. */
import { sql } from 'kysely';
import type { Db } from './database.ts';

export type StoredSessionAnalysis = {
  /** Of the data it rests on. */
  revision: number;
  /** What it was made with. */
  method: string;
  /** As the analysis stored it. */
  result: unknown;
  finishedAt: string;
};

/** Grows with every change of what is known about the session; 0 when there is no such session. */
export async function sessionRevision(db: Db, sessionId: string): Promise<number> {
  const row = await db
    .selectFrom('session_revisions')
    .select('revision')
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
  return row?.revision ?? 0;
}

export async function readSessionAnalysis(
  db: Db,
  sessionId: string,
  variant: string,
): Promise<StoredSessionAnalysis | undefined> {
  const row = await db
    .selectFrom('session_analyses')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('variant', '=', variant)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { revision, method, finished_at: finishedAt } = row;
  return { revision, method, result: JSON.parse(row.result) as unknown, finishedAt };
}

/** In place of the one before. @param analysis its result as JSON */
export async function writeSessionAnalysis(
  db: Db,
  sessionId: string,
  variant: string,
  analysis: Omit<StoredSessionAnalysis, 'result'> & { result: string },
): Promise<void> {
  const row = {
    revision: analysis.revision,
    method: analysis.method,
    result: analysis.result,
    finished_at: analysis.finishedAt,
  };
  await db
    .insertInto('session_analyses')
    .values({ session_id: sessionId, variant, ...row })
    .onConflict((conflict) => conflict.columns(['session_id', 'variant']).doUpdateSet(row))
    .execute();
}

/** Whether the session has a result of this method, however old its data. */
export async function hasAnalysisBy(db: Db, sessionId: string, method: string): Promise<boolean> {
  const row = await db
    .selectFrom('session_analyses')
    .select('variant')
    .where('session_id', '=', sessionId)
    .where('method', '=', method)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Part of the results of a teacher's lessons before a date, newest first: only what is in them already.
 * @param path into the result, e.g. `$.teacher.measures`
 */
export async function earlierResults(
  db: Db,
  wanted: {
    /** By id; where there is none by name. */
    teacher: { id: string | null; name: string };
    before: string;
    sessionId: string;
    variant: string;
    /** What the method's name begins with: the school's words may have changed since. */
    method: string;
  },
  path: string,
  limit: number,
): Promise<unknown[]> {
  const rows = await db
    .selectFrom('sessions')
    .innerJoin('session_analyses', 'session_analyses.session_id', 'sessions.session_id')
    .select(sql<string | null>`json_extract(session_analyses.result, ${path})`.as('part'))
    .where((eb) =>
      wanted.teacher.id === null
        ? eb.and([
            eb('sessions.teacher_id', 'is', null),
            eb('sessions.teacher_name', '=', wanted.teacher.name),
          ])
        : eb('sessions.teacher_id', '=', wanted.teacher.id),
    )
    .where('sessions.session_date', '<=', wanted.before)
    .where('sessions.session_id', '<>', wanted.sessionId)
    .where('session_analyses.variant', '=', wanted.variant)
    .where(sql<boolean>`substr(session_analyses.method, 1, ${wanted.method.length}) = ${wanted.method}`)
    .orderBy('sessions.session_date', 'desc')
    .orderBy('sessions.session_id')
    .limit(limit)
    .execute();
  return rows.flatMap(({ part }) => (part === null ? [] : [JSON.parse(part) as unknown]));
}

/** How many erasures there have been: whoever reads, thinks and writes back sees whether one came in between. */
export async function countErasures(db: Db): Promise<number> {
  const row = await db
    .selectFrom('erasures')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirst();
  return row?.count ?? 0;
}
