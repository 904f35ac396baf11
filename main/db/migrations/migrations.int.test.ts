import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { currentVersion, migrate } from '../migrate.ts';

let connection: SqliteDatabase.Database;
beforeEach(() => {
  connection = new SqliteDatabase(':memory:');
  connection.pragma('foreign_keys = ON');
});
afterEach(() => {
  connection.close();
});

const all = (sql: string): unknown[] => connection.prepare(sql).all();
const version = (): unknown => connection.pragma('user_version', { simple: true });
const tables = (): unknown[] =>
  connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").pluck().all();

function addLesson(status = 'ready'): void {
  connection
    .prepare(
      "INSERT INTO sessions (session_id, session_date, created_at, updated_at) VALUES ('s-1', '2026-03-02', 'now', 'now') ON CONFLICT DO NOTHING",
    )
    .run();
  connection
    .prepare(
      `INSERT INTO recordings (recording_id, session_id, title, session_date, status, created_at)
       VALUES (hex(randomblob(8)), 's-1', '수학', '2026-03-02', ?, 'now')`,
    )
    .run(status);
}

const jobIndexes =
  "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'jobs' AND sql IS NOT NULL ORDER BY name";

describe('migration 1: the library', () => {
  it('makes the tables in an empty file', () => {
    expect(version()).toBe(0);
    expect(tables()).toEqual([]);
    migrate(connection, 1);
    expect(version()).toBe(1);
    expect(tables()).toContain('recordings');
    addLesson();
    expect(connection.prepare('SELECT title, duration_seconds FROM recordings').all()).toEqual([
      { title: '수학', duration_seconds: 0 },
    ]);
  });

  it('lets a session have one running recording', () => {
    migrate(connection, 1);
    addLesson('recording');
    addLesson('ready');
    expect(() => {
      addLesson('starting');
    }).toThrow(/UNIQUE/);
  });

  it('takes everything of a recording with its row', () => {
    migrate(connection, 1);
    addLesson();
    connection.exec("INSERT INTO gaps SELECT recording_id, 1, 0, 1, 0, 'paused' FROM recordings");
    connection.exec('DELETE FROM recordings');
    expect(connection.prepare('SELECT count(*) FROM gaps').pluck().get()).toBe(0);
  });
});

describe('migration 2: search', () => {
  it('leaves the rows of the version before as they are', () => {
    migrate(connection, 1);
    addLesson();
    const before = connection.prepare('SELECT * FROM recordings').all();
    expect(tables()).not.toContain('lesson_text');
    migrate(connection, 2);
    expect(version()).toBe(2);
    expect(tables()).toContain('lesson_text');
    expect(connection.prepare('SELECT * FROM recordings').all()).toEqual(before);
  });

  it('takes the search row with the recording', () => {
    migrate(connection, 2);
    addLesson();
    connection.exec("INSERT INTO lesson_text (rowid, title) VALUES (77, 'words')");
    connection.exec('INSERT INTO lesson_text_keys SELECT row_id, 77 FROM recordings');
    const hits = connection
      .prepare("SELECT count(*) FROM lesson_text WHERE lesson_text MATCH 'words'")
      .pluck();
    expect(hits.get()).toBe(1);
    connection.exec('DELETE FROM recordings');
    expect(hits.get()).toBe(0);
    expect(connection.prepare('SELECT count(*) FROM lesson_text_keys').pluck().get()).toBe(0);
  });
});

