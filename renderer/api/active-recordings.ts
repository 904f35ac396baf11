/** Recordings that run now; the cache is kept in step by the core's events. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { type ApiFailure, failureOf } from './client.ts';
import { keys } from './keys.ts';
import { type RecordingListItem, listActive } from './recording.ts';

const nothing: RecordingListItem[] = [];

export const activeRecordingsQuery = queryOptions({
  queryKey: keys.recordings({ active: true }),
  queryFn: async ({ signal }) => (await listActive(signal)).items,
});

export function useActiveRecordings(): {
  /** Newest first. */
  items: RecordingListItem[];
  isLoaded: boolean;
  failure: ApiFailure | undefined;
} {
  const query = useQuery(activeRecordingsQuery);
  return {
    items: query.data ?? nothing,
    isLoaded: query.data !== undefined,
    failure: query.error === null ? undefined : failureOf(query.error),
  };
}
