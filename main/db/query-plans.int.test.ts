import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchQuerySchema } from '../../contract/search.ts';
import { listAnalyses, readAnalysis } from './analyses.ts';
import { listChapters, listDismissed } from './chapters.ts';
import { listChat, listLessonChat } from './chat.ts';
import { listExports } from './exports.ts';
import { countJobs, countMissingMedia, newestLessonAt } from './health.ts';
import { claimJob, listJobs } from './jobs.ts';
import { migrate } from './migrate.ts';
import { listNotes } from './notes.ts';
import { findRecording, listRecordings, listRecordingsOfSession } from './recordings.ts';
import { encodeCursor } from './search-cursor.ts';
import { searchLessons } from './search.ts';
import { listExpirable } from './retention.ts';
import { forgetSlideTexts, listSlides } from './slides.ts';
import { ensureSession, getSession, listSessions } from './sessions.ts';
import { recordsOfStudent } from './students.ts';
import type { Database } from './tables.ts';

const connection = new SqliteDatabase(':memory:');
const queries: { sql: string; parameters: readonly unknown[] }[] = [];
const db = new Kysely<Database>({
  dialect: new SqliteDialect({ database: connection }),
  log: (event) => {
    queries.push({ sql: event.query.sql, parameters: event.query.parameters });
  },
});

/** Plan lines of every query that `run` sends, transactions left out. */
async function plansOf(run: () => Promise<unknown>): Promise<string[]> {
  queries.length = 0;
  await run();
  return queries.flatMap(({ sql, parameters }) => {
    if (!/^\s*(select|update|delete|with)/i.test(sql)) return [];
    const rows = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
    return rows.map((row) => row.detail);
  });
}

/**
 * Reading a whole table, or sorting what an index could have given in order. `unindexed_sessions` is a list of what is
 * to be done: it is read whole, and emptied.
 */
function costly(plan: readonly string[]): string[] {
  return plan.filter(
    (line) =>
      /USE TEMP B-TREE/.test(line) ||
      (line.startsWith('SCAN ') &&
        !/USING (COVERING )?INDEX|VIRTUAL TABLE|^SCAN (found|recordings|near|unindexed_sessions|CONSTANT ROW)$/.test(
          line,
        )) ||
      // A scan of `recordings` is fine only when that is the name of an inner, limited query.
      (/^SCAN recordings$/.test(line) &&
        !plan.some((other) => /^(CO-ROUTINE|MATERIALIZE) recordings/.test(other))),
  );
}

const createdAt = '2026-03-02T00:00:00.000Z';
const lessonOfChat = {
  recordingId: 'r-1',
  sessionId: 's-1',
  startedAt: createdAt,
  durationSec: 60,
  isLive: false,
};
const search = (query: Record<string, unknown>) => () => searchLessons(db, searchQuerySchema.parse(query));

