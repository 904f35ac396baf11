/** The library before and after a core that was given up: real files in real forms. */
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addLesson } from '../testing/lesson-rows.ts';
import { openDatabase } from './database.ts';
import { keepLibrary, dropLibraryCopy, putLibraryBack } from './library-before-trial.ts';
import { indexNotedSessions } from './lesson-text.ts';
import { currentVersion } from './migrate.ts';

let dataDir: string;
const file = (name: string) => path.join(dataDir, name);

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'airclass-copy-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

async function inLibrary<T>(use: (open: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> {
  const open = openDatabase(file('library.sqlite'));
  try {
    return await use(open);
  } finally {
    await open.close();
  }
}
const titles = () =>
  inLibrary(async ({ db }) =>
    (await db.selectFrom('recordings').select('title').orderBy('created_at').execute()).map(
      ({ title }) => title,
    ),
  );

/** What a core of the future does to the file. */
function bringToNewForm(more = ''): void {
  const connection = new SqliteDatabase(file('library.sqlite'));
  connection.exec(
    `ALTER TABLE recordings ADD COLUMN mood TEXT; ALTER TABLE takes ADD COLUMN codec TEXT; ${more}`,
  );
  connection.pragma(`user_version = ${currentVersion + 1}`);
  connection.close();
}

it('leaves a library whose form did not change as it is, with what was recorded since', async () => {
  await inLibrary(({ db }) => addLesson(db, { title: '전' }));
  keepLibrary(dataDir);
  await inLibrary(({ db }) => addLesson(db, { title: '후' }));
  expect(putLibraryBack(dataDir, '9.0.0')).toBe('kept');
  expect(await titles()).toEqual(['전', '후']);
  expect(existsSync(file('before-update'))).toBe(false);
});

it('brings back the library that the core before can read', async () => {
  await inLibrary(({ db }) => addLesson(db, { title: '전' }));
  keepLibrary(dataDir);
  bringToNewForm();
  await expect(titles()).rejects.toThrow(/newer version/);
  expect(putLibraryBack(dataDir, '9.0.0')).toBe('put_back');
  expect(await titles()).toEqual(['전']);
  expect(readdirSync(dataDir)).toEqual(['library.sqlite']);
});

it('takes lessons over that began under the new core, and lets them be found', async () => {
  await inLibrary(({ db }) => addLesson(db, { title: '전' }));
  keepLibrary(dataDir);
  await inLibrary(async ({ db }) => {
    const id = await addLesson(db, { title: '로그의 성질', chapters: ['밑의 변환'] });
    await db
      .insertInto('takes')
      .values({
        recording_id: id,
        seq: 1,
        file_key: 'k',
        state: 'complete',
        started_at: '2026-03-02T00:00:00.000Z',
        ended_at: null,
        start_time: 0,
        duration_seconds: 3000,
        size_bytes: 1,
      })
      .execute();
  });
  bringToNewForm();
  expect(putLibraryBack(dataDir, '9.0.0')).toBe('put_back_with_lessons');
  expect(await titles()).toEqual(['전', '로그의 성질']);
  await inLibrary(async ({ db }) => {
    expect(await db.selectFrom('takes').select('file_key').execute()).toEqual([{ file_key: 'k' }]);
    expect((await db.selectFrom('chapters').select('title').execute()).map(({ title }) => title)).toEqual([
      '밑의 변환',
    ]);
    await indexNotedSessions(db);
    expect((await db.selectFrom('lesson_text_keys').select('row_id').execute()).length).toBe(2);
  });
});

it('sets the newer library aside when its lessons do not fit, and removes nothing', async () => {
  await inLibrary(({ db }) => addLesson(db, { title: '전' }));
  keepLibrary(dataDir);
  await inLibrary(({ db }) => addLesson(db, { title: '후' }));
  bringToNewForm('ALTER TABLE recordings RENAME TO lessons;');
  expect(putLibraryBack(dataDir, '9.0.0')).toBe('set_aside');
  expect(await titles()).toEqual(['전']);
  const aside = new SqliteDatabase(file('library-of-9.0.0.sqlite'), { readonly: true });
  expect(aside.prepare('SELECT title FROM lessons ORDER BY created_at').pluck().all()).toEqual(['전', '후']);
  aside.close();
});

it('brings the copy back when the new core has spoilt the file', async () => {
  await inLibrary(({ db }) => addLesson(db, { title: '전' }));
  keepLibrary(dataDir);
  writeFileSync(file('library.sqlite'), 'no longer a database');
  expect(putLibraryBack(dataDir, '9.0.0')).toBe('set_aside');
  expect(await titles()).toEqual(['전']);
  expect(existsSync(file('library-of-9.0.0.sqlite'))).toBe(true);
});

it('can be done again where a power cut ended it', async () => {
  await inLibrary(({ db }) => addLesson(db, { title: '전' }));
  keepLibrary(dataDir);
  await inLibrary(({ db }) => addLesson(db, { title: '후' }));
  bringToNewForm();
  // Between the two names.
  renameSync(file('library.sqlite'), file('library-of-9.0.0.sqlite'));
  expect(putLibraryBack(dataDir, '9.0.0')).toBe('put_back_with_lessons');
  expect(await titles()).toEqual(['전', '후']);
  expect(putLibraryBack(dataDir, '9.0.0')).toBe('kept');
  expect(await titles()).toEqual(['전', '후']);
});

it('copies what a killed core had not put in order yet', async () => {
  const open = openDatabase(file('library.sqlite'));
  await addLesson(open.db, { title: '전' });
  // As the disk looks when the process is killed.
  const killed = mkdtempSync(path.join(tmpdir(), 'airclass-killed-'));
  cpSync(dataDir, killed, { recursive: true });
  await open.close();
  keepLibrary(killed);
  const copy = new SqliteDatabase(path.join(killed, 'before-update', 'library.sqlite'), { readonly: true });
  expect(copy.prepare('SELECT title FROM recordings').pluck().all()).toEqual(['전']);
  copy.close();
  dropLibraryCopy(killed);
  expect(existsSync(path.join(killed, 'before-update'))).toBe(false);
  rmSync(killed, { recursive: true });
});

it('has nothing to do where no lesson was ever recorded', () => {
  keepLibrary(dataDir);
  expect(putLibraryBack(dataDir, '9.0.0')).toBe('kept');
  dropLibraryCopy(dataDir);
  expect(readdirSync(dataDir)).toEqual([]);
});
