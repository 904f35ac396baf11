/**
 * Loaded pages of found lessons, kept in step with what changed: read again is the first page, which has what is new
 * and the counts, and the pages on which a changed lesson stands. Thousands of lessons that stayed as they were are
 * not asked for again, and what is shown does not jump.
 */
import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query';
import type { SearchQuery, SearchReply } from '../../contract/search.ts';
import { failureOf } from './client.ts';
import { keys } from './keys.ts';
import { readPage } from './search.ts';
import { lessonInfo } from './vod.ts';

type Pages = InfiniteData<SearchReply, string | null>;
type Search = Partial<SearchQuery>;

/** Announcements come in clusters: a lesson that ends is announced several times (ms). */
const gatherMs = 250;
/** More at once are cheaper to read in one go than one by one. */
const mostPages = 4;
const mostGone = 4;

/** Key of the pages of a question; the cache also holds single answers to the same one. */
export function lessonPagesKey(search: Search) {
  return keys.search({ ...search, pages: true });
}

function isPages(data: unknown): data is Pages {
  return typeof data === 'object' && data !== null && 'pages' in data;
}

const waiting = new WeakMap<QueryClient, { ids: Set<string>; done: Promise<void> }>();

/** @returns when everything that was asked for until then is shown */
export function lessonsChanged(cache: QueryClient, ids: readonly string[]): Promise<void> {
  const gathered = waiting.get(cache);
  if (gathered !== undefined) {
    for (const id of ids) gathered.ids.add(id);
    return gathered.done;
  }
  const changed = new Set(ids);
  const done = new Promise((resolve) => setTimeout(resolve, gatherMs)).then(async () => {
    waiting.delete(cache);
    await readChanges(cache, changed);
  });
  waiting.set(cache, { ids: changed, done });
  return done;
}

/** Lessons that changed while nobody looked at these pages. */
const missed = new WeakMap<Query, Set<string>>();

async function readChanges(cache: QueryClient, changed: ReadonlySet<string>): Promise<void> {
  const queries = cache.getQueryCache().findAll({ queryKey: keys.everySearch });
  await Promise.all(
    queries.map(async (query) => {
      const pages = query.state.data;
      // One page is one question.
      if (!isPages(pages) || pages.pages.length < 2) await again(cache, query);
      else if (query.isActive()) await readPages(cache, query, pages, changed);
      else missed.set(query, new Set([...(missed.get(query) ?? []), ...changed]));
    }),
  );
}

/** Reads what was missed as soon as somebody looks again. */
export function followLooks(cache: QueryClient): void {
  cache.getQueryCache().subscribe(({ type, query }) => {
    const changed = type === 'observerAdded' ? missed.get(query) : undefined;
    const { data } = query.state;
    if (changed === undefined || !isPages(data)) return;
    missed.delete(query);
    void readPages(cache, query, data, changed);
  });
}

async function again(cache: QueryClient, query: Query): Promise<void> {
  await cache.invalidateQueries({ queryKey: query.queryKey, exact: true });
}

async function readPages(
  cache: QueryClient,
  query: Query,
  before: Pages,
  changed: ReadonlySet<string>,
): Promise<void> {
  const { pages: _, ...search } = query.queryKey[1] as Search & { pages: true };
  const places = new Set([0, ...placesOf(before, changed)]);
  if (places.size > mostPages) {
    await again(cache, query);
    return;
  }
  try {
    const read = new Map<number, SearchReply>();
    await Promise.all(
      [...places].map(async (place) => {
        read.set(place, await readPage(search, before.pageParams[place] ?? null));
      }),
    );
    const now = query.state.data;
    const isSettled =
      query.state.fetchStatus === 'idle' &&
      isPages(now) &&
      [...places].every((place) => now.pageParams[place] === before.pageParams[place]);
    if (!isSettled || (await hasMoved(before, read, changed))) {
      await again(cache, query);
      return;
    }
    cache.setQueryData<Pages>(query.queryKey, (data) =>
      data === undefined ? data : withPages(data, read, changed),
    );
  } catch {
    // The recorder is away, or the page below was asked for by an order that is no more: the whole says so.
    await again(cache, query);
  }
}

/** Pages on which one of the lessons stands. Pure. */
function placesOf({ pages }: Pages, ids: ReadonlySet<string>): number[] {
  return pages.flatMap(({ items }, place) =>
    items.some(({ recording_id: id }) => ids.has(id)) ? [place] : [],
  );
}

/** Whether a lesson that changed may stand on a page now that was not read. */
async function hasMoved(
  before: Pages,
  read: ReadonlyMap<number, SearchReply>,
  changed: ReadonlySet<string>,
): Promise<boolean> {
  const found = new Set([...read.values()].flatMap(({ items }) => items.map((item) => item.recording_id)));
  const missing = [...changed].filter((id) => !found.has(id));
  if (missing.length === 0) return false;
  const shown = new Set(before.pages.flatMap(({ items }) => items.map((item) => item.recording_id)));
  const gone = missing.filter((id) => shown.has(id));
  const [first, now] = [before.pages[0], read.get(0)];
  if (first !== undefined && now !== undefined && !now.total_is_capped) {
    const came = [...changed].filter((id) => found.has(id) && !shown.has(id));
    // None of them is counted any more: no answers to this question.
    if (now.total <= first.total - gone.length + came.length) return false;
  }
  if (missing.length > mostGone) return true;
  const isThere = await Promise.all(
    missing.map(async (id) => {
      try {
        await lessonInfo(id);
        return true;
      } catch (error) {
        if (failureOf(error).code === 'recording_not_found') return false;
        throw error;
      }
    }),
  );
  return isThere.includes(true);
}

/** The pages with those that were read in their places. Pure. */
export function withPages(
  data: Pages,
  read: ReadonlyMap<number, SearchReply>,
  changed: ReadonlySet<string>,
): Pages {
  const pages = data.pages.map((page, place) => {
    const now = read.get(place);
    if (now === undefined) return page;
    const found = new Set(now.items.map(({ recording_id: id }) => id));
    // What a new lesson pushed over the page's end is on no other page: it stays here.
    const pushed = page.items.filter(({ recording_id: id }) => !found.has(id) && !changed.has(id));
    return {
      ...now,
      items: pushed.length === 0 ? now.items : [...now.items, ...pushed],
      next_cursor: pushed.length === 0 ? now.next_cursor : page.next_cursor,
    };
  });
  return { ...data, pages };
}
