import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chatAnalysisSchema, glossaryReplySchema } from '../../contract/chat-analysis.ts';
import { ChatAnalyzer } from '../analysis/chat/chat-analyzer.ts';
import { openGlossaryStore } from '../analysis/chat/glossary-store.ts';
import { systemClock } from '../base/clock.ts';
import { type OpenDatabase, openDatabase } from '../db/database.ts';
import { readGlossary } from '../db/glossary.ts';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { createTestServices } from '../testing/http-services.ts';

let folder: string;
let database: OpenDatabase;
let server: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airclass-chat-'));
  database = openDatabase(path.join(folder, 'library.sqlite'));
  const glossary = await openGlossaryStore({ db: database.db, clock: systemClock });
  const analyzer = ChatAnalyzer.load({ glossary: () => glossary.getGlossary() });
  const chat = { analyzeLine: (text: string, lang?: 'ko' | 'en') => analyzer.analyzeLine(text, lang) };
  const services = { ...createTestServices(), chat, glossary };
  server = await startTestServer({ uploadDir: path.join(folder, 'uploads'), services });
});

afterAll(async () => {
  await server.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const address = '/api/ai/analyze-chat';
const send = async (body: string | Buffer, type = 'application/json', query = '') =>
  server.call(address + query, { method: 'POST', body, headers: { 'content-type': type } });
const read = async (text: string, query = '') =>
  chatAnalysisSchema.parse(await (await send(JSON.stringify({ text }), 'application/json', query)).json());
const failure = async (reply: Response) => {
  const { code } = (await reply.json()) as { code: string };
  return [reply.status, code];
};

const put = async (change: object) =>
  server.call('/api/glossary', {
    method: 'PUT',
    body: JSON.stringify(change),
    headers: { 'content-type': 'application/json' },
  });

describe('POST /api/ai/analyze-chat', () => {
  test('reads a line, sent as JSON or as text, and says that it knew nothing of its moment', async () => {
    const text = '이차함수의 최댓값은 어떻게 구해요?';
    const reading = await read(text);
    expect(reading).toMatchObject({
      intent: { label: 'question' },
      keywords: ['이차함수', '최댓값'],
      spam: { is_spam: false, is_abusive: false, reasons: [] },
      language: 'ko',
      context: 'none',
      model: { name: 'chat' },
    });
    expect(reading.feedback).toContain('이차함수');
    const plain = await send(text, 'text/plain; charset=utf-8');
    expect(await plain.json()).toEqual(reading);
    expect((await read(text, '?lang=en')).feedback).toMatch(/question about/);
  });

  test.each([
    ['an empty line', JSON.stringify({ text: '' }), 'application/json'],
    ['spaces', JSON.stringify({ text: ' \n ' }), 'application/json'],
    ['no text', '{}', 'application/json'],
    ['a number', JSON.stringify({ text: 7 }), 'application/json'],
    ['nothing', '', 'application/json'],
    ['empty plain text', '', 'text/plain'],
    ['2,001 characters', JSON.stringify({ text: 'a'.repeat(2001) }), 'application/json'],
  ])('refuses %s', async (_name, body, type) => {
    expect(await failure(await send(body, type))).toEqual([422, 'validation_failed']);
  });

  test('refuses a megabyte, other kinds, and another language', async () => {
    const large = 'a'.repeat(1_000_000);
    expect(await failure(await send(large, 'text/plain'))).toEqual([413, 'payload_too_large']);
    expect(await failure(await send(JSON.stringify({ text: large })))).toEqual([413, 'payload_too_large']);
    expect(await failure(await send('a', 'application/xml'))).toEqual([415, 'unsupported_media_type']);
    expect(await failure(await send('{"text":"a"}', 'application/json', '?lang=fr'))).toEqual([
      422,
      'validation_failed',
    ]);
  });

  test.each([
    ['a lone surrogate', '{"text":"abc\\ud83d"}'],
    ['control characters', '{"text":"\\u0000\\u001b[31mhi"}'],
    ['right to left', JSON.stringify({ text: '\u202eمرحبا' })],
    ['HTML', JSON.stringify({ text: '<img src=x onerror=alert(1)>' })],
    ['emoji', JSON.stringify({ text: '😂😂😂' })],
    ['a wall of 2,000 characters', JSON.stringify({ text: '가나다라'.repeat(500) })],
  ])('answers %s', async (_name, body) => {
    const reply = await send(body);
    expect(reply.status).toBe(200);
    const text = await reply.text();
    expect(chatAnalysisSchema.parse(JSON.parse(text)).spam.is_abusive).toBe(false);
    expect(text).not.toContain('<');
  });
});

describe('the glossary', () => {
  test('changes what is read from the next line on, and is stored', async () => {
    expect(await (await server.call('/api/glossary')).json()).toMatchObject({ terms: [], updated_at: null });
    const text = '하늘길 활동에서 광합성 칸이 비어 있어요';
    const reply = await put({ terms: ['하늘길 활동', '하늘길활동 '], never_keywords: ['광합성'] });
    expect(glossaryReplySchema.parse(await reply.json())).toMatchObject({
      terms: ['하늘길 활동'],
      never_keywords: ['광합성'],
      allowed_words: [],
    });
    expect((await read(text)).keywords).toEqual(['하늘길 활동']);
    await put({ terms: [] });
    expect((await read(text)).keywords).not.toContain('하늘길 활동');
    expect(await readGlossary(database.db)).toMatchObject({ terms: [], never_keywords: ['광합성'] });
  });

  test('lets a word pass that a school allows', async () => {
    const text = '꺼져 이 멍청이야';
    expect((await read(text)).spam.is_abusive).toBe(true);
    await put({ allowed_words: ['꺼져', '이 멍청이야'] });
    expect((await read(text)).spam.is_abusive).toBe(false);
    await put({ allowed_words: [] });
  });

  test('refuses lists that are none', async () => {
    expect(await failure(await put({ terms: 'a' }))).toEqual([422, 'validation_failed']);
    expect(await failure(await put({ terms: [''] }))).toEqual([422, 'validation_failed']);
    expect(await failure(await put({ terms: ['a'.repeat(61)] }))).toEqual([422, 'validation_failed']);
  });
});
