/** Makes the file of an export. A killed run leaves nothing but temporary files; the next one starts from the front. */
import { stat } from 'node:fs/promises';
import { AppError } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { findExport, finishExport } from '../db/exports.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import { exportKey } from '../storage/lesson-keys.ts';
import { visibleLesson } from '../lesson/lesson-info.ts';
import { makePart, planPart } from './lesson-part.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import { makeWorkFolder } from '../lesson/work-folder.ts';

/** The last step, moving the file to its place, may take a moment on a slow disk. */
const madeShare = 0.99;

export function exportHandler(parts: LessonParts): JobHandler<'export'> {
  return {
    lane: 'export',
    maxAttempts: 3,
    run: async ({ payload, signal, progress }) => {
      const { recording_id: recordingId, export_id: exportId } = payload;
      const wanted = await findExport(parts.db, exportId);
      if (wanted === undefined) throw new AppError('export_not_found');
      const key = exportKey(recordingId, exportId);
      const part = await planPart(parts, await visibleLesson(parts.db, recordingId), {
        start: wanted.start_time,
        end: wanted.end_time,
        resolution: wanted.resolution,
      });
      await using work = await makeWorkFolder(parts.store, 'export');
      const output = await makePart(parts, part, {
        work,
        title: wanted.title,
        signal,
        onProgress: (fraction) => progress(fraction * madeShare),
      });
      if (signal.aborted) throw new AppError('job_cancelled');
      const { size } = await stat(output);
      await parts.store.publish(key, output);
      const made = { size_bytes: size, finished_at: isoTime(parts.clock.now()) };
      // Removed while it was being made: nobody would ever ask for the file.
      if (!(await finishExport(parts.db, exportId, made))) await parts.store.remove(key);
    },
  };
}
