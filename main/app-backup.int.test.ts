/** Backups of a running core: by hand and by the clock, sealed, resting while a lesson is recorded, stopped by hand. */
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { backupListReplySchema, backupStateReplySchema } from '../contract/backup.ts';
import { jobSchema } from '../contract/jobs.ts';
import { type App, startApp } from './app.ts';
import { type Clock, systemClock } from './base/clock.ts';
import { silentLogger } from './base/logger.ts';
import { writeMedia } from './testing/backup-folder.ts';
import { makeClip } from './testing/clip.ts';
import { LiveSource } from './testing/live-source.ts';
import { waitFor } from './testing/wait-for.ts';

let root: string;
let dataDir: string;
let place: string;
let app: App;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'airclass-app-backup-'));
  [dataDir, place] = [path.join(root, 'data'), path.join(root, 'usb')];
  await mkdir(place);
  app = await start();
});
afterEach(async () => {
  await app.stop();
  await rm(root, { recursive: true, force: true });
});

const start = (clock: Clock = systemClock): Promise<App> =>
  startApp(
    { dataDir, port: 0, host: '127.0.0.1', logLevel: 'silent', allowedHosts: [] },
    { log: silentLogger, clock },
  );

async function ask(
  method: string,
  target: string,
  body?: unknown,
): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`http://127.0.0.1:${app.port}${target}`, {
    method,
    headers: {
      authorization: `Bearer ${app.token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: await response.json() };
}
const state = async () => backupStateReplySchema.parse((await ask('GET', '/api/system/backup')).json);
const set = (backup: object) => ask('PATCH', '/api/settings', { backup });
const run = async (body: object = {}) =>
  (await ask('POST', '/api/system/backup/run', body)).json as { job_id: string };
const jobOf = async (jobId: string) => jobSchema.parse((await ask('GET', `/api/jobs/${jobId}`)).json);
const ended = (jobId: string) =>
  waitFor('the job has ended', async () => {
    const job = await jobOf(jobId);
    return !['queued', 'running'].includes(job.state) && job;
  });

it('is made, checked and listed, and says what is missing before', async () => {
  expect(await state()).toMatchObject({ place: '', verified: null, job: null });
  expect(await ask('POST', '/api/system/backup/run', {})).toMatchObject({
    status: 409,
    json: { code: 'backup_target_missing' },
  });
  await set({ place: path.join(root, 'unplugged') });
  expect((await state()).problem).toMatchObject({ code: 'backup_target_missing' });
  await set({ place });
  expect(await state()).toMatchObject({ problem: null, is_same_disk: true, verified: null });
  expect(await ended((await run()).job_id)).toMatchObject({ kind: 'backup', state: 'done' });
  const { verified } = await state();
  expect(verified).toMatchObject({ lessons: 0 });
  const { items } = backupListReplySchema.parse((await ask('GET', '/api/system/backup/snapshots')).json);
  expect(items).toMatchObject([{ snapshot_id: verified?.snapshot_id, has_media: true }]);
  const check = (await ask('POST', '/api/system/backup/check')).json as { job_id: string };
  expect(await ended(check.job_id)).toMatchObject({ kind: 'backup_check', state: 'done' });
});

it('a stick that was pulled out is said, and a new one begins anew when told so', async () => {
  await set({ place });
  await ended((await run()).job_id);
  await rm(place, { recursive: true });
  expect(await ended((await run()).job_id)).toMatchObject({
    state: 'failed',
    error: { code: 'backup_target_missing' },
  });
  expect(await state()).toMatchObject({
    problem: { code: 'backup_target_missing' },
    failure: { code: 'backup_target_missing' },
    verified: { lessons: 0 },
  });
  await mkdir(place);
  expect((await state()).problem).toMatchObject({ code: 'backup_target_missing' });
  await ended((await run({ begin_anew: true })).job_id);
  expect(await state()).toMatchObject({ problem: null, failure: null });
});

it('a failure is told of the place where it was, not of one that has been named since', async () => {
  const pulled = path.join(root, 'pulled');
  const other = path.join(root, 'other');
  await mkdir(pulled);
  await mkdir(other);
  await set({ place: pulled });
  await ended((await run()).job_id);
  await rm(pulled, { recursive: true });
  const { job_id: jobId } = await run();
  await waitFor('it to begin', async () => (await jobOf(jobId)).state !== 'queued');
  await set({ place: other });
  expect(await ended(jobId)).toMatchObject({ state: 'failed' });
  expect(await state()).toMatchObject({ problem: null, failure: null });
  await set({ place: pulled });
  expect((await state()).failure).toMatchObject({ code: 'backup_target_missing' });
});

it('with a passphrase, which is kept sealed and never told', async () => {
  await set({ place, encrypt: true });
  expect(await ask('POST', '/api/system/backup/run', {})).toMatchObject({
    status: 422,
    json: { code: 'backup_passphrase_needed' },
  });
  expect(await ask('PUT', '/api/system/backup/passphrase', { passphrase: 'short' })).toMatchObject({
    status: 422,
  });
  const kept = await ask('PUT', '/api/system/backup/passphrase', { passphrase: '교무실 금고 암호' });
  expect(kept.json).toMatchObject({ has_passphrase: true });
  expect(JSON.stringify(kept.json)).not.toContain('금고');
  expect(await readFile(path.join(dataDir, 'backup.json'), 'utf8')).not.toContain('금고');
  await ended((await run()).job_id);
  expect(JSON.parse(await readFile(path.join(place, 'repository.json'), 'utf8'))).toMatchObject({
    encryption: { kdf: 'scrypt' },
  });
  expect((await ask('GET', '/api/system/backup/snapshots')).status).toBe(200);
});

it('rests while a lesson is recorded, goes on afterwards, and can be stopped', async () => {
  await set({ place });
  const live = await LiveSource.start(await makeClip({ size: '640x480', gopSec: 1 }));
  try {
    const started = (
      await ask('POST', '/api/recording/start', { session_id: 's-1', title: '수업', stream_url: live.url })
    ).json;
    const { recording_id: id } = started as { recording_id: string };
    const { job_id: jobId } = await run();
    await waitFor('the job runs', async () => (await state()).job?.state === 'running');
    expect((await state()).job).toMatchObject({ is_resting: true });
    expect(await readdir(place)).toEqual(expect.not.arrayContaining(['snapshots']));
    await ask('POST', `/api/jobs/${jobId}/cancel`);
    expect(await ended(jobId)).toMatchObject({ state: 'cancelled' });
    const again = await run();
    await waitFor('the job runs', async () => (await state()).job?.state === 'running');
    await ask('POST', '/api/recording/stop', { recording_id: id });
    expect(await ended(again.job_id)).toMatchObject({ state: 'done' });
    expect((await state()).verified).toMatchObject({ lessons: 1 });
  } finally {
    await live.close();
  }
});

it('by the clock: at the next start when its time has passed, once', async () => {
  await writeMedia(dataDir, 'screenshots/a.jpg', 10);
  await set({ place, daily_at: '00:00' });
  await app.stop();
  app = await start();
  await waitFor('the backup was made', async () => (await state()).verified !== null);
  const first = (await state()).verified?.at;
  await app.stop();
  app = await start();
  expect((await state()).job).toBeNull();
  await app.stop();
  app = await start({ ...systemClock, now: () => Date.now() + 86_400_000 });
  await waitFor(
    'the next one',
    async () => (await state()).job !== null || (await state()).verified?.at !== first,
  );
});
