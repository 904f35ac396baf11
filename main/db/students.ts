/** Everything that is held about one pupil, across sessions. */
import type { Db } from './database.ts';
import { reindexSession } from './lesson-text.ts';

/** All rows about a pupil; every list is empty when nothing is held. */
export async function recordsOfStudent(db: Db, studentId: string) {
  const sessions = await db
    .selectFrom('students')
    .select(['session_id', 'name'])
    .where('student_id', '=', studentId)
    .orderBy('session_id')
    .execute();
  // Ids of pupils and teachers are given out by the school and may coincide.
  const chat = await db
    .selectFrom('chat_messages')
    .selectAll()
    .where('sender_id', '=', studentId)
    .where('sender_role', '=', 'student')
    .orderBy('sent_at')
    .execute();
  const quiz = await db
    .selectFrom('quiz_responses')
    .selectAll()
    .where('student_id', '=', studentId)
    .orderBy('answered_at')
    .execute();
  const attendance = await db
    .selectFrom('attendance')
    .selectAll()
    .where('student_id', '=', studentId)
    .orderBy('joined_at')
    .execute();
  const screenshots = await db
    .selectFrom('screenshots')
    .selectAll()
    .where('student_id', '=', studentId)
    .orderBy('taken_at')
    .execute();
  const notes = await db
    .selectFrom('student_notes')
    .selectAll()
    .where('student_id', '=', studentId)
    .orderBy('session_id')
    .execute();
  const readings = await db
    .selectFrom('chat_messages')
    .innerJoin('chat_readings', (join) =>
      join
        .onRef('chat_readings.session_id', '=', 'chat_messages.session_id')
        .onRef('chat_readings.message_id', '=', 'chat_messages.message_id'),
    )
    .select(['chat_readings.session_id', 'chat_readings.message_id', 'reading'])
    .where('sender_id', '=', studentId)
    .where('sender_role', '=', 'student')
    .orderBy('sent_at')
    .execute();
  return { sessions, chat, quiz, attendance, screenshots, notes, readings };
}

export type ErasedCounts = Record<
  | 'sessions'
  | 'chat'
  | 'quiz_responses'
  | 'attendance'
  | 'screenshots'
  | 'student_notes'
  | 'session_analyses',
  number
>;

/**
 * Deletes all rows about a pupil and takes their chat out of the search index. What was found out about the sessions they
 * were in names them too and is deleted whole: it can be made again. Runs inside the caller's transaction.
 * @returns counts per table and the keys of the pictures whose rows are gone
 */
export async function deleteRecordsOfStudent(
  trx: Db,
  studentId: string,
): Promise<{ counts: ErasedCounts; fileKeys: string[] }> {
  const analyses = await deleteAnalysesAbout(trx, studentId);
  const notes = await trx.deleteFrom('student_notes').where('student_id', '=', studentId).executeTakeFirst();
  const students = await trx.deleteFrom('students').where('student_id', '=', studentId).executeTakeFirst();
  const chat = await trx
    .deleteFrom('chat_messages')
    .where('sender_id', '=', studentId)
    .where('sender_role', '=', 'student')
    .returning('session_id')
    .execute();
  const quiz = await trx.deleteFrom('quiz_responses').where('student_id', '=', studentId).executeTakeFirst();
  const attendance = await trx
    .deleteFrom('attendance')
    .where('student_id', '=', studentId)
    .executeTakeFirst();
  const screenshots = await trx
    .deleteFrom('screenshots')
    .where('student_id', '=', studentId)
    .returning('file_key')
    .execute();
  for (const sessionId of new Set(chat.map(({ session_id }) => session_id))) {
    await reindexSession(trx, sessionId);
  }
  return {
    counts: {
      sessions: Number(students.numDeletedRows),
      chat: chat.length,
      quiz_responses: Number(quiz.numDeletedRows),
      attendance: Number(attendance.numDeletedRows),
      screenshots: screenshots.length,
      student_notes: Number(notes.numDeletedRows),
      session_analyses: analyses,
    },
    fileKeys: screenshots.map(({ file_key }) => file_key),
  };
}

/** @returns how many results there were */
async function deleteAnalysesAbout(trx: Db, studentId: string): Promise<number> {
  const result = await trx
    .deleteFrom('session_analyses')
    .where('session_id', 'in', (eb) =>
      eb
        .selectFrom('students')
        .select('session_id')
        .where('student_id', '=', studentId)
        .union(eb.selectFrom('chat_messages').select('session_id').where('sender_id', '=', studentId))
        .union(eb.selectFrom('quiz_responses').select('session_id').where('student_id', '=', studentId))
        .union(eb.selectFrom('attendance').select('session_id').where('student_id', '=', studentId)),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
