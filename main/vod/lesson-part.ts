/**
 * Making one MP4 of a lesson or an exact part of it, with its chapters inside. A whole lesson of one take is only
 * repacked; all else goes through the exact cut.
 */
import { writeFile } from 'node:fs/promises';
import type { Chapter, RenditionName } from '../../contract/vod.ts';
import { AppError } from '../base/app-error.ts';
import type { LessonRow } from '../db/recordings-read.ts';
import { type CutChapter, chapterMetadata } from '../media/exact-cut.ts';
import { runExactCut } from '../media/exact-cut-run.ts';
import { fileInput } from '../media/media-commands.ts';
import { progressOnStdout, quiet } from '../media/take-arguments.ts';
import { readChapters } from './chapters.ts';
import { runFfmpeg } from '../lesson/run-ffmpeg.ts';
import { checkRange, requireRendition } from './streams.ts';
import { type Timeline, readTimeline } from '../lesson/timeline.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import type { WorkFolder } from '../lesson/work-folder.ts';

/** What is asked for, in seconds of the player's time line; left out: from the beginning, to the end. */
export type PartQuery = { start?: number | undefined; end?: number | undefined; resolution: RenditionName };

export type LessonPart = {
  lesson: LessonRow;
  timeline: Timeline;
  startSec: number;
  endSec: number;
};

/** The pieces, the joined file and its repacking need up to three times the part. */
const workingShare = 3;

/** Chapters that fall into [startSec, endSec), moved to the positions of the cut. Pure. */
export function chaptersOfPart(chapters: readonly Chapter[], startSec: number, endSec: number): CutChapter[] {
  return chapters.flatMap((chapter) => {
    const from = Math.max(chapter.start_time, startSec);
    const to = Math.min(chapter.end_time, endSec);
    return to <= from ? [] : [{ startSec: from - startSec, endSec: to - startSec, title: chapter.title }];
  });
}

/** Name for people's folders: the title and the date, without what file systems refuse. Pure. */
export function downloadName(lesson: Pick<LessonRow, 'title' | 'session_date'>): string {
  const title = lesson.title
    .replaceAll(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 100);
  return `${title === '' ? 'lesson' : title} ${lesson.session_date}.mp4`;
}

export function repackArguments(input: string, metadataFile: string, output: string): string[] {
  const inputs = [...fileInput(input), '-f', 'ffmetadata', ...fileInput(metadataFile)];
  const copy =
    '-map 0:v? -map 0:a? -map_metadata 1 -map_chapters 1 -c copy -movflags +faststart -f mp4'.split(' ');
  return [...quiet, ...progressOnStdout, '-nostdin', '-y', ...inputs, ...copy, output];
}

/**
 * Looks whether the part can be made now. Of a running lesson it is what has been recorded.
 * @param takenBytes room that others were promised
 * @throws AppError rendition_unknown, rendition_not_ready, range_invalid, media_not_ready, media_missing, disk_full
 */
export async function planPart(
  parts: LessonParts,
  lesson: LessonRow,
  query: PartQuery,
  takenBytes = 0,
): Promise<LessonPart> {
  await requireRendition(parts, lesson, query.resolution);
  const timeline = closedPart(await readTimeline(parts, lesson, query.resolution));
  checkRange(query, timeline);
  const startSec = query.start ?? 0;
  const endSec = Math.min(query.end ?? timeline.durationSec, timeline.durationSec);
  const partBytes = (lesson.size_bytes * (endSec - startSec)) / timeline.durationSec;
  await requireRoom(parts, partBytes * workingShare + takenBytes);
  return { lesson, timeline, startSec, endSec };
}

/**
 * @param options.title goes into the file
 * @param options.onProgress takes the fraction 0–1
 * @returns path of the file, in the work folder
 * @throws AppError job_cancelled, disk_full, encoder_missing, media_unreadable, ffmpeg_failed
 */
export async function makePart(
  parts: LessonParts,
  { lesson, timeline, startSec, endSec }: LessonPart,
  options: {
    work: WorkFolder;
    title: string;
    signal: AbortSignal;
    onProgress?: (fraction: number) => void;
  },
): Promise<string> {
  const { work, title, signal, onProgress } = options;
  const chapters = chaptersOfPart(
    await readChapters(parts, lesson.recording_id, timeline.durationSec),
    startSec,
    endSec,
  );
  const output = work.file('lesson.mp4');
  const [only] = timeline.parts;
  const isWhole = timeline.parts.length === 1 && startSec === 0 && endSec === timeline.durationSec;
  if (isWhole && only !== undefined && !timeline.isLive) {
    const metadataFile = work.file('chapters.txt');
    await writeFile(metadataFile, chapterMetadata(title, chapters));
    await parts.store.withLocalFile(only.key, async (input) =>
      runFfmpeg(parts, {
        args: repackArguments(input, metadataFile, output),
        purpose: 'repack',
        signal,
        isWaitedFor: true,
        onPosition: (atSec) => onProgress?.(Math.min(1, atSec / timeline.durationSec)),
      }),
    );
    return output;
  }
  const { path, encoders } = await parts.ffmpeg();
  const takes = timeline.parts.map(({ index, key, startSec: takeStartSec }) => {
    return { index, file: parts.store.localPath(key), startSec: takeStartSec };
  });
  await runExactCut({
    takes,
    startSec,
    endSec,
    title,
    chapters,
    runner: parts.runner,
    ffmpegPath: path,
    encoders,
    signal,
    output,
    workDir: work.folder,
    onProgress,
  });
  return output;
}

/** Of a lesson that runs only whole segments can be cut. */
function closedPart(timeline: Timeline): Timeline {
  if (!timeline.isLive) return timeline;
  const closed = timeline.parts.flatMap((part) => {
    const last = part.index.segments.at(-1);
    if (last === undefined) return [];
    return [{ ...part, index: { ...part.index, durationSec: last.startSec + last.durationSec } }];
  });
  const end = closed.at(-1);
  if (end === undefined) throw new AppError('media_not_ready');
  return { ...timeline, parts: closed, durationSec: end.startSec + end.index.durationSec };
}

/** A full disk would stop a recording: what it keeps free is not touched. */
async function requireRoom(
  parts: Pick<LessonParts, 'store' | 'settings'>,
  neededBytes: number,
): Promise<void> {
  const { freeBytes } = await parts.store.freeSpace();
  const { stop_free_minutes, expected_bitrate_kbps } = parts.settings().recording;
  const reservedBytes = stop_free_minutes * 60 * expected_bitrate_kbps * 125;
  if (freeBytes - reservedBytes < neededBytes) throw new AppError('disk_full');
}
