/**
 * The SQL of a search: the window that totals, facets and small results are made of, and pages of large results.
 * Bounded work is the point: a term that stands in half the library is walked from the newest lesson and left as soon
 * as the page is full, since ranking every hit of such a term took 30 to 50 ms over 100,000 lessons.
 */
import { type RawBuilder, sql } from 'kysely';
import type { SearchQuery, searchSorts } from '../../contract/search.ts';
import type { Db } from './database.ts';
import { integer, rowIdMask, textId } from './lesson-text.ts';
import {
  type RowFilters,
  all,
  dateRange,
  leadingFilter,
  maxExamined,
  rowConditions,
} from './search-filters.ts';

export type Sort = (typeof searchSorts)[number];
export type RowSort = Exclude<Sort, 'relevance'>;

/** What sorting, paging and facets need of a lesson. */
export type Hit = {
  row_id: number;
  session_date: string;
  title: string;
  duration_seconds: number;
  teacher_name: string;
  class_name: string;
  subject: string;
  /** JSON array. */
  tags: string;
};

/** More lessons than this are not counted. */
export const maxTotal = 1000;

export type Window = {
  /** Up to `maxTotal`, newest first. */
  hits: Hit[];
  /** There are, or may be, more than `hits`. */
  isPartial: boolean;
  /** Total that an earlier page counted. */
  knownTotal?: number;
};

/** Position after which a page begins: the sort's value and the row id of the last lesson shown. */
export type After = { value: string | number; rowId: number };

const hitColumns = sql`recordings.row_id, recordings.session_date, recordings.title, recordings.duration_seconds,
  recordings.teacher_name, recordings.class_name, recordings.subject, recordings.tags`;

/**
 * What a window is made of: facets, and the column that it will be sorted by. A thousand titles that nobody reads took as
 * long to hand over as to find.
 */
function windowColumns(sort: Sort): RawBuilder<unknown> {
  const column = sort === 'relevance' ? undefined : orders[sort].column;
  const wanted = (name: keyof Hit, blank: RawBuilder<unknown>): RawBuilder<unknown> =>
    column === name ? sql`${sql.ref(`recordings.${name}`)}` : sql`${blank} AS ${sql.ref(name)}`;
  return sql`recordings.row_id, ${wanted('session_date', sql`''`)}, ${wanted('title', sql`''`)},
    ${wanted('duration_seconds', sql`0`)}, recordings.teacher_name, recordings.class_name, recordings.subject,
    recordings.tags`;
}

const textRowId = sql`(lesson_text.rowid & ${sql.lit(rowIdMask)})`;

/** Text ids of the asked dates, whatever their row ids. */
function textRange(query: SearchQuery): RawBuilder<unknown>[] {
  const range: RawBuilder<unknown>[] = [];
  if (query.date_from !== undefined)
    range.push(sql`lesson_text.rowid >= ${integer(textId(query.date_from, 0))}`);
  if (query.date_to !== undefined)
    range.push(sql`lesson_text.rowid <= ${integer(textId(query.date_to, rowIdMask))}`);
  return range;
}

/**
 * The newest lessons that match an FTS5 expression and the filters.
 * @param sort what they will be sorted by: other columns than that and those of facets are left empty
 */
export async function textWindow(
  db: Db,
  query: SearchQuery,
  { expression, sort }: { expression: string; sort: Sort },
): Promise<Window> {
  const limit = examinedLimit(query);
  const { rows } = await sql<Examined>`
    SELECT ${windowColumns(sort)}, ${all(rowConditions(query))} AS is_hit FROM (
      SELECT rowid AS text_id FROM lesson_text
      WHERE ${all([sql`lesson_text MATCH ${expression}`, ...textRange(query)])} ORDER BY rowid DESC LIMIT ${limit}
    ) AS found CROSS JOIN recordings ON recordings.row_id = (found.text_id & ${sql.lit(rowIdMask)})`.execute(
    db,
  );
  return window(rows, limit);
}

