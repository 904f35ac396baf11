import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SearchQuery, searchQuerySchema, searchReplySchema } from '../../contract/search.ts';
import { silentLogger } from '../base/logger.ts';
import { type OpenDatabase, openDatabase } from '../db/database.ts';
import type { SlowQuery } from '../db/slow-query-log.ts';
import { addLesson } from '../testing/lesson-rows.ts';
import { waitFor } from '../testing/wait-for.ts';
import { type LibrarySearch, createLibrarySearch } from './library-search.ts';
import { type SearchThread, type SearchThreadLimits, createSearchThread } from './search-thread.ts';

let folder: string;
let library: OpenDatabase;
let thread: SearchThread;
let search: LibrarySearch;
let warned: string[];
let slow: SlowQuery[];

const query = (fields: Record<string, unknown> = {}): SearchQuery => searchQuerySchema.parse(fields);

/** Takes the place of the one of `beforeEach`. */
function use(limits: Partial<SearchThreadLimits>, entry?: URL): void {
  thread = createSearchThread({
    file: path.join(folder, 'library.sqlite'),
    log: { ...silentLogger, warn: (_fields, message) => warned.push(message) },
    slow: (one) => slow.push(one),
    limits: { searches: 1, ...limits },
    ...(entry === undefined ? {} : { entry }),
  });
  search = createLibrarySearch(library.db, thread);
}

/** A script that takes the place of the thread's. @param told what it does when it is asked something (`message`) */
const script = (told: string, first = ''): URL => {
  const text = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (message) => {
      if (message.kind === 'end') process.exit();
      ${told}
    });
    parentPort.postMessage({ kind: 'ready' });
    ${first}`;
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`);
};

async function untilRunning(): Promise<void> {
  await search.search(query());
  await waitFor('the thread', () => thread.state === 'running');
}

async function titles(fields: Record<string, unknown>): Promise<string[]> {
  const { reply } = await search.search(query(fields));
  const { items } = Buffer.isBuffer(reply) ? searchReplySchema.parse(JSON.parse(reply.toString())) : reply;
  return items.map(({ title }) => title);
}

/** Whether the thread answers. */
const isElsewhere = async (fields: Record<string, unknown> = {}): Promise<boolean> =>
  Buffer.isBuffer((await search.search(query(fields))).reply);

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-search-'));
  library = openDatabase(path.join(folder, 'library.sqlite'));
  [warned, slow] = [[], []];
  await addLesson(library.db, { title: '이차방정식', chapters: ['근의 공식'], chat: ['공식이 뭐예요?'] });
  await addLesson(library.db, { title: 'The French Revolution', teacher: '이바다', subject: '역사' });
  use({});
});
afterEach(async () => {
  await thread.stop();
  await library.close();
  rmSync(folder, { recursive: true });
});

