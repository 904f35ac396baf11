/**
 * Finds the distinct screens of a lesson and keeps a picture of each; then comes `slide_text`. What an earlier run
 * found stays until this one is whole; texts of pictures that are the same are kept.
 */
import { createHash } from 'node:crypto';
import { AppError } from '../../base/app-error.ts';
import { isoTime } from '../../base/clock.ts';
import { loadSharp } from '../../media/load-sharp.ts';
import { writeAnalysis } from '../../db/analyses.ts';
import { reindexLesson } from '../../db/lesson-text.ts';
import { listSlides, replaceSlides } from '../../db/slides.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import { grabFrame } from '../../lesson/frame-grab.ts';
import { lessonOfJob } from '../../lesson/lesson-info.ts';
import { type Timeline, locate, readTimeline } from '../../lesson/timeline.ts';
import { listedSlideWidth, slideCopyKey, slideKey, slidesPrefix } from '../../storage/lesson-keys.ts';
import type { AnalysisParts } from '../analysis-parts.ts';
import { type Unfinished, openUnfinished } from '../unfinished.ts';
import { readFrames } from './lesson-frames.ts';
import { cellCount, compareCell, hasInk } from './picture-cells.ts';
import { type FoundScreen, ScreenTracker, type TrackerState } from './screen-tracker.ts';

/** Of the method: raised when its results change. */
export const slidesVersion = 2;

const widestPicture = 1920;
/** Share of the work that is looking at key frames; the rest is taking pictures. */
const lookingShare = 0.8;
/** Key frames between two notes of how far it is: some seconds of work, a few megabytes to write. */
const framesPerNote = 300;
/** So much of the picture keeps moving where a camera is: then it is a screen only if something is written on it. */
const cameraShare = 0.1;
/** A class that sits still moves no more than this; slides without a film stay below it. */
const calmCameraShare = 0.02;
/** Letters on it, at least: noise in a camera picture gives a few. */
const leastLetters = 8;
/** Where it may as well be a slide: a heading of two words, and formulas. */
const fewLetters = 4;
/** Noise that looks like letters is hardly ever read with as much. */
const sureConfidence = 0.85;
const readingMs = 60_000;
/** Share of the cells with ink that differ between two pictures of one screen, at most. */
const samePictureShare = 0.02;

type KeptScreen = {
  screen: FoundScreen;
  key: string;
  width: number;
  height: number;
  /** Whether something is written on it; undefined where nobody has looked. */
  hasText: boolean | undefined;
};

export function slidesHandler(parts: AnalysisParts): JobHandler<'slides'> {
  return {
    lane: 'analysis',
    maxAttempts: 3,
    isLong: true,
    run: async ({ payload, signal, progress }) => {
      const lesson = await lessonOfJob(parts, payload.recording_id);
      const { recording_id: recordingId } = lesson;
      const timeline = await readTimeline(parts, lesson, 'source');
      const unfinished = openUnfinished<Looked>(parts, {
        ...{ recordingId, timeline, stage: 'slides', method: slidesVersion },
      });
      const found = await findScreens(parts, timeline, unfinished, {
        signal,
        progress: (share) => progress(share * lookingShare),
      });
      const seen: KeptScreen[] = [];
      for (const [position, screen] of found.entries()) {
        const picture = await keepPicture(parts, { recordingId, timeline, kept: seen }, screen, signal);
        if (picture !== undefined) seen.push(picture);
        progress(lookingShare + ((position + 1) / found.length) * (1 - lookingShare));
      }
      // A calm camera shows still people and nothing written: no lesson has screens of which none can be read.
      const kept = (await isAnyRead(parts, seen, signal)) ? seen : [];
      if (signal.aborted) throw new AppError('job_cancelled');
      await parts.db.transaction().execute(async (trx) => {
        const texts = new Map((await listSlides(trx, recordingId)).map((row) => [row.file_key, row]));
        const slides = kept.map(({ screen, key, width, height }) => {
          const before = texts.get(key);
          return {
            time: screen.startSec,
            end_time: screen.endSec,
            file_key: key,
            width,
            height,
            text: before?.text ?? '',
            blocks: before?.blocks ?? '[]',
            heading: before?.heading ?? '',
            read_at: before?.read_at ?? null,
          };
        });
        await replaceSlides(trx, recordingId, slides);
        await reindexLesson(trx, recordingId);
        await writeAnalysis(trx, recordingId, {
          stage: 'slides',
          version: slidesVersion,
          models: [],
          result: { screens: slides.length },
          finishedAt: isoTime(parts.clock.now()),
        });
        await parts.jobs().enqueue('slide_text', { recording_id: recordingId }, { trx });
      });
      await unfinished.remove();
      await removeUnused(parts, recordingId, new Set(kept.map(({ key }) => key)));
      parts.announce('library.changed', { recording_id: recordingId, session_id: lesson.session_id });
    },
  };
}

/** How far the looking is. */
export type Looked = { atSec: number; found: FoundScreen[]; tracker: TrackerState };

