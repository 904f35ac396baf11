/**
 * A lesson, or a part of it, as one MP4 with its chapters inside. A whole lesson of one take is only repacked; all
 * else goes through the exact cut. The file is temporary: it goes when the reply has ended.
 */
import { createReadStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { Chapter, downloadQuerySchema } from '../../contract/vod.ts';
import { AppError } from '../base/app-error.ts';
import type { LessonRow } from '../db/recordings-read.ts';
import { type CutChapter, chapterMetadata } from '../media/exact-cut.ts';
import { runExactCut } from '../media/exact-cut-run.ts';
import { fileInput } from '../media/media-commands.ts';
import { quiet } from '../media/take-arguments.ts';
import { readChapters } from './chapters.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { type RangedFile, checkRange, requireRendition } from './streams.ts';
import { type Timeline, readTimeline } from './timeline.ts';
import type { VodParts } from './vod-parts.ts';
import { makeWorkFolder } from './work-folder.ts';

export type Download = { file: RangedFile; filename: string; release(): Promise<void> };

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
  return [...quiet, '-nostdin', '-y', ...inputs, ...copy, output];
}

/** @throws AppError rendition_unknown, rendition_not_ready, range_invalid, media_not_ready, disk_full */
export async function makeDownload(
  parts: VodParts,
  lesson: LessonRow,
  query: z.infer<typeof downloadQuerySchema>,
  signal: AbortSignal,
): Promise<Download> {
  await requireRendition(parts, lesson, query.resolution);
  const timeline = closedPart(await readTimeline(parts, lesson, query.resolution));
  checkRange(query, timeline);
  const startSec = query.start ?? 0;
  const endSec = Math.min(query.end ?? timeline.durationSec, timeline.durationSec);
  const chapters = chaptersOfPart(
    await readChapters(parts, lesson.recording_id, timeline.durationSec),
    startSec,
    endSec,
  );
  await requireRoom(parts, lesson, (endSec - startSec) / timeline.durationSec);
  const work = await makeWorkFolder(parts.store, 'download');
  try {
    const output = work.file('lesson.mp4');
    const [only] = timeline.parts;
    const isWhole = timeline.parts.length === 1 && startSec === 0 && endSec === timeline.durationSec;
    if (isWhole && only !== undefined && !timeline.isLive) {
      const metadataFile = work.file('chapters.txt');
      await writeFile(metadataFile, chapterMetadata(lesson.title, chapters));
      await parts.store.withLocalFile(only.key, async (input) =>
        runFfmpeg(parts, { args: repackArguments(input, metadataFile, output), purpose: 'download', signal }),
      );
    } else {
      const { path, encoders } = await parts.ffmpeg();
      const takes = timeline.parts.map(({ index, key, startSec: takeStartSec }) => {
        return { index, file: parts.store.localPath(key), startSec: takeStartSec };
      });
      const { runner } = parts;
      const part = { takes, startSec, endSec, title: lesson.title, chapters };
      await runExactCut({
        ...part,
        runner,
        ffmpegPath: path,
        encoders,
        signal,
        output,
        workDir: work.folder,
      });
    }
    const info = await stat(output);
    const file: RangedFile = {
      size: info.size,
      etag: `"${info.size.toString(36)}-${Math.round(info.mtimeMs).toString(36)}"`,
      lastModified: info.mtime,
      contentType: 'video/mp4',
      cacheControl: 'no-store',
      openRange: (start, end) => createReadStream(output, { start, end }),
    };
    return { file, filename: downloadName(lesson), release: () => work.remove() };
  } catch (error) {
    await work.remove();
    throw error;
  }
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

/** The pieces, the joined file and its repacking need up to three times the part; a full disk would stop a recording. */
async function requireRoom(
  parts: Pick<VodParts, 'store' | 'settings'>,
  lesson: LessonRow,
  share: number,
): Promise<void> {
  const { freeBytes } = await parts.store.freeSpace();
  const { stop_free_minutes, expected_bitrate_kbps } = parts.settings().recording;
  const reservedBytes = stop_free_minutes * 60 * expected_bitrate_kbps * 125;
  if (freeBytes - reservedBytes < lesson.size_bytes * share * 3) throw new AppError('disk_full');
}
