import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Logger, silentLogger } from '../base/logger.ts';
import { noticedTables, unnoticedTables } from './change-triggers.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { addChat } from './chat.ts';
import { ensureSession } from './sessions.ts';

let folder: string;
let database: OpenDatabase;
let changed: Set<string>;
let warnings: { fields: object; message: string }[];
const log: Logger = { ...silentLogger, warn: (fields, message) => warnings.push({ fields, message }) };

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-db-'));
  changed = new Set();
  warnings = [];
  database = openDatabase(path.join(folder, 'library.sqlite'), {
    log,
    changed: (family) => changed.add(family),
  });
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

/** Families that `write` was noticed in. */
async function noticed(write: () => Promise<unknown>): Promise<string[]> {
  changed.clear();
  await write();
  return [...changed].toSorted();
}

const run = (text: string) => () => sql.raw(text).execute(database.db);
const lesson = (id: string, session: string): string =>
  `INSERT INTO recordings (recording_id, session_id, session_date, status, created_at)
   VALUES ('${id}', '${session}', '2026-03-02', 'ready', 'now')`;

describe('changes of rows', () => {
  beforeEach(async () => {
    await ensureSession(database.db, 'math-1', { title: '분수' }, 0, '');
    await run(lesson('r-1', 'math-1'))();
    await run(lesson('r-2', 'math-1'))();
  });

  it('are noticed in every table, or known to concern nobody', async () => {
    const { rows } = await sql<{ name: string }>`
      SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
        AND name NOT GLOB 'lesson_text*' AND name NOT GLOB 'lesson_word_letters*'`.execute(database.db);
    const known = new Set<string>([...noticedTables, ...unnoticedTables]);
    expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it('concern the lesson, its session and the lists that tell of it', async () => {
    expect(await noticed(run("UPDATE recordings SET title = '통분' WHERE recording_id = 'r-1'"))).toEqual([
      'found',
      'lesson:r-1',
      'lessons',
      'session:math-1',
    ]);
    expect(
      await noticed(
        run("INSERT INTO renditions (recording_id, name, state) VALUES ('r-1', '480p', 'ready')"),
      ),
    ).toEqual(['lengths', 'lesson:r-1', 'session:math-1']);
    expect(
      await noticed(run("INSERT INTO students (session_id, student_id) VALUES ('math-1', 'p-1')")),
    ).toEqual(['lesson:r-1', 'lesson:r-2', 'session:math-1', 'sessions']);
  });

  it('of a lesson that grows leave lists alone that are not about lengths', async () => {
    expect(
      await noticed(
        run(
          "UPDATE recordings SET duration_seconds = 9, size_bytes = 9, title = title WHERE recording_id = 'r-1'",
        ),
      ),
    ).toEqual(['lengths', 'lesson:r-1', 'session:math-1']);
  });

  it('of its state leave searches alone that show other lessons', async () => {
    expect(
      await noticed(
        run(
          "UPDATE recordings SET status = 'processing', stopped_at = 'now', is_kept = 1 WHERE recording_id = 'r-1'",
        ),
      ),
    ).toEqual(['lesson:r-1', 'lessons', 'session:math-1']);
  });

  it('by chat concern what tells of chat, not what other words may have meant', async () => {
    const message = { message_id: 'm', sender_id: 'p', sender_role: 'student' as const, text: '네' };
    expect(
      await noticed(() =>
        addChat(database.db, 'math-1', [{ ...message, sent_at: '2026-03-02T00:00:00.000Z' }]),
      ),
    ).toEqual(['chat:r-1', 'chat:r-2', 'session:math-1', 'w:네']);
    expect(
      await noticed(
        run(
          "INSERT INTO slides (recording_id, seq, time, end_time, file_key, text) VALUES ('r-1', 0, 0, 9, 'a.jpg', '네')",
        ),
      ),
    ).toEqual(['lesson:r-1', 'session:math-1', 'w:네', 'words']);
  });

  it('are noticed when foreign keys make them', async () => {
    await run("INSERT INTO notes VALUES ('n-1', 'r-1', NULL, 'x', 'now', 'now')")();
    const families = await noticed(run("DELETE FROM recordings WHERE recording_id = 'r-1'"));
    expect(families).toEqual(expect.arrayContaining(['found', 'lesson:r-1', 'lessons', 'session:math-1']));
  });

  it('of settings and glossary concern everything, reads nothing', async () => {
    expect(await noticed(run("INSERT INTO settings VALUES (1, 1, '{}', 'now')"))).toEqual(['*']);
    expect(await noticed(run('SELECT * FROM recordings'))).toEqual([]);
  });

  it('by another connection move a number', async () => {
    const before = database.outsideChanges();
    await run("UPDATE sessions SET title = 'x'")();
    expect(database.outsideChanges()).toBe(before);
    const other = new SqliteDatabase(path.join(folder, 'library.sqlite'));
    other.exec("UPDATE sessions SET title = 'y'");
    other.close();
    expect(database.outsideChanges()).not.toBe(before);
  });
});

it('logs a slow query with its plan and without its values', async () => {
  await sql`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000)
    SELECT count(*) AS many FROM n WHERE ${'비밀'} <> ''`.execute(database.db);
  expect(database.slowQueries()).toBeGreaterThan(0);
  const [warning] = warnings;
  expect(warning?.message).toBe('slow query');
  expect(JSON.stringify(warning?.fields)).toMatch(/"plan":\[".*SCAN n/);
  expect(JSON.stringify(warnings)).not.toContain('비밀');
});
