import Papa from 'papaparse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatReading } from '../../../contract/chat-analysis.ts';
import type { JobKind } from '../../../contract/jobs.ts';
import { jobKinds } from '../../../contract/jobs.ts';
import {
  type SessionExportFormat,
  type SessionExportPart,
  chatReadingsReplySchema,
  sessionAnalysisSchema,
  sessionExportParts,
  strugglingStudentsSchema,
  studentFeedbackSchema,
  teacherFeedbackSchema,
} from '../../../contract/session-analysis.ts';
import { type Settings, defaultSettings } from '../../../contract/settings.ts';
import { AppError } from '../../base/app-error.ts';
import { silentLogger } from '../../base/logger.ts';
import { newId } from '../../base/ids.ts';
import { addAttendance } from '../../db/attendance.ts';
import { addChat } from '../../db/chat.ts';
import { type OpenDatabase, openDatabase } from '../../db/database.ts';
import { reindexLesson } from '../../db/lesson-text.ts';
import { addQuizResponses } from '../../db/quiz.ts';
import type { SessionFacts } from '../../db/session-facts.ts';
import { addStudents, ensureSession } from '../../db/sessions.ts';
import { type JobHandlers, type JobQueue, createJobQueue } from '../../jobs/job-queue.ts';
import { createStudentRecords } from '../../library/student-records.ts';
import { makeReading } from '../../testing/classroom.ts';
import { exportColumns } from './export-rows.ts';
import { FeedbackGenerator } from './feedback-generator.ts';
import type { ReadingPack } from '../chat/pack/chat-pack.ts';
import { readChat } from './read-chat.ts';
import { SessionAnalysis } from './session-analysis.ts';
import { SessionExport } from './session-export.ts';
import { studySession } from './study.ts';
import { type StudyAnswer, type StudyArgs, toAnswer } from './study-operation.ts';

const startMs = Date.parse('2026-03-02T00:00:00.000Z');
const at = (minute: number): string => new Date(startMs + minute * 60_000).toISOString();
const both = { include_chat: true, include_screenshots: true };
const wait = { wait: 30 };

let database: OpenDatabase;
let jobs: JobQueue;
let analysis: SessionAnalysis;
let feedback: FeedbackGenerator;
let settings: Settings;
let studied: StudyArgs[];
let glossaryTerms: string[];
/** What the chat is read with beside the built-in models. */
let pack: ReadingPack | undefined;
/** Runs in place of the studying, before its answer is given. */
let meanwhile: (signal: AbortSignal) => Promise<void>;

beforeEach(async () => {
  database = openDatabase(':memory:');
  settings = structuredClone(defaultSettings);
  studied = [];
  glossaryTerms = [];
  pack = undefined;
  meanwhile = async () => undefined;
  const clock = { now: () => startMs, monotonic: () => performance.now() };
  const { db } = database;
  analysis = new SessionAnalysis({
    ...{ db, clock, settings: () => settings, jobs: () => jobs },
    study: async (args, { signal }): Promise<StudyAnswer> => {
      studied.push(args);
      await meanwhile(signal);
      const facts = JSON.parse(args.facts) as SessionFacts;
      const readings = args.options.includeChat ? await readChat(facts, read) : [];
      return toAnswer(await studySession(facts, readings, args.options), readings);
    },
    chat: () => ({
      version: pack === undefined ? '1' : `1+${pack.version}`,
      glossary: { terms: glossaryTerms, never_keywords: [], allowed_words: [] },
      pack,
    }),
  });
  const idle = { lane: 'media' as const, maxAttempts: 1, run: async () => undefined };
  const handlers = Object.fromEntries(
    jobKinds.map((kind: JobKind) => [kind, idle]),
  ) as unknown as JobHandlers;
  jobs = createJobQueue({
    ...{ db, clock, log: silentLogger, announce: () => undefined },
    handlers: { ...handlers, session_analysis: analysis.handler() },
    ended: async (job) => analysis.jobEnded(job),
  });
  feedback = new FeedbackGenerator({ db, analysis, settings: () => settings });
  await jobs.start();
  await addSession('math-1');
});
afterEach(async () => {
  await jobs.stop();
  await database.close();
});

