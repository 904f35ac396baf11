/** Makes the sheets of small pictures that are shown while seeking. Only key frames are decoded. */
import { Readable } from 'node:stream';
import { AppError } from '../base/app-error.ts';
import { loadSharp } from '../media/load-sharp.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import { spriteArguments, spriteTime } from '../media/media-commands.ts';
import { trickplayPrefix } from '../storage/lesson-keys.ts';
import { lessonOfJob } from '../lesson/lesson-info.ts';
import { runFfmpeg } from '../lesson/run-ffmpeg.ts';
import { type Storyboard, storyboardInterval } from './storyboard.ts';
import { type TimelinePart, readTimeline } from '../lesson/timeline.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import { type WorkFolder, makeWorkFolder } from '../lesson/work-folder.ts';

const columns = 5;
const rows = 5;
const tileWidth = 192;
/** Encoders place key frames by counting frames, not by the clock. */
const keyframeJitterSec = 0.05;

/** Written last: where it is, all sheets are. */
export function storyboardKey(recordingId: string): string {
  return `${trickplayPrefix(recordingId)}storyboard.json`;
}

/** @param sheet 1-based */
export function sheetKey(recordingId: string, sheet: number): string {
  return `${trickplayPrefix(recordingId)}${sheet}.jpg`;
}

export function trickplayHandler(parts: LessonParts): JobHandler<'trickplay'> {
  return {
    lane: 'media',
    maxAttempts: 3,
    run: async ({ payload, signal, progress }) => {
      const lesson = await lessonOfJob(parts, payload.recording_id);
      const { recording_id: recordingId } = lesson;
      if ((await parts.store.stat(storyboardKey(recordingId))) !== undefined) return;
      const timeline = await readTimeline(parts, lesson, 'source');
      const intervalSec = storyboardInterval(timeline.durationSec);
      await using work = await makeWorkFolder(parts.store, 'trickplay');
      const sheets: string[] = [];
      const tiles: Storyboard['tiles'] = [];
      for (const take of timeline.parts) {
        if (take.index.videoCodec === undefined) continue;
        const times = await sheetsOfTake(parts, { take, work, intervalSec, signal }, (atSec) =>
          progress((take.startSec + atSec) / timeline.durationSec),
        );
        const perSheet = columns * rows;
        tiles.push(
          ...times.map((timeSec, position) => ({
            timeSec: take.startSec + Math.max(0, timeSec),
            sheet: sheets.length + 1 + Math.floor(position / perSheet),
            place: position % perSheet,
          })),
        );
        for (let sheet = 0; sheet * perSheet < times.length; sheet += 1)
          sheets.push(sheetFile(work, take, sheet));
      }
      if (signal.aborted) throw new AppError('job_cancelled');
      const size = sheets[0] === undefined ? undefined : await (await loadSharp())(sheets[0]).metadata();
      for (const [position, file] of sheets.entries()) {
        await parts.store.publish(sheetKey(recordingId, position + 1), file);
      }
      const storyboard: Storyboard = {
        tileWidth: Math.floor((size?.width ?? tileWidth * columns) / columns),
        tileHeight: Math.floor((size?.height ?? 0) / rows),
        columns,
        rows,
        durationSec: timeline.durationSec,
        tiles,
      };
      await parts.store.put(storyboardKey(recordingId), JSON.stringify(storyboard));
    },
  };
}

function sheetFile(work: WorkFolder, take: TimelinePart, sheet: number | '%d'): string {
  return work.file(`${take.seq}-${sheet}.jpg`);
}

/** @returns positions in the take (s) of the pictures, in the order in which they stand on the sheets */
async function sheetsOfTake(
  parts: LessonParts,
  options: { take: TimelinePart; work: WorkFolder; intervalSec: number; signal: AbortSignal },
  onPosition: (atSec: number) => void,
): Promise<number[]> {
  const { take, work, intervalSec, signal } = options;
  const times: number[] = [];
  await runFfmpeg(parts, {
    args: spriteArguments({
      input: 'pipe:0',
      intervalSec,
      columns,
      rows,
      tileWidth,
      outputPattern: sheetFile(work, take, '%d'),
    }),
    stdin: Readable.from(shownSegments(parts, take, intervalSec)),
    purpose: 'trickplay',
    signal,
    onStderrLine: (line) => {
      const timeSec = spriteTime(line);
      if (timeSec === undefined) return;
      times.push(timeSec);
      onPosition(timeSec);
    },
  });
  return times;
}

/** The header, then only the segments whose first picture is shown: a long lesson shows one in five. */
async function* shownSegments(
  parts: LessonParts,
  take: TimelinePart,
  intervalSec: number,
): AsyncGenerator<Buffer> {
  const { init, segments } = take.index;
  yield* bytes(parts, take.key, init);
  let nextSec = 0;
  for (const segment of segments) {
    if (segment.startSec < nextSec) continue;
    nextSec = segment.startSec + intervalSec - keyframeJitterSec;
    yield* bytes(parts, take.key, segment);
  }
}

async function* bytes(
  parts: LessonParts,
  key: string,
  { offset, size }: { offset: number; size: number },
): AsyncGenerator<Buffer> {
  for await (const chunk of parts.store.open(key, { start: offset, end: offset + size - 1 }))
    yield chunk as Buffer;
}
