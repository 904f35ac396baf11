/** Finding lessons. */
import type { SearchQuery, SearchReply } from '../../contract/search.ts';
import { call } from './client.ts';

/** Parts of the query that are undefined or empty are left out. */
export function searchLessons(
  query: Partial<Omit<SearchQuery, 'limit'>> & { limit?: number },
  signal?: AbortSignal,
): Promise<SearchReply> {
  return call('GET', searchPath(query), { signal });
}

function searchPath(query: Partial<Omit<SearchQuery, 'limit'>> & { limit?: number }): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return `/api/search?${parameters}`;
}

/** The first answer is short, for it comes with every letter that is typed; those further down may be long. */
const firstPage = 60;
const furtherPage = 200;

/** Address of what `readPage` reads first. */
export function firstPagePath(search: Partial<SearchQuery>): string {
  return searchPath({ ...search, limit: firstPage });
}

/** @param cursor of the page before; null: the first one */
export function readPage(
  search: Partial<SearchQuery>,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<SearchReply> {
  return cursor === null
    ? call('GET', firstPagePath(search), { signal })
    : searchLessons({ ...search, limit: furtherPage, cursor }, signal);
}
