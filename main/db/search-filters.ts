/**
 * The filters of a search as SQL over `recordings`, and which of them leads. SQLite has no statistics here, so the
 * leading condition is chosen by us and every other one carries a unary plus, which keeps it from picking an index:
 * the order of the rows then comes from the index that begins with the leading column.
 */
import { type RawBuilder, sql } from 'kysely';
import type { SearchQuery } from '../../contract/search.ts';
import type { Db } from './database.ts';

/** Lessons a search looks at for its total, facets and small results. */
export const maxExamined = 2000;

export type Condition = RawBuilder<unknown>;

export type RowFilters = {
  /** Leads with an index: equality on one column, or a range. Undefined when everything is asked for. */
  lead: Condition | undefined;
  /** Column of the leading equality, for the index that also holds the order. */
  leadColumn:
    'teacher_name' | 'teacher_id' | 'class_name' | 'subject' | 'status' | 'duration_seconds' | undefined;
  rest: Condition[];
};

/** True as SQL, so that lists of conditions may be empty. */
export function all(conditions: readonly Condition[]): RawBuilder<unknown> {
  return conditions.length === 0 ? sql`1` : sql.join([...conditions], sql` AND `);
}

/** Filters that the full-text index cannot answer by itself, plus the exact comparison of those it can. */
export function rowConditions(query: SearchQuery): Condition[] {
  const conditions: Condition[] = [sql`recordings.deleted_at IS NULL`];
  const { teacher, class_name, subject, status } = query;
  if (teacher !== undefined) {
    conditions.push(sql`(+recordings.teacher_name = ${teacher} OR +recordings.teacher_id = ${teacher})`);
  }
  if (class_name !== undefined) conditions.push(sql`+recordings.class_name = ${class_name}`);
  if (subject !== undefined) conditions.push(sql`+recordings.subject = ${subject}`);
  if (status !== undefined) conditions.push(sql`+recordings.status = ${status}`);
  conditions.push(...durationRange(query, sql`+recordings.duration_seconds`));
  return conditions;
}

function durationRange(query: SearchQuery, column: Condition): Condition[] {
  const conditions: Condition[] = [];
  if (query.min_duration !== undefined) conditions.push(sql`${column} >= ${query.min_duration}`);
  if (query.max_duration !== undefined) conditions.push(sql`${column} <= ${query.max_duration}`);
  return conditions;
}

export function dateRange(query: SearchQuery, column: Condition): Condition[] {
  const conditions: Condition[] = [];
  if (query.date_from !== undefined) conditions.push(sql`${column} >= ${query.date_from}`);
  if (query.date_to !== undefined) conditions.push(sql`${column} <= ${query.date_to}`);
  return conditions;
}

/** Chooses the leading condition for a search without words. */
export async function leadingFilter(db: Db, query: SearchQuery): Promise<RowFilters> {
  const plain = rowConditions(query).slice(1);
  const equal = async (): Promise<
    { column: NonNullable<RowFilters['leadColumn']>; lead: Condition } | undefined
  > => {
    if (query.teacher !== undefined) {
      const column = await teacherColumn(db, query.teacher);
      if (column !== undefined) {
        return { column, lead: sql`${sql.ref(`recordings.${column}`)} = ${query.teacher}` };
      }
    }
    if (query.status !== undefined && query.status !== 'ready') {
      return { column: 'status', lead: sql`recordings.status = ${query.status}` };
    }
    if (query.class_name !== undefined) {
      return { column: 'class_name', lead: sql`recordings.class_name = ${query.class_name}` };
    }
    if (query.subject !== undefined) {
      return { column: 'subject', lead: sql`recordings.subject = ${query.subject}` };
    }
    return undefined;
  };
  const found = await equal();
  if (found !== undefined) return { lead: found.lead, leadColumn: found.column, rest: plain };
  const duration = durationRange(query, sql`recordings.duration_seconds`);
  if (duration.length > 0 && (await isSmall(db, all(duration)))) {
    return { lead: all(duration), leadColumn: 'duration_seconds', rest: plain };
  }
  return { lead: undefined, leadColumn: undefined, rest: plain };
}

/** A teacher is named by name or id. Names and ids that are both in use have no one index: then nothing leads. */
async function teacherColumn(db: Db, teacher: string): Promise<'teacher_name' | 'teacher_id' | undefined> {
  const found = await sql<{ by_name: number; by_id: number }>`
    SELECT EXISTS (SELECT 1 FROM recordings WHERE teacher_name = ${teacher} AND deleted_at IS NULL) AS by_name,
      EXISTS (SELECT 1 FROM recordings WHERE teacher_id = ${teacher} AND deleted_at IS NULL) AS by_id`.execute(
    db,
  );
  const { by_name, by_id } = found.rows[0] ?? { by_name: 0, by_id: 0 };
  if (by_name === 1 && by_id === 1) return undefined;
  return by_id === 1 ? 'teacher_id' : 'teacher_name';
}

async function isSmall(db: Db, conditions: Condition): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM recordings WHERE deleted_at IS NULL AND ${conditions} LIMIT ${maxExamined}
    )`.execute(db);
  return (rows[0]?.count ?? 0) < maxExamined;
}
