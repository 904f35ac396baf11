/**
 * Search over the library. Words are tried strictly first (syllables and words as typed); only when no lesson matches
 * are they read as 초성, and only then as one typo. A result of up to a thousand lessons is ranked by bm25 and sorted
 * exactly; a larger one is walked in the order asked for, or for relevance: titles that match first, each part from
 * the newest lesson. Totals and facets are counted over the newest thousand at most, and say so.
 */
import { z } from 'zod';
import type { SearchQuery, SearchReply } from '../../contract/search.ts';
import type { Db } from './database.ts';
import { facet, tagFacet } from './search-facets.ts';
import { decodeCursor, encodeCursor, invalidCursor } from './search-cursor.ts';
import { leadingFilter } from './search-filters.ts';
import { needlesOf, type Needle } from './search-highlight.ts';
import {
  type Hit,
  type RowSort,
  type Sort,
  type Window,
  compareHits,
  filterWindow,
  isDateSort,
  rowPage,
  scores,
  sortValue,
  textPageByDate,
  textWindow,
} from './search-hits.ts';
import { indexNotedSessions } from './lesson-text.ts';
import { lessonInfos, lessonRows } from './search-items.ts';
import { momentsOf } from './search-moments.ts';
import {
  type Term,
  anywhere,
  asInitials,
  filterExpressions,
  inTitle,
  isInitials,
  queryTerms,
  spacings,
} from './search-text.ts';
import { corrections } from './search-typo.ts';

/** bm25 walks every lesson of every word, however few lessons have them all. */
const maxRankedWords = 3;

/** `t`: the capped total that the first page counted; later pages of such a list do not count again. */
const cursorSchema = z.union([
  z.object({ s: z.literal('relevance'), score: z.number(), r: z.int() }),
  z.object({
    s: z.literal('relevance'),
    tier: z.union([z.literal(0), z.literal(1)]),
    d: z.iso.date(),
    r: z.int(),
  }),
  z.object({ s: z.string(), v: z.union([z.string(), z.number()]), r: z.int(), t: z.int().min(0).optional() }),
]);
type Cursor = z.infer<typeof cursorSchema>;

type ScoredHit = { hit: Hit; score: number; cursor: Cursor };

/** What a query came to mean. */
type Reading = {
  /** FTS5 expression of the words and exact filters. */
  expression: string;
  /** The part of `expression` whose words all stand in the title; undefined for 초성. */
  titleExpression: string | undefined;
  needles: Needle[];
  window: Window;
  isAsTyped: boolean;
};

/** @throws AppError validation_failed when the cursor is not one of ours */
export async function searchLessons(db: Db, query: SearchQuery): Promise<SearchReply> {
  await indexNotedSessions(db);
  return (await findLessons(db, query)).reply;
}

export type Found = {
  reply: SearchReply;
  /** The words were found as they were typed, not read in another way. */
  isAsTyped: boolean;
  /** All that was looked for, one way after the other. */
  looked: readonly Term[];
};

/**
 * Reads only. Chat that is noted but not yet indexed is not found: `indexNotedSessions` comes first.
 * @throws AppError validation_failed when the cursor is not one of ours
 */
export async function findLessons(db: Db, query: SearchQuery): Promise<Found> {
  const words = query.q.trim();
  const sort: Sort = query.sort ?? (words === '' ? '-session_date' : 'relevance');
  // Without words nothing is more relevant than the newest.
  const rowSort = sort === 'relevance' ? '-session_date' : sort;
  const cursor =
    query.cursor === undefined ? undefined : cursorOf(query.cursor, words === '' ? rowSort : sort);
  if (words === '') {
    // Only the full-text index knows the tags.
    const expression = query.tag === undefined ? undefined : filterExpressions(query).join(' AND ');
    const window = await wordlessWindow(db, { query, expression, cursor, sort: rowSort });
    const page = await rowSorted(db, { query, sort: rowSort, window, cursor, expression });
    return { reply: await reply(db, query, { window, page, needles: [] }), isAsTyped: true, looked: [] };
  }
  const looked: Term[] = [];
  const reading = await read(db, query, queryTerms(words), looked);
  if (reading === undefined) return { reply: emptyReply(), isAsTyped: false, looked };
  const { window, needles, expression, isAsTyped } = reading;
  const page =
    sort === 'relevance'
      ? await byRelevance(db, { query, reading, cursor })
      : await rowSorted(db, { query, sort, window, cursor, expression });
  return { reply: await reply(db, query, { window, page, needles }), isAsTyped, looked };
}

/** A later page of a list that is too long to be counted has its total from the first. */
async function wordlessWindow(
  db: Db,
  options: { query: SearchQuery; expression: string | undefined; cursor: Cursor | undefined; sort: RowSort },
): Promise<Window> {
  const { query, expression, cursor, sort } = options;
  if (cursor !== undefined && 'v' in cursor && cursor.t !== undefined) {
    return { hits: [], isPartial: true, knownTotal: cursor.t };
  }
  if (expression !== undefined) return textWindow(db, query, { expression, sort });
  return filterWindow(db, query, { filters: await leadingFilter(db, query), sort });
}