/** A stand-in for the models: what is said tells how it is read. */
function read(messages: readonly { text: string }[]): ChatReading[] {
  return messages.map(({ text }) =>
    makeReading({
      sentiment: text.includes('어려') ? 'negative' : 'neutral',
      intent: text.includes('?') ? 'question' : 'other',
      isSpam: text.includes('광고'),
      keywords: text.includes('통분') ? ['통분'] : [],
    }),
  );
}

async function addSession(
  sessionId: string,
  fields: { className?: string; date?: string } = {},
): Promise<void> {
  await ensureSession(
    database.db,
    sessionId,
    {
      ...{ teacher_id: 't-1', subject: '수학', class_name: fields.className ?? '5-2' },
      session_date: fields.date ?? '2026-03-02',
    },
    startMs,
    '',
  );
}

let count = 0;
const say = (sender: string, minute: number, text: string, role: 'student' | 'teacher' = 'student') => {
  count += 1;
  return {
    ...{ message_id: `m-${count}`, sender_id: sender, sender_role: role },
    ...{ text, sent_at: at(minute) },
  };
};
const answer = (studentId: string, item: number, right: boolean) => ({
  ...{ response_id: `r-${item}-${studentId}`, quiz_id: `q-${item}`, question: '통분을 바르게 한 것은?' },
  ...{ student_id: studentId, is_correct: right, response_time_ms: 9000, answered_at: at(item * 7) },
});

async function addRecording(sessionId: string, options: { className?: string; slide?: string } = {}) {
  const recordingId = newId();
  const row = {
    recording_id: recordingId,
    session_id: sessionId,
    title: '분수 수업',
    description: '',
    subject: '수학',
  };
  await database.db
    .insertInto('recordings')
    .values({
      ...row,
      class_name: options.className ?? '5-2',
      teacher_name: '',
      session_date: '2026-02-20',
      status: 'ready',
      origin: 'live',
      created_at: at(0),
      started_at: at(0),
      duration_seconds: 2400,
      size_bytes: 1,
      bitrate_kbps: 1,
      reconnects: 0,
    })
    .execute();
  await addSlide(recordingId, options.slide ?? '통분하기');
  return recordingId;
}

async function addSlide(recordingId: string, heading: string): Promise<void> {
  const place = { recording_id: recordingId, seq: 1, time: 60, end_time: 600, file_key: 'x', blocks: '[]' };
  await database.db
    .insertInto('slides')
    .values({ ...place, text: heading, heading })
    .execute();
  await database.db.transaction().execute(async (trx) => reindexLesson(trx, recordingId));
}

/** Six pupils, of whom p-0 has a hard time. */
async function addClass(sessionId = 'math-1'): Promise<void> {
  const pupils = ['p-0', 'p-1', 'p-2', 'p-3', 'p-4', 'p-5'];
  await addStudents(
    database.db,
    sessionId,
    pupils.map((student_id) => ({ student_id, name: `이름 ${student_id}` })),
  );
  await addChat(database.db, sessionId, [
    ...pupils
      .slice(1)
      .flatMap((one) => [say(one, 5, '네'), say(one, 15, '통분이요'), say(one, 25, '적었어요')]),
    ...[8, 18, 28].map((minute) => say('p-0', minute, '어려워요')),
    say('p-1', 39, '광고 보세요'),
  ]);
  await addQuizResponses(
    database.db,
    sessionId,
    [1, 2, 3, 4, 5].flatMap((item) =>
      pupils.map((one, place) => answer(one, item, one !== 'p-0' && place !== item)),
    ),
  );
}

const analyze = async () => sessionAnalysisSchema.parse(await analysis.analyze('math-1', both, wait));

