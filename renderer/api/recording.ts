/** Recording routes as functions. */
import type { z } from 'zod';
import type {
  ProbeReply,
  RecordingStatusReply,
  SavedSource,
  StartRecording,
  recordingListReplySchema,
  savedSourceListReplySchema,
  sourcesReplySchema,
  startRecordingReplySchema,
  statusReplySchema,
  stopRecordingReplySchema,
} from '../../contract/recording.ts';
import { call } from './client.ts';
import { activePath } from './first-paths.ts';

type RecordingList = z.infer<typeof recordingListReplySchema>;
export type RecordingListItem = RecordingList['items'][number];
export type Source = z.infer<typeof sourcesReplySchema>['items'][number];

/** Those that run now, newest first. */
export function listActive(signal?: AbortSignal): Promise<RecordingList> {
  return call('GET', activePath, { signal });
}

/** Newest first. @param query `deleted`: those in the trash instead */
export function listRecordings(
  query: { deleted?: boolean; limit?: number; cursor?: string },
  signal?: AbortSignal,
): Promise<RecordingList> {
  const parameters = new URLSearchParams({ limit: String(query.limit ?? 50) });
  if (query.deleted === true) parameters.set('deleted', 'true');
  if (query.cursor !== undefined) parameters.set('cursor', query.cursor);
  return call('GET', `/api/recording?${parameters}`, { signal });
}

export function recordingStatus(recordingId: string, signal?: AbortSignal): Promise<RecordingStatusReply> {
  return call('GET', `/api/recording/${recordingId}/status`, { signal });
}

export function probeStream(address: string, signal: AbortSignal): Promise<ProbeReply> {
  return call('POST', '/api/recording/probe', { body: { stream_url: address }, signal });
}

export function startRecording(body: StartRecording): Promise<z.infer<typeof startRecordingReplySchema>> {
  return call('POST', '/api/recording/start', { body });
}

export function stopRecording(recordingId: string): Promise<z.infer<typeof stopRecordingReplySchema>> {
  return call('POST', '/api/recording/stop', { body: { recording_id: recordingId } });
}

export function pauseRecording(recordingId: string): Promise<z.infer<typeof statusReplySchema>> {
  return call('POST', `/api/recording/${recordingId}/pause`);
}

export function resumeRecording(recordingId: string): Promise<z.infer<typeof statusReplySchema>> {
  return call('POST', `/api/recording/${recordingId}/resume`);
}

/** @param options.permanent removed at once instead of going to the trash */
export async function deleteRecording(
  recordingId: string,
  options: { permanent?: boolean } = {},
): Promise<void> {
  await call('DELETE', `/api/recording/${recordingId}${options.permanent === true ? '?permanent=true' : ''}`);
}

export function restoreRecording(recordingId: string): Promise<z.infer<typeof statusReplySchema>> {
  return call('POST', `/api/recording/${recordingId}/restore`);
}

export async function listSources(signal?: AbortSignal): Promise<Source[]> {
  const reply = await call<z.infer<typeof sourcesReplySchema>>('GET', '/api/sources', { signal });
  return reply.items;
}

/** By name; addresses come without passwords and stream keys. */
export async function listSavedSources(signal?: AbortSignal): Promise<SavedSource[]> {
  const reply = await call<z.infer<typeof savedSourceListReplySchema>>('GET', '/api/sources/saved', {
    signal,
  });
  return reply.items;
}

export function saveSource(source: { name: string; stream_url: string }): Promise<SavedSource> {
  return call('POST', '/api/sources/saved', { body: source });
}

export function changeSavedSource(
  sourceId: string,
  change: { name?: string; stream_url?: string },
): Promise<SavedSource> {
  return call('PATCH', `/api/sources/saved/${sourceId}`, { body: change });
}
