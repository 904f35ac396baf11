/**
 * Retention: puts lessons past their days into the trash, removes those whose days in it are over, one by one, and
 * forgets jobs that ended long ago.
 */
import { isoTime } from '../base/clock.ts';
import { deleteEndedJobs, endedStates } from '../db/jobs.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import { lessonsToPurge } from './remove-lesson.ts';
import { trashExpiredLessons } from './retention.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

/** Ended jobs are shown this long, ms. */
const keepJobsMs = 30 * 24 * 3_600_000;

export function purgeTrashHandler(
  parts: Pick<LessonParts, 'db' | 'clock' | 'settings' | 'announce' | 'log'>,
  removeLesson: (recordingId: string) => Promise<void>,
): JobHandler<'purge_trash'> {
  return {
    lane: 'media',
    maxAttempts: 5,
    run: async ({ signal, progress, log }) => {
      await trashExpiredLessons(parts, signal);
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
      await deleteEndedJobs(parts.db, {
        states: endedStates,
        before: isoTime(parts.clock.now() - keepJobsMs),
      });
      if (failure !== undefined) throw failure as Error;
    },
  };
}