/** The newest lessons that match the filters alone. @param sort as for `textWindow` */
export async function filterWindow(
  db: Db,
  query: SearchQuery,
  { filters, sort }: { filters: RowFilters; sort: Sort },
): Promise<Window> {
  const limit = examinedLimit(query);
  // A narrow range of durations leads by its own index; its few rows are sorted.
  const isDateLed = filters.leadColumn !== 'duration_seconds';
  const date = isDateLed ? sql`recordings.session_date` : sql`+recordings.session_date`;
  const lead = [
    sql`deleted_at IS NULL`,
    sql`is_test = 0`,
    ...(filters.lead === undefined ? [] : [filters.lead]),
    ...dateRange(query, date),
  ];
  const { rows } = await sql<Examined>`
    SELECT ${windowColumns(sort)}, ${all(filters.rest)} AS is_hit FROM recordings
    WHERE ${all(lead)} ORDER BY ${date} DESC, row_id DESC LIMIT ${limit}`.execute(db);
  return window(rows, limit);
}

/** Only filters that no index answers make rows examined in vain. */
function examinedLimit(query: SearchQuery): number {
  const isSifted =
    query.status !== undefined ||
    query.min_duration !== undefined ||
    query.max_duration !== undefined ||
    (query.q === '' &&
      [query.teacher, query.class_name, query.subject].filter((value) => value !== undefined).length > 1);
  return isSifted ? maxExamined : maxTotal + 1;
}

type Examined = Hit & { is_hit: number };

function window(rows: readonly Examined[], limit: number): Window {
  const hits = rows.filter((row) => row.is_hit === 1);
  const isPartial = rows.length >= limit || hits.length > maxTotal;
  return { hits: hits.slice(0, maxTotal), isPartial };
}

/** Weights of the index's columns: title, people, chapters, slides, chat, description, marks, initials. */
const weights = sql`10, 5, 4, 1.5, 1, 2, 1, 3`;

/** bm25 of a small result: row id → score, higher is better. */
export async function scores(db: Db, query: SearchQuery, expression: string): Promise<Map<number, number>> {
  const { rows } = await sql<{ row_id: number; score: number }>`
    SELECT ${textRowId} AS row_id, -bm25(lesson_text, ${weights}) AS score FROM lesson_text
    WHERE ${all([sql`lesson_text MATCH ${expression}`, ...textRange(query)])} LIMIT ${maxExamined}`.execute(
    db,
  );
  return new Map(rows.map(({ row_id, score }) => [row_id, score]));
}

/** A page of a large text result by date, walked along the text ids. */
export async function textPageByDate(
  db: Db,
  query: SearchQuery,
  options: {
    expression: string;
    ascending: boolean;
    after: { date: string; rowId: number } | undefined;
    limit: number;
  },
): Promise<Hit[]> {
  const range = textRange(query);
  if (options.after !== undefined) {
    const id = integer(textId(options.after.date, options.after.rowId));
    range.push(options.ascending ? sql`lesson_text.rowid > ${id}` : sql`lesson_text.rowid < ${id}`);
  }
  const { rows } = await sql<Hit>`
    SELECT ${hitColumns} FROM lesson_text CROSS JOIN recordings ON recordings.row_id = ${textRowId}
    WHERE ${all([sql`lesson_text MATCH ${options.expression}`, ...range, ...rowConditions(query)])}
    ORDER BY lesson_text.rowid ${options.ascending ? sql`ASC` : sql`DESC`} LIMIT ${options.limit}`.execute(
    db,
  );
  return rows;
}

const orders: Record<RowSort, { column: 'session_date' | 'duration_seconds' | 'title'; ascending: boolean }> =
  {
    '-session_date': { column: 'session_date', ascending: false },
    session_date: { column: 'session_date', ascending: true },
    duration: { column: 'duration_seconds', ascending: true },
    '-duration': { column: 'duration_seconds', ascending: false },
    title: { column: 'title', ascending: true },
    '-title': { column: 'title', ascending: false },
  };

