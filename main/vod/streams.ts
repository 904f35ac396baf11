/** Playlists and manifests of a lesson, and the byte ranges they point at. Nothing is copied or cut for them. */
import type { z } from 'zod';
import { isActive } from '../../contract/recording.ts';
import { type RenditionName, renditionNames, type streamQuerySchema } from '../../contract/vod.ts';
import { AppError } from '../base/app-error.ts';
import type { LessonRow } from '../db/recordings-read.ts';
import { listRenditions } from '../db/renditions.ts';
import { dashManifest } from '../media/dash-manifest.ts';
import { type PlaylistTake, masterPlaylist, mediaPlaylist, variantOf } from '../media/hls-playlist.ts';
import { renditionTakeKey } from '../storage/lesson-keys.ts';
import { isPlayableEverywhere, planRenditions } from './rendition-plan.ts';
import { type Timeline, readTimeline } from '../lesson/timeline.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

type StreamQuery = z.infer<typeof streamQuerySchema>;
type StreamParts = Pick<LessonParts, 'db' | 'takeIndexes' | 'log' | 'settings' | 'store'>;
export type TextReply = { body: string; contentType: string; cacheControl: string };

const hlsType = 'application/vnd.apple.mpegurl';
const dashType = 'application/dash+xml';

/** @throws AppError rendition_unknown, rendition_not_ready, range_invalid, media_not_ready, media_missing */
export async function streamOf(
  parts: StreamParts,
  lesson: LessonRow,
  query: StreamQuery,
): Promise<TextReply> {
  if (query.resolution !== undefined) await requireRendition(parts, lesson, query.resolution);
  const source = await readTimeline(parts, lesson, 'source');
  checkRange(query, source);
  // Of a lesson that runs, or may get more renditions, every answer is only true now.
  const cacheControl = 'private, no-cache';
  if (query.format === 'dash') {
    const names = query.resolution === undefined ? playable(lesson, source) : [query.resolution];
    const renditions = await Promise.all(
      names.map(async (name) => ({
        name,
        takes: playlistTakes(name, name === 'source' ? source : await readTimeline(parts, lesson, name)),
      })),
    );
    const body = dashManifest({
      renditions,
      isComplete: !source.isLive,
      availableFromMs: source.parts[0]?.wallClockMs ?? 0,
      ...rangeOf(query),
    });
    return { body, contentType: dashType, cacheControl };
  }
  const { resolution } = query;
  if (resolution === undefined) {
    return { body: await master(parts, lesson, source, query), contentType: hlsType, cacheControl };
  }
  const timeline = resolution === 'source' ? source : await readTimeline(parts, lesson, resolution);
  const body = mediaPlaylist({
    takes: playlistTakes(resolution, timeline),
    isComplete: !timeline.isLive,
    ...rangeOf(query),
  });
  return { body, contentType: hlsType, cacheControl };
}

async function master(
  parts: StreamParts,
  lesson: LessonRow,
  source: Timeline,
  query: StreamQuery,
): Promise<string> {
  const { startSec, endSec } = rangeOf(query);
  const range = [
    ...(startSec === undefined ? [] : [`&start=${startSec}`]),
    ...(endSec === undefined ? [] : [`&end=${endSec}`]),
  ].join('');
  const variants = await Promise.all(
    playable(lesson, source).map(async (name) => {
      const timeline = name === 'source' ? source : await readTimeline(parts, lesson, name);
      const indexes = timeline.parts.map((part) => part.index);
      return variantOf(name, `stream?resolution=${name}${range}`, indexes);
    }),
  );
  return masterPlaylist(variants);
}

/** Ready renditions, best first. The source is left out when browsers cannot play it and something else is there. */
function playable(lesson: LessonRow, source: Timeline): RenditionName[] {
  const isSourcePlayable = source.parts.every((part) => isPlayableEverywhere(part.index.videoCodec));
  return renditionNames.filter((name) => {
    if (name === 'source') return isSourcePlayable || lesson.ready.length === 0;
    return lesson.ready.includes(name) && !source.isLive;
  });
}