describe('the analysis of a session', () => {
  it('is made once and kept until the data changes', async () => {
    await addClass();
    const recordingId = await addRecording('math-1');
    const first = await analyze();
    expect(first).toMatchObject({ counts: { students: 6, messages: 19, quiz_responses: 30, recordings: 1 } });
    expect(first.topics).toMatchObject([{ text: '통분', count: 5 }]);
    expect(await analyze()).toEqual(first);
    expect(studied).toHaveLength(1);
    const changes: (() => Promise<unknown>)[] = [
      () => addChat(database.db, 'math-1', [say('p-2', 30, '네')]),
      () => addQuizResponses(database.db, 'math-1', [answer('p-9', 1, true)]),
      () => addAttendance(database.db, 'math-1', [{ student_id: 'p-1', joined_at: at(0) }]),
      () => addAttendance(database.db, 'math-1', [{ student_id: 'p-1', joined_at: at(0), left_at: at(30) }]),
      () => addStudents(database.db, 'math-1', [{ student_id: 'p-1', name: '새 이름' }]),
      () =>
        database.db
          .updateTable('slides')
          .set({ heading: '약분' })
          .where('recording_id', '=', recordingId)
          .execute(),
    ];
    for (const [number, change] of changes.entries()) {
      await change();
      await analyze();
      expect(studied).toHaveLength(number + 2);
    }
    const [message] = await database.db.selectFrom('chat_messages').selectAll().limit(1).execute();
    if (message !== undefined) await addChat(database.db, 'math-1', [message]);
    await analyze();
    expect(studied).toHaveLength(changes.length + 1);
  });

  it('is made again with other words in the glossary, and for another choice of data', async () => {
    await addClass();
    await analyze();
    glossaryTerms = ['통분'];
    await analyze();
    expect(studied.map(({ glossary }) => glossary.terms)).toEqual([[], ['통분']]);
    const without = await analysis.analyze('math-1', { ...both, include_chat: false }, wait);
    expect(without).toMatchObject({ counts: { messages: 0, quiz_responses: 30 }, topics: [] });
    await analyze();
    expect(studied).toHaveLength(3);
  });

  it('is made again with a pack that has come, asks it about every line, and again when it has gone', async () => {
    await addClass();
    await analyze();
    const asked: string[][] = [];
    const upgrade = { name: 'p', version: 'v', tasks: new Set<never>(), numbers: {}, logits: new Map() };
    pack = {
      version: 'v',
      upgradeFor: async (texts) => {
        asked.push([...texts]);
        return upgrade;
      },
    };
    expect((await list()).unread).toBe(19);
    await analyze();
    await analyze();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toHaveLength(19);
    expect(studied.map((args) => args.upgrade?.version)).toEqual([undefined, 'v']);
    pack = undefined;
    await analyze();
    expect(studied).toHaveLength(3);
    expect(studied[2]?.upgrade).toBeUndefined();
  });

  it('is made without a pack that fails, and kept as such', async () => {
    await addClass();
    pack = {
      version: 'v',
      upgradeFor: async () => {
        pack = undefined;
        throw new AppError('model_damaged');
      },
    };
    expect(await analyze()).toMatchObject({ counts: { messages: 19 } });
    await analyze();
    expect(studied).toHaveLength(1);
    expect(studied[0]?.upgrade).toBeUndefined();
  });

  it('looks at camera signals only where the school has switched them on and they are asked for', async () => {
    await analyze();
    settings.analysis.camera_signals = true;
    await analyze();
    await analysis.analyze('math-1', { ...both, include_screenshots: false }, wait);
    expect(studied.map(({ options }) => options.includeSignals)).toEqual([false, true]);
  });

  it('says that there is nothing where there is nothing', async () => {
    expect(await analyze()).toMatchObject({
      ...{ overall_engagement: null, key_insights: [], student_profiles: [], topics: [], timeline: [] },
      engagement: { reason: 'no_data' },
    });
    expect(await feedback.identifyStrugglingStudents('math-1', wait)).toEqual([]);
    const teacher = teacherFeedbackSchema.parse(await feedback.generateTeacherFeedback('math-1', wait));
    expect(teacher.note).toBe('기록에서 따로 권할 것이 보이지 않아요.');
  });

  it('names the job to whoever does not want to wait, which goes on', async () => {
    await addClass();
    const go = Promise.withResolvers<void>();
    meanwhile = () => go.promise;
    const pending = await analysis.analyze('math-1', both, { wait: 0 });
    const again = await analysis.analyze('math-1', both, { wait: 0 });
    expect(again).toEqual(pending);
    const jobId = 'jobId' in pending ? pending.jobId : '';
    expect(await jobs.get(jobId)).toMatchObject({ kind: 'session_analysis', recording_id: null });
    const answered = analyze();
    go.resolve();
    await answered;
    expect(studied).toHaveLength(1);
    expect(await jobs.get(jobId)).toMatchObject({ state: 'done', progress: 1 });
  });

  it('runs beside a recording, since somebody asked', async () => {
    jobs.hold('media', 'recording');
    jobs.hold('analysis', 'recording');
    expect((await analyze()).session_id).toBe('math-1');
  });

  it('can be cancelled', async () => {
    const started = Promise.withResolvers<void>();
    meanwhile = async (signal) => {
      started.resolve();
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new AppError('job_cancelled')));
      });
    };
    const waiting = analysis.analyze('math-1', both, wait);
    await started.promise;
    const { items } = await jobs.list({ limit: 1 });
    const [ended] = await Promise.allSettled([waiting, jobs.cancel(items[0]?.job_id ?? '')]);
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'job_cancelled' } });
  });

  it('tells what it failed with', async () => {
    meanwhile = async () => {
      await database.db.deleteFrom('sessions').execute();
      throw new AppError('session_not_found');
    };
    await expect(analysis.analyze('math-1', both, wait)).rejects.toMatchObject({ code: 'session_not_found' });
    await expect(analysis.analyze('other', both, wait)).rejects.toMatchObject({ code: 'session_not_found' });
  });

  it('writes nothing back about a pupil who was erased meanwhile', async () => {
    await addClass();
    const students = createStudentRecords({
      ...{ db: database.db, files: { remove: async () => undefined } },
      ...{ clock: { now: () => startMs, monotonic: () => 0 }, hashKey: 'key' },
    });
    let isErased = false;
    meanwhile = async () => {
      if (isErased) return;
      isErased = true;
      await students.eraseStudent('p-0');
    };
    const result = await analyze();
    expect(studied).toHaveLength(2);
    expect(JSON.stringify(result)).not.toContain('p-0');
    for (const table of ['session_analyses', 'chat_readings', 'student_notes'] as const) {
      expect(JSON.stringify(await database.db.selectFrom(table).selectAll().execute())).not.toContain('p-0');
    }
  });
});