describe('query plans', () => {
  beforeAll(async () => {
    migrate(connection);
    const now = Date.parse('2026-03-02T00:00:00Z');
    await ensureSession(db, 's-1', {}, now, 'Asia/Seoul');
    connection
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
         INSERT INTO recordings (recording_id, session_id, title, teacher_name, teacher_id, class_name, subject, session_date, status, created_at, duration_seconds)
         SELECT 'r-' || i, 's-1', 'title ' || i, 'teacher', 't-1', 'class', 'subject', '2026-03-02', 'ready', '2026-03-02T00:00:00.000Z', i FROM n`,
      )
      .run();
  });
  afterAll(() => db.destroy());

  it.each([
    ['info by id', () => findRecording(db, 'r-1'), 'sqlite_autoindex_recordings_1'],
    [
      'recordings of a session, newest first',
      () => listRecordingsOfSession(db, 's-1'),
      'recordings_by_session',
    ],
    [
      'all recordings, newest first',
      () => listRecordings(db, { deleted: false, isTest: false, limit: 50 }),
      'recordings_by_created',
    ],
    ['one session with its pupils', () => getSession(db, 's-1'), 'SEARCH students USING PRIMARY KEY'],
    ['sessions by date', () => listSessions(db, { limit: 50 }), 'sessions_by_date'],
    [
      'sessions of a teacher',
      () => listSessions(db, { limit: 50, teacher_id: 't-1', date_from: '2026-01-01' }),
      'sessions_by_teacher',
    ],
    ['sessions of a class', () => listSessions(db, { limit: 50, class_name: 'class' }), 'sessions_by_class'],
    ['chat by time', () => listChat(db, 's-1', { limit: 50 }), 'chat_by_time'],
    [
      'next page of sessions',
      () =>
        listSessions(db, { limit: 50, cursor: Buffer.from('["2026-03-02","s-0"]').toString('base64url') }),
      'sessions_by_date',
    ],
    ['chapters of a recording', () => listChapters(db, 'r-1'), 'chapters_by_time'],
    [
      'dismissed chapters of a recording',
      () => listDismissed(db, 'r-1'),
      'dismissed_chapters USING PRIMARY KEY',
    ],
    ['stages of a recording', () => listAnalyses(db, 'r-1'), 'sqlite_autoindex_analyses_1'],
    ['result of a stage', () => readAnalysis(db, 'r-1', 'speech'), 'sqlite_autoindex_analyses_1'],
    ['screens of a recording', () => listSlides(db, 'r-1'), 'SEARCH slides USING PRIMARY KEY'],
    ['screens to be read again', () => forgetSlideTexts(db, 'r-1'), 'SEARCH slides USING PRIMARY KEY'],
    [
      'newest jobs of a recording',
      () => listJobs(db, { limit: 200, recordingId: 'r-1' }),
      'jobs_by_recording',
    ],
    ['notes of a recording by time', () => listNotes(db, 'r-1'), 'notes_by_time'],
    [
      'a later page of exports',
      () => listExports(db, { limit: 50, before: 'e-9' }),
      'exports USING PRIMARY KEY',
    ],
    [
      'exports of a recording',
      () => listExports(db, { limit: 50, recordingId: 'r-1', before: 'e-9' }),
      'exports_by_recording',
    ],
    [
      'chat beside a lesson',
      () => listLessonChat(db, lessonOfChat, { limit: 50, cursor: encodeCursor([createdAt, 'm-1']) }),
      'chat_by_time',
    ],
    [
      'lessons that are too old',
      () => listExpirable(db, { beforeDate: '2026-01-01', beforeTime: createdAt }),
      'recordings_by_date',
    ],
    ['search by tag', search({ tag: '수행평가' }), 'VIRTUAL TABLE'],
    [
      'a later page of a long list',
      search({ cursor: encodeCursor({ s: '-session_date', v: '2026-03-02', r: 900, t: 1000 }) }),
      'recordings_by_date',
    ],
    ['search without words', search({}), 'recordings_by_date'],
    [
      'search by teacher and dates',
      search({ teacher: 'teacher', date_from: '2026-01-01', date_to: '2026-12-31' }),
      'recordings_by_teacher',
    ],
    ['search by teacher id', search({ teacher: 't-1' }), 'recordings_by_teacher_id'],
    [
      'search by class and dates',
      search({ class_name: 'class', date_from: '2026-01-01' }),
      'recordings_by_class',
    ],
    [
      'search by subject and dates',
      search({ subject: 'subject', date_to: '2026-12-31' }),
      'recordings_by_subject',
    ],
    ['search by dates', search({ date_from: '2026-01-01', date_to: '2026-12-31' }), 'recordings_by_date'],
    ['search by title order', search({ sort: 'title' }), 'recordings_by_title'],
    ['search by duration order', search({ sort: '-duration' }), 'recordings_by_duration'],
    [
      'search of a class by title',
      search({ class_name: 'class', sort: 'title' }),
      'recordings_by_class_title',
    ],
    [
      'search of a subject by duration',
      search({ subject: 'subject', sort: 'duration' }),
      'recordings_by_subject_duration',
    ],
    ['search of words by date', search({ q: '수학', sort: '-session_date' }), 'VIRTUAL TABLE'],
    ['jobs by state', () => countJobs(db, createdAt), 'jobs_by_state'],
    ['lessons whose media is missing', () => countMissingMedia(db), 'recordings_with_error'],
    ['when the newest lesson was begun', () => newestLessonAt(db), 'recordings_by_created'],
  ])('%s uses its index and its order', async (_name, run, index) => {
    const plan = await plansOf(run);
    expect(costly(plan)).toEqual([]);
    expect(plan.join('\n')).toContain(index);
  });

  it('looks for recordings that run now among those that are not ready, and sorts these few', async () => {
    const page = { isActive: true, deleted: false, isTest: false, limit: 50 };
    const plan = await plansOf(() => listRecordings(db, page));
    expect(plan.join('\n')).toContain('SEARCH recordings USING INDEX recordings_unfinished (status=?)');
  });

  it('finds the lessons of a narrow range of durations by their index', async () => {
    const plan = await plansOf(search({ min_duration: 10, max_duration: 20 }));
    expect(plan.join('\n')).toContain('recordings_by_duration (duration_seconds>? AND duration_seconds<?)');
  });

  it('claims a job without reading those of the other lane', async () => {
    const plan = await plansOf(() =>
      claimJob(db, { lane: 'media', now: '2026-03-02T00:00:00.000Z', longKinds: ['renditions'] }),
    );
    expect(plan.filter((line) => line.includes('jobs_to_run'))).toHaveLength(2);
    expect(plan.filter((line) => line.includes('jobs_to_run') && !line.includes('COVERING'))).toEqual([]);
    expect(plan.filter((line) => line.startsWith('SCAN jobs') || line.includes('TEMP B-TREE'))).toEqual([]);
  });

  it('collects what is held about a pupil without reading a whole table', async () => {
    const plan = await plansOf(() => recordsOfStudent(db, 'p-1'));
    expect(plan.filter((line) => line.startsWith('SCAN '))).toEqual([]);
  });
});