describe('migration 3: what a teacher adds to a lesson', () => {
  it('leaves lessons and jobs as they are, with room for exports', () => {
    migrate(connection, 2);
    addLesson();
    const addJob = (id: string, lane: string, state = 'queued') =>
      connection
        .prepare(
          `INSERT INTO jobs (job_id, kind, lane, payload, dedupe_key, state, attempts, run_at, created_at)
           VALUES (?, 'import', ?, '{}', ?, ?, 2, 'now', 'now')`,
        )
        .run(id, lane, `key of ${id}`, state);
    addJob('j-1', 'media');
    addJob('j-2', 'analysis', 'failed');
    const lesson = connection.prepare('SELECT * FROM recordings').get();
    const jobs = connection.prepare('SELECT * FROM jobs ORDER BY job_id').all();
    migrate(connection, 3);
    expect(connection.prepare('SELECT * FROM recordings').get()).toEqual({
      ...(lesson as object),
      tags: '[]',
      is_kept: 0,
      expired_at: null,
    });
    expect(connection.prepare('SELECT * FROM jobs ORDER BY job_id').all()).toEqual(jobs);
    addJob('j-3', 'export');
    expect(() => addJob('j-4', 'elsewhere')).toThrow(/CHECK/);
    const again = `INSERT INTO jobs (job_id, kind, lane, payload, dedupe_key, state, run_at, created_at)
      VALUES ('j-5', 'import', 'media', '{}', 'key of j-1', 'queued', 'now', 'now')`;
    expect(() => connection.exec(again)).toThrow(/UNIQUE/);
  });

  it('takes notes and exports with their lesson', () => {
    migrate(connection, 3);
    addLesson();
    connection.exec("INSERT INTO notes SELECT 'n-1', recording_id, NULL, 'x', 'now', 'now' FROM recordings");
    connection.exec(
      "INSERT INTO exports SELECT 'e-1', recording_id, 'j-1', 'x', 0, 1, 'source', 'x.mp4', NULL, 'now', NULL FROM recordings",
    );
    connection.exec('DELETE FROM recordings');
    for (const table of ['notes', 'exports']) {
      expect(connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
  });
});

describe('migration 4: test recordings and saved sources', () => {
  it('takes the lessons there are for lessons', () => {
    migrate(connection, 3);
    addLesson();
    migrate(connection, 4);
    expect(version()).toBe(4);
    expect(tables()).toContain('saved_sources');
    expect(connection.prepare('SELECT title, is_test FROM recordings').all()).toEqual([
      { title: '수학', is_test: 0 },
    ]);
  });

  it('counts the library from an index alone', () => {
    migrate(connection, 4);
    const plan = connection
      .prepare(
        'EXPLAIN QUERY PLAN SELECT sum(size_bytes), sum(iif(is_test = 0, duration_seconds, 0)) FROM recordings',
      )
      .all() as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SCAN recordings USING COVERING INDEX recordings_totals',
    ]);
  });
});

describe('migration 5: what is found out about lessons', () => {
  it('leaves slides, chapters and jobs as they are, with room for what is new', () => {
    migrate(connection, 4);
    addLesson();
    connection.exec(`INSERT INTO slides SELECT recording_id, 1, 12.5, 40, 'slides/1.jpg', '로그', '[]' FROM recordings;
      INSERT INTO chapters SELECT 'c-1', recording_id, 3, '도입', 'x', 'automatic', 'then', 'now' FROM recordings;
      INSERT INTO jobs (job_id, kind, lane, recording_id, payload, dedupe_key, state, progress, attempts, run_at,
        created_at, started_at, finished_at, error_code, error_detail)
      SELECT 'j-1', 'renditions', 'media', recording_id, '{"a":1}', 'key', 'failed', 0.5, 2, 'at', 'then', 'later', 'now',
        'internal', 'why' FROM recordings;
      INSERT INTO jobs (job_id, kind, lane, payload, dedupe_key, state, run_at, created_at)
      VALUES ('j-2', 'export', 'export', '{}', 'key of j-2', 'queued', 'at', 'then')`);
    const [slide] = all('SELECT * FROM slides');
    const [chapter] = all('SELECT * FROM chapters');
    const jobs = all('SELECT * FROM jobs ORDER BY job_id');
    const lessons = all('SELECT * FROM recordings');
    migrate(connection, 5);
    expect(version()).toBe(5);
    expect(all('SELECT * FROM slides')).toEqual([
      { ...(slide as object), heading: '', width: 0, height: 0, read_at: null },
    ]);
    expect(all('SELECT * FROM chapters')).toEqual([{ ...(chapter as object), confidence: null }]);
    expect(all('SELECT * FROM jobs ORDER BY job_id')).toEqual(jobs);
    expect(all('SELECT * FROM recordings')).toEqual(lessons);
    expect(all('SELECT * FROM analyses')).toEqual([]);
  });

  it('gives downloads a lane, and keeps the indexes of the jobs', () => {
    migrate(connection, 4);
    const before = all(jobIndexes);
    migrate(connection, 5);
    const addJob = (id: string, lane: string, key: string) => () =>
      connection.exec(`INSERT INTO jobs (job_id, kind, lane, payload, dedupe_key, state, run_at, created_at)
        VALUES ('${id}', 'model_install', '${lane}', '{}', '${key}', 'queued', 'now', 'now')`);
    expect(addJob('j-1', 'download', 'key')).not.toThrow();
    expect(addJob('j-2', 'download', 'key')).toThrow(/UNIQUE/);
    expect(addJob('j-3', 'elsewhere', 'other')).toThrow(/CHECK/);
    expect(all(jobIndexes)).toEqual(before);
    expect(before).toHaveLength(4);
  });

  it('takes results and dismissed places with their lesson', () => {
    migrate(connection, 5);
    addLesson();
    connection.exec(`INSERT INTO analyses (recording_id, stage, version, finished_at)
        SELECT recording_id, 'speech', 1, 'now' FROM recordings;
      INSERT INTO dismissed_chapters SELECT recording_id, 12.5 FROM recordings`);
    expect(all('SELECT models, result FROM analyses')).toEqual([{ models: '[]', result: '{}' }]);
    connection.exec('DELETE FROM recordings');
    for (const table of ['analyses', 'dismissed_chapters']) expect(all(`SELECT * FROM ${table}`)).toEqual([]);
  });
});

