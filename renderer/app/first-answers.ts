/** What the first screen shows is there, as a rule, before it is drawn: it is then drawn once. */
import type { QueryClient } from '@tanstack/react-query';
import { activeRecordingsQuery } from '../api/active-recordings.ts';
import { firstNews, listenToCore } from '../api/core-events.ts';
import { settingsQuery } from '../api/settings.ts';
import { systemQuery } from '../api/system-query.ts';
import { parseLibraryQuery, searchOf } from '../features/library/library-query.ts';
import { libraryPagesQuery } from '../features/library/use-library-search.ts';
import { paths } from './paths.ts';

/** Takes what start.ts asked for. A failure is kept with its query, and shown where that is used. */
export async function firstAnswers(cache: QueryClient): Promise<void> {
  await firstNews();
  let hasNews = false;
  const stopListening = listenToCore(() => {
    hasNews = true;
  });
  const asked = [cache.prefetchQuery(settingsQuery), cache.prefetchQuery(activeRecordingsQuery)];
  const { pathname, search } = window.location;
  if (pathname === paths.library) {
    const pages = libraryPagesQuery(searchOf(parseLibraryQuery(search)));
    asked.push(cache.prefetchInfiniteQuery(pages), cache.prefetchQuery(systemQuery));
  }
  await Promise.all(asked);
  stopListening();
  // An answer that was on its way may be from before the change, and nobody shows it yet who would ask again.
  if (hasNews) await cache.invalidateQueries();
}
