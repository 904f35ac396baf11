/** The core as the page uses it before and around a lesson: settings, sources, previews, system, over real HTTP. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { problemSchema } from '../contract/errors.ts';
import {
  probeReplySchema,
  recordingListReplySchema,
  recordingStatusReplySchema,
  savedSourceListReplySchema,
  savedSourceSchema,
  startRecordingReplySchema,
  watchSchema,
} from '../contract/recording.ts';
import { settingsReplySchema } from '../contract/settings.ts';
import { systemReplySchema } from '../contract/system.ts';
import { type App, startApp } from './app.ts';
import { silentLogger } from './base/logger.ts';
import { makeClip } from './testing/clip.ts';
import { LiveSource } from './testing/live-source.ts';
import { waitFor } from './testing/wait-for.ts';

let dataDir: string;
let app: App;
let live: LiveSource;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-page-'));
  app = await startApp(
    { dataDir, port: 0, host: '127.0.0.1', logLevel: 'silent', allowedHosts: [], isDesktop: true },
    { log: silentLogger },
  );
  live = await LiveSource.start(await makeClip({ size: '640x480' }));
});

afterAll(async () => {
  await app.stop();
  await live.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function request(
  method: string,
  target: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(`http://127.0.0.1:${app.port}${target}`, {
    method,
    headers: {
      authorization: `Bearer ${app.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
}

async function json<S extends z.ZodType>(
  schema: S,
  method: string,
  target: string,
  body?: unknown,
): Promise<z.output<S>> {
  const response = await request(method, target, body);
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${target}: ${response.status} ${text}`);
  return schema.parse(JSON.parse(text));
}

/** Opens a stream of events; `events` fills as they come. */
async function follow(target: string) {
  const client = new AbortController();
  const response = await request('GET', target, undefined, client.signal);
  const state = { events: [] as { name: string; data: unknown }[], isOver: false };
  const read = async (): Promise<void> => {
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, name] = /^event: (.+)$/m.exec(block) ?? [];
        const [, data] = /^data: (.+)$/m.exec(block) ?? [];
        if (name !== undefined) state.events.push({ name, data: JSON.parse(data ?? 'null') as unknown });
      }
    }
  };
  void read()
    .catch(() => undefined)
    .finally(() => {
      state.isOver = true;
    });
  return { response, state, close: () => client.abort() };
}

const ledger = () => readdir(path.join(dataDir, 'processes'));

describe('settings', () => {
  it('merge what is changed, and tell every page that they changed', async () => {
    const events = await follow('/api/events');
    const change = { profile: { teacher_name: '김하늘' }, appearance: { theme: 'dark' }, setup_done: true };
    await json(settingsReplySchema, 'PATCH', '/api/settings', change);
    await json(settingsReplySchema, 'PATCH', '/api/settings', { profile: { subject: '수학' } });
    expect(await json(settingsReplySchema, 'GET', '/api/settings')).toMatchObject({
      profile: { teacher_name: '김하늘', teacher_id: '', class_name: '', subject: '수학' },
      appearance: { theme: 'dark' },
      setup_done: true,
    });
    const told = () => events.state.events.filter(({ name }) => name === 'settings.changed');
    await waitFor('both changes are told', () => told().length === 2);
    expect(told()[0]?.data).toEqual({});
    const wrong = await request('PATCH', '/api/settings', { appearance: { theme: 'pink' } });
    expect(problemSchema.parse(await wrong.json()).code).toBe('settings_invalid');
    expect(told()).toHaveLength(2);
    events.close();
  });
});

describe('the system', () => {
  it('says where it runs and what it holds', async () => {
    const system = await json(systemReplySchema, 'GET', '/api/system');
    expect(system).toMatchObject({
      platform: process.platform,
      node_version: process.versions.node,
      is_desktop: true,
      library: { lessons: 0, trash: 0, recorded_seconds: 0 },
      storage: { folder: path.join(dataDir, 'media', 'lessons'), recordings_bytes: 0 },
    });
  });
});

const preview = (url: string) => `/api/recording/preview?stream_url=${encodeURIComponent(url)}`;

/** Status and code of a preview that does not even begin. */
async function refusal(url: string): Promise<[number, string]> {
  const response = await request('GET', preview(url));
  return [response.status, problemSchema.parse(await response.json()).code];
}

