import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Problem, problemSchema } from '../../contract/errors.ts';
import { AppError } from '../base/app-error.ts';
import { silentLogger } from '../base/logger.ts';
import { recordingId } from '../testing/http-replies.ts';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { createTestServices } from '../testing/http-services.ts';
import { rawRequest } from '../testing/raw-request.ts';

let folder: string;
let server: TestServer;
let changes: Record<string, unknown> | undefined;
const logged: object[] = [];
const secret = 'cannot read /home/teacher/rtmp-password.txt';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-http-'));
  server = await startTestServer({
    uploadDir: folder,
    log: { ...silentLogger, error: (fields) => logged.push(fields) },
    services: createTestServices({
      settings: {
        changeSettings: async (change) => {
          changes = change;
          throw new AppError('settings_invalid', 'no', { fields: [{ path: 'a.b', message: 'is odd' }] });
        },
      },
      recording: {
        stopRecording: async () => {
          throw new Error(secret);
        },
        getRecordingStatus: async () => ({ status: 'not a status' }) as never,
        pauseRecording: async () => {
          throw new AppError('recording_not_active');
        },
        resumeRecording: async () => {
          throw new AppError('internal', secret);
        },
        restoreRecording: async () => {
          throw Object.assign(new Error(secret), { code: 'ENOSPC' });
        },
      },
    }),
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function problemIn(reply: Response): Promise<Problem> {
  expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = problemSchema.parse(await reply.json());
  expect(problem.status).toBe(reply.status);
  expect(problem.request_id).toBe(reply.headers.get('x-request-id'));
  return problem;
}

const post = (target: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  server.call(target, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

describe('a body', () => {
  test.each([
    '{',
    '{"session_id":',
    'nonsense',
    '{"a":1}}',
    '{"__proto__":{"a":1}}',
    '{"constructor":{"prototype":1}}',
  ])('that is not JSON (%s) is a bad request', async (body) => {
    expect((await problemIn(await post('/api/recording/start', body))).code).toBe('bad_request');
  });

  test('of a megabyte of brackets is refused without harm', async () => {
    for (const bracket of ['[', '{"a":']) {
      const body = bracket.repeat(Math.floor(900_000 / bracket.length));
      expect((await problemIn(await post('/api/recording/start', body))).code).toBe('bad_request');
    }
    const closed = `${'['.repeat(450_000)}${']'.repeat(450_000)}`;
    const patched = await server.call('/api/settings', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: `{"a":${closed}}`,
    });
    expect((await problemIn(patched)).code).toBe('bad_request');
    expect((await server.call('/healthz')).status).toBe(200);
  });

  test('over a megabyte is too large, announced or not', async () => {
    const body = JSON.stringify({ session_id: 's', stream_url: 'x'.repeat(1_100_000) });
    expect((await problemIn(await post('/api/recording/start', body))).code).toBe('payload_too_large');
    const chunked = await rawRequest(server.port, {
      method: 'POST',
      path: '/api/recording/start',
      headers: { ...server.bearer, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      body,
    });
    expect(chunked.status).toBe(413);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
  ])('of type %s is not accepted where JSON is meant', async (type) => {
    const reply = await post('/api/recording/start', '{}', { 'content-type': type });
    expect((await problemIn(reply)).code).toBe('unsupported_media_type');
  });

  test('without a type is not accepted', async () => {
    const reply = await rawRequest(server.port, {
      method: 'POST',
      path: '/api/recording/start',
      headers: { ...server.bearer, 'content-length': 2 },
      body: '{}',
    });
    expect(reply.status).toBe(415);
  });

  test('that breaks the schema is answered with the fields that are wrong', async () => {
    const body = { session_id: '../x', stream_url: 7, max_duration_seconds: -1 };
    const problem = await problemIn(await server.send('POST', '/api/recording/start', body));
    expect(problem.code).toBe('validation_failed');
    expect(problem.errors?.map((each) => each.path).toSorted()).toEqual([
      'max_duration_seconds',
      'session_id',
      'stream_url',
    ]);
    const rows = [{ student_id: 's1', joined_at: '2026-03-02T01:00:00Z', left_at: '2026-03-02T00:00:00Z' }];
    const nested = await problemIn(await server.send('POST', '/api/sessions/s/attendance', rows));
    expect(nested.errors).toEqual([{ path: '0.left_at', message: 'left_at lies before joined_at' }]);
  });

  test('that is missing or empty is answered as a wrong field', async () => {
    expect((await problemIn(await post('/api/recording/start', ''))).code).toBe('validation_failed');
    const none = await server.call('/api/recording/start', { method: 'POST' });
    expect((await problemIn(none)).code).toBe('validation_failed');
  });

  test('may be empty where none is needed', async () => {
    const reply = await post(`/api/jobs/${recordingId}/cancel`, '');
    expect(reply.status).toBe(200);
  });
});

describe('an address', () => {
  test.each([
    ['/api/recording/1/status', 'recording_not_found'],
    ['/api/recording/..%2f..%2fetc%2fpasswd/status', 'recording_not_found'],
    ['/api/vod/--help/info', 'recording_not_found'],
    [`/api/vod/${recordingId}%00/info`, 'recording_not_found'],
    ['/api/jobs/1', 'job_not_found'],
    [`/api/vod/${recordingId}/media/144p/take-001.mp4`, 'rendition_unknown'],
    [`/api/vod/${recordingId}/media/source/..%2f..%2fsecret.key`, 'media_missing'],
    [`/api/vod/${recordingId}/media/source/take-1.mp4`, 'media_missing'],
    [`/api/vod/${recordingId}/trickplay/-1.jpg`, 'not_found'],
  ])('%s names nothing', async (target, code) => {
    expect(await problemIn(await server.call(target))).toMatchObject({ code, status: 404 });
  });

  test.each([
    '..%2f..%2fx',
    '%2e%2e',
    'a%20b',
    '%ED%95%9C',
    'x'.repeat(129),
    'a%00',
    "'%20OR%201=1--",
    '%0a-i',
  ])('with the session id %s breaks the schema', async (id) => {
    const target = `/api/recording/session/${id}`;
    const reply = await rawRequest(server.port, { path: target, headers: server.bearer });
    const problem = problemSchema.parse(JSON.parse(reply.body.toString()));
    expect(problem.code).toBe('validation_failed');
    expect(problem.errors?.[0]?.path).toBe('session_id');
  });

  test.each([
    'limit=0',
    'limit=201',
    'limit=1e2',
    'limit=1&limit=2',
    'status=on',
    'cursor=' + 'x'.repeat(501),
  ])('with the query %s breaks the schema', async (query) => {
    const problem = await problemIn(await server.call(`/api/recording?${query}`));
    expect(problem.code).toBe('validation_failed');
  });

  test('that is unknown is not found', async () => {
    for (const target of ['/api/nothing', '/api', '/api/', '/api/recording/start/more']) {
      expect((await problemIn(await server.call(target))).code).toBe('not_found');
    }
    expect((await problemIn(await server.call('/page', { method: 'POST' }))).code).toBe('not_found');
  });

  test('that is known answers a wrong method with those it has', async () => {
    const reply = await server.call('/api/recording/start');
    expect((await problemIn(reply)).code).toBe('method_not_allowed');
    expect(reply.headers.get('allow')).toBe('POST');
    const lesson = await server.call(`/api/vod/${recordingId}`, { method: 'PUT' });
    expect(lesson.headers.get('allow')).toBe('PATCH');
  });

  test('that cannot be decoded, or a request that is not HTTP, is a bad request', async () => {
    expect((await rawRequest(server.port, { path: '/%', headers: server.bearer })).status).toBe(400);
    const socket = connect(server.port, '127.0.0.1');
    socket.write('\u0016\u0003\u0001 nonsense\r\n\r\n');
    const reply = await text(socket);
    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
    expect(problemSchema.parse(JSON.parse(reply.split('\r\n\r\n')[1] ?? '')).code).toBe('bad_request');
  });
});

describe('a failure', () => {
  test('that nobody foresaw tells its request id alone, and the log the rest', async () => {
    const calls = [
      () => server.send('POST', '/api/recording/stop', { recording_id: recordingId }),
      () => server.call(`/api/recording/${recordingId}/resume`, { method: 'POST' }),
      () => server.call(`/api/recording/${recordingId}/status`),
    ];
    for (const call of calls) {
      logged.length = 0;
      const problem = await problemIn(await call());
      expect(problem).toMatchObject({
        code: 'internal',
        status: 500,
        detail: 'look for the request id in the log',
      });
      expect(JSON.stringify(problem)).not.toContain('password');
      expect(logged).toMatchObject([{ request_id: problem.request_id, err: expect.any(Error) as unknown }]);
    }
  });

  test('that is in the table keeps its code, words and fields', async () => {
    const paused = await problemIn(
      await server.call(`/api/recording/${recordingId}/pause`, { method: 'POST' }),
    );
    expect(paused).toMatchObject({ code: 'recording_not_active', status: 409 });
    const settings = await problemIn(await server.send('PATCH', '/api/settings', { recording: { x: 1 } }));
    expect(settings).toMatchObject({
      code: 'settings_invalid',
      errors: [{ path: 'a.b', message: 'is odd' }],
    });
    expect(changes).toEqual({ recording: { x: 1 } });
    const full = await server.call(`/api/recording/${recordingId}/restore`, { method: 'POST' });
    expect((await problemIn(full)).code).toBe('disk_full');
  });
});

describe('a JSON read', () => {
  test('that has not changed is answered with 304 and no body', async () => {
    const first = await server.call('/api/settings');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    for (const condition of [etag, `"x", ${etag}`, etag.slice(2), '*']) {
      const again = await server.call('/api/settings', { headers: { 'if-none-match': condition } });
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    const other = await server.call('/api/settings', { headers: { 'if-none-match': '"x"' } });
    expect(other.status).toBe(200);
  });

  test('answers HEAD with the length and nothing else', async () => {
    const full = await (await server.call('/api/settings')).text();
    const head = await server.call('/api/settings', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(full)));
    expect(await head.text()).toBe('');
  });

  test('of a list links to the next page', async () => {
    const reply = await server.call('/api/jobs?state=queued&limit=1&cursor=old');
    expect(reply.headers.get('link')).toBe('</api/jobs?state=queued&limit=1&cursor=next+one>; rel="next"');
    expect((await server.call('/api/recording')).headers.get('link')).toBeNull();
  });
});

test('tells a probe that its client has gone away', async () => {
  const started = Promise.withResolvers<AbortSignal>();
  const patient = await startTestServer({
    uploadDir: folder,
    services: createTestServices({
      recording: {
        probeSource: async (_address, signal) => {
          started.resolve(signal);
          await once(signal, 'abort');
          throw new AppError('source_timeout');
        },
      },
    }),
  });
  const leave = new AbortController();
  const answer = patient.call('/api/recording/probe', {
    method: 'POST',
    signal: leave.signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stream_url: 'rtmp://host/live/key' }),
  });
  const signal = await started.promise;
  expect(signal.aborted).toBe(false);
  leave.abort();
  await expect(answer).rejects.toThrow('aborted');
  await expect.poll(() => signal.aborted).toBe(true);
  await patient.close();
});

test('answers 503 with every verdict when a check fails', async () => {
  const checks = {
    database: { ok: true, detail: '' },
    disk: { ok: true, detail: '' },
    ffmpeg: { ok: false, detail: 'not found' },
  };
  const sick = await startTestServer({
    uploadDir: folder,
    services: createTestServices({ system: { readiness: async () => checks } }),
  });
  const reply = await fetch(`${sick.base}/readyz`);
  expect([reply.status, await reply.json()]).toEqual([503, { status: 'not_ready', checks }]);
  await sick.close();
});
