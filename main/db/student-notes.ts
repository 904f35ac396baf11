/** What a teacher wrote down about a pupil in a session, and whether they have seen to it. */
import { sql } from 'kysely';
import type { StudentNote } from '../../contract/session-analysis.ts';
import type { Db } from './database.ts';

/** By pupil. */
export async function listStudentNotes(db: Db, sessionId: string): Promise<Map<string, StudentNote>> {
  const rows = await db.selectFrom('student_notes').selectAll().where('session_id', '=', sessionId).execute();
  return new Map(rows.map((row) => [row.student_id, toNote(row)]));
}

/** Changes what is given. */
export async function putStudentNote(
  db: Db,
  of: { sessionId: string; studentId: string },
  change: { note?: string | undefined; done?: boolean | undefined },
  updatedAt: string,
): Promise<StudentNote> {
  const given = {
    ...(change.note === undefined ? {} : { note: change.note }),
    ...(change.done === undefined ? {} : { is_done: change.done ? 1 : 0 }),
    updated_at: updatedAt,
  };
  const row = await db
    .insertInto('student_notes')
    .values({ session_id: of.sessionId, student_id: of.studentId, note: '', is_done: 0, ...given })
    .onConflict((conflict) => conflict.columns(['session_id', 'student_id']).doUpdateSet(given))
    .returningAll()
    .executeTakeFirstOrThrow();
  return toNote(row);
}

function toNote(row: { student_id: string; note: string; is_done: number; updated_at: string }): StudentNote {
  return { student_id: row.student_id, note: row.note, done: row.is_done === 1, updated_at: row.updated_at };
}

/** Whether anything is held about the pupil in this session, the teacher's note aside. */
export async function isStudentOf(db: Db, sessionId: string, studentId: string): Promise<boolean> {
  const { rows } = await sql<{ is_held: number }>`
    SELECT EXISTS (SELECT 1 FROM students WHERE session_id = ${sessionId} AND student_id = ${studentId})
      OR EXISTS (SELECT 1 FROM chat_messages
        WHERE sender_id = ${studentId} AND session_id = ${sessionId} AND sender_role = 'student')
      OR EXISTS (SELECT 1 FROM quiz_responses WHERE student_id = ${studentId} AND session_id = ${sessionId})
      OR EXISTS (SELECT 1 FROM attendance WHERE student_id = ${studentId} AND session_id = ${sessionId})
      AS is_held`.execute(db);
  return rows[0]?.is_held === 1;
}