function playlistTakes(name: RenditionName, timeline: Timeline): PlaylistTake[] {
  return timeline.parts.map((part) => ({
    index: part.index,
    uri: `media/${name}/take-${String(part.seq).padStart(3, '0')}.mp4`,
    startSec: part.startSec,
    wallClockMs: part.wallClockMs,
  }));
}

function rangeOf(query: { start?: number | undefined; end?: number | undefined }) {
  return {
    ...(query.start === undefined ? {} : { startSec: query.start }),
    ...(query.end === undefined ? {} : { endSec: query.end }),
  };
}

/** The end may lie beyond the lesson: then the part ends with it. @throws AppError range_invalid */
export function checkRange(
  range: { start?: number | undefined; end?: number | undefined },
  timeline: Pick<Timeline, 'durationSec'>,
): void {
  const { start = 0, end = Number.POSITIVE_INFINITY } = range;
  if (start >= timeline.durationSec) {
    throw new AppError('range_invalid', `The lesson is ${timeline.durationSec.toFixed(3)} seconds long`, {
      fields: [{ path: 'start', message: 'lies outside the lesson' }],
    });
  }
  if (end <= start) {
    throw new AppError('range_invalid', 'The part ends before it begins', {
      fields: [{ path: 'end', message: 'must be later than start' }],
    });
  }
}

/** @throws AppError rendition_unknown, rendition_not_ready */
export async function requireRendition(
  parts: Pick<LessonParts, 'db' | 'settings'>,
  lesson: LessonRow,
  name: RenditionName,
): Promise<void> {
  if (name === 'source' || lesson.ready.includes(name)) return;
  const known = await listRenditions(parts.db, lesson.recording_id);
  const isExpected =
    known.some((row) => row.name === name && row.state === 'queued') ||
    ((isActive(lesson.status) || lesson.status === 'processing') &&
      known.length === 0 &&
      isPlanned(parts, lesson, name));
  if (isExpected) throw new AppError('rendition_not_ready');
  throw new AppError('rendition_unknown');
}

/** Before the job has written its plan down. */
function isPlanned(parts: Pick<LessonParts, 'settings'>, lesson: LessonRow, name: RenditionName): boolean {
  const plan = planRenditions(
    {
      height: lesson.height ?? undefined,
      videoCodec: lesson.video_codec === 'hevc' ? 'hvc1' : 'avc1.640028',
    },
    parts.settings().processing.ladder,
  );
  return plan.some((planned) => planned.name === name);
}

export type RangedFile = {
  size: number;
  etag: string;
  lastModified: Date;
  contentType: string;
  cacheControl?: string | undefined;
  openRange(start: number, end: number): ReturnType<LessonParts['store']['open']>;
  readRange?(start: number, end: number): ReturnType<LessonParts['store']['readPart']>;
};

/** The file of one take; of a growing one only what is whole. @throws AppError media_missing, media_not_ready */
export async function mediaFileOf(
  parts: StreamParts,
  lesson: LessonRow,
  rendition: RenditionName,
  seq: number,
): Promise<RangedFile> {
  const key = renditionTakeKey(lesson.recording_id, rendition, seq);
  const isLive = parts.takeIndexes.isLive(key);
  const info = await parts.store.stat(key);
  if (info === undefined) throw new AppError('media_missing');
  const size = isLive ? (await parts.takeIndexes.get(key)).sizeBytes : info.sizeBytes;
  return {
    size,
    etag: `"${size.toString(36)}-${Math.round(isLive ? 0 : info.modifiedMs).toString(36)}"`,
    lastModified: new Date(info.modifiedMs),
    contentType: 'video/mp4',
    // A finished take is never written again.
    ...(isLive ? {} : { cacheControl: 'private, max-age=86400, immutable' }),
    openRange: (start, end) => parts.store.open(key, { start, end }),
    readRange: (start, end) => parts.store.readPart(key, start, end),
  };
}
