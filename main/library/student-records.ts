/** What is held about one pupil: handed out whole, or erased everywhere with a record that says it was done. */
import type { ChatReading } from '../../contract/chat-analysis.ts';
import type { z } from 'zod';
import type { studentErasureReplySchema, studentExportSchema } from '../../contract/sessions.ts';
import { AppError } from '../base/app-error.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Db } from '../db/database.ts';
import { insertErasure, subjectHash } from '../db/erasures.ts';
import { deleteRecordsOfStudent, recordsOfStudent } from '../db/students.ts';
import type { ScreenshotFiles } from './screenshots.ts';

export type StudentRecordsOptions = {
  db: Db;
  files: Pick<ScreenshotFiles, 'remove'>;
  clock: Clock;
  /** Key of the erasure record's hash; must stay the same for this installation. */
  hashKey: Buffer | string;
  /** To tell whoever still shows the pupil. */
  onErased?: () => void;
};

export type StudentRecords = {
  /** @throws AppError student_not_found when nothing is held */
  exportStudent(studentId: string): Promise<z.infer<typeof studentExportSchema>>;
  /** @throws AppError student_not_found when nothing is held */
  eraseStudent(studentId: string): Promise<z.infer<typeof studentErasureReplySchema>>;
};

export function createStudentRecords(options: StudentRecordsOptions): StudentRecords {
  const { db, files, clock, hashKey } = options;
  return {
    async exportStudent(studentId) {
      const held = await requireRecords(db, studentId);
      return {
        student_id: studentId,
        exported_at: isoTime(clock.now()),
        sessions: held.sessions,
        chat: held.chat,
        quiz_responses: held.quiz.map((row) => ({ ...row, is_correct: row.is_correct === 1 })),
        attendance: held.attendance,
        screenshots: held.screenshots.map(({ session_id, screenshot_id, taken_at }) => ({
          session_id,
          screenshot_id,
          taken_at,
        })),
        chat_readings: held.readings.map(({ session_id, message_id, reading }) => ({
          session_id,
          message_id,
          reading: JSON.parse(reading) as ChatReading,
        })),
        notes: held.notes.map(({ session_id, note, is_done, updated_at }) => ({
          session_id,
          note,
          done: is_done === 1,
          updated_at,
        })),
      };
    },

    async eraseStudent(studentId) {
      const held = await requireRecords(db, studentId);
      // Files first: were the rows gone and a file left, nobody would know whose it is, nor that it is there.
      const removed = new Set(held.screenshots.map(({ file_key }) => file_key));
      for (const key of removed) await files.remove(key);
      const erasure = { erasure_id: newId(), erased_at: isoTime(clock.now()) };
      const { counts, fileKeys } = await db.transaction().execute(async (trx) => {
        const deleted = await deleteRecordsOfStudent(trx, studentId);
        await insertErasure(trx, {
          ...erasure,
          subject_hash: subjectHash(studentId, hashKey),
          counts: deleted.counts,
        });
        return deleted;
      });
      // A picture that arrived in between.
      for (const key of fileKeys) if (!removed.has(key)) await files.remove(key);
      options.onErased?.();
      return { status: 'erased', ...erasure, counts };
    },
  };
}

async function requireRecords(db: Db, studentId: string) {
  const held = await recordsOfStudent(db, studentId);
  if (Object.values(held).every((rows) => rows.length === 0)) {
    throw new AppError('student_not_found', `Nothing is held about student ${studentId}`);
  }
  return held;
}
