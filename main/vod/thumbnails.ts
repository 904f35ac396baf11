/**
 * Pictures of a lesson: the thumbnail that a job makes, and any other time, size or format on request, kept beside it
 * in a bounded number.
 */
import type { Sharp } from 'sharp';
import { AppError, isAppError } from '../base/app-error.ts';
import { loadSharp } from '../media/load-sharp.ts';
import type { LessonRow } from '../db/recordings-read.ts';
import { slideCopyKey, thumbnailKey, thumbsPrefix } from '../storage/lesson-keys.ts';
import { grabFrame } from '../lesson/frame-grab.ts';
import { createLimiter } from './limiter.ts';
import { readTimeline } from '../lesson/timeline.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

export type PictureFormat = 'jpeg' | 'webp' | 'avif';
export type Picture = {
  body: Buffer;
  contentType: string;
  cacheControl: string;
  /** Of a lesson that goes on. */
  isPassing?: boolean;
};

/** Width of the thumbnail in lists, pixels; twice what they show, for dense screens. */
export const thumbnailWidth = 640;
/** What has been recorded stays as it is, and so does its picture; a list of lessons asks again after a day. */
const madeCache = 'private, max-age=86400, stale-while-revalidate=604800';
/** Kept pictures per lesson, about 30 kB each; the oldest go first. */
const mostKept = 128;
const dropAtOnce = 32;
/** Decoders at a time: a page full of previews must not disturb a recording. */
const decodersAtOnce = 2;
/** Pictures take 30 ms, more when there is much else to do: behind so many nobody waits, but comes back. */
const mostPicturesWaiting = 100;

/** The best format of an Accept header. A wildcard is no wish: everything shows JPEG. Pure. */
export function pictureFormat(accept: string): PictureFormat {
  const wanted = acceptedTypes(accept);
  if (wanted.has('image/avif')) return 'avif';
  return wanted.has('image/webp') ? 'webp' : 'jpeg';
}

/** What of an Accept header decides on the picture that is given. Pure. */
export function pictureVariant(accept: string): string {
  return takesJpeg(accept) ? `${pictureFormat(accept)} or jpeg` : pictureFormat(accept);
}

/** Browsers do, whatever they like better. */
function takesJpeg(accept: string): boolean {
  const wanted = acceptedTypes(accept);
  return ['image/jpeg', 'image/*', '*/*'].some((type) => wanted.has(type));
}

function acceptedTypes(accept: string): Set<string> {
  const ranges = accept.split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return parameters.some((parameter) => /^q=0(\.0+)?$/.test(parameter)) ? '' : type;
  });
  return new Set(ranges);
}

export async function encodePicture(source: Buffer, format: PictureFormat, width?: number): Promise<Buffer> {
  const sharp = await loadSharp();
  const pipeline = sharp(source);
  if (width !== undefined) pipeline.resize({ width, withoutEnlargement: true });
  return formatted(pipeline, format).toBuffer();
}

function formatted(pipeline: Sharp, format: PictureFormat): Sharp {
  if (format === 'avif') return pipeline.avif({ quality: 50, effort: 2 });
  if (format === 'webp') return pipeline.webp({ quality: 75 });
  return pipeline.jpeg({ quality: 82, mozjpeg: false });
}

export class Thumbnails {
  readonly #parts: LessonParts;
  readonly #limit = createLimiter(decodersAtOnce, mostPicturesWaiting);
  readonly #making = new Map<string, Promise<Buffer>>();

  constructor(parts: LessonParts) {
    this.#parts = parts;
  }

