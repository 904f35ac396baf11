import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../base/app-error.ts';
import { type ChangeLog, createChangeLog } from '../cache/change-log.ts';
import { lessonFamily } from '../cache/families.ts';
import { createMemoryCache } from '../cache/memory-cache.ts';
import { otherId, recordingId } from '../testing/http-replies.ts';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { createTestServices } from '../testing/http-services.ts';

const info = `/api/vod/${recordingId}/info`;
const status = `/api/recording/${recordingId}/status`;

let folder: string;
let server: TestServer;
let changes: ChangeLog;
/** How often each was made, not taken from what is kept. */
let made: { info: number; status: number; list: number };
let title: string;
let recordingStatus: { status: 'recording' | 'ready'; stopped_at: string | null };
/** Runs while a reply is made. */
let meanwhile: () => void;
let hold: () => Promise<void>;
let failure: AppError | undefined;
let isRecording: boolean;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-http-'));
  changes = createChangeLog();
  made = { info: 0, status: 0, list: 0 };
  title = '분수';
  recordingStatus = { status: 'ready', stopped_at: '2026-03-02T01:00:00.000Z' };
  meanwhile = () => undefined;
  hold = async () => undefined;
  failure = undefined;
  isRecording = false;
  const usual = createTestServices();
  server = await startTestServer({
    uploadDir: folder,
    cache: createMemoryCache({ changes }),
    services: createTestServices({
      vod: {
        getVideoInfo: async (id) => {
          made.info += 1;
          meanwhile();
          await hold();
          if (failure !== undefined) throw failure;
          if (id === otherId) throw new AppError('recording_not_found');
          return { ...(await usual.vod.getVideoInfo(id)), title };
        },
      },
      recording: {
        isRecording: () => isRecording,
        getRecordingStatus: async (id) => {
          made.status += 1;
          return { ...(await usual.recording.getRecordingStatus(id)), ...recordingStatus };
        },
        listRecordings: async () => {
          made.list += 1;
          const { status: now } = recordingStatus;
          const createdAt = '2026-03-02T00:00:00.000Z';
          return [{ recording_id: recordingId, status: now, created_at: createdAt, duration: 1 }];
        },
      },
    }),
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const read = async (address: string) => {
  const reply = await server.call(address);
  return { body: await reply.text(), headers: reply.headers, status: reply.status };
};

/** Those that do not differ from reply to reply. */
const headers = (of: Headers) =>
  [...of]
    .filter(([name]) => name !== 'x-request-id' && name !== 'date')
    .map((pair) => pair.join(': '))
    .toSorted();

describe('a reply that is kept', () => {
  it('is the same to the last byte and header, until a row changes', async () => {
    const first = await read(info);
    const again = await read(info);
    expect(again.body).toBe(first.body);
    expect(made.info).toBe(1);
    expect(headers(again.headers)).toEqual(headers(first.headers));
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));

    title = '통분';
    changes.note(lessonFamily(recordingId));
    expect((await read(info)).body).toContain('통분');
    expect(made.info).toBe(2);
  });

  it('is no body for who has it', async () => {
    const etag = (await read(info)).headers.get('etag');
    const same = await server.call(info, { headers: { 'if-none-match': etag ?? '' } });
    expect(same.status).toBe(304);
    expect(await same.text()).toBe('');
    expect(same.headers.get('etag')).toBe(etag);
    expect(made.info).toBe(1);
  });

  it('is told apart by its whole address', async () => {
    const [some, more] = ['/api/vod/session/math-1?limit=1', '/api/vod/session/math-1?limit=2'];
    await read(some);
    expect((await read(more)).status).toBe(200);
    expect((await read(`${info}?x=1`)).status).toBe((await read(info)).status);
    expect(made.info).toBe(2);
  });

  it('is given to nobody without the token', async () => {
    await read(info);
    const stranger = await fetch(server.base + info);
    expect(stranger.status).toBe(401);
    expect(await stranger.text()).not.toContain('분수');
  });
});

describe('a reply is not kept', () => {
  it('when a row changed while it was made', async () => {
    meanwhile = () => {
      changes.note(lessonFamily(recordingId));
    };
    await read(info);
    meanwhile = () => undefined;
    title = '통분';
    expect((await read(info)).body).toContain('통분');
  });

  it('when it says what a running recording, or the clock, says', async () => {
    recordingStatus = { status: 'recording', stopped_at: null };
    for (const address of [status, '/api/recording/session/math-1']) {
      await read(address);
      await read(address);
    }
    expect(made).toMatchObject({ status: 2, list: 2 });
    recordingStatus = { status: 'ready', stopped_at: null };
    await read(status);
    await read(status);
    expect(made.status).toBe(4);
    recordingStatus = { status: 'ready', stopped_at: '2026-03-02T01:00:00.000Z' };
    for (const address of [status, '/api/recording/session/math-1']) {
      await read(address);
      await read(address);
    }
    expect(made).toMatchObject({ status: 5, list: 3 });
  });

  it('when it is an error that may pass', async () => {
    failure = new AppError('media_missing');
    await read(info);
    await read(info);
    expect(made.info).toBe(2);
  });

  it('when the lesson is being recorded', async () => {
    isRecording = true;
    await read(info);
    await read(info);
    expect(made.info).toBe(2);
  });
});

describe('many who ask at once', () => {
  it('wait for one of them', async () => {
    const held = Promise.withResolvers<void>();
    hold = () => held.promise;
    const replies = Promise.all(Array.from({ length: 20 }, () => read(info)));
    await server.call('/healthz');
    held.resolve();
    expect(new Set((await replies).map(({ body }) => body)).size).toBe(1);
    expect(made.info).toBe(1);
  });

  it('are not held up when the first fails, nor given its failure', async () => {
    failure = new AppError('media_missing');
    const replies = await Promise.all([read(info), read(info), read(info)]);
    expect(replies.map(({ status: code }) => code)).toEqual([404, 404, 404]);
    const ids = replies.map(({ body }) => (JSON.parse(body) as { request_id: string }).request_id);
    expect(new Set(ids).size).toBe(3);
  });
});

it('knows that there is no such lesson until there is one', async () => {
  const missing = `/api/vod/${otherId}/info`;
  const first = await read(missing);
  const again = await read(missing);
  expect([first.status, again.status]).toEqual([404, 404]);
  const [one, other] = [first, again].map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect({ ...one, request_id: '' }).toEqual({ ...other, request_id: '' });
  expect(one?.['request_id']).not.toBe(other?.['request_id']);
  expect(made.info).toBe(1);
  changes.note(lessonFamily(otherId));
  await read(missing);
  expect(made.info).toBe(2);
});

it('keeps the whole reply although the first who asked had it', async () => {
  const etag = (await read(info)).headers.get('etag') ?? '';
  changes.note(lessonFamily(recordingId));
  const same = await server.call(info, { headers: { 'if-none-match': etag } });
  expect(same.status).toBe(304);
  expect(await same.text()).toBe('');
  expect((await read(info)).body).toContain('분수');
  expect(made.info).toBe(2);
});
