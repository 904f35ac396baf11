/** What is told of requests to whoever measures them. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AppError } from '../base/app-error.ts';
import { otherId, recordingId } from '../testing/http-replies.ts';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { createTestServices } from '../testing/http-services.ts';
import type { RequestWatch, WatchedRequest } from './request-watch.ts';

type Ended = Parameters<WatchedRequest['ended']>[0];

let folder: string;
let server: TestServer;
let begun: Parameters<RequestWatch>[0][] = [];
let ended: Ended[] = [];
let probed = Promise.withResolvers<void>();

beforeAll(async () => {
  folder = mkdtempSync(`${tmpdir()}/airclass-http-`);
  server = await startTestServer({
    uploadDir: folder,
    watch: (request) => {
      begun.push(request);
      return { run: (next) => next(), ended: (end) => void ended.push(end) };
    },
    services: createTestServices({
      jobs: {
        get: async () => {
          throw new Error('nobody foresaw this');
        },
      },
      recording: {
        probeSource: async (_address, signal) => {
          probed.resolve();
          await once(signal, 'abort');
          throw new AppError('source_timeout');
        },
      },
    }),
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  begun = [];
  ended = [];
});

const end = async (): Promise<Ended> => {
  await expect.poll(() => ended.length).toBe(1);
  return ended[0]!;
};

test.each([
  [`/api/recording/${recordingId}/status`, {}, '/api/recording/:recording_id/status', 200],
  [`/api/jobs/${otherId}`, {}, '/api/jobs/:job_id', 500],
  ['/api/settings', { authorization: 'Bearer wrong' }, '/api/settings', 401],
  ['/api/nowhere/김하늘', {}, undefined, 404],
  ['/metrics', {}, '/metrics', 200],
])('%s is told by the pattern of its route', async (address, headers, route, status) => {
  await (await server.call(address, { headers })).text();
  expect(await end()).toEqual({ method: 'GET', route, status, seconds: expect.any(Number) as number });
});

test('the body of a request is read and its answer is timed', async () => {
  await (await server.send('PATCH', '/api/settings', { language: 'en' })).text();
  expect(await end()).toMatchObject({ method: 'PATCH', route: '/api/settings', status: 200 });
});

test('a client that leaves before the reply is told as that', async () => {
  probed = Promise.withResolvers();
  const leave = new AbortController();
  const answer = server.call('/api/recording/probe', {
    method: 'POST',
    signal: leave.signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stream_url: 'rtmp://host/live/key' }),
  });
  await probed.promise;
  leave.abort();
  await expect(answer).rejects.toThrow('aborted');
  expect(await end()).toMatchObject({ route: '/api/recording/probe', status: 499 });
});

test('a stream of events has no time to its end', async () => {
  const leave = new AbortController();
  await server.call('/api/events', { signal: leave.signal });
  expect([begun.length, ended.length]).toEqual([1, 0]);
  leave.abort();
  expect(await end()).toMatchObject({ route: '/api/events', status: 200, seconds: undefined });
});
