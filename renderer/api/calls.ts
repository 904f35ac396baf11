/** The routes the page uses, as functions. */
import type { z } from 'zod';
import type {
  ProbeReply,
  RecordingStatusReply,
  StartRecording,
  recordingListReplySchema,
  startRecordingReplySchema,
  statusReplySchema,
  stopRecordingReplySchema,
} from '../../contract/recording.ts';
import type { SearchReply } from '../../contract/search.ts';
import type { Chapter, LessonInfo, createChapterReplySchema } from '../../contract/vod.ts';
import { call } from './client.ts';

export type RecordingListItem = z.infer<typeof recordingListReplySchema>['items'][number];

const pageSize = 48;

export function searchLessons(
  query: { q: string; cursor?: string | undefined },
  signal?: AbortSignal,
): Promise<SearchReply> {
  const parameters = new URLSearchParams({ limit: String(pageSize) });
  if (query.q !== '') parameters.set('q', query.q);
  if (query.cursor !== undefined) parameters.set('cursor', query.cursor);
  return call('GET', `/api/search?${parameters}`, { signal });
}

/** The newest recordings; those that run are among them. */
export async function recentRecordings(signal?: AbortSignal): Promise<RecordingListItem[]> {
  const page = await call<z.infer<typeof recordingListReplySchema>>('GET', '/api/recording?limit=20', {
    signal,
  });
  return page.items;
}

/** Newest first. */
export async function trashedRecordings(signal?: AbortSignal): Promise<RecordingListItem[]> {
  const page = await call<z.infer<typeof recordingListReplySchema>>(
    'GET',
    '/api/recording?deleted=true&limit=200',
    { signal },
  );
  return page.items;
}

export function probeStream(address: string, signal: AbortSignal): Promise<ProbeReply> {
  return call('POST', '/api/recording/probe', { body: { stream_url: address }, signal });
}

export function lessonInfo(recordingId: string, signal?: AbortSignal): Promise<LessonInfo> {
  return call('GET', `/api/vod/${recordingId}/info`, { signal });
}

export function recordingStatus(recordingId: string, signal?: AbortSignal): Promise<RecordingStatusReply> {
  return call('GET', `/api/recording/${recordingId}/status`, { signal });
}

export function startRecording(body: StartRecording): Promise<z.infer<typeof startRecordingReplySchema>> {
  return call('POST', '/api/recording/start', { body });
}

export function stopRecording(recordingId: string): Promise<z.infer<typeof stopRecordingReplySchema>> {
  return call('POST', '/api/recording/stop', { body: { recording_id: recordingId } });
}

export async function pauseRecording(recordingId: string): Promise<void> {
  await call('POST', `/api/recording/${recordingId}/pause`);
}

export async function resumeRecording(recordingId: string): Promise<void> {
  await call('POST', `/api/recording/${recordingId}/resume`);
}

export async function deleteRecording(recordingId: string): Promise<void> {
  await call('DELETE', `/api/recording/${recordingId}`);
}

export function restoreRecording(recordingId: string): Promise<z.infer<typeof statusReplySchema>> {
  return call('POST', `/api/recording/${recordingId}/restore`);
}

export function listChapters(recordingId: string, signal?: AbortSignal): Promise<Chapter[]> {
  return call('GET', `/api/vod/${recordingId}/chapters`, { signal });
}

export function createChapter(
  recordingId: string,
  chapter: { start_time: number; title: string; description?: string },
): Promise<z.infer<typeof createChapterReplySchema>> {
  return call('POST', `/api/vod/${recordingId}/chapters`, { body: chapter });
}

export async function renameChapter(recordingId: string, chapterId: string, title: string): Promise<void> {
  await call('PATCH', `/api/vod/${recordingId}/chapters/${chapterId}`, { body: { title } });
}

export async function deleteChapter(recordingId: string, chapterId: string): Promise<void> {
  await call('DELETE', `/api/vod/${recordingId}/chapters/${chapterId}`);
}

export function streamUrl(recordingId: string): string {
  return `/api/vod/${recordingId}/stream`;
}

export function thumbnailUrl(recordingId: string, width: number): string {
  return `/api/vod/${recordingId}/thumbnail?width=${width}`;
}

export function downloadUrl(recordingId: string): string {
  return `/api/vod/${recordingId}/download`;
}
