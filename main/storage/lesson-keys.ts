/**
 * Names of everything a lesson keeps in the file store. Keys use `/` on every platform and never hold text from a
 * caller: recording ids are UUIDs that the recorder made.
 */
import type { RenditionName } from '../../contract/vod.ts';

const three = (seq: number): string => String(seq).padStart(3, '0');

/** Everything of one lesson lies below this prefix (with the trailing slash). */
export function lessonPrefix(recordingId: string): string {
  return `lessons/${recordingId}/`;
}

/** @param seq 1-based number of the take. */
export function takeKey(recordingId: string, seq: number): string {
  return `${lessonPrefix(recordingId)}take-${three(seq)}.mp4`;
}

/** A take of one rendition; `source` is the recording itself. */
export function renditionTakeKey(recordingId: string, rendition: RenditionName, seq: number): string {
  if (rendition === 'source') return takeKey(recordingId, seq);
  return `${lessonPrefix(recordingId)}renditions/${rendition}/take-${three(seq)}.mp4`;
}

/** The serialised TakeIndex beside a take's media file. */
export function indexKey(mediaKey: string): string {
  return mediaKey.replace(/\.mp4$/, '.index.json');
}

export function thumbnailKey(recordingId: string): string {
  return `${lessonPrefix(recordingId)}thumbnail.jpg`;
}

/** Width in which lists show the screens of a lesson (px): made with them, since every one is asked for at once. */
export const listedSlideWidth = 480;

/** A smaller copy of a slide's picture. @param slide its key */
export function slideCopyKey(recordingId: string, slide: string, width: number): string {
  return `${thumbsPrefix(recordingId)}slide-${width}-${slide.split('/').at(-1) ?? ''}`;
}

/** Pictures made on request, at other times, sizes or formats than the thumbnail; may be removed at any time. */
export function thumbsPrefix(recordingId: string): string {
  return `${lessonPrefix(recordingId)}thumbs/`;
}

export function trickplayPrefix(recordingId: string): string {
  return `${lessonPrefix(recordingId)}trickplay/`;
}

export function waveformKey(recordingId: string): string {
  return `${lessonPrefix(recordingId)}waveform.json`;
}

/** Files made to take away, which go a day later. */
export function exportsPrefix(recordingId: string): string {
  return `${lessonPrefix(recordingId)}exports/`;
}

export function exportKey(recordingId: string, exportId: string): string {
  return `${exportsPrefix(recordingId)}${exportId}.mp4`;
}

/** The export a key belongs to, or undefined when it is none. */
export function exportIdOf(key: string): string | undefined {
  return /^lessons\/[^/]+\/exports\/([^/]+)\.mp4$/.exec(key)?.[1];
}

/** Pictures of a lesson's screens. */
export function slidesPrefix(recordingId: string): string {
  return `${lessonPrefix(recordingId)}slides/`;
}

/** @param hash of the picture: the same picture is kept once, however often it is shown */
export function slideKey(recordingId: string, hash: string): string {
  return `${slidesPrefix(recordingId)}${hash}.jpg`;
}

export function isSlideKey(key: string): boolean {
  return /^lessons\/[^/]+\/slides\/[^/]+$/.test(key);
}

/** Frames kept beside signals, and how far an unfinished search for signals came. */
export function signalsPrefix(recordingId: string): string {
  return `${lessonPrefix(recordingId)}signals/`;
}

export function evidenceKey(recordingId: string, name: string): string {
  return `${signalsPrefix(recordingId)}${name}`;
}

/** The name of a file kept for the signals of a lesson, or undefined when a key is none. */
export function signalsFileOf(key: string): string | undefined {
  return /^lessons\/[^/]+\/signals\/([^/]+)$/.exec(key)?.[1];
}

/** How far an interrupted stage of the analysis had come. */
export function unfinishedKey(recordingId: string, stage: string): string {
  return `${lessonPrefix(recordingId)}unfinished/${stage}.bin`;
}

export function isUnfinishedKey(key: string): boolean {
  return /^lessons\/[^/]+\/unfinished\/[^/]+$/.test(key);
}

export function screenshotKey(screenshotId: string, extension: 'jpg' | 'png' | 'webp'): string {
  return `screenshots/${screenshotId}.${extension}`;
}

/** The recording a key belongs to, or undefined when it is no part of a lesson. */
export function recordingIdOf(key: string): string | undefined {
  const [folder, recordingId] = key.split('/');
  return folder === 'lessons' ? recordingId : undefined;
}