/** A screen that is on when the source drops and comes back is one. Goes on where an interrupted run stopped. */
async function findScreens(
  parts: AnalysisParts,
  timeline: Timeline,
  unfinished: Unfinished<Looked>,
  options: { signal: AbortSignal; progress: (share: number) => void },
): Promise<FoundScreen[]> {
  const { signal, progress } = options;
  const before = await unfinished.read();
  const tracker = new ScreenTracker(before?.tracker);
  const found = before?.found ?? [];
  let last: Looked | undefined;
  let frames = 0;
  const note = (): void => {
    if (last !== undefined) unfinished.note(last);
  };
  signal.addEventListener('abort', note, { once: true });
  try {
    for (const take of timeline.parts) {
      const isDone = before !== undefined && before.atSec >= take.startSec + take.index.durationSec;
      if (take.index.videoCodec === undefined || isDone) continue;
      const isBegun = before !== undefined && before.atSec >= take.startSec;
      await readFrames(parts, take, { signal, afterSec: isBegun ? before.atSec : undefined }, (frame) => {
        found.push(...tracker.push(frame));
        progress(Math.min(1, frame.timeSec / timeline.durationSec));
        last = { atSec: frame.timeSec, found, tracker: tracker.state };
        frames += 1;
        if (frames % framesPerNote === 0) note();
      });
    }
    note();
  } finally {
    signal.removeEventListener('abort', note);
    await unfinished.settled();
  }
  found.push(...tracker.end(timeline.durationSec));
  return found;
}

/** @returns undefined for a camera that shows nothing written */
async function keepPicture(
  parts: AnalysisParts,
  lesson: { recordingId: string; timeline: Timeline; kept: readonly KeptScreen[] },
  screen: FoundScreen,
  signal: AbortSignal,
): Promise<KeptScreen | undefined> {
  const earlier = lesson.kept.find((other) => isSamePicture(other.screen, screen));
  if (earlier !== undefined) return { ...earlier, screen };
  const { index } = locate(lesson.timeline, screen.pictureSec).part;
  const picture = await grabFrame(parts, lesson.timeline, screen.pictureSec, {
    signal,
    maxWidth: widestPicture,
  });
  const { movingShare } = screen;
  const hasText =
    movingShare < calmCameraShare
      ? undefined
      : await isWrittenOn(parts, picture, movingShare < cameraShare, signal);
  if (hasText === false) return undefined;
  const hash = createHash('sha256').update(picture).digest('hex').slice(0, 24);
  const key = slideKey(lesson.recordingId, hash);
  if ((await parts.store.stat(key)) === undefined) await parts.store.put(key, picture);
  const copy = slideCopyKey(lesson.recordingId, key, listedSlideWidth);
  if ((await parts.store.stat(copy)) === undefined) await parts.store.put(copy, await smaller(picture));
  const width = index.width ?? 0;
  const height = index.height ?? 0;
  const scale = Math.min(1, widestPicture / Math.max(1, width));
  return { screen, key, width: Math.round(width * scale), height: Math.round(height * scale), hasText };
}

async function smaller(picture: Buffer): Promise<Buffer> {
  const sharp = await loadSharp();
  const resized = sharp(picture).resize({ width: listedSlideWidth, withoutEnlargement: true });
  return resized.jpeg({ quality: 82 }).toBuffer();
}

/** @param mayBeSlide then a few letters are enough, where recognition is sure of them */
async function isWrittenOn(
  parts: AnalysisParts,
  picture: Buffer,
  mayBeSlide: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  const { lines } = await parts.host.call('read_text', { image: picture }, { signal, timeoutMs: readingMs });
  const letters = (of: typeof lines): number =>
    of.reduce((sum, { text }) => sum + (text.match(/\p{L}/gu) ?? []).length, 0);
  const sure = lines.filter(({ confidence }) => confidence >= sureConfidence);
  return letters(lines) >= leastLetters || (mayBeSlide && letters(sure) >= fewLetters);
}

/** Reads until one is found: mostly the first. */
async function isAnyRead(
  parts: AnalysisParts,
  seen: readonly KeptScreen[],
  signal: AbortSignal,
): Promise<boolean> {
  if (seen.some(({ hasText }) => hasText === true)) return true;
  for (const key of new Set(seen.map((one) => one.key))) {
    if (await isWrittenOn(parts, await parts.store.read(key), true, signal)) return true;
  }
  return false;
}

/** The teacher went back to it. */
function isSamePicture({ looks: left }: FoundScreen, { looks: right }: FoundScreen): boolean {
  let ink = 0;
  let different = 0;
  for (let cell = 0; cell < cellCount; cell += 1) {
    if (hasInk(left, cell) || hasInk(right, cell)) ink += 1;
    if (compareCell(left, right, cell) !== 'same') different += 1;
  }
  return different <= ink * samePictureShare;
}

/** Pictures of earlier runs, and of runs that were cut short. */
async function removeUnused(
  parts: AnalysisParts,
  recordingId: string,
  used: ReadonlySet<string>,
): Promise<void> {
  for (const { key } of await Array.fromAsync(parts.store.list(slidesPrefix(recordingId)))) {
    if (!used.has(key)) await parts.store.remove(key);
  }
}
