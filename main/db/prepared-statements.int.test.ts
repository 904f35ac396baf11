import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepStatements } from './prepared-statements.ts';

let connection: SqliteDatabase.Database;

beforeEach(() => {
  connection = new SqliteDatabase(':memory:');
  connection.exec('CREATE TABLE lessons (id INTEGER PRIMARY KEY, title TEXT)');
});

afterEach(() => connection.close());

it('prepares a query once and gives it each time its own parameters', () => {
  const kept = keepStatements(connection);
  const insert = kept.prepare('INSERT INTO lessons (title) VALUES (?)');
  insert.run(['수학']);
  expect(kept.prepare('INSERT INTO lessons (title) VALUES (?)')).toBe(insert);
  insert.run(['영어']);
  expect(kept.prepare('SELECT title FROM lessons WHERE title = ?').all(['영어'])).toEqual([
    { title: '영어' },
  ]);
  expect(kept.prepare('SELECT title FROM lessons WHERE title = ?').all(['과학'])).toEqual([]);
});

it('lets the statement go that was not used for longest', () => {
  const kept = keepStatements(connection, 2);
  const first = kept.prepare('SELECT 1 AS one');
  const second = kept.prepare('SELECT 2 AS two');
  expect(kept.prepare('SELECT 1 AS one')).toBe(first);
  kept.prepare('SELECT 3 AS three');
  expect(kept.prepare('SELECT 1 AS one')).toBe(first);
  expect(kept.prepare('SELECT 2 AS two')).not.toBe(second);
});

it('answers with the new columns when the table has changed meanwhile', () => {
  const kept = keepStatements(connection);
  kept.prepare('INSERT INTO lessons (title) VALUES (?)').run(['수학']);
  expect(kept.prepare('SELECT * FROM lessons').all([])).toEqual([{ id: 1, title: '수학' }]);
  connection.exec("ALTER TABLE lessons ADD COLUMN subject TEXT DEFAULT ''");
  expect(kept.prepare('SELECT * FROM lessons').all([])).toEqual([{ id: 1, title: '수학', subject: '' }]);
});
