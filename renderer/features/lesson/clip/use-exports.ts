/** Files made of this lesson; their progress is filled in as the core tells it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { LessonExport } from '../../../../contract/vod.ts';
import { useCoreEvent } from '../../../api/events.ts';
import { listExports } from '../../../api/exports.ts';
import { keys } from '../../../api/keys.ts';

type Page = { items: LessonExport[]; next_cursor: string | null };

export function useExports(recordingId: string): LessonExport[] {
  const query = { recording_id: recordingId, limit: 20 };
  const key = keys.exports(query);
  const cache = useQueryClient();
  const { data } = useQuery({ queryKey: key, queryFn: ({ signal }) => listExports(query, signal) });
  useCoreEvent('job.progress', (event) => {
    if (event.kind !== 'export' || event.recording_id !== recordingId) return;
    const known = cache
      .getQueryData<Page>(key)
      ?.items.some(({ job_id: job, state }) => job === event.job_id && state === event.state);
    if (known !== true) {
      void cache.invalidateQueries({ queryKey: key });
      return;
    }
    cache.setQueryData<Page>(
      key,
      (page) =>
        page && {
          ...page,
          items: page.items.map((item) =>
            item.job_id === event.job_id
              ? { ...item, progress: event.progress, eta_seconds: event.eta_seconds }
              : item,
          ),
        },
    );
  });
  return data?.items ?? [];
}
