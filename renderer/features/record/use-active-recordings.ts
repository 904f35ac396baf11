/** Recordings that run now, followed through the event stream. */
import { type RecordingListItem, recentRecordings } from '../../api/calls.ts';
import type { ApiFailure } from '../../api/client.ts';
import { useServerEvents } from '../../api/events.ts';
import { useRemote } from '../../api/use-remote.ts';
import { statusMeaning } from '../../ui/lesson-status.ts';

export function useActiveRecordings(): { items: RecordingListItem[]; failure: ApiFailure | undefined } {
  const recent = useRemote('recent recordings', recentRecordings);
  useServerEvents({
    'recording.changed': ({ recording_id: id, status }) => {
      const known = recent.data?.find((item) => item.recording_id === id);
      // Size and length change every second; only a change of state concerns the list.
      if (known?.status !== status) recent.reload();
    },
    'library.changed': recent.reload,
    missed: recent.reload,
  });
  return {
    items: recent.data?.filter(({ status }) => statusMeaning[status].isActive) ?? [],
    failure: recent.failure,
  };
}
