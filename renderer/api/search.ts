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
