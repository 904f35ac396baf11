/** Ends the trash: removes lessons whose days in it are over, one by one. Also forgets jobs that ended long ago. */
import { isoTime } from '../base/clock.ts';
import { deleteEndedJobsBefore } from '../db/jobs.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import { lessonsToPurge } from './remove-lesson.ts';
import type { VodParts } from './vod-parts.ts';

/** Ended jobs are shown this long, ms. */
const keepJobsMs = 30 * 24 * 3_600_000;

export function purgeTrashHandler(
  parts: Pick<VodParts, 'db' | 'clock' | 'settings'>,
  removeLesson: (recordingId: string) => Promise<void>,
): JobHandler<'purge_trash'> {
  return {
    lane: 'media',
    maxAttempts: 5,
    run: async ({ signal, progress, log }) => {
      const due = await lessonsToPurge(parts);
      let failure: unknown;
      for (const [position, recordingId] of due.entries()) {
        signal.throwIfAborted();
        try {
          await removeLesson(recordingId);
          log.info({ recording_id: recordingId }, 'lesson removed from the trash for good');
        } catch (error) {
          // One locked file must not keep all the others.
          log.warn({ err: error, recording_id: recordingId }, 'lesson could not be removed');
          failure = error;
        }
        progress((position + 1) / due.length);
      }
      await deleteEndedJobsBefore(parts.db, isoTime(parts.clock.now() - keepJobsMs));
      if (failure !== undefined) throw failure as Error;
    },
  };
}