it('keeps one glossary for the school', () => {
  migrate(connection, 5);
  addLesson();
  migrate(connection, 6);
  const add = (id: number) => () =>
    connection.exec(`INSERT INTO glossary (id, updated_at) VALUES (${id}, 'now')`);
  expect(add(1)).not.toThrow();
  expect(add(2)).toThrow(/CHECK/);
  expect(all('SELECT terms, never_keywords, allowed_words FROM glossary')).toEqual([
    { terms: '[]', never_keywords: '[]', allowed_words: '[]' },
  ]);
  expect(connection.prepare('SELECT count(*) FROM recordings').pluck().get()).toBe(1);
});

it('gives backups a lane, and keeps the jobs and their indexes', () => {
  migrate(connection, 9);
  addLesson();
  const addJob = (id: string, lane: string) => () =>
    connection.exec(`INSERT INTO jobs (job_id, kind, lane, payload, dedupe_key, state, run_at, created_at)
      VALUES ('${id}', 'backup', '${lane}', '{}', '${id}', 'queued', 'now', 'now')`);
  addJob('j-1', 'session')();
  expect(addJob('j-2', 'backup')).toThrow(/CHECK/);
  const [jobs, indexes, lessons] = [
    all('SELECT * FROM jobs'),
    all(jobIndexes),
    all('SELECT * FROM recordings'),
  ];
  migrate(connection, 10);
  expect(all('SELECT * FROM jobs')).toEqual(jobs);
  expect(all(jobIndexes)).toEqual(indexes);
  expect(all('SELECT * FROM recordings')).toEqual(lessons);
  expect(addJob('j-2', 'backup')).not.toThrow();
});

const revision = (): unknown =>
  connection.prepare("SELECT revision FROM session_revisions WHERE session_id = 's-1'").pluck().get();

