/** The pictures of a batch of looks: one run of ffmpeg over the segments that hold them. */
import { Readable } from 'node:stream';
import { AppError } from '../../base/app-error.ts';
import type { LessonParts } from '../../lesson/lesson-parts.ts';
import { runFfmpeg } from '../../lesson/run-ffmpeg.ts';
import { spriteTime, stillsArguments } from '../../media/media-commands.ts';
import { createPictureSplitter } from '../../media/preview.ts';
import { type SampleBatch, lookIntervalSec } from './sample-plan.ts';

/** The models look at 192–640 px; people are looked at closer (px). */
const longestSide = 1280;

export type Frame = {
  /** Position in the lesson (s). */
  time: number;
  jpeg: Buffer;
};

/** @throws AppError media_missing, media_unreadable, ffmpeg_failed, job_cancelled */
export async function readFrames(
  parts: Pick<LessonParts, 'store' | 'runner' | 'ffmpeg'>,
  { part, segments }: SampleBatch,
  signal: AbortSignal,
): Promise<Frame[]> {
  const jpegs: Buffer[] = [];
  const times: number[] = [];
  const split = createPictureSplitter((jpeg) => jpegs.push(Buffer.from(jpeg)));
  await runFfmpeg(parts, {
    args: stillsArguments({ intervalSec: lookIntervalSec - 0.05, longestSide }),
    purpose: 'signals',
    signal,
    stdin: Readable.from(bytesOf(parts, part.key, [part.index.init, ...segments])),
    onOutput: split,
    onStderrLine: (line) => {
      const time = spriteTime(line);
      if (time !== undefined) times.push(time);
    },
  });
  if (signal.aborted) throw new AppError('job_cancelled');
  return jpegs.map((jpeg, index) => ({
    jpeg,
    time: part.startSec + Math.max(0, times[index] ?? segments[index]?.startSec ?? 0),
  }));
}

async function* bytesOf(
  parts: Pick<LessonParts, 'store'>,
  key: string,
  pieces: readonly { offset: number; size: number }[],
): AsyncGenerator<Buffer> {
  for (const { offset, size } of pieces) {
    for await (const chunk of parts.store.open(key, { start: offset, end: offset + size - 1 }))
      yield chunk as Buffer;
  }
}
