/** How a real core says it is: well, with a failed job, with too little room, and without ffmpeg; and what it hands on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type HealthPart,
  type HealthPartName,
  type SystemHealth,
  healthParts,
  healthReportSchema,
  systemHealthReplySchema,
} from '../../contract/health.ts';
import { type App, startApp } from '../app.ts';
import { silentLogger } from '../base/logger.ts';
import { newId } from '../base/ids.ts';
import { openDatabase } from '../db/database.ts';
import type { Boot } from '../env.ts';
import { addLesson } from '../testing/lesson-rows.ts';
import { waitFor } from '../testing/wait-for.ts';

const boot: Omit<Boot, 'dataDir'> = { port: 0, host: '127.0.0.1', logLevel: 'silent', allowedHosts: [] };

/** What no report may hold, whatever it is about. */
const secrets = {
  teacher: '김서연 선생님',
  title: '로그의 성질 <b>비밀</b>',
  className: '2학년 3반 별님',
  sessionId: 'math-secret-7',
  source: 'rtsp://kim:geheim@10.1.2.3/class',
  sourceName: '301호 카메라',
  token: 'health-token-0123456789',
};

let dataDir: string;
let app: App;
let lessonId: string;

async function request(method: string, route: string, body?: unknown): Promise<Response> {
  const answer = await fetch(`http://127.0.0.1:${app.port}${route}`, {
    method,
    headers: {
      authorization: `Bearer ${app.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function health(): Promise<SystemHealth> {
  return systemHealthReplySchema.parse(await (await request('GET', '/api/system/health')).json());
}

function partOf<P extends HealthPartName>(reply: SystemHealth, name: P): Extract<HealthPart, { part: P }> {
  const found = reply.parts.find(({ part }) => part === name);
  if (found === undefined) throw new Error(`nothing is said of ${name}`);
  return found as Extract<HealthPart, { part: P }>;
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-health-'));
  // A library as a week of school leaves it: a lesson whose files are gone, a job that failed, one that waits.
  const { db, close } = openDatabase(path.join(dataDir, 'library.sqlite'));
  lessonId = await addLesson(db, {
    title: secrets.title,
    teacher: secrets.teacher,
    className: secrets.className,
  });
  await db
    .updateTable('recordings')
    .set({ error_code: 'media_missing', error_detail: `${secrets.title} ${secrets.source}` })
    .where('recording_id', '=', lessonId)
    .execute();
  await db
    .insertInto('jobs')
    .values({
      job_id: newId(),
      kind: 'waveform',
      lane: 'media',
      recording_id: lessonId,
      payload: JSON.stringify({ recording_id: lessonId }),
      dedupe_key: 'waveform',
      state: 'failed',
      progress: 0,
      attempts: 3,
      run_at: new Date().toISOString(),
      created_at: new Date().toISOString(),
      started_at: new Date().toISOString(),
      finished_at: new Date().toISOString(),
      error_code: 'ffmpeg_failed',
      error_detail: `/home/kim/${secrets.title}`,
    })
    .execute();
  await close();
  app = await startApp({ ...boot, dataDir, token: secrets.token }, { log: silentLogger });
});

afterAll(async () => {
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Of a busy machine the quickest of twenty tells what it costs (ms). */
async function quickest(ask: () => Promise<unknown>): Promise<number> {
  let leastMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round += 1) {
    const startMs = performance.now();
    await ask();
    leastMs = Math.min(leastMs, performance.now() - startMs);
  }
  return leastMs;
}

describe('the health of a core', () => {
  it('tells every part with numbers, and the worst of them', async () => {
    const reply = await health();
    expect(reply.parts.map(({ part }) => part)).toEqual(healthParts);
    expect(reply.overall).toBe('attention');
    expect(partOf(reply, 'ffmpeg')).toMatchObject({ state: 'ok', code: 'ffmpeg_ok' });
    expect(partOf(reply, 'recording')).toMatchObject({ code: 'recording_idle', facts: { running: 0 } });
    expect(partOf(reply, 'watches').state).toBe('off');
    expect(partOf(reply, 'database').facts.size_bytes).toBeGreaterThan(0);
    expect(partOf(reply, 'core').facts.rss_bytes).toBeGreaterThan(30e6);
    expect(partOf(reply, 'clock').state).toBe('ok');
    expect(partOf(reply, 'restart')).toMatchObject({ code: 'restart_ok' });
    expect(partOf(reply, 'analysis')).toMatchObject({
      code: 'analysis_ok',
      facts: { missing: 0, damaged: 0 },
    });
    expect(partOf(reply, 'library')).toMatchObject({ code: 'library_media_missing', facts: { missing: 1 } });
  });

  it('counts a failed job until it is taken off the list', async () => {
    expect(partOf(await health(), 'jobs')).toMatchObject({
      state: 'attention',
      code: 'jobs_failed',
      facts: { failed: 1 },
    });
    await request('DELETE', '/api/jobs?state=failed');
    await waitFor('nothing to do', async () => partOf(await health(), 'jobs').code === 'jobs_idle');
  });

  it('judges room by the settings in force', async () => {
    expect(partOf(await health(), 'storage').facts.free_bytes).toBeGreaterThan(0);
    // So many bits a second that the disk of no test machine holds a day of them.
    const recording = { expected_bitrate_kbps: 100_000, min_free_minutes: 1440 };
    await request('PATCH', '/api/settings', { recording });
    const reply = await health();
    const storage = partOf(reply, 'storage');
    expect(storage.facts.needed_minutes).toBe(1440);
    expect(storage).toMatchObject(
      storage.facts.free_minutes < 1440
        ? { state: 'trouble', code: 'storage_no_start' }
        : { code: storage.facts.free_minutes < 2880 ? 'storage_low' : 'storage_ok' },
    );
    await request('PATCH', '/api/settings', { recording: null });
  });

  it('tells automatic recording that cannot record', async () => {
    const reply = await request('POST', '/api/watches', {
      stream_url: secrets.source,
      session_template: { session_id: `${secrets.sessionId}-{date}`, title: secrets.title },
      enabled: false,
    });
    const { watch_id: watchId } = (await reply.json()) as { watch_id: string };
    expect(partOf(await health(), 'watches').code).toBe('watches_none');
    await request('PATCH', `/api/watches/${watchId}`, { enabled: true });
    await waitFor('it waits', async () => partOf(await health(), 'watches').code === 'watches_waiting');
    expect(partOf(await health(), 'watches').facts).toMatchObject({ rules: 1, open: 1, failing: 0 });
    await request('DELETE', `/api/watches/${watchId}`);
  });

  it('answers in a few milliseconds', async () => {
    // What a request takes on this machine when nothing has to be looked at.
    const floorMs = await quickest(async () => (await fetch(`http://127.0.0.1:${app.port}/healthz`)).text());
    expect(await quickest(health)).toBeLessThan(15 * floorMs + 10);
  });
});

