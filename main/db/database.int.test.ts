import { afterEach, beforeEach, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from './database.ts';
import { addChat } from './chat.ts';
import { ensureSession } from './sessions.ts';

let database: OpenDatabase;
beforeEach(() => {
  database = openDatabase(':memory:');
});
afterEach(() => database.close());

it('has a revision that grows with every write, and with nothing else', async () => {
  const { db, revision } = database;
  const seen = [revision()];
  const hasGrown = (): boolean => {
    const now = revision();
    seen.push(now);
    return now !== seen.at(-2);
  };
  await ensureSession(db, 'math-1', { title: '분수' }, 0, '');
  expect(hasGrown()).toBe(true);
  await db.selectFrom('sessions').selectAll().execute();
  expect(hasGrown()).toBe(false);
  await addChat(db, 'math-1', [
    {
      message_id: 'm',
      sender_id: 'p',
      sender_role: 'student',
      text: '네',
      sent_at: '2026-03-02T00:00:00.000Z',
    },
  ]);
  expect(hasGrown()).toBe(true);
  await db.updateTable('sessions').set({ title: '통분' }).where('session_id', '=', 'math-1').execute();
  expect(hasGrown()).toBe(true);
  // What foreign keys take along counts too, and so does what was not committed.
  await db.deleteFrom('sessions').where('session_id', '=', 'math-1').execute();
  expect(hasGrown()).toBe(true);
  await db
    .transaction()
    .execute(async (trx) => {
      await ensureSession(trx, 'math-2', {}, 0, '');
      throw new Error('rolled back');
    })
    .catch(() => undefined);
  expect(hasGrown()).toBe(true);
});