const list = async (query: { limit?: number; cursor?: string; flagged?: boolean } = {}) =>
  chatReadingsReplySchema.parse(
    await analysis.chatReadings('math-1', { limit: 50, flagged: false, ...query }),
  );

describe('readings of the chat', () => {
  it('come with their message, its sender and its place in the recording', async () => {
    await addClass();
    const recordingId = await addRecording('math-1');
    const before = await list({ limit: 2 });
    expect(before).toMatchObject({ unread: 19, items: [{ reading: null }, { reading: null }] });
    await analyze();
    const page = await list({ limit: 2 });
    expect(page.unread).toBe(0);
    expect(page.items[0]).toMatchObject({
      ...{ sender_id: 'p-1', sender_name: '이름 p-1', recording_id: recordingId, time: 300 },
      reading: { sentiment: { label: 'neutral' } },
    });
    const next = await list({ limit: 50, cursor: page.next_cursor ?? '' });
    expect(next.items).toHaveLength(17);
    expect(next.next_cursor).toBeNull();
    expect((await list({ flagged: true })).items.map(({ text }) => text)).toEqual(['광고 보세요']);
  });

  it('are out of date with another glossary', async () => {
    await addClass();
    await analyze();
    glossaryTerms = ['통분'];
    expect((await list()).unread).toBe(19);
  });

  it('of an unknown session are a 404', async () => {
    const query = { limit: 5, flagged: false };
    await expect(analysis.chatReadings('other', query)).rejects.toMatchObject({ code: 'session_not_found' });
  });
});

