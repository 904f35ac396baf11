/** All that is known about a class session, read at one moment: what its analysis rests on. Times are ms of the clock. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type LessonSpeech, lessonSpeechSchema } from '../../contract/analysis.ts';
import { readAnalysis } from './analyses.ts';
import { listChapters } from './chapters.ts';
import type { Db } from './database.ts';
import { getSession } from './sessions.ts';
import { type StoredSignals, readSignals } from './signals.ts';
import type { RecordingsTable } from './tables.ts';

export type RecordingFacts = {
  recordingId: string;
  title: string;
  /** Wall clock of its first sample; null when it is not known. */
  startedMs: number | null;
  durationSec: number;
  /** Seconds after the start by the wall clock, and their position on the time line, by time. */
  gaps: { start_time: number; end_time: number; position: number }[];
  slides: { seq: number; startSec: number; endSec: number; heading: string; text: string }[];
  chapters: { chapterId: string; startSec: number; title: string }[];
  speech: LessonSpeech | null;
  signals: StoredSignals | null;
};

export type ChatFact = {
  id: string;
  senderId: string;
  role: 'student' | 'teacher';
  text: string;
  atMs: number;
};

export type QuizFact = {
  id: string;
  quizId: string;
  question: string;
  studentId: string;
  isCorrect: boolean;
  responseMs: number;
  atMs: number;
};

export type SessionFacts = {
  sessionId: string;
  teacherId: string | null;
  subject: string;
  className: string;
  sessionDate: string;
  students: { studentId: string; name: string }[];
  /** By their start; without tests and lessons in the trash. */
  recordings: RecordingFacts[];
  /** By time. */
  chat: ChatFact[];
  /** By time. */
  quiz: QuizFact[];
  attendance: { studentId: string; joinedMs: number; leftMs: number | null }[];
};

/** @throws AppError session_not_found */
export async function readSessionFacts(db: Db, sessionId: string): Promise<SessionFacts> {
  const { students, ...session } = await getSession(db, sessionId);
  const quiz = await db
    .selectFrom('quiz_responses')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('answered_at')
    .orderBy('response_id')
    .execute();
  const attendance = await db
    .selectFrom('attendance')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('joined_at')
    .orderBy('student_id')
    .execute();
  return {
    sessionId,
    teacherId: session.teacher_id,
    subject: session.subject,
    className: session.class_name,
    sessionDate: session.session_date,
    students: students.map(({ student_id, name }) => ({ studentId: student_id, name })),
    recordings: await readRecordings(db, sessionId),
    chat: await readChatFacts(db, sessionId),
    quiz: quiz.map((row) => ({
      id: row.response_id,
      quizId: row.quiz_id,
      question: row.question,
      studentId: row.student_id,
      isCorrect: row.is_correct === 1,
      responseMs: row.response_time_ms,
      atMs: Date.parse(row.answered_at),
    })),
    attendance: attendance.map((row) => ({
      studentId: row.student_id,
      joinedMs: Date.parse(row.joined_at),
      leftMs: row.left_at === null ? null : Date.parse(row.left_at),
    })),
  };
}

/** Messages read at once (some 10 ms of the one connection). */
const readAtOnce = 2000;

async function readChatFacts(db: Db, sessionId: string): Promise<ChatFact[]> {
  const facts: ChatFact[] = [];
  let after = { sentAt: '', id: '' };
  for (;;) {
    const { sentAt, id } = after;
    const rows = await db
      .selectFrom('chat_messages')
      .select(['message_id', 'sender_id', 'sender_role', 'text', 'sent_at'])
      .where('session_id', '=', sessionId)
      .where('sent_at', '>=', sentAt)
      .where((eb) => eb.or([eb('sent_at', '>', sentAt), eb('message_id', '>', id)]))
      .orderBy('sent_at')
      .orderBy('message_id')
      .limit(readAtOnce)
      .execute();
    for (const row of rows) {
      facts.push({
        id: row.message_id,
        senderId: row.sender_id,
        role: row.sender_role,
        text: row.text,
        atMs: Date.parse(row.sent_at),
      });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < readAtOnce) return facts;
    after = { sentAt: last.sent_at, id: last.message_id };
    await nextTurn();
  }
}

/** The clocks alone, for placing messages. */
export async function readRecordingClocks(
  db: Db,
  sessionId: string,
): Promise<Pick<RecordingFacts, 'recordingId' | 'title' | 'startedMs' | 'durationSec' | 'gaps'>[]> {
  const recordings = await db
    .selectFrom('recordings')
    .select(['recording_id', 'title', 'origin', 'created_at', 'started_at', 'duration_seconds'])
    .where('session_id', '=', sessionId)
    .where('deleted_at', 'is', null)
    .where('is_test', '=', 0)
    .orderBy('started_at')
    .orderBy('recording_id')
    .execute();
  const gaps = await db
    .selectFrom('gaps')
    .select(['recording_id', 'start_time', 'end_time', 'position'])
    .where(
      'recording_id',
      'in',
      recordings.map((row) => row.recording_id),
    )
    .orderBy('recording_id')
    .orderBy('seq')
    .execute();
  return recordings.map((row) => ({
    recordingId: row.recording_id,
    title: row.title,
    startedMs: startOf(row),
    durationSec: row.duration_seconds,
    gaps: gaps
      .filter((gap) => gap.recording_id === row.recording_id)
      .map(({ start_time, end_time, position }) => ({ start_time, end_time, position })),
  }));
}

/** Of a file whose beginning nobody told it is not known: the time of its import stands there. */
function startOf(row: Pick<RecordingsTable, 'origin' | 'created_at' | 'started_at'>): number | null {
  const isGuess = row.origin === 'import' && row.started_at === row.created_at;
  return row.started_at === null || isGuess ? null : Date.parse(row.started_at);
}

async function readRecordings(db: Db, sessionId: string): Promise<RecordingFacts[]> {
  const facts: RecordingFacts[] = [];
  for (const clock of await readRecordingClocks(db, sessionId)) {
    const slides = await db
      .selectFrom('slides')
      .select(['seq', 'time', 'end_time', 'heading', 'text'])
      .where('recording_id', '=', clock.recordingId)
      .orderBy('seq')
      .execute();
    const chapters = await listChapters(db, clock.recordingId);
    const speech = await readAnalysis(db, clock.recordingId, 'speech');
    facts.push({
      ...clock,
      slides: slides.map(({ seq, time, end_time, heading, text }) => ({
        seq,
        startSec: time,
        endSec: end_time,
        heading,
        text,
      })),
      chapters: chapters.map(({ chapter_id, start_time, title }) => ({
        chapterId: chapter_id,
        startSec: start_time,
        title,
      })),
      speech: speech === undefined ? null : lessonSpeechSchema.parse(speech.result),
      signals: (await readSignals(db, clock.recordingId)) ?? null,
    });
  }
  return facts;
}
