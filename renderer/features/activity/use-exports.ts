/** Files that were asked for; they and their entries go a day after they were made. */
import { useQuery } from '@tanstack/react-query';
import { listExports } from '../../api/exports.ts';
import { keys } from '../../api/keys.ts';
import type { LessonExport } from '../../../contract/vod.ts';

const none: LessonExport[] = [];

export function useExports(): { items: LessonExport[]; isLoaded: boolean } {
  const query = useQuery({
    queryKey: keys.exports({ limit: 200 }),
    queryFn: ({ signal }) => listExports({ limit: 200 }, signal),
  });
  return { items: query.data?.items ?? none, isLoaded: query.data !== undefined };
}