describe('feedback', () => {
  it('names who may need help, with the teacher’s own note', async () => {
    await addClass();
    const found = strugglingStudentsSchema.parse(await feedback.identifyStrugglingStudents('math-1', wait));
    expect(found).toMatchObject([{ student_id: 'p-0', name: '이름 p-0', note: null }]);
    expect(found[0]?.reasons.map(({ signal }) => signal).toSorted()).toEqual([
      'negative_messages',
      'wrong_answers',
    ]);
    expect(found[0]?.intervention).toContain('틀린 문제');
    await analysis.putNote('math-1', 'p-0', { note: '점심 때 물어봄' });
    const done = await analysis.putNote('math-1', 'p-0', { done: true });
    expect(done).toMatchObject({ note: '점심 때 물어봄', done: true });
    const noted = await feedback.identifyStrugglingStudents('math-1', wait);
    expect(noted).toMatchObject([{ note: { note: '점심 때 물어봄', done: true } }]);
    expect((await analyze()).student_profiles[0]?.note).toMatchObject({ done: true });
    // Not what was studied again, and nothing for the pupil to read.
    expect(studied.map(({ options }) => options)).toHaveLength(1);
    const own = await feedback.generateStudentFeedback('math-1', 'p-0', wait);
    expect(JSON.stringify(own)).not.toContain('점심');
  });

  it('points a pupil to earlier lessons of their class about the same', async () => {
    await addClass();
    await addRecording('math-1');
    await addSession('math-0', { date: '2026-02-20' });
    const earlier = await addRecording('math-0');
    await addSession('other-class', { className: '5-3', date: '2026-02-20' });
    await addRecording('other-class', { className: '5-3' });
    const own = studentFeedbackSchema.parse(await feedback.generateStudentFeedback('math-1', 'p-0', wait));
    const lessons = own.resources.filter(({ kind }) => kind === 'lesson');
    expect(lessons).toMatchObject([{ recording_id: earlier, start_time: 60 }]);
    expect(lessons[0]?.text).toBe('‘통분하기’ 내용이 나오는 다른 수업: ‘분수 수업’ (2026-02-20)');
    const english = await feedback.generateStudentFeedback('math-1', 'p-0', { ...wait, lang: 'en' });
    expect(english).toMatchObject({ language: 'en' });
  });

  it('of somebody unknown is a 404', async () => {
    await addClass();
    const unknown = { code: 'student_not_found' };
    await expect(feedback.generateStudentFeedback('math-1', 'p-77', wait)).rejects.toMatchObject(unknown);
    await expect(analysis.putNote('math-1', 'p-77', { done: true })).rejects.toMatchObject(unknown);
    const none = { code: 'session_not_found' };
    await expect(feedback.generateStudentFeedback('other', 'p-0', wait)).rejects.toMatchObject(none);
    await expect(feedback.generateTeacherFeedback('other', wait)).rejects.toMatchObject(none);
    await expect(feedback.identifyStrugglingStudents('other', wait)).rejects.toMatchObject(none);
  });

  it('compares a teacher with their own earlier lessons, and no other teacher’s', async () => {
    const lessons = ['math-1', 'a', 'b', 'c', 'later', 'of-another'];
    for (const sessionId of lessons.slice(1)) {
      await addSession(sessionId, { date: sessionId === 'later' ? '2026-03-09' : '2026-02-20' });
    }
    await database.db
      .updateTable('sessions')
      .set({ teacher_id: 't-2' })
      .where('session_id', '=', 'of-another')
      .execute();
    for (const sessionId of lessons) {
      // Words that a school decides about do not make earlier lessons another method's.
      glossaryTerms = [sessionId];
      await addClass(sessionId);
      await feedback.generateTeacherFeedback(sessionId, wait);
    }
    const teacher = teacherFeedbackSchema.parse(await feedback.generateTeacherFeedback('math-1', wait));
    expect(teacher.earlier_lessons).toBe(3);
    expect(teacher.measures.thinking_time).toMatchObject({ value: 9, own_earlier: 9 });
  });
});

const takeAway = async (part: SessionExportPart, format: SessionExportFormat, lang: 'ko' | 'en' = 'ko') => {
  const exports = new SessionExport({ db: database.db, analysis, feedback, language: () => 'ko' });
  return exports.exportPart('math-1', part, { format, lang });
};
const table = (text: string) => Papa.parse<string[]>(text.replace(/^\uFEFF/, '').trim()).data;

