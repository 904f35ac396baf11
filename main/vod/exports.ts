/**
 * Files that somebody asked for to take away: each is a job, its file stays a day. The row comes before the file and
 * goes before it, so a file without a row is always one that nothing needs.
 */
import type { z } from 'zod';
import type {
  LessonExport,
  createExportSchema,
  exportListReplySchema,
  listExportsQuerySchema,
} from '../../contract/vod.ts';
import { AppError, isAppError } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import {
  type ExportWithJob,
  deleteExport,
  findExport,
  insertExport,
  listExpiredExports,
  listExports,
  listPendingExports,
} from '../db/exports.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { exportKey } from '../storage/lesson-keys.ts';
import { visibleLesson } from '../lesson/lesson-info.ts';
import { createLimiter } from './limiter.ts';
import { downloadName, planPart } from './lesson-part.ts';
import type { RangedFile } from './streams.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

/** How long a file stays after it was made, ms. */
export const keepExportsMs = 24 * 3_600_000;

export type LessonExports = {
  /** @throws AppError rendition_unknown, rendition_not_ready, range_invalid, media_not_ready, disk_full */
  create(recordingId: string, wanted: z.infer<typeof createExportSchema>): Promise<LessonExport>;
  /** Newest first. */
  list(query: z.infer<typeof listExportsQuerySchema>): Promise<z.infer<typeof exportListReplySchema>>;
  /** @throws AppError export_not_found */
  get(exportId: string): Promise<LessonExport>;
  /** @throws AppError export_not_found, export_not_ready */
  file(exportId: string): Promise<{ file: RangedFile; filename: string }>;
  /** Cancels it when it is being made. @throws AppError export_not_found */
  remove(exportId: string): Promise<void>;
};

type ExportParts = LessonParts & { jobs: Pick<JobQueue, 'enqueue' | 'get' | 'cancel'> };

export function createExports(parts: ExportParts): LessonExports {
  const { db, store, jobs } = parts;

  async function toExport(row: ExportWithJob): Promise<LessonExport> {
    // Only a running job knows more than its row.
    const running = row.state === 'running' ? await jobs.get(row.job_id) : undefined;
    const state = running?.state ?? row.state ?? (row.finished_at === null ? 'failed' : 'done');
    return {
      export_id: row.export_id,
      recording_id: row.recording_id,
      job_id: row.job_id,
      title: row.title,
      start_time: row.start_time,
      end_time: row.end_time,
      resolution: row.resolution,
      state,
      progress: running?.progress ?? row.progress ?? (row.finished_at === null ? 0 : 1),
      eta_seconds: running?.eta_seconds ?? null,
      size_bytes: row.size_bytes,
      filename: row.filename,
      created_at: row.created_at,
      expires_at: row.finished_at === null ? null : isoTime(Date.parse(row.finished_at) + keepExportsMs),
      ...(row.error_code === null ? {} : { error: { code: row.error_code, detail: row.error_detail ?? '' } }),
    };
  }

  async function mustFind(exportId: string): Promise<ExportWithJob> {
    const row = await findExport(db, exportId);
    if (row === undefined) throw new AppError('export_not_found');
    return row;
  }

  /** Files are made one after another, so each that waits leaves its own size behind before the last one begins. */
  async function promisedBytes(): Promise<number> {
    const pending = await listPendingExports(db);
    return pending.reduce((sum, { start_time, end_time, size_bytes, duration_seconds }) => {
      return duration_seconds > 0 ? sum + (size_bytes * (end_time - start_time)) / duration_seconds : sum;
    }, 0);
  }
  const oneAtATime = createLimiter(1);

  return {
    // Two that came at once would each see the room without the other.
    create: async (recordingId, wanted) =>
      oneAtATime(async () => {
        const lesson = await visibleLesson(db, recordingId);
        const { startSec, endSec } = await planPart(parts, lesson, wanted, await promisedBytes());
        const exportId = newId();
        const title = wanted.title ?? lesson.title;
        await db.transaction().execute(async (trx) => {
          const payload = { recording_id: recordingId, export_id: exportId };
          const jobId = await jobs.enqueue('export', payload, { trx });
          await insertExport(trx, {
            export_id: exportId,
            recording_id: recordingId,
            job_id: jobId,
            title,
            start_time: startSec,
            end_time: endSec,
            resolution: wanted.resolution,
            filename: downloadName({ title, session_date: lesson.session_date }),
            size_bytes: null,
            created_at: isoTime(parts.clock.now()),
            finished_at: null,
          });
        });
        return toExport(await mustFind(exportId));
      }),
    list: async ({ limit, cursor, recording_id: recordingId }) => {
      const found = await listExports(db, { limit: limit + 1, before: cursor, recordingId });
      const items = await Promise.all(found.slice(0, limit).map(toExport));
      return { items, next_cursor: found.length > limit ? (items.at(-1)?.export_id ?? null) : null };
    },
    get: async (exportId) => toExport(await mustFind(exportId)),
    file: async (exportId) => {
      const row = await mustFind(exportId);
      if (row.finished_at === null) throw new AppError('export_not_ready');
      const key = exportKey(row.recording_id, exportId);
      const info = await store.stat(key);
      if (info === undefined) throw new AppError('export_not_found');
      const file: RangedFile = {
        size: info.sizeBytes,
        etag: `"${info.sizeBytes.toString(36)}-${Math.round(info.modifiedMs).toString(36)}"`,
        lastModified: new Date(info.modifiedMs),
        contentType: 'video/mp4',
        openRange: (start, end) => store.open(key, { start, end }),
      };
      return { file, filename: row.filename };
    },
    remove: async (exportId) => {
      const row = await mustFind(exportId);
      try {
        await jobs.cancel(row.job_id);
      } catch (error) {
        // It has ended, or its job has been taken off the list.
        if (!isAppError(error, 'job_not_cancellable') && !isAppError(error, 'job_not_found')) throw error;
      }
      await deleteExport(db, exportId);
      await store.remove(exportKey(row.recording_id, exportId));
    },
  };
}

/** Files whose day is over. @returns how many were removed */
export async function removeExpiredExports(
  parts: Pick<LessonParts, 'db' | 'store' | 'clock' | 'log'>,
): Promise<number> {
  let removed = 0;
  for (const row of await listExpiredExports(parts.db, isoTime(parts.clock.now() - keepExportsMs))) {
    try {
      await deleteExport(parts.db, row.export_id);
      await parts.store.remove(exportKey(row.recording_id, row.export_id));
      removed += 1;
    } catch (error) {
      // A client may be reading it on a system that locks files; the next look at the files finds it.
      parts.log.warn({ err: error, export_id: row.export_id }, 'an export could not be removed');
    }
  }
  return removed;
}
