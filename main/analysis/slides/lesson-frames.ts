/** The small grey pictures of a take, one per key frame, as ffmpeg decodes them. */
import { runFfmpeg } from '../../lesson/run-ffmpeg.ts';
import type { TimelinePart } from '../../lesson/timeline.ts';
import type { LessonParts } from '../../lesson/lesson-parts.ts';
import { smallFrameArguments, spriteTime } from '../../media/media-commands.ts';
import type { TakeIndex } from '../../media/fmp4-index.ts';
import { type GreyFrame, frameHeight, frameWidth, toFrame } from './picture-cells.ts';

const frameBytes = frameWidth * frameHeight;
/**
 * Key frames further apart than this say too little of when a screen came: then every picture is decoded and one in two
 * seconds looked at. Decoding 50 minutes of 1080p takes two to five minutes of one core.
 */
const sparseKeysSec = 2.5;
const lookEverySec = 2;

/** Interval at which pictures are taken where the key frames are too far apart, or undefined. Pure. */
export function lookInterval(segments: TakeIndex['segments']): number | undefined {
  const durations = segments.map(({ durationSec }) => durationSec).toSorted((left, right) => left - right);
  // A few long ones do no harm: the encoder saw that nothing changed.
  const typical = durations[Math.floor(durations.length * 0.75)] ?? 0;
  return typical > sparseKeysSec ? lookEverySec : undefined;
}

/** Positions are written in milliseconds: the next picture is never the one before. */
const afterSec = 0.001;

/**
 * @param options.afterSec position in the lesson of the last picture that is known already
 * @param onFrame called by time; positions are those of the lesson
 */
export async function readFrames(
  parts: Pick<LessonParts, 'store' | 'runner' | 'ffmpeg'>,
  take: TimelinePart,
  options: { signal: AbortSignal; afterSec?: number | undefined },
  onFrame: (frame: GreyFrame) => void,
): Promise<void> {
  const { signal } = options;
  const everySec = lookInterval(take.index.segments);
  const fromSec =
    options.afterSec === undefined
      ? 0
      : Math.max(0, options.afterSec - take.startSec) +
        (everySec === undefined ? afterSec : everySec - afterSec);
  const pictures: Uint8Array[] = [];
  const times: number[] = [];
  let picture = new Uint8Array(frameBytes);
  let filled = 0;
  // Pictures and their times come on two pipes, each in order.
  const pair = (): void => {
    while (pictures.length > 0 && times.length > 0) {
      const timeSec = Math.max(0, times.shift() ?? 0);
      onFrame(toFrame(take.startSec + fromSec + timeSec, pictures.shift() ?? new Uint8Array(frameBytes)));
    }
  };
  await parts.store.withLocalFile(take.key, async (input) =>
    runFfmpeg(parts, {
      args: smallFrameArguments({ input, width: frameWidth, height: frameHeight, everySec, fromSec }),
      purpose: 'screens',
      signal,
      onOutput: (chunk) => {
        for (let at = 0; at < chunk.length;) {
          const part = chunk.subarray(at, at + frameBytes - filled);
          picture.set(part, filled);
          filled += part.length;
          at += part.length;
          if (filled < frameBytes) continue;
          pictures.push(picture);
          picture = new Uint8Array(frameBytes);
          filled = 0;
        }
        pair();
      },
      onStderrLine: (line) => {
        const timeSec = spriteTime(line);
        if (timeSec === undefined) return;
        times.push(timeSec);
        pair();
      },
    }),
  );
  pair();
}