function cursorOf(text: string, sort: Sort): Cursor {
  const cursor = decodeCursor(text, cursorSchema);
  if (cursor.s !== sort) throw invalidCursor();
  if (isDateSort(sort) && 'v' in cursor && !z.iso.date().safeParse(cursor.v).success) throw invalidCursor();
  return cursor;
}

/**
 * The first way of reading the words that finds a lesson under the filters; undefined when none does.
 * @param looked what is looked for is added
 */
async function read(
  db: Db,
  query: SearchQuery,
  terms: readonly Term[],
  looked: Term[],
): Promise<Reading | undefined> {
  if (terms.length === 0) return undefined;
  looked.push(...terms);
  const filters = filterExpressions(query);
  const all = (expressions: readonly string[]): string => [...filters, ...expressions].join(' AND ');
  const attempt = async (
    expressions: string[],
    titles: string[] | undefined,
    needles: Needle[],
  ): Promise<Reading | undefined> => {
    const expression = all(expressions);
    const window = await textWindow(db, query, { expression, sort: query.sort ?? 'relevance' });
    if (window.hits.length === 0 && !window.isPartial) return undefined;
    return {
      expression,
      titleExpression: titles === undefined ? undefined : titles.join(' AND '),
      needles,
      window,
      isAsTyped: false,
    };
  };
  const exact = await attempt(terms.map(withTitle), terms.map(inTitle), needlesOf(terms));
  if (exact !== undefined) return { ...exact, isAsTyped: true };
  const splits = terms.map(spacings);
  if (splits.some((ways) => ways.length > 0)) {
    looked.push(...splits.flat(2));
    const bySpacing = await attempt(
      terms.map((term, index) => anyOf([withTitle(term), ...(splits[index] ?? []).map(bothAnywhere)])),
      undefined,
      needlesOf([...terms, ...splits.flat(2)]),
    );
    if (bySpacing !== undefined) return bySpacing;
  }
  if (terms.some(isInitials)) {
    const byInitials = await attempt(
      terms.map((term) => (isInitials(term) ? asInitials(term) : withTitle(term))),
      undefined,
      terms.flatMap((term): Needle[] =>
        isInitials(term) ? [{ text: term.text, kind: 'initials' }] : needlesOf([term]),
      ),
    );
    if (byInitials !== undefined) return byInitials;
  }
  const meant = await correctedTerms(db, terms);
  if (meant === undefined) return undefined;
  looked.push(...meant.flat());
  return attempt(
    meant.map((choices) => `(${choices.map(withTitle).join(' OR ')})`),
    meant.map((choices) => `(${choices.map(inTitle).join(' OR ')})`),
    needlesOf(meant.flat()),
  );
}

/** English beginnings are tokens outside the title's column, so a title hit has to be named to weigh more. */
function withTitle(term: Term): string {
  return term.kind === 'word' ? `(${anywhere(term)} OR ${inTitle(term)})` : anywhere(term);
}

function bothAnywhere(parts: readonly Term[]): string {
  return `(${parts.map(anywhere).join(' AND ')})`;
}

function anyOf(expressions: readonly string[]): string {
  return expressions.length === 1 ? expressions.join('') : `(${expressions.join(' OR ')})`;
}

/** For each term itself when the library knows it, else what it may have meant; undefined when one means nothing. */
async function correctedTerms(db: Db, terms: readonly Term[]): Promise<Term[][] | undefined> {
  const meant: Term[][] = [];
  let isChanged = false;
  for (const term of terms) {
    const known = await textPageByDate(db, unfiltered, {
      expression: anywhere(term),
      ascending: false,
      after: undefined,
      limit: 1,
    });
    if (known.length > 0) {
      meant.push([term]);
      continue;
    }
    const choices = await corrections(db, term);
    if (choices.length === 0) return undefined;
    meant.push(choices);
    isChanged = true;
  }
  return isChanged ? meant : undefined;
}

const unfiltered: SearchQuery = { q: '', limit: 1 };

async function byRelevance(
  db: Db,
  options: { query: SearchQuery; reading: Reading; cursor: Cursor | undefined },
): Promise<ScoredHit[]> {
  const { query, reading, cursor } = options;
  const isRanked =
    cursor === undefined
      ? !reading.window.isPartial && reading.needles.length <= maxRankedWords
      : 'score' in cursor;
  if (!isRanked) return byTitleThenDate(db, options);
  const score = await scores(db, query, reading.expression);
  const ranked = reading.window.hits
    .map((hit) => ({ hit, score: score.get(hit.row_id) ?? 0 }))
    .toSorted((a, b) => b.score - a.score || b.hit.row_id - a.hit.row_id);
  const after =
    cursor !== undefined && 'score' in cursor
      ? ranked.filter(
          (one) => one.score < cursor.score || (one.score === cursor.score && one.hit.row_id < cursor.r),
        )
      : ranked;
  return after.slice(0, query.limit + 1).map(({ hit, score: value }) => ({
    hit,
    score: value,
    cursor: { s: 'relevance', score: value, r: hit.row_id },
  }));
}

