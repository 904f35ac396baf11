/** Recordings that run now; the cache is kept in step by the core's events. */
import { useQuery } from '@tanstack/react-query';
import { statusMeaning } from '../ui/lesson-status.ts';
import { type ApiFailure, failureOf } from './client.ts';
import { keys } from './keys.ts';
import { type RecordingListItem, listRecordings } from './recording.ts';

const newest = { limit: 20 };
const nothing: RecordingListItem[] = [];

export function useActiveRecordings(): {
  items: RecordingListItem[];
  isLoaded: boolean;
  failure: ApiFailure | undefined;
} {
  const query = useQuery({
    queryKey: keys.recordings(newest),
    queryFn: async ({ signal }) => (await listRecordings(newest, signal)).items,
    select: (items) => items.filter(({ status }) => statusMeaning[status].isActive),
  });
  return {
    items: query.data ?? nothing,
    isLoaded: query.data !== undefined,
    failure: query.error === null ? undefined : failureOf(query.error),
  };
}
