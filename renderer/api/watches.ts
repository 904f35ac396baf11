/** Rules of automatic recording as functions. */
import type { z } from 'zod';
import type {
  Watch,
  watchChangeSchema,
  watchListReplySchema,
  watchRequestSchema,
} from '../../contract/recording.ts';
import { call } from './client.ts';

export type WatchRequest = z.input<typeof watchRequestSchema>;
export type WatchChange = z.input<typeof watchChangeSchema>;

export async function listWatches(signal?: AbortSignal): Promise<Watch[]> {
  return (await call<z.infer<typeof watchListReplySchema>>('GET', '/api/watches', { signal })).items;
}

export function addWatch(watch: WatchRequest): Promise<Watch> {
  return call('POST', '/api/watches', { body: watch });
}

export function changeWatch(watchId: string, change: WatchChange): Promise<Watch> {
  return call('PATCH', `/api/watches/${watchId}`, { body: change });
}

export function watchPath(watchId: string): string {
  return `/api/watches/${watchId}`;
}

export function savedSourcePath(sourceId: string): string {
  return `/api/sources/saved/${sourceId}`;
}
