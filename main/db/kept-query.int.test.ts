import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase } from './database.ts';
import { keepQuery } from './kept-query.ts';
import { ensureSession } from './sessions.ts';

let library: OpenDatabase;
beforeAll(async () => {
  library = openDatabase(':memory:');
  for (const id of ['s-1', 's-2', 's-3']) {
    await ensureSession(library.db, id, { subject: 'math' }, 0, 'Asia/Seoul');
  }
});
afterAll(() => library.close());

let built = 0;
const sessionsAfter = keepQuery((db, id: string, limit: number) => {
  built += 1;
  return db
    .selectFrom('sessions')
    .select('session_id')
    .where('subject', '=', 'math')
    .where('session_id', '>', id)
    .orderBy('session_id')
    .limit(limit);
});

async function ids(id: string, limit: number): Promise<string[]> {
  return (await sessionsAfter(library.db, id, limit)).map((row) => row.session_id);
}

describe('keepQuery', () => {
  it('runs one text with the values of each call, beside values of its own', async () => {
    expect(await ids('', 2)).toEqual(['s-1', 's-2']);
    expect(await ids('s-1', 9)).toEqual(['s-2', 's-3']);
    expect(await Promise.all([ids('s-2', 1), ids('s-3', 1)])).toEqual([['s-3'], []]);
    expect(built).toBe(1);
  });

  it('reads what a transaction has written, inside it', async () => {
    await library.db.transaction().execute(async (trx) => {
      await ensureSession(trx, 's-4', { subject: 'math' }, 0, 'Asia/Seoul');
      expect(await sessionsAfter(trx, 's-3', 5)).toEqual([{ session_id: 's-4' }]);
    });
  });

  it('takes a value for a value, whatever is in it', async () => {
    expect(await sessionsAfter(library.db, "' OR 1=1 --", 5)).toHaveLength(4);
    expect(await sessionsAfter(library.db, 'z', 5)).toEqual([]);
  });
});
