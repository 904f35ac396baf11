/** How the recorder is. */
import { queryOptions } from '@tanstack/react-query';
import type { SystemHealth } from '../../contract/health.ts';
import { call } from './client.ts';
import { keys } from './keys.ts';

/** Whoever shows it asks for the same; how often is their own business. */
export const healthQuery = queryOptions({
  queryKey: keys.health,
  queryFn: ({ signal }): Promise<SystemHealth> => call('GET', '/api/system/health', { signal }),
});

export function healthReportUrl(language: 'ko' | 'en'): string {
  return `/api/system/report?lang=${language}`;
}
