/** The recorder's jobs, newest first, page by page; the core's events keep them in step. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/keys.ts';
import { listJobs } from '../../api/system.ts';

const perPage = 100;

export function useJobs() {
  const [cursors, setCursors] = useState<string[]>([]);
  // What runs now may be far down when much waits behind it.
  const running = useQuery({
    queryKey: keys.jobs({ state: 'running' }),
    queryFn: ({ signal }) => listJobs({ state: 'running', limit: perPage }, signal),
  });
  const pages = useQueries({
    queries: [undefined, ...cursors].map((cursor) => {
      const query = cursor === undefined ? { limit: perPage } : { limit: perPage, cursor };
      return {
        queryKey: keys.jobs(query),
        queryFn: ({ signal }: { signal: AbortSignal }) => listJobs(query, signal),
      };
    }),
  });
  const nextCursor = pages.at(-1)?.data?.next_cursor ?? null;
  return {
    pages: [
      ...(running.data === undefined ? [] : [running.data.items]),
      ...pages.flatMap(({ data }) => (data === undefined ? [] : [data.items])),
    ],
    isLoaded: pages[0]?.data !== undefined,
    failure: pages[0]?.data === undefined ? (pages[0]?.error ?? null) : null,
    retry: () => void pages[0]?.refetch(),
    /** undefined when there are no older ones. */
    showOlder: nextCursor === null ? undefined : () => setCursors((last) => [...last, nextCursor]),
    isLoadingOlder: pages.some(({ isFetching, data }) => isFetching && data === undefined),
  };
}