describe('the report', () => {
  beforeAll(async () => {
    await request('PUT', `/api/sessions/${secrets.sessionId}`, {
      title: secrets.title,
      students: [{ student_id: 'st-7', name: '이하늘' }],
    });
    await request('POST', '/api/sources/saved', { name: secrets.sourceName, stream_url: secrets.source });
    await request('PATCH', '/api/settings', {
      profile: { teacher_name: secrets.teacher, class_name: secrets.className },
      recording: { stall_seconds: 12 },
      processing: { ladder: [720] },
    });
  });

  const hidden = [...Object.values(secrets), '이하늘', 'st-7', 'geheim', '10.1.2.3', '비밀', '/home/kim'];
  const leaks = (text: string) =>
    [...hidden, lessonId, dataDir, app.token].filter((secret) => text.includes(secret));

  it('is a page of its own in either language, under a name that says when it was made', async () => {
    for (const [lang, words] of [
      ['ko', ['상태 보고서', '수업 1개의 영상 파일을 찾을 수 없어요.', '바꾼 설정']],
      ['en', ['Health report', 'The video files of 1 lesson cannot be found.', 'Changed settings']],
    ] as const) {
      const reply = await request('GET', `/api/system/report?lang=${lang}`);
      expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(decodeURIComponent(reply.headers.get('content-disposition') ?? '')).toMatch(
        lang === 'ko'
          ? /^attachment; .*AIRClass 상태 보고서 \d{4}-\d\d-\d\d \d{4}\.html$/
          : /^attachment; .*AIRClass health report \d{4}-\d\d-\d\d \d{4}\.html$/,
      );
      const text = await reply.text();
      for (const word of words) expect(text).toContain(word);
      expect(text).toContain(`<html lang="${lang}">`);
      expect(text).toContain('recording.stall_seconds');
      expect(text).not.toMatch(/<script|<link|<img|https?:|url\(/);
      expect(leaks(text)).toEqual([]);
    }
  });

  it('speaks the language of the settings when none is named', async () => {
    await request('PATCH', '/api/settings', { language: 'en' });
    expect(await (await request('GET', '/api/system/report')).text()).toContain('<html lang="en">');
    await request('PATCH', '/api/settings', { language: null });
  });

  it('is the same as data, with nothing private in it', async () => {
    const reply = await request('GET', '/api/system/report?format=json');
    expect(reply.headers.get('content-disposition')).toContain('.json');
    const text = await reply.text();
    expect(leaks(text)).toEqual([]);
    const report = healthReportSchema.parse(JSON.parse(text));
    expect(report.library).toMatchObject({ lessons: 1, by_status: [{ status: 'ready', count: 1 }] });
    expect(report.failures.recordings).toMatchObject([{ code: 'media_missing', count: 1 }]);
    expect(report.settings).toEqual([
      { name: 'recording.stall_seconds', value: 12 },
      { name: 'processing.ladder', value: [720] },
    ]);
    expect(report.models.length).toBeGreaterThan(3);
    expect(report.machine.cores).toBeGreaterThan(0);
  });
});

it('says that ffmpeg is missing, and still makes its report', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'airclass-health-'));
  const first = app;
  app = await startApp(
    { ...boot, dataDir: folder, ffmpegOverride: path.join(folder, 'no-ffmpeg') },
    { log: silentLogger },
  );
  try {
    const reply = await health();
    expect(reply.overall).toBe('trouble');
    expect(partOf(reply, 'ffmpeg')).toMatchObject({ code: 'ffmpeg_missing', facts: { version: null } });
    const report: unknown = await (await request('GET', '/api/system/report?format=json')).json();
    expect(healthReportSchema.parse(report).ffmpeg).toBeNull();
  } finally {
    await app.stop();
    app = first;
    await rm(folder, { recursive: true, force: true });
  }
});
