/** When a lesson is finished with: the one place that turns `processing` into `ready`. */
import type { Job } from '../../contract/jobs.ts';
import { updateRecording } from '../db/recordings.ts';
import { listProcessingIds, readLesson, settleLesson } from '../db/recordings-read.ts';
import { announceLesson } from '../lesson/lesson-info.ts';
import { failRenditions } from './renditions-job.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

type SettleParts = Pick<LessonParts, 'db' | 'announce'>;

/**
 * A lesson whose last job has ended, in whatever way, is `ready`: a failed thumbnail takes nothing from it.
 * @returns whether it became ready now.
 */
export async function settleRecording(parts: SettleParts, recordingId: string): Promise<boolean> {
  const isReady = await settleLesson(parts.db, recordingId);
  if (isReady) await announceLesson(parts, recordingId);
  return isReady;
}

/** At start-up: lessons whose last job ended just before the program was killed. */
export async function settleAll(parts: SettleParts): Promise<void> {
  for (const recordingId of await listProcessingIds(parts.db)) await settleRecording(parts, recordingId);
}

/** To be called by the job queue after every end of a job. */
export async function settleAfterJob(
  parts: SettleParts & Pick<LessonParts, 'store'>,
  job: Job,
): Promise<void> {
  if (job.recording_id === null) return;
  if (job.kind === 'import' && job.state !== 'done') await failImport(parts, job, job.recording_id);
  if (job.kind === 'renditions' && job.state !== 'done') await failRenditions(parts, job.recording_id);
  await settleRecording(parts, job.recording_id);
}

/** An import that was given up leaves a failed recording that says why, and no upload. */
async function failImport(
  parts: SettleParts & Pick<LessonParts, 'store'>,
  job: Job,
  recordingId: string,
): Promise<void> {
  const lesson = await readLesson(parts.db, recordingId);
  // Cancelled after its last step: what is there is whole.
  if (lesson === undefined || lesson.take_count > 0) return;
  await updateRecording(parts.db, recordingId, {
    status: 'failed',
    error_code: job.error?.code ?? 'internal',
    error_detail: job.error?.detail ?? null,
  });
  await announceLesson(parts, recordingId);
}
