/**
 * Where in the lesson a query was found: title, chapters, slides, chat, at most five per lesson. Works on the lessons
 * of one page only.
 */
import { sql } from 'kysely';
import type { Moment } from '../../contract/search.ts';
import type { Gap } from '../../contract/recording.ts';
import type { Db } from './database.ts';
import { type Needle, excerpt } from './search-highlight.ts';
import type { LessonRow } from './search-items.ts';

const maxMoments = 5;
/** Chat this long before or after the recording still belongs to it (ms). */
const chatSlackMs = 10 * 60_000;

/** Moments of each lesson by recording id, in the order title, chapters, slides, chat. */
export async function momentsOf(
  db: Db,
  lessons: readonly LessonRow[],
  needles: readonly Needle[],
): Promise<Map<string, Moment[]>> {
  const found = new Map<string, Moment[]>(lessons.map((lesson) => [lesson.recording_id, []]));
  if (needles.length === 0 || lessons.length === 0) return found;
  const add = (recordingId: string, kind: Moment['kind'], time: number, text: string): void => {
    const moments = found.get(recordingId);
    if (moments === undefined || moments.length >= maxMoments) return;
    const part = excerpt(text, needles);
    if (part !== undefined) moments.push({ kind, time, ...part });
  };
  for (const lesson of lessons) add(lesson.recording_id, 'title', 0, lesson.title);
  const ids = lessons.map((lesson) => lesson.recording_id);
  const chapters = await db
    .selectFrom('chapters')
    .select(['recording_id', 'start_time', 'title', 'description'])
    .where('recording_id', 'in', ids)
    .orderBy('recording_id')
    .orderBy('start_time')
    .execute();
  for (const chapter of chapters) {
    const text = excerpt(chapter.title, needles) === undefined ? chapter.description : chapter.title;
    add(chapter.recording_id, 'chapter', chapter.start_time, text);
  }
  const slides = await db
    .selectFrom('slides')
    .select(['recording_id', 'time', 'text'])
    .where('recording_id', 'in', ids)
    .orderBy('recording_id')
    .orderBy('seq')
    .execute();
  for (const slide of slides) add(slide.recording_id, 'slide', slide.time, slide.text);
  for (const lesson of lessons) {
    const room = maxMoments - (found.get(lesson.recording_id)?.length ?? 0);
    if (room > 0) await addChat(db, lesson, needles, add);
  }
  return found;
}

async function addChat(
  db: Db,
  lesson: LessonRow,
  needles: readonly Needle[],
  add: (recordingId: string, kind: 'chat', time: number, text: string) => void,
): Promise<void> {
  // 초성 are indexed for titles, names and chapters only, so chat cannot have been found by them.
  const wanted = needles.filter((needle) => needle.kind !== 'initials');
  if (wanted.length === 0 || lesson.started_at === null) return;
  const startedMs = Date.parse(lesson.started_at);
  const stoppedMs = lesson.stopped_at === null ? startedMs + 86_400_000 : Date.parse(lesson.stopped_at);
  const messages = await db
    .selectFrom('chat_messages')
    .select(['text', 'sent_at'])
    .where('session_id', '=', lesson.session_id)
    .where('sent_at', '>=', new Date(startedMs - chatSlackMs).toISOString())
    .where('sent_at', '<=', new Date(stoppedMs + chatSlackMs).toISOString())
    .where((eb) =>
      eb.or(wanted.map(({ text }) => sql<boolean>`text LIKE ${`%${likeText(text)}%`} ESCAPE '\\'`)),
    )
    .orderBy('sent_at')
    .limit(maxMoments)
    .execute();
  if (messages.length === 0) return;
  const gaps = await db
    .selectFrom('gaps')
    .select(['start_time', 'end_time'])
    .where('recording_id', '=', lesson.recording_id)
    .orderBy('seq')
    .execute();
  for (const message of messages) {
    const wallSec = (Date.parse(message.sent_at) - startedMs) / 1000;
    add(lesson.recording_id, 'chat', lessonPosition(wallSec, gaps, lesson.duration_seconds), message.text);
  }
}

/**
 * Position on the player's time line of something that happened `wallSec` seconds after the recording started by the
 * clock on the wall: gaps are not in the recording, and what fell into one is shown where it ends.
 */
export function lessonPosition(
  wallSec: number,
  gaps: readonly Pick<Gap, 'start_time' | 'end_time'>[],
  durationSec: number,
): number {
  let missing = 0;
  for (const gap of gaps) {
    if (wallSec > gap.start_time) missing += Math.min(wallSec, gap.end_time) - gap.start_time;
  }
  return Math.max(0, Math.min(wallSec - missing, durationSec));
}

function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}