describe('what a file does not tell', () => {
  it('is when it was filmed: then nobody counts as away, and nothing has a place in it', async () => {
    await addClass();
    await addAttendance(
      database.db,
      'math-1',
      ['p-0', 'p-1', 'p-2', 'p-3'].map((one) => ({ student_id: one, joined_at: at(0), left_at: at(40) })),
    );
    const recordingId = await addRecording('math-1');
    const importedAt = new Date(startMs + 86_400_000).toISOString();
    await database.db
      .updateTable('recordings')
      .set({ origin: 'import', created_at: importedAt, started_at: importedAt })
      .where('recording_id', '=', recordingId)
      .execute();
    const { timeline, student_profiles: profiles, topics } = await analyze();
    expect(timeline).toMatchObject([{ recording_id: recordingId, started_at: null }]);
    expect(profiles.find(({ student_id }) => student_id === 'p-1')?.presence).toBe(1);
    expect(topics[0]?.evidence).toMatchObject({ recording_id: null, at: at(15) });
    const { items } = await analysis.chatReadings('math-1', { limit: 1, flagged: false });
    expect(items).toMatchObject([{ recording_id: null, time: null }]);
  });

  it('is how long answers took: then nothing is said of it', async () => {
    await addClass();
    await database.db.updateTable('quiz_responses').set({ response_time_ms: 0 }).execute();
    const teacher = teacherFeedbackSchema.parse(await feedback.generateTeacherFeedback('math-1', wait));
    expect(teacher.measures.thinking_time).toMatchObject({ value: null, count: 0 });
  });
});

describe('files of a session', () => {
  it('hold the same rows as table and as data, every row with the same columns', async () => {
    await addClass();
    await addRecording('math-1');
    await addChat(
      database.db,
      'math-1',
      ['p-1', 'p-2', 'p-3', 'p-4'].map((one) => say(one, 12, '어려워요')),
    );
    await analysis.putNote('math-1', 'p-0', { note: '불러서, "천천히"', done: true });
    for (const part of sessionExportParts) {
      const rows = JSON.parse((await takeAway(part, 'json')).body) as Record<string, unknown>[];
      const csv = await takeAway(part, 'csv', 'en');
      expect(csv.body.startsWith('\uFEFF')).toBe(true);
      const [head, ...lines] = table(csv.body);
      expect(head).toEqual(exportColumns[part].map((column) => column.replaceAll('_', ' ')));
      expect(lines).toHaveLength(rows.length);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows)
        expect(Object.keys(row).toSorted()).toEqual([...exportColumns[part]].toSorted());
    }
    const help = table((await takeAway('help', 'csv')).body);
    expect(help[1]).toEqual(expect.arrayContaining(['불러서, "천천히"', '예']));
    const students = await takeAway('students', 'csv');
    expect(students.body).not.toContain('천천히');
    expect(students.filename).toBe('math-1 학생 2026-03-02.csv');
    const [head = [], first = []] = table(students.body);
    expect(Object.fromEntries(head.map((name, column) => [name, first[column]]))).toMatchObject({
      ...{ '학생 번호': 'p-0', 이름: '이름 p-0', 부정: '3' },
    });
  });

  it('say in words what the marks mean, and hold no formula', async () => {
    await addClass();
    await addChat(database.db, 'math-1', [say('p-2', 30, '=HYPERLINK("http://x.test")')]);
    const { body } = await takeAway('chat', 'csv');
    const [head = [], ...lines] = table(body);
    const column = (name: string) => lines.map((line) => line[head.indexOf(name)]);
    expect(new Set(column('기분'))).toEqual(new Set(['보통', '부정']));
    expect(new Set(column('스팸'))).toEqual(new Set(['아니요', '예']));
    expect(column('내용')).toContain('\'=HYPERLINK("http://x.test")');
  });

  it('have their heads also when there is nothing, and wait for what is not made yet', async () => {
    expect(table((await takeAway('help', 'csv')).body)).toHaveLength(1);
    expect((await takeAway('chat', 'json')).body).toBe('[]\n');
    const exports = new SessionExport({ db: database.db, analysis, feedback, language: () => 'ko' });
    await expect(exports.exportPart('other', 'chat', { format: 'csv' })).rejects.toMatchObject({
      code: 'session_not_found',
    });
  });

  it('of a chat of several pages are whole', async () => {
    const lines = Array.from({ length: 1500 }, (_, line) => say(`p-${line % 5}`, line / 60, `${line}번째`));
    for (const from of [0, 750]) await addChat(database.db, 'math-1', lines.slice(from, from + 750));
    const rows = table((await takeAway('chat', 'csv')).body);
    expect(rows).toHaveLength(1501);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(JSON.parse((await takeAway('chat', 'json')).body)).toHaveLength(1500);
  });
});
