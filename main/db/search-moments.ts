/**
 * Where in the lesson a query was found: title, chapters, slides, chat, at most five per lesson. Works on the lessons
 * of one page only.
 */
import { sql } from 'kysely';
import type { Moment } from '../../contract/search.ts';
import type { Gap } from '../../contract/recording.ts';
import type { Db } from './database.ts';
import { keepQuery } from './kept-query.ts';
import { listed } from './listed.ts';
import { type Needle, excerpt } from './search-highlight.ts';
import type { LessonRow } from './search-items.ts';

const maxMoments = 5;
/** Chat this long before or after the recording still belongs to it (ms). */
const chatSlackMs = 10 * 60_000;

const chaptersOf = keepQuery((db, recordingIds: string) =>
  db
    .selectFrom('chapters')
    .select(['recording_id', 'start_time', 'title', 'description'])
    .where('recording_id', 'in', listed<string>(recordingIds))
    .orderBy('recording_id')
    .orderBy('start_time'),
);
const slidesOf = keepQuery((db, recordingIds: string) =>
  db
    .selectFrom('slides')
    .select(['recording_id', 'time', 'text'])
    .where('recording_id', 'in', listed<string>(recordingIds))
    .orderBy('recording_id')
    .orderBy('seq'),
);
const gapsOf = keepQuery((db, recordingIds: string) =>
  db
    .selectFrom('gaps')
    .select(['recording_id', 'start_time', 'end_time'])
    .where('recording_id', 'in', listed<string>(recordingIds))
    .orderBy('recording_id')
    .orderBy('seq'),
);

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
  const ids = JSON.stringify(lessons.map((lesson) => lesson.recording_id));
  for (const chapter of await chaptersOf(db, ids)) {
    const text = excerpt(chapter.title, needles) === undefined ? chapter.description : chapter.title;
    add(chapter.recording_id, 'chapter', chapter.start_time, text);
  }
  for (const slide of await slidesOf(db, ids)) add(slide.recording_id, 'slide', slide.time, slide.text);
  const withRoom = lessons.filter(
    (lesson) => (found.get(lesson.recording_id)?.length ?? 0) < maxMoments && lesson.started_at !== null,
  );
  for (const { lesson, wallSec, gaps, text } of await chatOf(db, withRoom, needles)) {
    add(lesson.recording_id, 'chat', lessonPosition(wallSec, gaps, lesson.duration_seconds), text);
  }
  return found;
}

type ChatHit = {
  lesson: LessonRow;
  /** After the beginning of the recording, by the clock on the wall. */
  wallSec: number;
  gaps: readonly Pick<Gap, 'start_time' | 'end_time'>[];
  text: string;
};

/** The first messages of each lesson that hold a needle, in one query: a page of hits has up to 200 lessons. */
async function chatOf(db: Db, lessons: readonly LessonRow[], needles: readonly Needle[]): Promise<ChatHit[]> {
  // 초성 are indexed for titles, names and chapters only, so chat cannot have been found by them.
  const wanted = needles.filter((needle) => needle.kind !== 'initials');
  if (wanted.length === 0 || lessons.length === 0) return [];
  const spans = lessons.map((lesson) => {
    const startedMs = Date.parse(lesson.started_at ?? '');
    const stoppedMs = lesson.stopped_at === null ? startedMs + 86_400_000 : Date.parse(lesson.stopped_at);
    const [from, to] = [startedMs - chatSlackMs, stoppedMs + chatSlackMs];
    return { id: lesson.session_id, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  });
  const holds = wanted.map(({ text }) => sql`text LIKE ${`%${likeText(text)}%`} ESCAPE '\\'`);
  const { rows } = await sql<{ place: number; messages: string }>`
    SELECT span.key AS place, (
      SELECT json_group_array(json_array(text, sent_at)) FROM (
        SELECT text, sent_at FROM chat_messages
        WHERE session_id = span.value ->> 'id'
          AND sent_at BETWEEN span.value ->> 'from' AND span.value ->> 'to'
          AND (${sql.join(holds, sql` OR `)})
        ORDER BY sent_at LIMIT ${sql.lit(maxMoments)}
      )
    ) AS messages FROM json_each(${JSON.stringify(spans)}) AS span`.execute(db);
  const hits = rows.flatMap(({ place, messages }) => {
    const lesson = lessons[place];
    const found = JSON.parse(messages) as [text: string, sentAt: string][];
    return lesson === undefined ? [] : found.map(([text, sentAt]) => ({ lesson, text, sentAt }));
  });
  if (hits.length === 0) return [];
  const ids = new Set(hits.map(({ lesson }) => lesson.recording_id));
  const gaps = Map.groupBy(await gapsOf(db, JSON.stringify([...ids])), (gap) => gap.recording_id);
  return hits.map(({ lesson, text, sentAt }) => {
    const wallSec = (Date.parse(sentAt) - Date.parse(lesson.started_at ?? '')) / 1000;
    return { lesson, text, wallSec, gaps: gaps.get(lesson.recording_id) ?? [] };
  });
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
