/**
 * Removing a lesson for good: rows and files together, in an order that any interruption leaves to be ended later.
 * The row is marked, so that nothing starts on it any more; its jobs end; its files go; then the row goes.
 */
import { isActive } from '../../contract/recording.ts';
import { AppError } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { listUploadsOf } from '../db/consistency.ts';
import { updateRecording } from '../db/recordings.ts';
import { deleteLessonRows, listPurgeable, purgeMark, readLesson } from '../db/recordings-read.ts';
import { lessonPrefix } from '../storage/lesson-keys.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

type RemoveParts = Pick<LessonParts, 'db' | 'store' | 'takeIndexes' | 'announce'> & {
  jobs: Pick<JobQueue, 'cancelAllOf'>;
};

/** @throws AppError recording_not_found, recording_in_progress */
export async function removeLesson(parts: RemoveParts, recordingId: string): Promise<void> {
  const lesson = await readLesson(parts.db, recordingId);
  if (lesson === undefined) throw new AppError('recording_not_found');
  if (isActive(lesson.status)) throw new AppError('recording_in_progress');
  await updateRecording(parts.db, recordingId, { deleted_at: purgeMark });
  await parts.jobs.cancelAllOf(recordingId);
  await parts.store.removePrefix(lessonPrefix(recordingId));
  parts.takeIndexes.forget(lessonPrefix(recordingId));
  for (const upload of await listUploadsOf(parts.db, recordingId)) await parts.store.removeTemp(upload);
  await deleteLessonRows(parts.db, recordingId);
  parts.announce('library.changed', { recording_id: recordingId, session_id: lesson.session_id });
}

/** Lessons that are due to be removed: their days in the trash are over, or a removal was interrupted. */
export async function lessonsToPurge(
  parts: Pick<LessonParts, 'db' | 'clock' | 'settings'>,
): Promise<string[]> {
  const trashMs = parts.settings().library.trash_days * 24 * 3_600_000;
  return listPurgeable(parts.db, isoTime(parts.clock.now() - trashMs));
}