/** Lessons whose title matches, then the others, each from the newest. */
async function byTitleThenDate(
  db: Db,
  { query, reading, cursor }: { query: SearchQuery; reading: Reading; cursor: Cursor | undefined },
): Promise<ScoredHit[]> {
  const from = cursor !== undefined && 'tier' in cursor ? cursor : undefined;
  const page: ScoredHit[] = [];
  const { expression, titleExpression } = reading;
  const tiers: { tier: 0 | 1; expression: string }[] =
    titleExpression === undefined
      ? [{ tier: 1, expression }]
      : [
          { tier: 0, expression: `(${expression}) AND ${titleExpression}` },
          { tier: 1, expression: `(${expression}) NOT (${titleExpression})` },
        ];
  for (const { tier, expression: part } of tiers) {
    const room = query.limit + 1 - page.length;
    if (room <= 0 || (from !== undefined && from.tier > tier)) continue;
    const after = from?.tier === tier ? { date: from.d, rowId: from.r } : undefined;
    const hits = await textPageByDate(db, query, { expression: part, ascending: false, after, limit: room });
    for (const hit of hits) {
      page.push({
        hit,
        score: tier === 0 ? 1 : 0.5,
        cursor: { s: 'relevance', tier, d: hit.session_date, r: hit.row_id },
      });
    }
  }
  return page;
}

async function rowSorted(
  db: Db,
  options: {
    query: SearchQuery;
    sort: RowSort;
    window: Window;
    cursor: Cursor | undefined;
    expression: string | undefined;
  },
): Promise<ScoredHit[]> {
  const { query, sort, window, cursor, expression } = options;
  const after =
    cursor !== undefined && 'v' in cursor && cursor.s === sort
      ? { value: cursor.v, rowId: cursor.r }
      : undefined;
  const limit = query.limit + 1;
  let hits: Hit[];
  if (!window.isPartial) {
    const sorted = window.hits.toSorted((a, b) => compareHits(sort, a, b));
    hits = (after === undefined ? sorted : sorted.filter((hit) => isAfter(sort, hit, after))).slice(0, limit);
  } else if (expression !== undefined && isDateSort(sort)) {
    hits = await textPageByDate(db, query, {
      expression,
      ascending: sort === 'session_date',
      after: after === undefined ? undefined : { date: String(after.value), rowId: after.rowId },
      limit,
    });
  } else {
    hits = await rowPage(db, query, { sort, after, limit, expression });
  }
  return hits.map((hit) => ({
    hit,
    score: 0,
    cursor: { s: sort, v: sortValue(sort, hit), r: hit.row_id },
  }));
}

function isAfter(sort: RowSort, hit: Hit, after: { value: string | number; rowId: number }): boolean {
  const isDescending = sort.startsWith('-');
  const value = sortValue(sort, hit);
  if (value === after.value) return isDescending ? hit.row_id < after.rowId : hit.row_id > after.rowId;
  return isDescending ? value < after.value : value > after.value;
}

async function reply(
  db: Db,
  query: SearchQuery,
  found: { window: Window; page: ScoredHit[]; needles: readonly Needle[] },
): Promise<SearchReply> {
  const { window, needles } = found;
  const page = found.page.slice(0, query.limit);
  const last = page.at(-1);
  const lessons = await lessonRows(
    db,
    page.map(({ hit }) => hit.row_id),
  );
  const infos = await lessonInfos(db, lessons);
  const moments = await momentsOf(db, lessons, needles);
  const scoreOf = new Map(page.map(({ hit, score }) => [hit.row_id, score]));
  const total = window.knownTotal ?? Math.max(window.hits.length, page.length);
  const next =
    last !== undefined && 'v' in last.cursor && window.isPartial
      ? { ...last.cursor, t: total }
      : last?.cursor;
  // The page shows those of the first page beside all others.
  const counted = query.cursor === undefined ? window.hits : [];
  return {
    total,
    total_is_capped: window.isPartial,
    items: infos.map((info, index) =>
      Object.assign(info, {
        score: scoreOf.get(lessons[index]?.row_id ?? 0) ?? 0,
        moments: moments.get(info.recording_id) ?? [],
      }),
    ),
    facets: {
      teacher: facet(counted, (hit) => hit.teacher_name),
      class_name: facet(counted, (hit) => hit.class_name),
      subject: facet(counted, (hit) => hit.subject),
      tags: tagFacet(counted),
    },
    next_cursor: found.page.length > query.limit && next !== undefined ? encodeCursor(next) : null,
  };
}

function emptyReply(): SearchReply {
  return {
    total: 0,
    total_is_capped: false,
    items: [],
    facets: { teacher: [], class_name: [], subject: [], tags: [] },
    next_cursor: null,
  };
}
