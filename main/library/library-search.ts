/**
 * Search over the library, and what an answer depends on. While many search, a thread of its own reads for them
 * (search-thread.ts): the core's own thread then has its time for playing.
 */
import type { SearchQuery, SearchReply } from '../../contract/search.ts';
import type { Db } from '../db/database.ts';
import { indexNotedSessions } from '../db/lesson-text.ts';
import { familiesOfSearch } from '../db/search-families.ts';
import { findLessons } from '../db/search.ts';
import type { SearchThread } from './search-thread.ts';

export type FoundLessons = {
  /** JSON as it leaves, in UTF-8, where another thread has made it. */
  reply: SearchReply | Buffer;
  nextCursor: string | null;
  /** Lessons of the page. */
  recordingIds: string[];
  /** Of what the words were found by, beside those of every list of lessons. */
  families: string[];
};

export type LibrarySearch = {
  /** @throws AppError validation_failed when the cursor is not one of ours; overloaded */
  search(query: SearchQuery): Promise<FoundLessons>;
};

export function createLibrarySearch(db: Db, thread?: SearchThread): LibrarySearch {
  return {
    search: async (query) => {
      // Also waits for a change that is under way on this connection. The change log knows of it already; another
      // connection would still read what was before, which would then be kept as if it were what is.
      await indexNotedSessions(db);
      return (await thread?.find(query)) ?? searchHere(db, query);
    },
  };
}

async function searchHere(db: Db, query: SearchQuery): Promise<FoundLessons> {
  const { reply, isAsTyped, looked } = await findLessons(db, query);
  return {
    reply,
    nextCursor: reply.next_cursor,
    recordingIds: reply.items.map(({ recording_id: id }) => id),
    families: familiesOfSearch(looked, isAsTyped),
  };
}
