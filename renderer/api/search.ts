/** Finding lessons. */
import type { SearchQuery, SearchReply } from '../../contract/search.ts';
import { call } from './client.ts';

/** Parts of the query that are undefined or empty are left out. */
export function searchLessons(
  query: Partial<Omit<SearchQuery, 'limit'>> & { limit?: number },
  signal?: AbortSignal,
): Promise<SearchReply> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  return call('GET', `/api/search?${parameters}`, { signal });
}

/** The first answer is short, for it comes with every letter that is typed; those further down may be long. */
const firstPage = 60;
const furtherPage = 200;

/** @param cursor of the page before; null: the first one */
export function readPage(
  search: Partial<SearchQuery>,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<SearchReply> {
  return cursor === null
    ? searchLessons({ ...search, limit: firstPage }, signal)
    : searchLessons({ ...search, limit: furtherPage, cursor }, signal);
}
