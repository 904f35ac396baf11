/** The whole core over its REST contract, on real media: what a script of a school would do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemHealthReplySchema } from '../contract/health.ts';
import { jobListReplySchema } from '../contract/jobs.ts';
import { recordingStatusReplySchema, stopRecordingReplySchema } from '../contract/recording.ts';
import { searchReplySchema } from '../contract/search.ts';
import { settingsReplySchema } from '../contract/settings.ts';
import { studentErasureReplySchema, studentExportSchema } from '../contract/sessions.ts';
import { readyReplySchema, systemReplySchema } from '../contract/system.ts';
import { chapterSchema, infoSchema, waveformSchema } from '../contract/vod.ts';
import { type App, type StopStage, startApp } from './app.ts';
import { silentLogger } from './base/logger.ts';
import { makeClip } from './testing/clip.ts';
import { LiveSource } from './testing/live-source.ts';
import { waitFor } from './testing/wait-for.ts';

let dataDir: string;
let app: App;
let live: LiveSource;
const stages: StopStage[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-app-'));
  app = await startApp(
    { dataDir, port: 0, host: '127.0.0.1', logLevel: 'silent', allowedHosts: [] },
    { log: silentLogger, onStopStage: (stage) => stages.push(stage) },
  );
  live = await LiveSource.start(await makeClip({ size: '640x480', gopSec: 1 }));
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
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`http://127.0.0.1:${app.port}${target}`, {
    method,
    headers: {
      authorization: `Bearer ${app.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
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

async function total(query: string): Promise<number> {
  return (await json(searchReplySchema, 'GET', `/api/search?${query}`)).total;
}

const startReply = z.object({ recording_id: z.uuid(), status: z.string() });

async function record(sessionId: string, seconds: number, fields: object = {}): Promise<string> {
  const body = { session_id: sessionId, stream_url: live.url, ...fields };
  const { recording_id } = await json(startReply, 'POST', '/api/recording/start', body);
  await waitFor('recorded', async () => {
    const status = await json(recordingStatusReplySchema, 'GET', `/api/recording/${recording_id}/status`);
    return status.duration_seconds >= seconds;
  });
  return recording_id;
}

describe('a lesson from its start to its removal', () => {
  let id: string;

  it('is recorded, seen live, and playable when stop answers', async () => {
    id = await record('math-7', 4, {
      title: '이차방정식의 근',
      teacher_name: '김하늘',
      class_name: '2-3',
      subject: '수학',
      session_date: '2026-03-02',
    });
    const running = await (await request('GET', `/api/vod/${id}/stream?resolution=source`)).text();
    expect(running).toContain('#EXTINF');
    expect(running).not.toContain('#EXT-X-ENDLIST');
    const health = await json(systemHealthReplySchema, 'GET', '/api/system/health');
    const recording = health.parts.find(({ part }) => part === 'recording');
    expect(recording).toMatchObject({
      state: 'ok',
      code: 'recording_running',
      facts: { running: 1, alarms: 0 },
    });
    expect(recording?.part === 'recording' && recording.facts.data_age_seconds).toBeLessThan(5);
    const stopped = await json(stopRecordingReplySchema, 'POST', '/api/recording/stop', { recording_id: id });
    expect(stopped).toMatchObject({
      status: 'processing',
      file_path: expect.stringContaining('take-001.mp4') as string,
    });
    const media = await (await request('GET', `/api/vod/${id}/stream?resolution=source`)).text();
    expect(media).toContain('#EXT-X-ENDLIST');
    const dash = await request('GET', `/api/vod/${id}/stream?format=dash`);
    expect(dash.headers.get('content-type')).toContain('application/dash+xml');
  });

  it('becomes ready with its renditions, pictures and waveform', async () => {
    const info = await waitFor(
      'ready',
      async () => {
        const now = await json(infoSchema, 'GET', `/api/vod/${id}/info`);
        return now.status === 'ready' && now;
      },
      90_000,
    );
    expect(info).toMatchObject({
      title: '이차방정식의 근',
      resolutions: ['source', '360p'],
      width: 640,
      height: 480,
    });
    const { items } = await json(jobListReplySchema, 'GET', `/api/jobs?recording_id=${id}`);
    expect(new Set(items.map((job) => job.state))).toEqual(new Set(['done']));
    expect(new Set(items.map((job) => job.kind))).toEqual(
      new Set([
        'thumbnail',
        'trickplay',
        'waveform',
        'renditions',
        'slides',
        'slide_text',
        'speech',
        'chapters',
      ]),
    );
    const master = await (await request('GET', `/api/vod/${id}/stream`)).text();
    expect(master.match(/#EXT-X-STREAM-INF/g)).toHaveLength(2);
    const picture = await request('GET', `/api/vod/${id}/thumbnail?time=2&width=160`, undefined, {
      accept: 'image/webp',
    });
    expect(picture.headers.get('content-type')).toBe('image/webp');
    const waveform = await json(waveformSchema, 'GET', `/api/vod/${id}/waveform.json`);
    expect(waveform.peaks.length).toBeGreaterThan(20);
    expect(await (await request('GET', `/api/vod/${id}/trickplay.vtt`)).text()).toContain('#xywh=');
    expect((await request('GET', `/api/vod/${id}/trickplay/1.jpg`)).status).toBe(200);
  });

  it('serves byte ranges of its media', async () => {
    const file = `/api/vod/${id}/media/source/take-001.mp4`;
    const part = await request('GET', file, undefined, { range: 'bytes=4-7' });
    expect(part.status).toBe(206);
    expect(await part.text()).toBe('ftyp');
    expect((await request('GET', file, undefined, { range: 'bytes=999999999-' })).status).toBe(416);
  });

  it('keeps chapters, finds them, and gives them as WebVTT', async () => {
    const { chapter_id } = await json(z.object({ chapter_id: z.uuid() }), 'POST', `/api/vod/${id}/chapters`, {
      start_time: 1.5,
      title: '근의 공식 유도',
      description: '',
    });
    expect(await json(z.array(chapterSchema), 'GET', `/api/vod/${id}/chapters`)).toMatchObject([
      { chapter_id, start_time: 1.5, title: '근의 공식 유도', origin: 'manual' },
    ]);
    expect(await (await request('GET', `/api/vod/${id}/chapters.vtt`)).text()).toContain('근의 공식 유도');
    const found = await json(searchReplySchema, 'GET', `/api/search?q=${encodeURIComponent('공식')}`);
    expect(found.items[0]).toMatchObject({ recording_id: id, moments: [{ kind: 'chapter', time: 1.5 }] });
    expect((await request('POST', `/api/vod/${id}/chapters`, { start_time: 9999, title: 'x' })).status).toBe(
      422,
    );
  });

  it('is found by teacher, class, subject and date, and not by others', async () => {
    expect(await total(`teacher=${encodeURIComponent('김하늘')}`)).toBe(1);
    expect(await total('class_name=2-3&date_from=2026-03-01&date_to=2026-03-02')).toBe(1);
    expect(await total('date_from=2026-03-03')).toBe(0);
    expect(await total(`subject=${encodeURIComponent('영어')}`)).toBe(0);
    expect(await total('min_duration=3600')).toBe(0);
  });

  it('has its chat searched at the moment it was written', async () => {
    const status = await json(recordingStatusReplySchema, 'GET', `/api/recording/${id}/status`);
    const sentAt = new Date(Date.parse(status.started_at!) + 2000).toISOString();
    const message = {
      message_id: 'm1',
      sender_id: 'pupil-1',
      sender_role: 'student',
      text: '판별식이 뭐예요?',
      sent_at: sentAt,
    };
    const reply = z.object({ accepted: z.int(), duplicates: z.int() });
    expect(await json(reply, 'POST', '/api/sessions/math-7/chat', [message])).toEqual({
      accepted: 1,
      duplicates: 0,
    });
    expect(await json(reply, 'POST', '/api/sessions/math-7/chat', [message])).toEqual({
      accepted: 0,
      duplicates: 1,
    });
    const found = await json(searchReplySchema, 'GET', `/api/search?q=${encodeURIComponent('판별식')}`);
    expect(found.items[0]!.moments[0]).toMatchObject({ kind: 'chat', text: '판별식이 뭐예요?' });
    expect(found.items[0]!.moments[0]!.time).toBeCloseTo(2, 0);
  });

  it('tells and erases what is held about one pupil', async () => {
    const held = await json(studentExportSchema, 'GET', '/api/students/pupil-1/export');
    expect(held.chat).toHaveLength(1);
    const erased = await json(studentErasureReplySchema, 'DELETE', '/api/students/pupil-1');
    expect(erased.counts['chat']).toBe(1);
    expect((await request('GET', '/api/students/pupil-1/export')).status).toBe(404);
    const found = await json(searchReplySchema, 'GET', `/api/search?q=${encodeURIComponent('판별식')}`);
    expect(found.total).toBe(0);
  });

  it('is downloaded whole and as an exact part', async () => {
    const part = await request('GET', `/api/vod/${id}/download?start=1&end=2.5`);
    expect(part.headers.get('content-disposition')).toContain('.mp4');
    expect((await part.arrayBuffer()).byteLength).toBeGreaterThan(5000);
    expect((await request('GET', `/api/vod/${id}/download?start=3&end=2`)).status).toBe(422);
  });

  it('goes to the trash, comes back, and is gone for good with all its files', async () => {
    expect((await request('DELETE', `/api/recording/${id}`)).status).toBe(200);
    expect((await request('GET', `/api/vod/${id}/info`)).status).toBe(404);
    expect((await request('POST', `/api/recording/${id}/restore`)).status).toBe(200);
    expect((await request('GET', `/api/vod/${id}/info`)).status).toBe(200);
    expect((await request('DELETE', `/api/recording/${id}?permanent=true`)).status).toBe(200);
    expect((await request('GET', `/api/recording/${id}/status`)).status).toBe(404);
    const { storage } = await json(systemReplySchema, 'GET', '/api/system');
    expect(storage.recordings_bytes).toBe(0);
  });
});

describe('a second recording of a session', () => {
  it('keeps what was said of it without rewriting the session', async () => {
    const id = await record('math-7', 1, { teacher_name: '박바다' });
    await json(stopRecordingReplySchema, 'POST', '/api/recording/stop', { recording_id: id });
    expect(await json(infoSchema, 'GET', `/api/vod/${id}/info`)).toMatchObject({
      teacher_name: '박바다',
      class_name: '2-3',
    });
    const session = await json(z.object({ teacher_name: z.string() }), 'GET', '/api/sessions/math-7');
    expect(session.teacher_name).toBe('김하늘');
  });
});

describe('the program', () => {
  it('is ready, says what it runs on, and refuses a second one on its data folder', async () => {
    const ready = await json(readyReplySchema, 'GET', '/readyz');
    expect(ready.status).toBe('ready');
    await expect(
      startApp(
        { dataDir, port: 0, host: '127.0.0.1', logLevel: 'silent', allowedHosts: [] },
        { log: silentLogger },
      ),
    ).rejects.toMatchObject({ code: 'data_dir_locked' });
  });

  it('lets long work wait while a lesson is recorded, until the settings allow it', async () => {
    const running = await record('class-a', 1);
    const ended = await record('class-b', 2);
    await json(stopRecordingReplySchema, 'POST', '/api/recording/stop', { recording_id: ended });
    const jobs = async () => (await json(jobListReplySchema, 'GET', `/api/jobs?recording_id=${ended}`)).items;
    const held = await waitFor('only the long one to be left', async () => {
      const open = (await jobs()).filter(({ state }) => state === 'queued' || state === 'running');
      return open.some(({ kind }) => kind === 'renditions') && open.every(({ state }) => state === 'queued');
    });
    expect(held).toBe(true);
    await json(settingsReplySchema, 'PATCH', '/api/settings', { processing: { while_recording: true } });
    await waitFor('the renditions to be made during class', async () =>
      (await jobs()).some(({ kind, state }) => kind === 'renditions' && state === 'done'),
    );
    await json(stopRecordingReplySchema, 'POST', '/api/recording/stop', { recording_id: running });
  });

  it('finishes what it records before it puts jobs back, closes HTTP and then the database', async () => {
    const id = await record('last-lesson', 2);
    await app.stop();
    expect(stages).toEqual([
      'watches',
      'recordings',
      'jobs',
      'analysis',
      'http',
      'traces',
      'database',
      'lock',
    ]);
    app = await startApp(
      { dataDir, port: 0, host: '127.0.0.1', logLevel: 'silent', allowedHosts: [] },
      { log: silentLogger },
    );
    const info = await json(infoSchema, 'GET', `/api/vod/${id}/info`);
    expect(['processing', 'ready']).toContain(info.status);
    expect(info.duration).toBeGreaterThanOrEqual(2);
  });
});
