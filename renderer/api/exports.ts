/** Files made of a lesson, or of a part of it, to take away. */
import type { z } from 'zod';
import type { LessonExport, createExportSchema, exportListReplySchema } from '../../contract/vod.ts';
import { call, failureOf } from './client.ts';
import { retryJob } from './system.ts';

/** A job makes it; follow it by `listExports` and the event `job.progress`. */
export function createExport(
  recordingId: string,
  wish: z.input<typeof createExportSchema>,
): Promise<LessonExport> {
  return call('POST', `/api/vod/${recordingId}/exports`, { body: wish });
}

/** Has a failed one made again; where its job was cleared away a new one takes its place. */
export async function retryExport(item: LessonExport): Promise<void> {
  try {
    await retryJob(item.job_id);
  } catch (error) {
    if (failureOf(error).code !== 'job_not_found') throw error;
    const { title, resolution, start_time: start, end_time: end } = item;
    await createExport(item.recording_id, { start, end, resolution, ...(title === '' ? {} : { title }) });
    await deleteExport(item.export_id);
  }
}

/** Newest first; a file and its entry are removed a day after it was made. */
export function listExports(
  query: { recording_id?: string; limit?: number; cursor?: string } = {},
  signal?: AbortSignal,
): Promise<z.infer<typeof exportListReplySchema>> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return call('GET', `/api/exports?${parameters}`, { signal });
}

/** Cancels one that is being made, and removes the file. */
export async function deleteExport(exportId: string): Promise<void> {
  await call('DELETE', `/api/exports/${exportId}`);
}

/** Address of the finished file. */
export function exportFileUrl(exportId: string): string {
  return `/api/exports/${exportId}/file`;
}
