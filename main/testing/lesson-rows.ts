/** Lessons for tests of the search: rows with chapters, slides and chat, indexed as the program does it. */
import { newId } from '../base/ids.ts';
import type { Db } from '../db/database.ts';
import { reindexLesson } from '../db/lesson-text.ts';
import { ensureSession } from '../db/sessions.ts';

export type Lesson = {
  title?: string;
  teacher?: string;
  teacherId?: string;
  className?: string;
  subject?: string;
  date?: string;
  duration?: number;
  status?: 'ready' | 'failed' | 'processing';
  chapters?: string[];
  slides?: string[];
  chat?: string[];
};

let count = 0;

/** Each in a session of its own, a millisecond younger than the one before. @returns its id */
export async function addLesson(db: Db, lesson: Lesson): Promise<string> {
  count += 1;
  const sessionId = `s-${count}`;
  const recordingId = newId();
  const started = Date.parse('2026-03-02T00:00:00.000Z');
  const fields = {
    title: lesson.title ?? '수업',
    teacher_name: lesson.teacher ?? '김하늘',
    teacher_id: lesson.teacherId ?? 't-1',
    class_name: lesson.className ?? '1학년 1반',
    subject: lesson.subject ?? '수학',
    session_date: lesson.date ?? '2026-03-02',
  };
  await db.transaction().execute(async (trx) => {
    await ensureSession(trx, sessionId, fields, started, 'Asia/Seoul');
    await trx
      .insertInto('recordings')
      .values({
        ...fields,
        recording_id: recordingId,
        session_id: sessionId,
        description: '',
        status: lesson.status ?? 'ready',
        origin: 'live',
        created_at: new Date(started + count).toISOString(),
        started_at: new Date(started).toISOString(),
        duration_seconds: lesson.duration ?? 3000,
        size_bytes: 1,
        bitrate_kbps: 1,
        reconnects: 0,
      })
      .execute();
    for (const [index, title] of (lesson.chapters ?? []).entries()) {
      const at = new Date(started).toISOString();
      await trx
        .insertInto('chapters')
        .values({
          chapter_id: newId(),
          recording_id: recordingId,
          start_time: index * 60,
          title,
          description: '',
          origin: 'manual',
          created_at: at,
          updated_at: at,
        })
        .execute();
    }
    for (const [seq, text] of (lesson.slides ?? []).entries()) {
      await trx
        .insertInto('slides')
        .values({
          recording_id: recordingId,
          seq,
          time: seq * 30,
          end_time: seq * 30 + 30,
          file_key: 'x',
          text,
          blocks: '[]',
        })
        .execute();
    }
    for (const [index, text] of (lesson.chat ?? []).entries()) {
      await trx
        .insertInto('chat_messages')
        .values({
          session_id: sessionId,
          message_id: `m-${index}`,
          sender_id: 'p-1',
          sender_role: 'student',
          text,
          sent_at: new Date(started + 100_000 + index * 1000).toISOString(),
        })
        .execute();
    }
    await reindexLesson(trx, recordingId);
  });
  return recordingId;
}
