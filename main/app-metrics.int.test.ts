/** What the whole core tells Prometheus while it records, and that it tells nothing about anybody. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './app.ts';
import { silentLogger } from './base/logger.ts';
import { packageRoot } from './base/package-info.ts';
import { makeClip } from './testing/clip.ts';
import { type Sample, parseExposition, valueOf } from './testing/exposition.ts';
import { LiveSource } from './testing/live-source.ts';
import { waitFor } from './testing/wait-for.ts';

let dataDir: string;
let app: App;
let live: LiveSource;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-metrics-'));
  app = await startApp(
    { dataDir, port: 0, host: '127.0.0.1', logLevel: 'silent', allowedHosts: [] },
    { log: silentLogger },
  );
  live = await LiveSource.start(await makeClip());
});
afterAll(async () => {
  await app.stop();
  await live.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function call<T = unknown>(method: string, target: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${app.port}${target}`, {
    method,
    headers: {
      authorization: `Bearer ${app.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return (response.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text) as T;
}

const scrape = async (): Promise<Sample[]> => parseExposition(await call<string>('GET', '/metrics'));
const shown = async (name: string, labels?: Record<string, string>) => valueOf(await scrape(), name, labels);

it('needs the token', async () => {
  const reply = await fetch(`http://127.0.0.1:${app.port}/metrics`);
  expect([reply.status, await reply.text()]).toEqual([401, expect.not.stringContaining('airclass_')]);
});

describe('a core with lessons, sessions and pupils', () => {
  /** Everything that names somebody or something. */
  const names: string[] = [];
  const watch = {
    session_template: { session_id: 'morning-watch-7', title: '아침 방송' },
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
    ...{ from: '00:00', to: '23:59', enabled: true },
  };

  it('shows what is recorded as it grows', async () => {
    const session = {
      ...{ title: '이차방정식의 근', teacher_id: 'teacher-kim', teacher_name: '김하늘', class_name: '2-3반' },
      ...{ subject: '수학', session_date: '2026-03-02' },
      students: [{ student_id: 'pupil-0917', name: '이여름' }],
    };
    await call('PUT', '/api/sessions/math-session-41', session);
    await call('POST', '/api/sessions/math-session-41/chat', [
      {
        ...{ message_id: 'line-5', sender_id: 'pupil-0917', sender_role: 'student' },
        ...{ text: '근이 뭐예요', sent_at: '2026-03-02T00:10:00Z' },
      },
    ]);
    const { recording_id } = await call<{ recording_id: string }>('POST', '/api/recording/start', {
      ...{ session_id: 'math-session-41', stream_url: live.url },
    });
    names.push(recording_id, 'math-session-41', 'teacher-kim', '김하늘', '2-3반', '이차방정식', '수학');
    names.push('pupil-0917', '이여름', 'line-5', new URL(live.url).host, dataDir, app.token);

    await waitFor('data', async () => {
      const samples = await scrape();
      const written = valueOf(samples, 'airclass_recording_written_bytes_total') ?? 0;
      const isRecording = valueOf(samples, 'airclass_recordings_active', { state: 'recording' }) === 1;
      return isRecording && written > 10_000;
    });
    const samples = await scrape();
    expect(valueOf(samples, 'airclass_recording_data_age_seconds')).toBeLessThan(5);
    expect(valueOf(samples, 'airclass_disk_room_seconds')).toBeGreaterThan(0);
    // Only Linux tells what children use.
    const takes = process.platform === 'linux' ? 1 : undefined;
    expect(valueOf(samples, 'airclass_child_processes', { role: 'take' })).toBe(takes);
  });

  it('counts a source that went away and came back, with its gap', async () => {
    live.goAway();
    await waitFor('reconnecting', async () => {
      return (await shown('airclass_recordings_active', { state: 'reconnecting' })) === 1;
    });
    live.comeBack();
    await waitFor('the source is back', async () => {
      return (await shown('airclass_recording_reconnects_total')) === 1;
    });
    expect(await shown('airclass_recording_gaps_total', { reason: 'source_lost' })).toBe(1);
  });

  it('shows a watch that is on air and cannot be recorded', async () => {
    await call('PATCH', '/api/settings', {
      recording: { min_free_minutes: 1440, expected_bitrate_kbps: 100_000 },
    });
    const { watch_id } = await call<{ watch_id: string }>('POST', '/api/watches', {
      ...{ ...watch, stream_url: live.url },
    });
    names.push(watch_id, 'morning-watch-7', '아침 방송');
    await waitFor('the watch has been looked at', async () => {
      return (await shown('airclass_watches', { look: 'unrecorded' })) === 1;
    });
    await call('DELETE', `/api/watches/${watch_id}`);
    expect(await shown('airclass_watches', { look: 'unrecorded' })).toBe(0);
  });

  it('tells nothing about anybody, whatever was asked of it', async () => {
    const [recordingId = ''] = names;
    const addresses = [
      `/api/recording/${recordingId}/status`,
      `/api/vod/${recordingId}/info`,
      '/api/sessions/math-session-41',
      '/api/students/pupil-0917/export',
      `/api/search?q=${encodeURIComponent('이여름')}`,
      `/api/nowhere/pupil-0917?name=${encodeURIComponent('이여름')}`,
      `/lessons/${recordingId}`,
    ];
    for (const address of addresses) await call('GET', address);
    await call('POST', '/api/recording/stop', { recording_id: recordingId });
    await waitFor('jobs have run', async () => {
      return ((await shown('airclass_jobs_ended_total', { kind: 'thumbnail', state: 'done' })) ?? 0) > 0;
    });
    const text = await call<string>('GET', '/metrics');
    for (const name of names) expect(text).not.toContain(name);
    const samples = parseExposition(text);
    const values = new Set(samples.flatMap(({ labels }) => Object.values(labels)));
    // Ids of ours, addresses of streams, Korean text, paths of files.
    const telling = [...values].filter((value) =>
      /[0-9a-f]{8}-[0-9a-f]{4}|:\/\/|[^\x20-\x7e]|^\/(?!api|lessons|metrics|healthz|readyz|\*|$)/.test(value),
    );
    expect(telling).toEqual([]);
    const labels = new Set(samples.flatMap(({ labels: each }) => Object.keys(each)));
    const known = [
      'method',
      'route',
      'code',
      'le',
      'state',
      'kind',
      'reason',
      'look',
      'role',
      'lane',
      'group',
    ];
    known.push('stage', 'operation', 'outcome', 'version', 'node_version', 'platform');
    // Of prom-client's own series.
    known.push('type', 'space', 'major', 'minor', 'patch');
    expect([...labels].filter((label) => !known.includes(label))).toEqual([]);
  });

  it('names its series as Prometheus wants them', async () => {
    const text = await call<string>('GET', '/metrics');
    const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => ({
      name,
      type,
    }));
    const own = types.filter(({ name }) => name.startsWith('airclass_'));
    expect(own.length).toBeGreaterThan(30);
    const documented = readFileSync(path.join(packageRoot, 'docs', 'monitoring.md'), 'utf8');
    expect(own.filter(({ name }) => !documented.includes(`\`${name}\``))).toEqual([]);
    expect(types.filter(({ name }) => !/^(?:airclass|process|nodejs)_/.test(name))).toEqual([]);
    for (const { name, type } of own) {
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect(name).not.toMatch(/_(?:ms|milliseconds|minutes|kbps|mb|percent)(?:_|$)/);
    }
  });
});
