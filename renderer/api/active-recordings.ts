/** Recordings that run now; the cache is kept in step by the core's events. */
import { useQuery } from '@tanstack/react-query';
import { activeStatuses } from '../../contract/recording.ts';
import { type ApiFailure, failureOf } from './client.ts';
import { keys } from './keys.ts';
import { type RecordingListItem, listRecordings } from './recording.ts';

const nothing: RecordingListItem[] = [];

export function useActiveRecordings(): {
  items: RecordingListItem[];
  isLoaded: boolean;
  failure: ApiFailure | undefined;
} {
  const query = useQuery({
    queryKey: keys.recordings({ active: true }),
    queryFn: ({ signal }) => activeRecordings((asked) => listRecordings(asked, signal)),
  });
  return {
    items: query.data ?? nothing,
    isLoaded: query.data !== undefined,
    failure: query.error === null ? undefined : failureOf(query.error),
  };
}

/**
 * Newest first. Asked for by status: among the newest of all, a lesson is pushed out by files that are imported
 * while it runs.
 */
export async function activeRecordings(
  list: (query: Parameters<typeof listRecordings>[0]) => Promise<{ items: RecordingListItem[] }>,
): Promise<RecordingListItem[]> {
  const [first, ...others] = activeStatuses;
  // A page that is not logged in is refused once: wrong tokens are counted.
  const starting = await list({ status: first });
  const lists = [starting, ...(await Promise.all(others.map((status) => list({ status }))))];
  // One whose status changes between two answers may be in both.
  const found = new Map(lists.flatMap(({ items }) => items).map((item) => [item.recording_id, item]));
  return [...found.values()].toSorted((a, b) => b.created_at.localeCompare(a.created_at));
}
