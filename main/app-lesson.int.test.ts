/** What a teacher does with one lesson over HTTP, from the class itself to the file that is taken away. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ErrorCode, problemSchema } from '../contract/errors.ts';
import { clearJobsReplySchema, jobListReplySchema } from '../contract/jobs.ts';
import { recordingStatusReplySchema, stopRecordingReplySchema } from '../contract/recording.ts';
import { searchReplySchema } from '../contract/search.ts';
import { settingsReplySchema } from '../contract/settings.ts';
import {
  chapterSchema,
  createChapterReplySchema,
  exportListReplySchema,
  exportSchema,
  infoSchema,
  lessonChatReplySchema,
  noteSchema,
} from '../contract/vod.ts';
import { type App, startApp } from './app.ts';
import { silentLogger } from './base/logger.ts';
import { makeClip } from './testing/clip.ts';
import { LiveSource } from './testing/live-source.ts';
import { ffmpeg } from './testing/media-clips.ts';
import { waitFor } from './testing/wait-for.ts';

let dataDir: string;
let app: App;
let live: LiveSource;
let id: string;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-lesson-'));
  app = await startApp(
    { dataDir, port: 0, host: '127.0.0.1', logLevel: 'silent', allowedHosts: [] },
    { log: silentLogger },
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

async function refusal(method: string, target: string, body?: unknown): Promise<[number, ErrorCode]> {
  const response = await request(method, target, body);
  return [response.status, problemSchema.parse(await response.json()).code];
}

const recorded = async (seconds: number): Promise<void> => {
  await waitFor('recorded', async () => {
    const status = await json(recordingStatusReplySchema, 'GET', `/api/recording/${id}/status`);
    return status.duration_seconds >= seconds;
  });
};
const exportDone = async (exportId: string) =>
  waitFor('the export is done', async () => {
    const now = await json(exportSchema, 'GET', `/api/exports/${exportId}`);
    if (now.state === 'failed') throw new Error(JSON.stringify(now.error));
    return now.state === 'done' && now;
  });

describe('a lesson that is being recorded', () => {
  it('takes a mark of this moment in one call, and one of an earlier moment', async () => {
    const started = await json(z.object({ recording_id: z.uuid() }), 'POST', '/api/recording/start', {
      session_id: 'math-7',
      stream_url: live.url,
      title: '이차방정식의 근',
      teacher_name: '김하늘',
    });
    id = started.recording_id;
    await recorded(2);
    const chapters = `/api/vod/${id}/chapters`;
    const { start_time } = await json(createChapterReplySchema, 'POST', chapters, { title: '지금' });
    expect(start_time).toBeGreaterThanOrEqual(1.5);
    await json(createChapterReplySchema, 'POST', chapters, { title: '아까', start_time: 1 });
    expect(await refusal('POST', chapters, { title: 'x', start_time: 3600 })).toEqual([
      422,
      'chapter_out_of_range',
    ]);
    const now = await json(z.array(chapterSchema), 'GET', chapters);
    expect(now.map((chapter) => [chapter.title, chapter.start_time])).toEqual([
      ['아까', 1],
      ['지금', start_time],
    ]);
    await recorded(start_time + 1);
  });

  it('gets a chapter under an id of the client’s once, however often it is asked for', async () => {
    const chapters = `/api/vod/${id}/chapters`;
    const asked = { chapter_id: randomUUID(), title: '표시 1', start_time: 0.5 };
    const first = await json(createChapterReplySchema, 'POST', chapters, asked);
    expect(first).toEqual({ chapter_id: asked.chapter_id, start_time: 0.5 });
    await json(chapterSchema, 'PATCH', `${chapters}/${asked.chapter_id}`, { title: '밑의 변환' });
    expect(await json(createChapterReplySchema, 'POST', chapters, { ...asked, start_time: 1 })).toEqual(
      first,
    );
    const there = (await json(z.array(chapterSchema), 'GET', chapters)).filter(
      ({ chapter_id }) => chapter_id === asked.chapter_id,
    );
    expect(there.map(({ title, start_time }) => [title, start_time])).toEqual([['밑의 변환', 0.5]]);
    await request('DELETE', `${chapters}/${asked.chapter_id}`);
    expect(await refusal('POST', chapters, { ...asked, chapter_id: '../x' })).toEqual([
      422,
      'validation_failed',
    ]);
  });

  it('says that its pictures and its waveform are still to be made', async () => {
    for (const name of ['waveform.json', 'trickplay.vtt', 'trickplay/1.jpg']) {
      expect(await refusal('GET', `/api/vod/${id}/${name}`)).toEqual([409, 'media_not_ready']);
    }
  });

  it('is exported up to now', async () => {
    const made = await json(exportSchema, 'POST', `/api/vod/${id}/exports`, { end: 3600 });
    const done = await exportDone(made.export_id);
    expect(done.end_time).toBeGreaterThan(2);
    expect((await request('DELETE', `/api/exports/${done.export_id}`)).status).toBe(204);
  });

  it('keeps its marks when it has ended', async () => {
    await json(stopRecordingReplySchema, 'POST', '/api/recording/stop', { recording_id: id });
    expect(await json(z.array(chapterSchema), 'GET', `/api/vod/${id}/chapters`)).toHaveLength(2);
    expect(await refusal('POST', `/api/vod/${id}/chapters`, { title: 'x' })).toEqual([
      422,
      'validation_failed',
    ]);
    await waitFor('ready', async () => {
      return (await json(infoSchema, 'GET', `/api/vod/${id}/info`)).status === 'ready';
    });
  });
});

describe('a finished lesson', () => {
  it('takes tags and other details, and is found by them', async () => {
    const change = { tags: ['수행평가', 'Quiz'], class_name: '2-3', subject: '수학', is_kept: true };
    const info = await json(infoSchema, 'PATCH', `/api/vod/${id}`, change);
    expect(info).toMatchObject({ ...change, teacher_name: '김하늘' });
    for (const query of ['tag=quiz', `q=${encodeURIComponent('수행평가')}`, 'class_name=2-3']) {
      const { items, facets } = await json(searchReplySchema, 'GET', `/api/search?${query}`);
      expect(items).toMatchObject([{ recording_id: id, ...change }]);
      expect(facets.tags.map(({ value }) => value)).toEqual(['Quiz', '수행평가']);
    }
    expect(await refusal('PATCH', `/api/vod/${id}`, { tags: ['a', 'A'] })).toEqual([
      422,
      'validation_failed',
    ]);
    expect(await refusal('PATCH', `/api/vod/${id}`, {})).toEqual([422, 'validation_failed']);
  });

  it('keeps the notes of its teacher', async () => {
    const notes = `/api/vod/${id}/notes`;
    const note = await json(noteSchema, 'POST', notes, { text: ' 다시 설명하기 ', time: 1.5 });
    expect(note).toMatchObject({ text: '다시 설명하기', time: 1.5 });
    const whole = await json(noteSchema, 'POST', notes, { text: '진도가 빨랐음' });
    expect(await json(z.array(noteSchema), 'GET', notes)).toEqual([whole, note]);
    const changed = await json(noteSchema, 'PATCH', `${notes}/${note.note_id}`, { time: null });
    expect(changed.time).toBeNull();
    expect((await request('DELETE', `${notes}/${whole.note_id}`)).status).toBe(204);
    expect(await refusal('DELETE', `${notes}/${whole.note_id}`)).toEqual([404, 'note_not_found']);
    expect(await refusal('POST', notes, { text: '  ' })).toEqual([422, 'validation_failed']);
    expect(await refusal('POST', notes, { text: 'x', time: 3600 })).toEqual([422, 'range_invalid']);
  });

  it('shows the chat at its place', async () => {
    const { started_at } = await json(recordingStatusReplySchema, 'GET', `/api/recording/${id}/status`);
    const at = (sec: number) => new Date(Date.parse(started_at ?? '') + sec * 1000).toISOString();
    const message = { sender_id: 'p-1', sender_role: 'student', text: '판별식이 뭐예요?' };
    await request('PUT', '/api/sessions/math-7', { students: [{ student_id: 'p-1', name: '이학생' }] });
    await request('POST', '/api/sessions/math-7/chat', [
      { ...message, message_id: 'm-0', sent_at: at(-60) },
      { ...message, message_id: 'm-1', sent_at: at(1) },
    ]);
    const { items } = await json(lessonChatReplySchema, 'GET', `/api/vod/${id}/chat`);
    expect(items).toMatchObject([{ message_id: 'm-1', sender_name: '이학생' }]);
    expect(items[0]?.time).toBeCloseTo(1, 1);
  });

  it('is exported by a job, fetched by ranges under its name, and taken off the lists', async () => {
    expect(await refusal('POST', `/api/vod/${id}/exports`, { start: 3600 })).toEqual([422, 'range_invalid']);
    const reply = await request('POST', `/api/vod/${id}/exports`, { start: 0.5, end: 2.5 });
    expect(reply.status).toBe(202);
    const { export_id, job_id } = exportSchema.parse(await reply.json());
    const done = await exportDone(export_id);
    const file = await request('GET', `/api/exports/${export_id}/file`);
    expect(file.headers.get('content-type')).toBe('video/mp4');
    const name = encodeURIComponent(done.filename);
    expect(file.headers.get('content-disposition')).toContain(`filename*=UTF-8''${name}`);
    expect(done.filename).toContain('이차방정식의 근');
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes.length).toBe(done.size_bytes);
    await writeFile(path.join(dataDir, 'part.mp4'), bytes);
    expect(await ffmpeg('-i', path.join(dataDir, 'part.mp4'), '-f', 'null', '-')).toContain(
      'Duration: 00:00:02.0',
    );
    const part = await request('GET', `/api/exports/${export_id}/file`, undefined, { range: 'bytes=4-7' });
    expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
    const head = await request('HEAD', `/api/exports/${export_id}/file`);
    expect(Number(head.headers.get('content-length'))).toBe(done.size_bytes);

    const jobs = await json(jobListReplySchema, 'GET', '/api/jobs?state=done');
    expect(jobs.items[0]).toMatchObject({
      job_id,
      kind: 'export',
      title: '이차방정식의 근',
      result: { export_id },
    });
    expect((await json(clearJobsReplySchema, 'DELETE', '/api/jobs?state=ended')).removed).toBeGreaterThan(4);
    expect((await json(jobListReplySchema, 'GET', '/api/jobs')).items).toEqual([]);
    const listed = await json(exportListReplySchema, 'GET', `/api/exports?recording_id=${id}`);
    expect(listed.items).toMatchObject([{ export_id, state: 'done' }]);
    expect((await request('DELETE', `/api/exports/${export_id}`)).status).toBe(204);
    expect(await refusal('GET', `/api/exports/${export_id}/file`)).toEqual([404, 'export_not_found']);
  });

  it('has pictures that a browser keeps', async () => {
    const picture = await request('GET', `/api/vod/${id}/thumbnail`);
    expect(picture.headers.get('cache-control')).toContain('max-age=86400');
    const etag = picture.headers.get('etag') ?? '';
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(500);
    for (const target of ['thumbnail', 'thumbnail?time=1&width=160', 'trickplay/1.jpg']) {
      const first = await request('GET', `/api/vod/${id}/${target}`);
      const again = await request('GET', `/api/vod/${id}/${target}`, undefined, {
        'if-none-match': first.headers.get('etag') ?? '',
      });
      expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
    }
    expect(etag).toMatch(/^"/);
  });
});

const keep = async (days: number | null) =>
  (await json(settingsReplySchema, 'PATCH', '/api/settings', { library: { keep_days: days } })).library
    .keep_days;

it('keeps lessons for as long as the school says', async () => {
  expect(await keep(365)).toBe(365);
  expect(await refusal('PATCH', '/api/settings', { library: { keep_days: 0 } })).toEqual([
    422,
    'settings_invalid',
  ]);
  expect(await keep(null)).toBeNull();
});
