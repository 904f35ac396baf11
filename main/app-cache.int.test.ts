/**
 * What is kept is never told when it is no longer true: after each change that can be made over HTTP, every reply that
 * is kept is compared with one that is made anew.
 */
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Job } from '../contract/jobs.ts';
import { makeClip } from './testing/clip.ts';
import { type CoreProcess, startCore } from './testing/core-process.ts';
import { type RedisServer, startRedis } from './testing/redis-server.ts';
import { hasRedis } from './testing/this-system.ts';
import { waitFor } from './testing/wait-for.ts';

/** Without what differs from reply to reply, and the scores: these follow the whole library by a little, and later. */
function comparable(bytes: Buffer): Buffer {
  const differing = new Set(['request_id', 'score']);
  const value = JSON.parse(bytes.toString(), (key, inner: unknown) =>
    differing.has(key) ? 0 : inner,
  ) as unknown;
  return Buffer.from(JSON.stringify(value));
}

const day = '2026-03-02';
const at = (second: number): string => `${day}T01:00:${String(second).padStart(2, '0')}.000Z`;

describe.each(hasRedis ? ['memory', 'redis'] : ['memory'])('replies kept in %s', (where) => {
  let folder: string;
  let redis: RedisServer | undefined;
  let core: CoreProcess;
  let lesson: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'airclass-cache-'));
    if (where === 'redis') redis = await startRedis();
    core = await startCore(path.join(folder, 'data'), {
      env: redis === undefined ? {} : { AIRCLASS_REDIS_URL: redis.url },
    });
    lesson = await importLesson();
  }, 60_000);
  afterAll(async () => {
    await core.stop();
    await redis?.stop();
    await rm(folder, { recursive: true });
  });

  async function importLesson(): Promise<string> {
    const form = new FormData();
    const fields = {
      session_id: 'math-1',
      title: '이차방정식',
      class_name: '2학년 3반',
      session_date: day,
    };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', await openAsBlob(await makeClip({ seconds: 20, size: '640x480' })), 'lesson.mkv');
    const reply = await fetch(`${core.url}/api/vod/import`, {
      ...{ method: 'POST', body: form },
      headers: { authorization: `Bearer ${core.token}` },
    });
    const { recording_id: id } = (await reply.json()) as { recording_id: string };
    await settled();
    return id;
  }

  /** Until no job changes anything any more. */
  const settled = () =>
    waitFor('the jobs', async () => {
      const { items } = await core.api<{ items: Job[] }>('GET', '/api/jobs?limit=200');
      return items.every(({ state }) => state !== 'queued' && state !== 'running');
    });

  const addresses = (): string[] => [
    ...[
      ...[
        'info',
        'chapters',
        'chapters.vtt',
        'notes',
        'slides',
        'slides/1.jpg',
        'waveform.json',
        'trickplay.vtt',
      ],
      ...['trickplay/1.jpg', 'analysis', 'speech'],
    ].map((part) => `/api/vod/${lesson}/${part}?`),
    ...['', 'resolution=source', 'resolution=360p', 'format=dash', 'start=3&end=9'].map(
      (query) => `/api/vod/${lesson}/stream?${query}`,
    ),
    `/api/vod/${lesson}/thumbnail?width=320`,
    `/api/vod/${lesson}/chat?limit=10`,
    '/api/vod/session/math-1?limit=10',
    '/api/recording?limit=10',
    `/api/recording/${lesson}/status?`,
    '/api/recording/session/math-1?',
    '/api/sessions?limit=10',
    '/api/sessions/math-1?',
    '/api/sessions/math-2?',
    ...[
      '',
      'q=이차',
      'q=도형',
      'q=숙제가',
      'min_duration=5',
      'sort=-duration',
      'tag=시험',
      'class_name=1학년 1반',
      'status=ready',
      'status=processing',
    ].map((query) => `/api/search?${query}`),
  ];

  let reading = 0;
  async function read(address: string): Promise<string> {
    const ask = async () =>
      fetch(encodeURI(core.url + address), { headers: { authorization: `Bearer ${core.token}` } });
    let reply = await ask();
    // So much at once that a slow core refuses some of it, as it would to a school.
    while (reply.status === 503) {
      await reply.arrayBuffer();
      await delay(1000);
      reply = await ask();
    }
    const bytes = Buffer.from(await reply.arrayBuffer());
    const text = reply.headers.get('content-type')?.includes('json') === true ? comparable(bytes) : bytes;
    return `${reply.status} ${reply.headers.get('content-type')} ${text.toString('latin1')}`;
  }

  /** Each is read twice, so that the second is one that is kept, then under an address nobody has asked for. */
  async function compare(after: string): Promise<void> {
    for (const address of addresses()) {
      await read(address);
      const kept = await read(address);
      reading += 1;
      expect(`${address} after ${after}: ${kept}`).toBe(
        `${address} after ${after}: ${await read(`${address}&anew=${reading}`)}`,
      );
    }
  }

  it('are those that would be made anew, after every change', async () => {
    await compare('the import');
    const vod = `/api/vod/${lesson}`;
    const session = '/api/sessions/math-1';
    let made: { chapter_id?: string; note_id?: string } = {};
    const changes: [string, () => Promise<unknown>][] = [
      ['a title', () => core.api('PATCH', vod, { title: '도형의 닮음', description: '복습' })],
      ['tags', () => core.api('PATCH', vod, { tags: ['시험'], is_kept: true })],
      ['a class', () => core.api('PATCH', vod, { class_name: '1학년 1반', teacher_name: '김선생' })],
      [
        'a chapter',
        async () => {
          made = await core.api('POST', `${vod}/chapters`, { start_time: 4, title: '도입' });
        },
      ],
      [
        'a changed chapter',
        () =>
          core.api('PATCH', `${vod}/chapters/${made.chapter_id}`, {
            title: '숙제가 뭐예요',
            start_time: 6,
          }),
      ],
      ['no chapter', () => core.api('DELETE', `${vod}/chapters/${made.chapter_id}`)],
      [
        'a note',
        async () => {
          made = await core.api('POST', `${vod}/notes`, { time: 3, text: '여기부터' });
        },
      ],
      ['a changed note', () => core.api('PATCH', `${vod}/notes/${made.note_id}`, { text: '다시' })],
      ['no note', () => core.api('DELETE', `${vod}/notes/${made.note_id}`)],
      ['another session', () => core.api('PUT', '/api/sessions/math-2', { title: '확률' })],
      [
        'a roster',
        () => core.api('PUT', session, { title: '통계', students: [{ student_id: 'p-1', name: '하준' }] }),
      ],
      [
        'chat',
        () =>
          core.api('POST', `${session}/chat`, [
            {
              message_id: 'm-1',
              sender_id: 'p-1',
              sender_role: 'student',
              text: '숙제가 뭐예요?',
              sent_at: at(5),
            },
          ]),
      ],
      [
        'a quiz',
        () =>
          core.api('POST', `${session}/quiz-responses`, [
            {
              ...{
                response_id: 'q-1',
                quiz_id: 'quiz',
                question: '1+1',
                student_id: 'p-1',
                is_correct: true,
              },
              ...{ response_time_ms: 900, answered_at: at(9) },
            },
          ]),
      ],
      [
        'attendance',
        () =>
          core.api('POST', `${session}/attendance`, [
            { student_id: 'p-1', joined_at: at(0), left_at: at(9) },
          ]),
      ],
      ['an erased pupil', () => core.api('DELETE', '/api/students/p-1')],
      ['settings', () => core.api('PATCH', '/api/settings', { language: 'en' })],
      ['the trash', () => core.api('DELETE', `/api/recording/${lesson}`)],
      ['taking it back', () => core.api('POST', `/api/recording/${lesson}/restore`)],
      ['a second lesson', () => importLesson()],
      ['its end', () => core.api('DELETE', `/api/recording/${lesson}?permanent=true`)],
    ];
    for (const [what, change] of changes) {
      await change();
      await compare(what);
    }
  }, 120_000);
});
