/** A lesson's takes laid end to end: what the player's time line consists of. */
import { isActive } from '../../contract/recording.ts';
import type { RenditionName } from '../../contract/vod.ts';
import { AppError, isAppError } from '../base/app-error.ts';
import { type LessonRow, type TakeRow, readTakes } from '../db/recordings-read.ts';
import type { TakeIndex } from '../media/fmp4-index.ts';
import { renditionTakeKey } from '../storage/lesson-keys.ts';
import type { LessonParts } from './lesson-parts.ts';

export type TimelinePart = {
  seq: number;
  key: string;
  /** Position of the take in the lesson, seconds. */
  startSec: number;
  index: TakeIndex;
  /** Wall clock of its first sample, ms since the epoch. */
  wallClockMs: number;
};

export type Timeline = {
  parts: readonly TimelinePart[];
  durationSec: number;
  /** More may follow. */
  isLive: boolean;
};

/**
 * What can be played now of one rendition. Takes whose file is missing or holds nothing are passed over, so that the
 * rest of the lesson still plays.
 * @throws AppError media_not_ready, media_missing, media_empty when nothing is left
 */
export async function readTimeline(
  parts: Pick<LessonParts, 'db' | 'takeIndexes' | 'log'>,
  lesson: Pick<LessonRow, 'recording_id' | 'status'>,
  rendition: RenditionName,
): Promise<Timeline> {
  const timeline: TimelinePart[] = [];
  let durationSec = 0;
  let failure: AppError | undefined;
  for (const take of await readTakes(parts.db, lesson.recording_id)) {
    const key = renditionTakeKey(lesson.recording_id, rendition, take.seq);
    try {
      const index = await parts.takeIndexes.get(key);
      // Positions are the recording's own in every rendition, whose takes may be a frame longer or shorter.
      const startSec = Math.max(take.start_time, 0);
      timeline.push({ seq: take.seq, key, startSec, index, wallClockMs: Date.parse(take.started_at) });
      durationSec = Math.max(durationSec, startSec + index.durationSec);
    } catch (error) {
      if (!isPassedOver(error, take)) throw error;
      parts.log.debug({ err: error, key }, 'take is not on the time line');
      failure = error;
    }
  }
  const isLive = isActive(lesson.status);
  if (timeline.length === 0) throw isLive ? new AppError('media_not_ready') : noMedia(lesson, failure);
  return { parts: timeline, durationSec, isLive };
}

function isPassedOver(error: unknown, take: TakeRow): error is AppError {
  return (
    isAppError(error, 'media_not_ready') ||
    isAppError(error, 'media_empty') ||
    isAppError(error, 'media_missing') ||
    // ffmpeg has been started and has not made its file yet.
    (take.state === 'recording' && isAppError(error, 'media_unreadable'))
  );
}

function noMedia(lesson: Pick<LessonRow, 'status'>, failure: AppError | undefined): AppError {
  if (failure !== undefined) return failure;
  return new AppError(lesson.status === 'failed' ? 'media_empty' : 'media_not_ready');
}

/** The take that holds a position, and where in it (s). Positions beyond the end are its last moment. */
export function locate(timeline: Timeline, timeSec: number): { part: TimelinePart; offsetSec: number } {
  const part = timeline.parts.findLast((candidate) => candidate.startSec <= timeSec) ?? timeline.parts[0];
  if (part === undefined) throw new AppError('media_not_ready');
  const offsetSec = Math.min(Math.max(0, timeSec - part.startSec), part.index.durationSec);
  return { part, offsetSec };
}
