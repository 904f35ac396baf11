/**
 * The analysis of class sessions: made when somebody asks, by a job, kept in the database, made again once the session's
 * data or the method has changed. Owns what is asked for and the waiting; the thinking is in `study.ts`, away from the
 * core. Nothing starts by itself, so nothing of it runs beside a recording unless somebody wants to see it.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';
import type { ChatGlossary } from '../../../contract/chat-analysis.ts';
import type { Job } from '../../../contract/jobs.ts';
import type {
  AnalyzeSession,
  ChatReadingsReply,
  SessionAnalysis as SessionAnalysisReply,
  SessionAnalysisQuery,
  StudentNote,
  chatReadingsQuerySchema,
  putStudentNoteSchema,
} from '../../../contract/session-analysis.ts';
import type { Settings } from '../../../contract/settings.ts';
import { AppError, isAppError } from '../../base/app-error.ts';
import { type Clock, isoTime } from '../../base/clock.ts';
import { countUnread, listChatReadings, writeChatReadings } from '../../db/chat-readings.ts';
import type { Db } from '../../db/database.ts';
import {
  countErasures,
  earlierResults,
  hasAnalysisBy,
  readSessionAnalysis,
  sessionRevision,
  writeSessionAnalysis,
} from '../../db/session-analyses.ts';
import { readRecordingClocks, readSessionFacts } from '../../db/session-facts.ts';
import { requireSession } from '../../db/sessions.ts';
import { isStudentOf, listStudentNotes, putStudentNote } from '../../db/student-notes.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { ChatUpgrade } from '../chat/chat-model.ts';
import type { ReadingPack } from '../chat/pack/chat-pack.ts';
import { placeAt } from './recording-clock.ts';
import { insightText } from './session-texts.ts';
import { type SessionStudy, studyVersion } from './study.ts';
import type { StudyAnswer, StudyArgs } from './study-operation.ts';
import type { EarlierLesson } from './teacher-feedback.ts';

export type SessionAnalysisParts = {
  db: Db;
  clock: Clock;
  settings: () => Pick<Settings, 'analysis' | 'language'>;
  /** A function, since the queue is built with the handlers. */
  jobs: () => Pick<JobQueue, 'enqueue' | 'get'>;
  /** In the analysis host. */
  study: (args: StudyArgs, call: { signal: AbortSignal }) => Promise<StudyAnswer>;
  /** What the chat is read with now; `pack`: asked about the lines first. */
  chat: () => { version: string; glossary: ChatGlossary; pack?: ReadingPack | undefined };
};

export type Pending = { jobId: string };
export type Studied = { study: SessionStudy; finishedAt: string };
export type Wait = Pick<SessionAnalysisQuery, 'wait'>;

/** Rows written at once: some milliseconds of the one connection. */
const writtenAtOnce = 500;
/** Data that changes all the time is answered as it was when it was asked for, at the latest by the third try. */
const mostTries = 3;
const mostEarlier = 10;

export class SessionAnalysis {
  readonly #parts: SessionAnalysisParts;
  /** Whoever waits for a job, by its id. */
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(parts: SessionAnalysisParts) {
    this.#parts = parts;
  }

