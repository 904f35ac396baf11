/** Makes the picture a lesson is known by in lists: the richest of a few moments, so that a black start is not it. */
import { isAppError } from '../base/app-error.ts';
import { loadSharp } from '../media/load-sharp.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import { thumbnailKey } from '../storage/lesson-keys.ts';
import { grabFrame } from '../lesson/frame-grab.ts';
import { announceLesson, lessonOfJob } from '../lesson/lesson-info.ts';
import { encodePicture, thumbnailWidth } from './thumbnails.ts';
import { type Timeline, readTimeline } from '../lesson/timeline.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

/** Shares of the lesson that are looked at. */
const candidates = [0.1, 0.35, 0.6];

export function thumbnailHandler(parts: LessonParts): JobHandler<'thumbnail'> {
  return {
    lane: 'media',
    maxAttempts: 3,
    run: async ({ payload, signal, progress }) => {
      const lesson = await lessonOfJob(parts, payload.recording_id);
      const key = thumbnailKey(lesson.recording_id);
      if ((await parts.store.stat(key)) !== undefined) return;
      const timeline = await readTimeline(parts, lesson, 'source');
      const best = await richestFrame(parts, timeline, signal, progress);
      if (best === undefined) return;
      const picture = await encodePicture(best, 'jpeg', thumbnailWidth);
      signal.throwIfAborted();
      await parts.store.put(key, picture);
      await announceLesson(parts, lesson.recording_id);
    },
  };
}

async function richestFrame(
  parts: LessonParts,
  timeline: Timeline,
  signal: AbortSignal,
  progress: (fraction: number) => void,
): Promise<Buffer | undefined> {
  let best: { frame: Buffer; entropy: number } | undefined;
  for (const [position, share] of candidates.entries()) {
    const frame = await grabFrame(parts, timeline, timeline.durationSec * share, { signal }).catch(
      (error: unknown) => {
        // Sound alone, or a damaged moment: another one may have a picture.
        if (isAppError(error, 'job_cancelled')) throw error;
        return undefined;
      },
    );
    progress((position + 1) / (candidates.length + 1));
    if (frame === undefined) continue;
    const sharp = await loadSharp();
    const { entropy } = await sharp(frame).stats();
    if (best === undefined || entropy > best.entropy) best = { frame, entropy };
  }
  return best?.frame;
}