describe('migration 7: what is found out about a session', () => {
  it('leaves the rows of the version before as they are, and gives their sessions a revision', () => {
    migrate(connection, 6);
    addLesson();
    connection.exec(`INSERT INTO jobs (job_id, kind, lane, payload, dedupe_key, state, run_at, created_at)
      VALUES ('j-1', 'export', 'export', '{}', 'key', 'done', 'now', 'now')`);
    const [jobs, indexes, lessons] = [
      all('SELECT * FROM jobs'),
      all(jobIndexes),
      all('SELECT * FROM recordings'),
    ];
    migrate(connection, 7);
    expect(all('SELECT * FROM jobs')).toEqual(jobs);
    expect(all(jobIndexes)).toEqual(indexes);
    expect(all('SELECT * FROM recordings')).toEqual(lessons);
    expect(revision()).toBe(1);
  });

  it('the revision grows with whatever the analysis rests on, and with nothing else', () => {
    migrate(connection, 7);
    addLesson();
    const changes = [
      "INSERT INTO students VALUES ('s-1', 'p-1', '가')",
      "UPDATE students SET name = '나'",
      "INSERT INTO chat_messages VALUES ('s-1', 'm-1', 'p-1', 'student', '네', 'now')",
      "INSERT INTO quiz_responses VALUES ('s-1', 'r-1', 'q', '', 'p-1', 1, 0, 'now')",
      "INSERT INTO attendance VALUES ('s-1', 'p-1', 'now', NULL)",
      "UPDATE attendance SET left_at = 'later'",
      "INSERT INTO gaps SELECT recording_id, 1, 0, 1, 0, 'paused' FROM recordings",
      "INSERT INTO slides (recording_id, seq, time, end_time, file_key) SELECT recording_id, 1, 0, 1, '' FROM recordings",
      "INSERT INTO chapters SELECT 'c', recording_id, 0, '', '', 'manual', '', '', NULL FROM recordings",
      "INSERT INTO analyses (recording_id, stage, version, finished_at) SELECT recording_id, 'speech', 1, '' FROM recordings",
      'UPDATE recordings SET duration_seconds = 5',
      "UPDATE recordings SET deleted_at = 'now'",
      "UPDATE sessions SET subject = '수학'",
      'DELETE FROM students',
      'DELETE FROM recordings',
    ];
    for (const change of changes) {
      const before = Number(revision());
      connection.exec(change);
      expect([change, revision()]).toEqual([change, before + 1]);
    }
    addLesson('recording');
    const before = revision();
    connection.exec('UPDATE recordings SET duration_seconds = 9, size_bytes = 9');
    connection.exec(
      "INSERT INTO chat_messages VALUES ('s-1', 'm-1', 'p-1', 'student', '네', 'now') ON CONFLICT DO NOTHING",
    );
    expect(revision()).toBe(before);
  });

  it('takes readings with their message, and everything with the session', () => {
    migrate(connection, 7);
    addLesson();
    connection.exec(`INSERT INTO chat_messages VALUES ('s-1', 'm-1', 'p-1', 'student', '네', 'now');
      INSERT INTO chat_messages VALUES ('s-1', 'm-2', 'p-1', 'student', '네', 'now');
      INSERT INTO chat_readings VALUES ('s-1', 'm-1', 0, '{}'), ('s-1', 'm-2', 1, '{}');
      INSERT INTO session_analyses VALUES ('s-1', 'chat', 1, '1', '{}', 'now');
      INSERT INTO student_notes VALUES ('s-1', 'p-1', '', 0, 'now');
      DELETE FROM chat_messages WHERE message_id = 'm-1'`);
    expect(all('SELECT message_id FROM chat_readings')).toEqual([{ message_id: 'm-2' }]);
    connection.exec('DELETE FROM recordings; DELETE FROM sessions');
    for (const table of ['chat_readings', 'session_analyses', 'student_notes', 'session_revisions']) {
      expect(all(`SELECT * FROM ${table}`)).toEqual([]);
    }
  });
});

it('migration 9 leaves lessons as they are and finds those with an error by an index', () => {
  migrate(connection, 8);
  addLesson();
  addLesson();
  connection.exec("UPDATE recordings SET error_code = 'media_missing' WHERE row_id = 2");
  const before = all('SELECT * FROM recordings');
  migrate(connection, 9);
  expect(all('SELECT * FROM recordings')).toEqual(before);
  const found = "SELECT row_id FROM recordings WHERE error_code = 'media_missing'";
  expect(all(found)).toEqual([{ row_id: 2 }]);
  expect(JSON.stringify(all(`EXPLAIN QUERY PLAN ${found}`))).toContain('recordings_with_error');
});

it('changes nothing when run again', () => {
  migrate(connection);
  addLesson();
  migrate(connection);
  expect(version()).toBe(currentVersion);
  expect(connection.prepare('SELECT count(*) FROM recordings').pluck().get()).toBe(1);
});

it('refuses a library that a newer program wrote', () => {
  connection.pragma(`user_version = ${currentVersion + 1}`);
  expect(() => {
    migrate(connection);
  }).toThrow(/newer version/);
  expect(tables()).toEqual([]);
});

describe('migration 8: words that are indexed later', () => {
  it('notes a session once, as long as it is there', () => {
    migrate(connection, 7);
    addLesson();
    migrate(connection, 8);
    expect(version()).toBe(8);
    const note = "INSERT INTO unindexed_sessions VALUES ('s-1') ON CONFLICT DO NOTHING";
    connection.exec(`${note}; ${note}`);
    expect(all('SELECT * FROM unindexed_sessions')).toEqual([{ session_id: 's-1' }]);
    connection.exec('DELETE FROM recordings; DELETE FROM sessions');
    expect(all('SELECT * FROM unindexed_sessions')).toEqual([]);
  });
});