describe('a thread that searches', () => {
  it('answers as the core itself does', async () => {
    for (let index = 0; index < 130; index += 1) {
      await addLesson(library.db, {
        title: `함수 ${index % 9}단원`,
        teacher: ['김하늘', '이바다', '박가을'][index % 3] ?? '',
        subject: index % 2 === 0 ? '수학' : '과학',
        date: `2026-0${(index % 6) + 1}-1${index % 10}`,
        duration: 1000 + ((index * 37) % 500),
        slides: [`그래프 ${index}`],
        chat: [`선생님 ${index}쪽이요?`],
      });
    }
    await untilRunning();
    const here = createLibrarySearch(library.db);
    const first = (await here.search(query({ q: '함수', limit: 50 }))).nextCursor;
    for (const fields of [
      {},
      { q: '함수', limit: 50 },
      { q: '함수', limit: 50, cursor: first },
      { q: 'ㅎㅅ' },
      { q: '하무수' },
      { q: '이차 방정식' },
      { q: '없는말없는말' },
      { q: '그래프', teacher: '이바다', sort: 'title' },
      { subject: '과학', sort: '-duration', min_duration: 1200 },
      { q: 'revolutions', status: 'ready' },
    ]) {
      const asked = query(fields);
      const [there, own] = [await search.search(asked), await here.search(asked)];
      const { reply } = there;
      expect({ fields, elsewhere: Buffer.isBuffer(reply) }).toEqual({ fields, elsewhere: true });
      const text = Buffer.isBuffer(reply) ? reply.toString() : '';
      expect({ ...there, reply: JSON.parse(text) as unknown }).toEqual(own);
    }
  });

  it('is started only when searches come often', async () => {
    let nowMs = 0;
    const slowly = createSearchThread({
      ...{ file: path.join(folder, 'library.sqlite'), log: silentLogger, slow: () => undefined },
      limits: { searches: 3, withinMs: 1000 },
      now: () => nowMs,
    });
    for (nowMs of [0, 600, 1200, 1800]) await slowly.find(query());
    expect(slowly.state).toBe('none');
    nowMs = 2100;
    await slowly.find(query());
    expect(slowly.state).toBe('starting');
    await slowly.stop();
    expect(slowly.state).toBe('none');
  });

  it('finds what was written before it was asked', async () => {
    await untilRunning();
    for (let index = 0; index < 20; index += 1) {
      await addLesson(library.db, { title: `쓰기 ${index}` });
      expect(await titles({ q: `쓰기 ${index}`, limit: 1 })).toEqual([`쓰기 ${index}`]);
      await library.db
        .updateTable('recordings')
        .set({ title: `고침 ${index}` })
        .where('title', '=', `쓰기 ${index}`)
        .execute();
      expect(await titles({ limit: 1 })).toEqual([`고침 ${index}`]);
    }
    expect(await isElsewhere()).toBe(true);
  });

  it('waits for a change that is under way, which the change log has been told of', async () => {
    await untilRunning();
    const written = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const writing = library.db.transaction().execute(async (trx) => {
      await trx
        .updateTable('recordings')
        .set({ title: '새 제목' })
        .where('title', '=', '이차방정식')
        .execute();
      written.resolve();
      await commit.promise;
    });
    await written.promise;
    const found = titles({ sort: 'title' });
    // The thread would have answered this one first.
    expect(Buffer.isBuffer((await thread.find(query()))?.reply)).toBe(true);
    commit.resolve();
    await writing;
    expect(await found).toContain('새 제목');
  });

  it('finds chat that is not indexed yet', async () => {
    await untilRunning();
    const { session_id: sessionId } = await library.db
      .selectFrom('recordings')
      .select('session_id')
      .where('title', '=', '이차방정식')
      .executeTakeFirstOrThrow();
    await library.db
      .insertInto('chat_messages')
      .values({
        ...{ session_id: sessionId, message_id: 'm-late', sender_id: 'p-1', sender_role: 'student' },
        ...{ text: '판별식이요', sent_at: '2026-03-02T00:01:00.000Z' },
      })
      .execute();
    await library.db.insertInto('unindexed_sessions').values({ session_id: sessionId }).execute();
    expect(await titles({ q: '판별식' })).toEqual(['이차방정식']);
    expect(await isElsewhere({ q: '판별식' })).toBe(true);
  });

  it('refuses a cursor that is not ours as the core does', async () => {
    await untilRunning();
    await expect(search.search(query({ cursor: 'nonsense' }))).rejects.toMatchObject({
      code: 'validation_failed',
    });
    expect(warned).toEqual([]);
  });

  it('leaves the library to the core when it ends, and ends with the core', async () => {
    await untilRunning();
    const asked = Array.from({ length: 20 }, () => search.search(query({ q: '공식' })));
    await thread.stop();
    expect(thread.state).toBe('none');
    for (const { recordingIds } of await Promise.all(asked)) expect(recordingIds).toHaveLength(1);
    expect(await isElsewhere()).toBe(false);
    // Only whoever is the last to have it open can leave it without a log.
    await library.close();
    expect(readdirSync(folder)).toEqual(['library.sqlite']);
    library = openDatabase(path.join(folder, 'library.sqlite'));
  });

  it('ends when nobody searches', async () => {
    use({ idleMs: 50 });
    await search.search(query());
    expect(thread.state).toBe('starting');
    await waitFor('its end', () => thread.state === 'none');
    expect(warned).toEqual([]);
    // And comes again.
    await search.search(query());
    expect(thread.state).toBe('starting');
  });
});

describe('a thread that is no help', () => {
  it('is done without when its script is not there', async () => {
    use({}, new URL('no-such-script.js', import.meta.url));
    expect(await titles({ q: '방정식' })).toEqual(['이차방정식']);
    await waitFor('its end', () => warned.length > 0 && thread.state === 'none');
    expect(await titles({ q: '방정식' })).toEqual(['이차방정식']);
    // Not again and again.
    expect(thread.state).toBe('none');
  });

  it('leaves nobody without an answer when it dies', async () => {
    use({}, script('process.exit(7)'));
    await untilRunning();
    const found = await Promise.all(Array.from({ length: 10 }, () => titles({ q: '방정식' })));
    expect(found).toEqual(Array.from({ length: 10 }, () => ['이차방정식']));
    expect(warned).toHaveLength(1);
  });

  it('leaves nobody without an answer when it throws, or cannot read the library', async () => {
    for (const told of [
      `throw new Error('broken')`,
      `parentPort.postMessage({ kind: 'failed', id: message.id, detail: 'SQLITE_IOERR' })`,
    ]) {
      use({}, script(told));
      await untilRunning();
      expect(await titles({ q: '방정식' })).toEqual(['이차방정식']);
      await thread.stop();
    }
    expect(warned).toEqual([
      'the search thread is not there; the core searches by itself',
      'the search thread could not answer',
    ]);
  });

  it('is left when it no longer answers', async () => {
    use({ silentMs: 50 }, script('for (;;);'));
    await untilRunning();
    expect(await titles({ q: '방정식' })).toEqual(['이차방정식']);
    await waitFor('its end', () => thread.state === 'none');
  });

  it('tells who would have to wait for too long to come back', async () => {
    use({ mostWaiting: 2 }, script(''));
    await untilRunning();
    const waiting = [thread.find(query()), thread.find(query())];
    await expect(thread.find(query())).rejects.toMatchObject({ code: 'overloaded' });
    await thread.stop();
    expect(await Promise.all(waiting)).toEqual([undefined, undefined]);
  });
});

it('says which of its queries took too long', async () => {
  const told = { ms: 50, sql: 'SELECT 1', plan: ['SCAN'] };
  use({}, script('', `parentPort.postMessage({ kind: 'slow', slow: ${JSON.stringify(told)} });`));
  await thread.find(query());
  await waitFor('the query', () => slow.length > 0);
  expect(slow).toEqual([told]);
});
