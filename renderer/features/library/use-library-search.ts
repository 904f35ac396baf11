/** What the core found for what is asked, page after page as it is needed. */
import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SearchQuery, SearchReply } from '../../../contract/search.ts';
import { useKeptEdits, withEdit } from '../../api/kept-edits.ts';
import { lessonPagesKey } from '../../api/lesson-pages.ts';
import { readPage } from '../../api/search.ts';
import { lessonRoute } from '../../api/vod.ts';
import type { FoundLesson } from './lesson-rows.ts';
import { type LibraryQuery, searchOf } from './library-query.ts';
import { useRemovedLessons } from './removed-lessons.ts';

export type LessonPages = Pick<InfiniteData<SearchReply, string | null>, 'pages'>;

export function libraryPagesQuery(search: Partial<SearchQuery>) {
  return infiniteQueryOptions({
    queryKey: lessonPagesKey(search),
    queryFn: ({ pageParam, signal }) => readPage(search, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    // Events say what changed (lesson-pages.ts); reading hundreds of lessons again when one comes back would be felt.
    staleTime: Infinity,
    // Comparing ten thousand lessons field by field would be felt.
    structuralSharing: false,
  });
}

export function useLibrarySearch(query: LibraryQuery) {
  const removed = useRemovedLessons();
  const pages = useInfiniteQuery({
    ...libraryPagesQuery(searchOf(query)),
    placeholderData: keepPreviousData,
  });
  const { data } = pages;
  const kept = useKeptEdits();
  const lessons = useMemo(() => shownLessons(data, removed, kept), [data, removed, kept]);
  const first = data?.pages[0];
  const hidden = useMemo(() => hiddenCount(data, removed), [data, removed]);
  return {
    lessons,
    isLoaded: data !== undefined,
    /** What is shown answers an earlier question. */
    isBehind: pages.isPlaceholderData,
    total: first === undefined ? 0 : Math.max(0, first.total - hidden),
    isCapped: first?.total_is_capped ?? false,
    facets: first?.facets,
    failure: pages.error,
    retry: () => void pages.refetch(),
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    /** Why the next page did not come; null when it may be asked for without a wish. */
    moreFailure: pages.isFetchNextPageError ? pages.error : null,
    loadMore: pages.fetchNextPage,
  };
}

function shownLessons(
  data: LessonPages | undefined,
  removed: ReadonlySet<string>,
  kept: ReturnType<typeof useKeptEdits>,
): FoundLesson[] {
  const met = new Set<string>();
  const found = (data?.pages ?? []).flatMap(({ items }) =>
    items.filter(({ recording_id: id }) => {
      // While pages are read one by one, a new lesson can push another one over to the next page.
      if (removed.has(id) || met.has(id)) return false;
      met.add(id);
      return true;
    }),
  );
  if (kept.size === 0) return found;
  return found.map((lesson) => withEdit(lesson, kept.get(lessonRoute(lesson.recording_id))));
}

function hiddenCount(data: LessonPages | undefined, removed: ReadonlySet<string>): number {
  if (removed.size === 0) return 0;
  return (data?.pages ?? []).flatMap(({ items }) => items).filter(({ recording_id: id }) => removed.has(id))
    .length;
}