  /** @throws AppError media_not_ready, media_missing, range_invalid, overloaded */
  async get(
    lesson: LessonRow,
    options: { time?: number | undefined; width?: number | undefined; accept: string },
  ): Promise<Picture> {
    const format = pictureFormat(options.accept);
    const { time } = options;
    const width = options.width ?? thumbnailWidth;
    const contentType = `image/${format}`;
    const { store } = this.#parts;
    const made = await store.stat(thumbnailKey(lesson.recording_id));
    // To whoever also takes JPEG: making it anew for each list would cost more than its bytes do.
    const isAsMade = width >= thumbnailWidth && (format === 'jpeg' || takesJpeg(options.accept));
    if (time === undefined && made !== undefined && isAsMade) {
      const body = await store.read(thumbnailKey(lesson.recording_id));
      return { body, contentType: 'image/jpeg', cacheControl: madeCache };
    }
    // Before the job has made one, the picture of a running lesson changes: it is not kept.
    const isKept = time !== undefined || made !== undefined;
    const name = time === undefined ? 'thumbnail' : String(Math.round(time * 10) * 100);
    const key = `${thumbsPrefix(lesson.recording_id)}${name}-${width}.${format}`;
    const kept = isKept ? await this.#kept(key) : undefined;
    if (kept !== undefined) return { body: kept, contentType, cacheControl: madeCache };
    const body = await this.#once(key, async () => {
      const picture = await encodePicture(
        await this.#source(lesson, time, made !== undefined),
        format,
        width,
      );
      if (isKept) await this.#keep(lesson.recording_id, key, picture);
      return picture;
    });
    if (isKept) return { body, contentType, cacheControl: madeCache };
    return { body, contentType, cacheControl: 'private, max-age=10', isPassing: true };
  }

  /** A screen of the lesson. Its address stays when its picture changes, so it is asked for again, mostly for nothing. */
  async slide(slide: { recordingId: string; key: string }, width: number | undefined): Promise<Picture> {
    const { store } = this.#parts;
    const reply = { contentType: 'image/jpeg', cacheControl: 'private, no-cache' };
    if (width === undefined) return { ...reply, body: await store.read(slide.key) };
    const key = slideCopyKey(slide.recordingId, slide.key, width);
    const kept = await this.#kept(key);
    if (kept !== undefined) return { ...reply, body: kept };
    const body = await this.#once(key, async () => {
      const picture = await encodePicture(await store.read(slide.key), 'jpeg', width);
      await this.#keep(slide.recordingId, key, picture);
      return picture;
    });
    return { ...reply, body };
  }

  /** What is there waits for no decoder. */
  async #kept(key: string): Promise<Buffer | undefined> {
    try {
      return await this.#parts.store.read(key);
    } catch (error) {
      if (isAppError(error, 'media_missing')) return undefined;
      throw error;
    }
  }

  /** Two requests for the same picture make it once. */
  async #once(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const making = this.#making.get(key) ?? this.#limit(make);
    this.#making.set(key, making);
    try {
      return await making;
    } finally {
      this.#making.delete(key);
    }
  }

  async #source(lesson: LessonRow, time: number | undefined, isMade: boolean): Promise<Buffer> {
    if (time === undefined && isMade) return this.#parts.store.read(thumbnailKey(lesson.recording_id));
    const timeline = await readTimeline(this.#parts, lesson, 'source');
    if (time !== undefined && time > timeline.durationSec + 0.05) throw new AppError('range_invalid');
    const at = time ?? Math.min(timeline.durationSec * 0.1, 60);
    return grabFrame(this.#parts, timeline, at, { isUrgent: true });
  }

  async #keep(recordingId: string, key: string, picture: Buffer): Promise<void> {
    const { store, log } = this.#parts;
    try {
      const kept = await Array.fromAsync(store.list(thumbsPrefix(recordingId)));
      if (kept.length >= mostKept) {
        const oldest = kept.toSorted((a, b) => a.modifiedMs - b.modifiedMs).slice(0, dropAtOnce);
        for (const file of oldest) await store.remove(file.key);
      }
      await store.put(key, picture);
    } catch (error) {
      // Only a copy: the picture itself can be shown.
      log.warn({ err: error, key }, 'a preview picture could not be kept');
    }
  }
}
