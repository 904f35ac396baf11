/** The log of a real core at its most talkative: what must never be in it, and what must be found there. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Problem, problemSchema } from '../contract/errors.ts';
import { type App, startApp } from './app.ts';
import { createLogger } from './base/logger.ts';
import { waitFor } from './testing/wait-for.ts';

const token = 'token-of-the-log-test-5f21c8';
const streamSecrets = ['passwort-9921', 'stream-key-4471', 'srt-phrase-8812', 'hls-token-3306'];
const pupil = { student_id: 'pupil-log-31', name: '박가을' };

let folder: string;
let app: App;
let logFile: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-log-'));
  logFile = path.join(folder, 'core.log');
  app = await startApp(
    {
      ...{ dataDir: path.join(folder, 'data'), port: 0, host: '127.0.0.1', token },
      ...{ logLevel: 'trace', allowedHosts: [] },
    },
    { log: createLogger('trace', logFile) },
  );
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

type Line = Record<string, unknown> & { msg: string };

/** What has been logged so far; the last line may be half written. */
function lines(): Line[] {
  const text = readFileSync(logFile, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

async function call(method: string, target: string, body?: unknown, headers: Record<string, string> = {}) {
  return fetch(`http://127.0.0.1:${app.port}${target}`, {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Waits for the line about a request, so that what it has to say has been said. */
async function logged(reply: Response): Promise<Line> {
  await reply.arrayBuffer();
  const id = reply.headers.get('x-request-id');
  return waitFor('the line about a request', () =>
    lines().find((line) => line.msg === 'request' && line['request_id'] === id),
  );
}

describe('the log at its most talkative', () => {
  it('has a line for each request, with its id and the pattern of its route', async () => {
    const reply = await call(
      'GET',
      `/api/students/${pupil.student_id}/export?why=${encodeURIComponent(pupil.name)}`,
    );
    expect(await logged(reply)).toMatchObject({
      method: 'GET',
      route: '/api/students/:student_id/export',
      status: reply.status,
      ms: expect.any(Number) as number,
    });
  });

  it('never holds the token, stream credentials, or what names a pupil', async () => {
    await logged(await call('PUT', '/api/sessions/log-session', { title: '국어', students: [pupil] }));
    const name = encodeURIComponent(pupil.name);
    await logged(await call('GET', `/?token=${token}`));
    await logged(await call('GET', `/lessons?token=${token}x`, undefined, { authorization: '' }));
    await logged(await call('GET', '/api/settings', undefined, { authorization: `Bearer ${token}wrong` }));
    await logged(await call('GET', `/api/search?q=${name}`));
    await logged(await call('GET', `/api/search?q=${name}&limit=none`));
    await logged(await call('GET', `/api/students/${pupil.student_id}/nothing?name=${name}`));
    await logged(await call('GET', `/${name}/${pupil.student_id}`));
    const addresses = [
      `rtmp://teacher:${streamSecrets[0]}@127.0.0.1:1/live/${streamSecrets[1]}`,
      `srt://127.0.0.1:1?passphrase=${streamSecrets[2]}`,
      `http://127.0.0.1:1/live.m3u8?token=${streamSecrets[3]}`,
    ];
    for (const stream_url of addresses) {
      await logged(await call('POST', '/api/recording/probe', { stream_url }));
    }
    const started = await call('POST', '/api/recording/start', {
      ...{ session_id: 'log-session', stream_url: addresses[0], max_duration_seconds: 1 },
    });
    const { recording_id } = (await started.json()) as { recording_id: string };
    await waitFor('the source was tried', () => lines().some(({ msg }) => msg === 'take ended'));
    await logged(await call('POST', '/api/recording/stop', { recording_id }));
    await logged(await call('DELETE', `/api/students/${pupil.student_id}`));

    const text = readFileSync(logFile, 'utf8');
    expect(text).toContain('process ended');
    const secrets = [token, ...streamSecrets, pupil.name, name, pupil.student_id];
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });
});

it('a failure on our side is found by the request id that its problem tells', async () => {
  // A table is gone under the running core: nothing foresees that.
  const problem = await failing();
  expect(problem).toMatchObject({ status: 500, code: 'internal' });
  const line = await waitFor('the line of the failure', () =>
    lines().find((each) => each.msg === 'request failed' && each['request_id'] === problem.request_id),
  );
  expect(line).toMatchObject({
    route: '/api/jobs',
    method: 'GET',
    err: { message: expect.any(String) as string, stack: expect.stringContaining(' at ') as string },
  });
});

async function failing(): Promise<Problem> {
  const { default: SqliteDatabase } = await import('better-sqlite3');
  const other = new SqliteDatabase(path.join(folder, 'data', 'library.sqlite'));
  other.exec('ALTER TABLE jobs RENAME TO jobs_away');
  try {
    const reply = await call('GET', '/api/jobs');
    expect(reply.status).toBe(500);
    return problemSchema.parse(await reply.json());
  } finally {
    other.exec('ALTER TABLE jobs_away RENAME TO jobs');
    other.close();
  }
}