export function isDateSort(sort: Sort): boolean {
  return sort === '-session_date' || sort === 'session_date';
}

export function sortValue(sort: RowSort, hit: Hit): string | number {
  return hit[orders[sort].column];
}

/** Order of two lessons, the same as the indexes give; row ids break ties in the sort's own direction. */
export function compareHits(sort: RowSort, a: Hit, b: Hit): number {
  const { column, ascending } = orders[sort];
  const [left, right] = [a[column], b[column]];
  const order = left === right ? a.row_id - b.row_id : left < right ? -1 : 1;
  return ascending ? order : -order;
}

function rowsAfter(sort: RowSort, after: After | undefined): RawBuilder<unknown>[] {
  if (after === undefined) return [];
  const { column, ascending } = orders[sort];
  const key = sql`(${sql.ref(`recordings.${column}`)}, recordings.row_id)`;
  return [
    ascending
      ? sql`${key} > (${after.value}, ${after.rowId})`
      : sql`${key} < (${after.value}, ${after.rowId})`,
  ];
}

function orderBy(sort: RowSort): RawBuilder<unknown> {
  const { column, ascending } = orders[sort];
  const direction = ascending ? sql`ASC` : sql`DESC`;
  return sql`ORDER BY ${sql.ref(`recordings.${column}`)} ${direction}, recordings.row_id ${direction}`;
}

/** Parts of the library in which a term is so frequent that looking lesson by lesson beats listing its lessons. */
const denseShare = 0.15;
/** Lessons looked at one by one before giving up on that. */
const maxProbes = 400;

/** A page of a large result by any column of the rows, with or without words. */
export async function rowPage(
  db: Db,
  query: SearchQuery,
  options: { sort: RowSort; after: After | undefined; limit: number; expression?: string | undefined },
): Promise<Hit[]> {
  const { sort, after, limit, expression } = options;
  const filters = await leadingFilter(db, query);
  const conditions = [
    sql`recordings.deleted_at IS NULL`,
    sql`recordings.is_test = 0`,
    ...(filters.lead === undefined ? [] : [filters.lead]),
    ...filters.rest,
    ...dateRange(query, isDateSort(sort) ? sql`recordings.session_date` : sql`+recordings.session_date`),
    ...rowsAfter(sort, after),
  ];
  if (expression === undefined) {
    const { rows } = await sql<Hit>`
      SELECT ${hitColumns} FROM recordings WHERE ${all(conditions)} ${orderBy(sort)} LIMIT ${limit}`.execute(
      db,
    );
    return rows;
  }
  if (await isDense(db, expression)) {
    const { rows } = await sql<Hit>`
      SELECT ${hitColumns} FROM (
        SELECT ${hitColumns} FROM recordings WHERE ${all(conditions)} ${orderBy(sort)} LIMIT ${maxProbes}
      ) AS recordings WHERE EXISTS (
        SELECT 1 FROM lesson_text WHERE lesson_text MATCH ${expression}
          AND lesson_text.rowid = (SELECT text_id FROM lesson_text_keys WHERE row_id = recordings.row_id)
      ) LIMIT ${limit}`.execute(db);
    if (rows.length === limit) return rows;
  }
  const { rows } = await sql<Hit>`
    SELECT ${hitColumns} FROM recordings
    WHERE ${all(conditions)} AND +recordings.row_id IN (
      SELECT ${textRowId} FROM lesson_text WHERE ${all([sql`lesson_text MATCH ${expression}`, ...textRange(query)])}
    ) ${orderBy(sort)} LIMIT ${limit}`.execute(db);
  return rows;
}

async function isDense(db: Db, expression: string): Promise<boolean> {
  const { rows } = await sql<{ hits: number; lessons: number }>`
    SELECT (SELECT count(*) FROM lesson_text WHERE lesson_text MATCH ${expression}) AS hits,
      (SELECT max(row_id) FROM recordings) AS lessons`.execute(db);
  const { hits, lessons } = rows[0] ?? { hits: 0, lessons: 0 };
  return hits > lessons * denseShare;
}
