/** Routes of one lesson as functions, and the addresses of its media. */
import type { z } from 'zod';
import type { Problem } from '../../contract/errors.ts';
import type {
  Chapter,
  LessonChatReply,
  LessonInfo,
  Note,
  Slide,
  changeLessonSchema,
  createChapterReplySchema,
  waveformSchema,
} from '../../contract/vod.ts';
import { ApiFailure, type FailureCode, call } from './client.ts';
import { saveEdit } from './kept-edits.ts';

export type Waveform = z.infer<typeof waveformSchema>;
export type LessonMessage = LessonChatReply['items'][number];

export function lessonInfo(recordingId: string, signal?: AbortSignal): Promise<LessonInfo> {
  return call('GET', `/api/vod/${recordingId}/info`, { signal });
}

/** Route of what can be changed about a lesson; `saveEdit` and `withEdit` take it. */
export function lessonRoute(recordingId: string): string {
  return `/api/vod/${recordingId}`;
}

/** @returns undefined when the core is away: the change is kept and sent later */
export function changeLesson(
  recordingId: string,
  change: z.input<typeof changeLessonSchema>,
): Promise<LessonInfo | undefined> {
  return saveEdit(lessonRoute(recordingId), change);
}

/** By time. */
export function listChapters(recordingId: string, signal?: AbortSignal): Promise<Chapter[]> {
  return call('GET', `/api/vod/${recordingId}/chapters`, { signal });
}

/** @param chapter `start_time` may be left out while the lesson is recorded: the newest recorded moment */
export function createChapter(
  recordingId: string,
  chapter: { chapter_id?: string; start_time?: number; title: string; description?: string },
): Promise<z.infer<typeof createChapterReplySchema>> {
  return call('POST', `/api/vod/${recordingId}/chapters`, { body: chapter });
}

export function chapterRoute(recordingId: string, chapterId: string): string {
  return `/api/vod/${recordingId}/chapters/${chapterId}`;
}

/** @returns as `changeLesson` */
export function changeChapter(
  recordingId: string,
  chapterId: string,
  change: { title?: string; start_time?: number; description?: string },
): Promise<Chapter | undefined> {
  return saveEdit(chapterRoute(recordingId, chapterId), change);
}

export async function deleteChapter(recordingId: string, chapterId: string): Promise<void> {
  await call('DELETE', `/api/vod/${recordingId}/chapters/${chapterId}`);
}

export function waveform(recordingId: string, signal?: AbortSignal): Promise<Waveform> {
  return call('GET', `/api/vod/${recordingId}/waveform.json`, { signal });
}

/** Those about the whole lesson first, then by time. */
export function listNotes(recordingId: string, signal?: AbortSignal): Promise<Note[]> {
  return call('GET', `/api/vod/${recordingId}/notes`, { signal });
}

/** @param note `time` in seconds; null: about the whole lesson */
export function createNote(recordingId: string, note: { text: string; time: number | null }): Promise<Note> {
  return call('POST', `/api/vod/${recordingId}/notes`, { body: note });
}

export function noteRoute(recordingId: string, noteId: string): string {
  return `/api/vod/${recordingId}/notes/${noteId}`;
}

/** @returns as `changeLesson` */
export function changeNote(
  recordingId: string,
  noteId: string,
  change: { text?: string; time?: number | null },
): Promise<Note | undefined> {
  return saveEdit(noteRoute(recordingId, noteId), change);
}

export async function deleteNote(recordingId: string, noteId: string): Promise<void> {
  await call('DELETE', noteRoute(recordingId, noteId));
}

/** All that was written during the lesson, by time. */
export async function lessonChat(recordingId: string, signal?: AbortSignal): Promise<LessonMessage[]> {
  const messages: LessonMessage[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    // Each page names the next.
    // oxlint-disable-next-line no-await-in-loop
    const page: LessonChatReply = await call('GET', `/api/vod/${recordingId}/chat?limit=200${from}`, {
      signal,
    });
    messages.push(...page.items);
    cursor = page.next_cursor;
  }
  return messages;
}

/** The distinct screens of the lesson; empty while, or where, none were recognised. */
export function listSlides(recordingId: string, signal?: AbortSignal): Promise<Slide[]> {
  return call('GET', `/api/vod/${recordingId}/slides`, { signal });
}

/** @param width px; the picture in full without it */
export function slidePictureUrl(slide: Pick<Slide, 'image'>, width: number): string {
  return `${slide.image}?width=${width}`;
}

/** HLS; follows the recording while it grows. */
export function streamUrl(recordingId: string): string {
  return `/api/vod/${recordingId}/stream`;
}

/** What the core says about a stream that does not play; null: nothing is wrong with it. */
export async function streamFailure(recordingId: string, signal: AbortSignal): Promise<FailureCode | null> {
  try {
    const response = await fetch(streamUrl(recordingId), { signal });
    return response.ok ? null : ((await response.json()) as Problem).code;
  } catch (error) {
    if (signal.aborted) throw error;
    return 'unreachable';
  }
}

/** @param options width in px, time in seconds */
export function thumbnailUrl(recordingId: string, options: { width: number; time?: number }): string {
  const time = options.time === undefined ? '' : `&time=${options.time.toFixed(1)}`;
  return `/api/vod/${recordingId}/thumbnail?width=${options.width}${time}`;
}

/** WebVTT storyboard. */
export function trickplayUrl(recordingId: string): string {
  return `/api/vod/${recordingId}/trickplay.vtt`;
}

/** Its text. @throws ApiFailure, `media_not_ready` while it is being made */
export async function storyboardText(recordingId: string, signal: AbortSignal): Promise<string> {
  let response: Response;
  try {
    response = await fetch(trickplayUrl(recordingId), { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiFailure('unreachable', undefined, error);
  }
  if (response.ok) return response.text();
  const problem = (await response.json()) as Problem;
  throw new ApiFailure(problem.code, problem);
}

export function downloadUrl(recordingId: string): string {
  return `/api/vod/${recordingId}/download`;
}
