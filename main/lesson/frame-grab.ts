/**
 * One picture of a lesson at a moment. Only the segment that holds the moment is read and piped to ffmpeg, so it costs
 * the same in a growing file, in the fifth hour, and later on remote storage.
 */
import { buffer } from 'node:stream/consumers';
import { AppError } from '../base/app-error.ts';
import { quiet } from '../media/take-arguments.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { type Timeline, locate } from './timeline.ts';
import type { LessonParts } from './lesson-parts.ts';

/**
 * @param offsetSec position of the picture in what is piped in
 * @param maxWidth wider pictures are made smaller, px
 */
export function frameArguments(offsetSec: number, maxWidth?: number): string[] {
  const seek = offsetSec > 0 ? ['-ss', offsetSec.toFixed(3)] : [];
  const scale = maxWidth === undefined ? [] : ['-vf', `scale='min(${maxWidth},iw)':-2`];
  const picture = '-frames:v 1 -c:v mjpeg -q:v 2 -pix_fmt yuvj420p -f image2pipe pipe:1'.split(' ');
  return [...quiet, '-i', 'pipe:0', '-map', '0:v:0', ...seek, ...scale, ...picture];
}

/**
 * @param timeSec position in the lesson
 * @returns a JPEG in the size of the source, at most `maxWidth` wide
 * @throws AppError media_missing when the lesson has no picture
 */
export async function grabFrame(
  parts: Pick<LessonParts, 'store' | 'runner' | 'ffmpeg'>,
  timeline: Timeline,
  timeSec: number,
  { maxWidth, ...options }: { signal?: AbortSignal; isUrgent?: boolean; maxWidth?: number } = {},
): Promise<Buffer> {
  const { part, offsetSec } = locate(timeline, timeSec);
  const { index } = part;
  if (index.videoCodec === undefined) throw new AppError('media_missing', 'This lesson has no picture');
  const segment =
    index.segments.findLast((candidate) => candidate.startSec <= offsetSec) ?? index.segments[0];
  if (segment === undefined) throw new AppError('media_not_ready');
  const read = async (offset: number, size: number): Promise<Buffer> =>
    buffer(parts.store.open(part.key, { start: offset, end: offset + size - 1 }));
  const media = Buffer.concat([
    await read(index.init.offset, index.init.size),
    await read(segment.offset, segment.size),
  ]);
  // The last moment of a segment may lie behind its last picture: then its first one stands in.
  for (const inSegmentSec of [Math.max(0, offsetSec - segment.startSec), 0]) {
    const picture = await runFfmpeg(parts, {
      args: frameArguments(inSegmentSec, maxWidth),
      purpose: 'frame',
      stdin: media,
      timeoutMs: 20_000,
      ...options,
    });
    if (picture.length > 0) return picture;
  }
  throw new AppError('media_missing', 'There is no picture at this moment');
}