describe('a preview over HTTP', () => {
  it('sends pictures and loudness until the client goes away, and then leaves no process', async () => {
    const shown = await follow(preview(live.url));
    expect(shown.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const names = () => new Set(shown.state.events.map(({ name }) => name));
    await waitFor('a picture and a level', () => names().has('picture') && names().has('level'));
    expect(await ledger()).toHaveLength(1);
    shown.close();
    await waitFor('its ffmpeg has ended', async () => (await ledger()).length === 0);
  });

  it('tells what is wrong, says that it is over, and ends the connection', async () => {
    const shown = await follow('/api/recording/preview?stream_url=http://127.0.0.1:1/class.ts');
    await waitFor('the connection has ended', () => shown.state.isOver);
    expect(shown.state.events).toMatchObject([
      { name: 'problem', data: { code: 'source_unavailable' } },
      { name: 'end', data: { reason: 'problem' } },
    ]);
  });

  it('answers with a problem when it cannot even begin', async () => {
    expect(await refusal('file:///etc/passwd')).toEqual([422, 'stream_url_invalid']);
    expect(await refusal('saved:nothing')).toEqual([404, 'source_not_saved']);
    const open = [await follow(preview(live.url)), await follow(preview(live.url))];
    expect(await refusal(live.url)).toEqual([409, 'preview_limit']);
    open.forEach((each) => each.close());
    await waitFor('they have ended', async () => (await ledger()).length === 0);
  });
});

describe('a saved source', () => {
  it('is kept, probed, previewed, watched and forgotten', async () => {
    const body = { name: '과학실', stream_url: `${live.url}?token=s3cret` };
    const saved = await json(savedSourceSchema, 'POST', '/api/sources/saved', body);
    expect(await json(savedSourceListReplySchema, 'GET', '/api/sources/saved')).toEqual({ items: [saved] });
    expect(JSON.stringify(saved)).not.toContain('s3cret');
    const stream_url = `saved:${saved.source_id}`;
    const probe = await json(probeReplySchema, 'POST', '/api/recording/probe', { stream_url });
    expect(probe).toMatchObject({ source: { width: 640, height: 480 }, warnings: [] });
    expect(probe.picture).toMatch(/^data:image\/jpeg;base64,/);
    const shown = await follow(`/api/recording/preview?stream_url=${stream_url}`);
    await waitFor('a picture', () => shown.state.events.some(({ name }) => name === 'picture'));
    shown.close();
    const watch = await json(watchSchema, 'POST', '/api/watches', {
      stream_url,
      session_template: { session_id: 's-{date}' },
      enabled: false,
    });
    const changed = await json(watchSchema, 'PATCH', `/api/watches/${watch.watch_id}`, {
      from: '09:00',
      to: '09:50',
    });
    expect(changed).toEqual({ ...watch, from: '09:00', to: '09:50' });
    const at = `/api/sources/saved/${saved.source_id}`;
    expect((await json(savedSourceSchema, 'PATCH', at, { name: '음악실' })).name).toBe('음악실');
    expect((await request('DELETE', at)).status).toBe(204);
    expect((await request('DELETE', at)).status).toBe(404);
    await request('DELETE', `/api/watches/${watch.watch_id}`);
  });
});

describe('a test recording', () => {
  it('ends by itself, plays, stays out of the library, and can be removed for good', async () => {
    const { recording_id } = await json(startRecordingReplySchema, 'POST', '/api/recording/start', {
      session_id: 'test-1',
      stream_url: live.url,
      is_test: true,
      max_duration_seconds: 3,
    });
    const status = async () =>
      json(recordingStatusReplySchema, 'GET', `/api/recording/${recording_id}/status`);
    await waitFor('it is ready', async () => (await status()).status === 'ready');
    const { is_test, duration_seconds, elapsed_seconds, resumed_after_restart } = await status();
    expect({ is_test, resumed_after_restart }).toEqual({ is_test: true, resumed_after_restart: false });
    expect(duration_seconds).toBeGreaterThan(2);
    expect(Math.abs(elapsed_seconds - 3)).toBeLessThan(1.5);
    const playlist = await request('GET', `/api/vod/${recording_id}/stream?resolution=source`);
    expect(await playlist.text()).toContain('#EXT-X-ENDLIST');
    const lists = await json(recordingListReplySchema, 'GET', '/api/recording');
    expect(lists.items).toEqual([]);
    const tests = await json(recordingListReplySchema, 'GET', '/api/recording?is_test=true');
    expect(tests.items).toMatchObject([{ recording_id, is_test: true }]);
    expect((await json(systemReplySchema, 'GET', '/api/system')).library.lessons).toBe(0);
    expect((await request('DELETE', `/api/recording/${recording_id}?permanent=true`)).status).toBe(200);
    expect((await request('GET', `/api/recording/${recording_id}/status`)).status).toBe(404);
    expect((await request('GET', '/api/sessions/test-1')).status).toBe(404);
  });
});
