/** Lessons in the trash, page after page, and what can be done with them. */
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { keys } from '../../api/keys.ts';
import { lessonsChanged } from '../../api/lesson-pages.ts';
import {
  type RecordingListItem,
  deleteRecording,
  listRecordings,
  restoreRecording,
} from '../../api/recording.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { hideLessons, showLessons, useRemovedLessons } from './removed-lessons.ts';
import { runEach } from './run-each.ts';

const page = { deleted: true, limit: 200 } as const;
type Pages = Pick<InfiniteData<{ items: RecordingListItem[] }>, 'pages'>;

const idOf = ({ recording_id: id }: RecordingListItem) => id;

export function useTrash() {
  const cache = useQueryClient();
  const { t } = useLanguage();
  const { notify, notifyFailure } = useNotify();
  const gone = useRemovedLessons();
  const [isBusy, setIsBusy] = useState(false);
  const pages = useInfiniteQuery({
    queryKey: keys.recordings({ ...page, pages: true }),
    queryFn: ({ pageParam, signal }) =>
      listRecordings({ ...page, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    structuralSharing: false,
  });
  const items = useMemo(
    () => itemsOf(pages.data).filter((item) => !gone.has(idOf(item))),
    [pages.data, gone],
  );

  const forEach = async (
    chosen: readonly RecordingListItem[],
    work: (id: string) => Promise<unknown>,
  ): Promise<number> => {
    setIsBusy(true);
    hideLessons(chosen.map(idOf));
    const { done, failures } = await runEach(chosen, (item) => work(idOf(item)));
    const [first] = failures;
    if (first !== undefined) notifyFailure(first.error);
    await Promise.all([
      cache.invalidateQueries({ queryKey: keys.everyRecording }),
      cache.invalidateQueries({ queryKey: keys.system }),
    ]);
    void lessonsChanged(cache, chosen.map(idOf));
    showLessons(chosen.map(idOf));
    setIsBusy(false);
    return done.length;
  };
  /** Also what has not been read yet. @returns nothing when that cannot be read: half of all is not what was meant */
  const everything = async () => {
    let { data, hasNextPage } = pages;
    while (hasNextPage) {
      const reply = await pages.fetchNextPage();
      if (reply.isError) {
        notifyFailure(reply.error);
        return [];
      }
      ({ data, hasNextPage } = reply);
    }
    return itemsOf(data);
  };
  return {
    items,
    isLoaded: pages.data !== undefined,
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    /** Why the next page did not come; null when it may be asked for without a wish. */
    moreFailure: pages.isFetchNextPageError ? pages.error : null,
    loadMore: pages.fetchNextPage,
    failure: pages.error,
    retry: () => void pages.refetch(),
    /** Something is under way that a second wish would get in the way of. */
    isBusy,
    restore: async (chosen: readonly RecordingListItem[]) => {
      const count = await forEach(chosen, restoreRecording);
      if (count > 0) notify({ text: t('trash.restored', { count }) });
    },
    remove: async (chosen: readonly RecordingListItem[]) => {
      const count = await forEach(chosen, (id) => deleteRecording(id, { permanent: true }));
      if (count > 0) notify({ text: t('trash.removed', { count }) });
    },
    everything,
  };
}

function itemsOf(data: Pages | undefined): RecordingListItem[] {
  return (data?.pages ?? []).flatMap(({ items }) => items);
}
