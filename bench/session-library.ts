/** A library with one made-up class session in it, and the analysis as the program builds it, host process and all. */
import path from 'node:path';
import { SessionAnalysis } from '../main/analysis/session/session-analysis.ts';
import { createAnalysisHost } from '../main/analysis/host/analysis-host.ts';
import { createModelFiles, modelFolders } from '../main/analysis/models/model-files.ts';
import { isoTime, systemClock } from '../main/base/clock.ts';
import { silentLogger } from '../main/base/logger.ts';
import { createProcessRunner } from '../main/base/process.ts';
import { addAttendance } from '../main/db/attendance.ts';
import { addChat } from '../main/db/chat.ts';
import { openDatabase } from '../main/db/database.ts';
import { addQuizResponses } from '../main/db/quiz.ts';
import type { SessionFacts } from '../main/db/session-facts.ts';
import { addStudents, ensureSession } from '../main/db/sessions.ts';
import { type JobHandlers, createJobQueue } from '../main/jobs/job-queue.ts';
import { defaultSettings } from '../contract/settings.ts';
import { jobKinds } from '../contract/jobs.ts';

const glossary = { terms: [], never_keywords: [], allowed_words: [] };

/** @param folder for the database and what the host needs */
export async function openSessionLibrary(folder: string, facts: SessionFacts) {
  const { db, close } = openDatabase(path.join(folder, 'library.sqlite'));
  const runner = createProcessRunner({
    ...{ ledgerDir: path.join(folder, 'processes'), log: silentLogger, clock: systemClock },
  });
  const { folders } = createModelFiles(modelFolders(folder));
  const host = createAnalysisHost({ runner, log: silentLogger, folders });
  const analysis: SessionAnalysis = new SessionAnalysis({
    ...{ db, clock: systemClock, settings: () => defaultSettings, jobs: () => jobs },
    study: (args, call) => host.call('study_session', args, { ...call, isUrgent: true }),
    chat: () => ({ version: '', glossary }),
  });
  const idle = { lane: 'media' as const, maxAttempts: 1, run: async () => undefined };
  const others = Object.fromEntries(jobKinds.map((kind) => [kind, idle])) as unknown as JobHandlers;
  const jobs = createJobQueue({
    ...{ db, clock: systemClock, log: silentLogger, announce: () => undefined },
    handlers: { ...others, session_analysis: analysis.handler() },
    ended: async (job) => analysis.jobEnded(job),
  });
  await jobs.start();
  await ensureSession(db, facts.sessionId, { teacher_id: 't-1' }, systemClock.now(), '');
  await fill();

  async function fill(): Promise<void> {
    const { sessionId } = facts;
    await addStudents(
      db,
      sessionId,
      facts.students.map(({ studentId, name }) => ({ student_id: studentId, name })),
    );
    const chat = facts.chat.map(({ id, senderId, role, text, atMs }) => ({
      ...{ message_id: id, sender_id: senderId, sender_role: role, text, sent_at: isoTime(atMs) },
    }));
    for (let from = 0; from < chat.length; from += 1000) {
      await addChat(db, sessionId, chat.slice(from, from + 1000));
    }
    await addQuizResponses(
      db,
      sessionId,
      facts.quiz.map(({ id, quizId, question, studentId, isCorrect, responseMs, atMs }) => ({
        ...{ response_id: id, quiz_id: quizId, question, student_id: studentId, is_correct: isCorrect },
        ...{ response_time_ms: responseMs, answered_at: isoTime(atMs) },
      })),
    );
    await addAttendance(
      db,
      sessionId,
      facts.attendance.map(({ studentId, joinedMs, leftMs }) => ({
        ...{ student_id: studentId, joined_at: isoTime(joinedMs) },
        left_at: leftMs === null ? null : isoTime(leftMs),
      })),
    );
  }

  return {
    analysis,
    /** Has the next answer made anew. */
    change: async (number: number): Promise<void> => {
      const message = { message_id: `new-${number}`, sender_id: 'p-001', sender_role: 'student' as const };
      const last = facts.chat.at(-1)?.atMs ?? 0;
      await addChat(db, facts.sessionId, [{ ...message, text: '네', sent_at: isoTime(last + number) }]);
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await jobs.stop();
      await host.stop();
      await close();
    },
  };
}