  /**
   * The result as it is now, or the job that is making it when that takes longer than `wait` seconds.
   * @throws AppError session_not_found; what the job failed with
   */
  async study(sessionId: string, options: AnalyzeSession, { wait }: Wait): Promise<Studied | Pending> {
    const { db } = this.#parts;
    await requireSession(db, sessionId);
    const wanted = await sessionRevision(db, sessionId);
    const deadlineMs = this.#parts.clock.monotonic() + wait * 1000;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const cached = await readSessionAnalysis(db, sessionId, this.#variant(options));
      if (cached !== undefined && cached.method === this.#method() && cached.revision >= wanted) {
        return { study: cached.result as SessionStudy, finishedAt: cached.finishedAt };
      }
      const jobId = await this.#parts
        .jobs()
        .enqueue('session_analysis', { session_id: sessionId, ...options });
      if (!(await this.#ended(jobId, deadlineMs - this.#parts.clock.monotonic()))) return { jobId };
    }
    throw new AppError('analysis_failed', 'The session changed faster than it could be analysed');
  }

  /** `analyze-session` as it is shown. @throws as `study` */
  async analyze(
    sessionId: string,
    options: AnalyzeSession,
    query: SessionAnalysisQuery,
  ): Promise<SessionAnalysisReply | Pending> {
    const result = await this.study(sessionId, options, query);
    if ('jobId' in result) return result;
    const { study, finishedAt } = result;
    const notes = await listStudentNotes(this.#parts.db, sessionId);
    const names = new Map(study.profiles.map(({ student_id, name }) => [student_id, name]));
    const language = query.lang ?? this.#parts.settings().language;
    return {
      session_id: sessionId,
      analyzed_at: finishedAt,
      overall_engagement: study.overall_engagement,
      engagement: study.engagement,
      key_insights: study.insights.map((insight) => ({
        kind: insight.kind,
        text: insightText(insight, language, (id) => names.get(id) || id),
        evidence: insight.evidence,
        confidence: insight.confidence,
      })),
      student_profiles: study.profiles.map((profile) =>
        Object.assign({ note: notes.get(profile.student_id) ?? null }, profile),
      ),
      topics: study.topics,
      timeline: study.lanes,
      counts: study.counts,
    };
  }

  /** Messages by time with what was read out of them. @throws AppError session_not_found */
  async chatReadings(
    sessionId: string,
    query: z.infer<typeof chatReadingsQuerySchema>,
  ): Promise<ChatReadingsReply> {
    const { db } = this.#parts;
    await requireSession(db, sessionId);
    const page = await listChatReadings(db, sessionId, query);
    const clocks = await readRecordingClocks(db, sessionId);
    const { messages, unread } = await countUnread(db, sessionId);
    const isCurrent = await hasAnalysisBy(db, sessionId, this.#method());
    return {
      items: page.items.map((message) => {
        const place = placeAt(clocks, Date.parse(message.sent_at));
        return Object.assign(message, {
          recording_id: place?.recordingId ?? null,
          time: place?.timeSec ?? null,
        });
      }),
      next_cursor: page.next_cursor,
      // Another model or glossary would read them otherwise.
      unread: isCurrent ? unread : messages,
    };
  }

  /** @throws AppError session_not_found, student_not_found */
  async putNote(
    sessionId: string,
    studentId: string,
    change: z.infer<typeof putStudentNoteSchema>,
  ): Promise<StudentNote> {
    const { db, clock } = this.#parts;
    return db.transaction().execute(async (trx) => {
      await this.requireStudent(trx, sessionId, studentId);
      return putStudentNote(trx, { sessionId, studentId }, change, isoTime(clock.now()));
    });
  }

  /** @throws AppError session_not_found, student_not_found */
  async requireStudent(db: Db, sessionId: string, studentId: string): Promise<void> {
    await requireSession(db, sessionId);
    if (await isStudentOf(db, sessionId, studentId)) return;
    throw new AppError(
      'student_not_found',
      `Nothing is held about student ${studentId} in session ${sessionId}`,
    );
  }

  /** Measures of the same teacher's lessons up to this one's day, as far as they are known already. */
  async earlierLessons(sessionId: string, options: AnalyzeSession): Promise<EarlierLesson[]> {
    const { db } = this.#parts;
    const session = await requireSession(db, sessionId);
    if (session.teacher_id === null && session.teacher_name === '') return [];
    const found = (await earlierResults(
      db,
      {
        teacher: { id: session.teacher_id, name: session.teacher_name },
        ...{ before: session.session_date, sessionId },
        ...{ variant: this.#variant(options), method: this.#models() },
      },
      '$.teacher.measures',
      mostEarlier,
    )) as SessionStudy['teacher']['measures'][];
    return found.map((measures) =>
      Object.fromEntries(Object.entries(measures).map(([name, { value }]) => [name, value])),
    );
  }

  /** The job of the queue that makes a result. */
  handler(): JobHandler<'session_analysis'> {
    return {
      lane: 'session',
      maxAttempts: 2,
      run: async ({ payload, signal, progress }) => {
        const { session_id: sessionId, ...options } = payload;
        for (let tries = 0; ; tries += 1) {
          if (await this.#make(sessionId, options, signal, progress)) return;
          if (tries + 1 >= mostTries)
            throw new AppError('analysis_failed', 'What it rests on changed all the time');
        }
      },
    };
  }

  /** To be told of every job that has ended. */
  jobEnded({ job_id: jobId }: Pick<Job, 'job_id'>): void {
    for (const tell of this.#waiting.get(jobId) ?? []) tell();
  }

  /**
   * @returns false when it has to begin again: a pupil was erased meanwhile, and nothing that names them may be written
   * back, or the pack has failed and the chat is read without it
   */
  async #make(
    sessionId: string,
    options: AnalyzeSession,
    signal: AbortSignal,
    progress: (fraction: number) => void,
  ): Promise<boolean> {
    const { db, clock, chat, study: studyFacts } = this.#parts;
    const erasures = await countErasures(db);
    const [method, variant] = [this.#method(), this.#variant(options)];
    const { glossary, pack } = chat();
    // Before the data: what changes while it is read makes the result an old one.
    const revision = await sessionRevision(db, sessionId);
    const facts = await readSessionFacts(db, sessionId);
    progress(0.1);
    const includes = this.#includes(options);
    let upgrade: ChatUpgrade | undefined;
    if (pack !== undefined && includes.includeChat) {
      const texts = facts.chat.map(({ text }) => text);
      const asking = { signal, isUrgent: true, progress: (part: number) => progress(0.1 + 0.5 * part) };
      try {
        upgrade = await pack.upgradeFor(texts, glossary.allowed_words, asking);
      } catch (error) {
        const isOurs = isAppError(error) && error.code !== 'job_cancelled' && error.code !== 'shutting_down';
        if (isOurs && chat().pack === undefined) return false;
        throw error;
      }
    }
    const args = { facts: JSON.stringify(facts), glossary, options: includes, upgrade };
    const { study, readings, flagged } = await studyFacts(args, { signal });
    const isFlagged = new Set(flagged);
    progress(0.8);
    for (let from = 0; from < readings.length; from += writtenAtOnce) {
      if (signal.aborted) throw new AppError('job_cancelled');
      const rows = readings.slice(from, from + writtenAtOnce).map((reading, at) => ({
        messageId: facts.chat[from + at]?.id ?? '',
        reading,
        isFlagged: isFlagged.has(from + at),
      }));
      await writeChatReadings(db, sessionId, rows);
      progress(0.8 + (0.2 * from) / readings.length);
      await nextTurn();
    }
    return db.transaction().execute(async (trx) => {
      if ((await countErasures(trx)) !== erasures) return false;
      await requireSession(trx, sessionId);
      await writeSessionAnalysis(trx, sessionId, variant, {
        ...{ revision, method },
        result: study,
        finishedAt: isoTime(clock.now()),
      });
      return true;
    });
  }

  #includes(options: AnalyzeSession) {
    return {
      includeChat: options.include_chat,
      includeSignals: options.include_screenshots && this.#parts.settings().analysis.camera_signals,
    };
  }

  #variant(options: AnalyzeSession): string {
    const { includeChat, includeSignals } = this.#includes(options);
    return `${includeChat ? 'chat' : 'no chat'}, ${includeSignals ? 'signals' : 'no signals'}`;
  }

  /** What a result was made with, without the school's words. */
  #models(): string {
    return `${studyVersion} ${this.#parts.chat().version} `;
  }

  #method(): string {
    const { glossary } = this.#parts.chat();
    const lists = [glossary.terms, glossary.never_keywords, glossary.allowed_words];
    const words = createHash('sha256').update(JSON.stringify(lists)).digest('hex').slice(0, 16);
    return `${this.#models()}${words}`;
  }

  /** @returns whether it has, within the time. @throws AppError what it failed with */
  async #ended(jobId: string, waitMs: number): Promise<boolean> {
    const jobs = this.#parts.jobs();
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiters = this.#waiting.get(jobId) ?? new Set();
    this.#waiting.set(jobId, waiters.add(resolve));
    const timer = setTimeout(resolve, Math.max(0, waitMs));
    try {
      // It may have ended before anybody waited.
      if (isPending(await jobs.get(jobId))) await promise;
    } finally {
      clearTimeout(timer);
      waiters.delete(resolve);
      if (waiters.size === 0) this.#waiting.delete(jobId);
    }
    const job = await jobs.get(jobId);
    if (isPending(job)) return false;
    if (job.error !== undefined) throw new AppError(job.error.code, job.error.detail);
    return true;
  }
}

function isPending({ state }: Job): boolean {
  return state === 'queued' || state === 'running';
}
