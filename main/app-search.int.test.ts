/** A school that searches all at once, over HTTP: what the thread finds is what is there, and it ends with the core. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { searchReplySchema } from '../contract/search.ts';
import { type App, startApp } from './app.ts';
import { type Logger, silentLogger } from './base/logger.ts';
import { openDatabase } from './db/database.ts';
import { addLesson } from './testing/lesson-rows.ts';
import { waitFor } from './testing/wait-for.ts';

let dataDir: string;
let app: App;
let lesson: string;
const said: string[] = [];

const note = (_fields: object, message: string): void => {
  said.push(message);
};

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'airclass-app-'));
  const library = openDatabase(path.join(dataDir, 'library.sqlite'));
  for (let unit = 1; unit <= 30; unit += 1)
    lesson = await addLesson(library.db, { title: `함수 ${unit}단원` });
  await library.close();
  const log: Logger = { ...silentLogger, debug: note, warn: note, child: () => log };
  app = await startApp(
    { dataDir, port: 0, host: '127.0.0.1', logLevel: 'silent', allowedHosts: [] },
    { log },
  );
});
afterAll(async () => {
  await app.stop();
  rmSync(dataDir, { recursive: true });
});

async function request(method: string, target: string, body?: unknown): Promise<Response> {
  const reply = await fetch(`http://127.0.0.1:${app.port}${target}`, {
    method,
    headers: {
      authorization: `Bearer ${app.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect({ target, ok: reply.ok }).toEqual({ target, ok: true });
  return reply;
}

async function search(query: string) {
  const reply = await request('GET', `/api/search?${query}`);
  expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(reply.headers.get('etag')).toMatch(/^W\/"/);
  return searchReplySchema.parse(await reply.json());
}

it('is served by a thread, with what was written just before', async () => {
  // Enough that a thread is started, and so few that none is refused while it is.
  await Promise.all(
    Array.from({ length: 30 }, async (_, number) => {
      expect((await search(`q=${encodeURIComponent('함수')}&min_duration=${number + 1}`)).total).toBe(30);
    }),
  );
  await waitFor('the thread', () => said.includes('a thread of its own searches from here on'));
  for (let turn = 1; turn <= 20; turn += 1) {
    await request('PATCH', `/api/vod/${lesson}`, { title: `벡터 ${turn}`, description: `${turn}번째` });
    const [first] = (await search(`q=${encodeURIComponent('벡터')}`)).items;
    expect(first).toMatchObject({ title: `벡터 ${turn}`, description: `${turn}번째` });
  }
  const page = await search(`q=${encodeURIComponent('함수')}&limit=10`);
  expect(page.items).toHaveLength(10);
  const next = await search(
    `q=${encodeURIComponent('함수')}&limit=10&cursor=${encodeURIComponent(page.next_cursor ?? '')}`,
  );
  expect(new Set([...page.items, ...next.items].map(({ recording_id: id }) => id)).size).toBe(20);
});

it('leaves the library to whoever opens it next', async () => {
  await app.stop();
  expect(readdirSync(dataDir).filter((name) => name.startsWith('library.sqlite'))).toEqual([
    'library.sqlite',
  ]);
  expect(said.filter((message) => message.includes('search thread'))).toEqual([]);
});
