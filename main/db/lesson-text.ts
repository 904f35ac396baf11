/**
 * Keeps the full-text index in step with the rows. Whoever changes what can be searched (title, people, date,
 * tags, chapters, slides, chat) calls `reindexLesson` in the same transaction, once per call however many rows it wrote.
 */
import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';
import { keepQuery } from './kept-query.ts';
import { tagsOf } from './lesson-info.ts';
import { indexedText } from './search-text.ts';
import { letterPairs, vocabulary } from './search-typo.ts';

type Db = Kysely<Database>;

/** Bits of a text id that hold the recording's row id; the day is in front of them. */
const rowIdBits = 30;
const rowIds = 2 ** rowIdBits;
/** Days from 1 January of year 0 to 1970, so that no day is negative. */
const daysBefore1970 = 719_528;

/**
 * Row id of a lesson in the full-text index: its day, then its recording's row id (below 2^53 until year 9999).
 * @param sessionDate YYYY-MM-DD
 */
export function textId(sessionDate: string, rowId: number): number {
  return (Math.floor(Date.parse(`${sessionDate}T00:00:00Z`) / 86_400_000) + daysBefore1970) * rowIds + rowId;
}

/** SQL of the recording's row id inside a text id. */
export const rowIdMask = rowIds - 1;

/** SQLite integer of a JavaScript number: the driver would bind numbers beyond 32 bits as REAL. */
export function integer(value: number) {
  return sql<number>`CAST(${value} AS INTEGER)`;
}

const lessonColumns = [
  'row_id',
  'recording_id',
  'session_id',
  'title',
  'description',
  'teacher_id',
  'teacher_name',
  'class_name',
  'subject',
  'session_date',
  'tags',
] as const;

/** Writes the lesson's row of the full-text index anew. Unknown and test recordings are a no-op. */
export async function reindexLesson(trx: Db, recordingId: string): Promise<void> {
  const lesson = await trx
    .selectFrom('recordings')
    .select(lessonColumns)
    .where('recording_id', '=', recordingId)
    .where('is_test', '=', 0)
    .executeTakeFirst();
  if (lesson === undefined) return;
  await indexLesson(trx, lesson, await chatOf(trx, lesson.session_id));
}

/**
 * Notes that the session's chat has words that are not in the index. A class writes a message a second, and indexing
 * all it has written took 20 ms for 2,000 messages: that is done once for many of them.
 */
export async function indexSessionLater(trx: Db, sessionId: string): Promise<void> {
  await trx
    .insertInto('unindexed_sessions')
    .values({ session_id: sessionId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Indexes what `indexSessionLater` has noted, session by session; others may come in between. */
export async function indexNotedSessions(db: Db): Promise<void> {
  for (const { session_id: sessionId } of await notedSessions(db)) {
    await db.transaction().execute(async (trx) => {
      const noted = await trx
        .deleteFrom('unindexed_sessions')
        .where('session_id', '=', sessionId)
        .executeTakeFirst();
      // Somebody else may have done it meanwhile.
      if (noted.numDeletedRows > 0n) await reindexSession(trx, sessionId);
    });
  }
}

const notedSessions = keepQuery((db) => db.selectFrom('unindexed_sessions').select('session_id'));

/** Writes the rows of a session's lessons anew, of those outside the trash; the session's chat is read once. */
export async function reindexSession(trx: Db, sessionId: string): Promise<void> {
  const lessons = await trx
    .selectFrom('recordings')
    .select(lessonColumns)
    .where('session_id', '=', sessionId)
    .where('deleted_at', 'is', null)
    .where('is_test', '=', 0)
    .execute();
  if (lessons.length === 0) return;
  const chat = await chatOf(trx, sessionId);
  for (const lesson of lessons) await indexLesson(trx, lesson, chat);
}

/** Takes the lesson out of the index. Deleting its row in `recordings` does so too. */
export async function removeLessonText(trx: Db, recordingId: string): Promise<void> {
  const lesson = await trx
    .selectFrom('recordings')
    .select('row_id')
    .where('recording_id', '=', recordingId)
    .executeTakeFirst();
  if (lesson !== undefined) await removeByRowId(trx, lesson.row_id);
}

async function removeByRowId(trx: Db, rowId: number): Promise<void> {
  await sql`DELETE FROM lesson_text WHERE rowid = (SELECT text_id FROM lesson_text_keys WHERE row_id = ${rowId})`.execute(
    trx,
  );
  await trx.deleteFrom('lesson_text_keys').where('row_id', '=', rowId).execute();
}

type LessonRow = {
  row_id: number;
  recording_id: string;
  title: string;
  description: string;
  teacher_id: string | null;
  teacher_name: string;
  class_name: string;
  subject: string;
  session_date: string;
  tags: string;
};

async function indexLesson(trx: Db, lesson: LessonRow, chat: string): Promise<void> {
  const chapters = await trx
    .selectFrom('chapters')
    .select(['title', 'description'])
    .where('recording_id', '=', lesson.recording_id)
    .orderBy('start_time')
    .execute();
  const slides = await trx
    .selectFrom('slides')
    .select('text')
    .where('recording_id', '=', lesson.recording_id)
    .orderBy('seq')
    .execute();
  const tags = tagsOf(lesson.tags);
  const people = [lesson.teacher_name, lesson.class_name, lesson.subject, ...tags].join('\n');
  const texts = {
    title: lesson.title,
    people,
    chapters: chapters.map(({ title, description }) => `${title}\n${description}`).join('\n'),
    slides: slides.map(({ text }) => text).join('\n'),
    description: lesson.description,
  };
  const row = indexedText({
    ...texts,
    chat,
    filters: {
      teacherName: lesson.teacher_name,
      teacherId: lesson.teacher_id,
      className: lesson.class_name,
      subject: lesson.subject,
      tags,
    },
  });
  const id = textId(lesson.session_date, lesson.row_id);
  await removeByRowId(trx, lesson.row_id);
  await sql`INSERT INTO lesson_text (rowid, title, people, chapters, slides, chat, description, marks, initials)
    VALUES (${integer(id)}, ${row.title}, ${row.people}, ${row.chapters}, ${row.slides}, ${row.chat}, ${row.description}, ${row.marks}, ${row.initials})`.execute(
    trx,
  );
  await sql`INSERT INTO lesson_text_keys (row_id, text_id) VALUES (${lesson.row_id}, ${integer(id)})`.execute(
    trx,
  );
  await learnWords(trx, vocabulary(Object.values(texts).join('\n')));
}

/** Chat stays out of it: what a pupil wrote must be erasable without asking which other lessons used the word. */
async function learnWords(trx: Db, words: ReadonlySet<string>): Promise<void> {
  if (words.size === 0) return;
  const added = await sql<{ word_id: number; word: string }>`
    INSERT INTO lesson_words (word) SELECT value FROM json_each(${JSON.stringify([...words])}) WHERE true
    ON CONFLICT DO NOTHING RETURNING word_id, word`.execute(trx);
  for (const { word_id, word } of added.rows) {
    await sql`INSERT INTO lesson_word_letters (rowid, letters) VALUES (${word_id}, ${letterPairs(word)})`.execute(
      trx,
    );
  }
}

async function chatOf(trx: Db, sessionId: string): Promise<string> {
  const { rows } = await sql<{ text: string | null }>`
    SELECT group_concat(text, char(10)) AS text FROM chat_messages WHERE session_id = ${sessionId}`.execute(
    trx,
  );
  return rows[0]?.text ?? '';
}
