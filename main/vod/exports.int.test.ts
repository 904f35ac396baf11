import { writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createExportSchema, type LessonExport } from '../../contract/vod.ts';
import { systemClock } from '../base/clock.ts';
import { updateRecording } from '../db/recordings.ts';
import { ffmpeg, makeClip, makeTake, readFrameNumbers, temporaryFolder } from '../testing/media-clips.ts';
import { type VodHarness, openVodHarness } from '../testing/vod-harness.ts';
import { waitFor } from '../testing/wait-for.ts';
import { checkConsistency, repairConsistency } from './consistency.ts';
import { type LessonExports, createExports, keepExportsMs, removeExpiredExports } from './exports.ts';

const ids = (page: { items: LessonExport[] }) => page.items.map((item) => item.export_id);
const later = (ms: number) => ({ ...systemClock, now: () => Date.now() + ms });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('exports of a lesson', () => {
  let clips: Awaited<ReturnType<typeof temporaryFolder>>;
  /** 4 s and 3 s at 10 pictures a second, key frames every 2 s. */
  let first: string;
  let second: string;
  /** One key frame, so that every picture of a cut is encoded: long enough to be interrupted. */
  let long: string;
  let harness: VodHarness;
  let exports: LessonExports;

  beforeAll(async () => {
    clips = await temporaryFolder();
    const shape = { size: '640x480', rate: 10, gop: 20 };
    const take = async (name: string, seconds: number) =>
      makeTake(
        await makeClip(clips.file(`${name}.mp4`), { ...shape, seconds }),
        clips.file(`${name}-take.mp4`),
      );
    first = await take('a', 4);
    second = await take('b', 3);
    const source = 'testsrc2=s=1280x720:r=30:d=30';
    const encode = '-c:v libx264 -preset ultrafast -g 9000 -keyint_min 9000 -sc_threshold 0';
    await ffmpeg(
      '-loglevel',
      'error',
      '-f',
      'lavfi',
      '-i',
      source,
      ...encode.split(' '),
      clips.file('long.mp4'),
    );
    long = await makeTake(clips.file('long.mp4'), clips.file('long-take.mp4'));
  });
  afterAll(() => clips[Symbol.asyncDispose]());
  beforeEach(async () => {
    harness = await openVodHarness();
    exports = createExports(harness.parts);
  });
  afterEach(() => harness.end());

  const order = async (id: string, wanted: object = {}): Promise<LessonExport> =>
    exports.create(id, createExportSchema.parse(wanted));
  const ended = async (exportId: string): Promise<LessonExport> =>
    waitFor('the export ends', async () => {
      const now = await exports.get(exportId);
      return now.state !== 'queued' && now.state !== 'running' && now;
    });
  const isWorking = (id: string, of: VodHarness = harness) =>
    waitFor('the export is being made', async () => {
      const now = await createExports(of.parts).get(id);
      return now.state === 'running' && now.progress > 0.02 && of.runner.running.size > 0 && now;
    });
  const files = async () =>
    (await Array.fromAsync(harness.store.list('lessons/'))).filter(({ key }) => key.includes('/exports/'));
  async function fileOf(exportId: string): Promise<string> {
    const { file } = await exports.file(exportId);
    const copy = clips.file(`${exportId}.mp4`);
    await writeFile(copy, await buffer(file.openRange(0, file.size - 1)));
    return copy;
  }

  it('cut exactly across takes, with the chapters inside, and are named for people', async () => {
    const id = await harness.addLesson([first, second]);
    await harness.vod.createChapter(id, { start_time: 2, title: '통분', description: '' });
    const queued = await order(id, { start: 1.5, end: 5, title: '분수: 1부' });
    expect(queued).toMatchObject({
      recording_id: id,
      start_time: 1.5,
      end_time: 5,
      resolution: 'source',
      state: 'queued',
      size_bytes: null,
      expires_at: null,
      title: '분수: 1부',
      filename: '분수 1부 2026-03-02.mp4',
    });
    await expect(exports.file(queued.export_id)).rejects.toMatchObject({ code: 'export_not_ready' });
    await harness.jobs.start();
    const done = await ended(queued.export_id);
    expect(done).toMatchObject({ state: 'done', progress: 1, eta_seconds: null });
    expect(Date.parse(done.expires_at ?? '') - Date.now()).toBeGreaterThan(keepExportsMs - 60_000);
    const copy = await fileOf(done.export_id);
    expect(await readFrameNumbers(copy)).toEqual([...range(15, 40), ...range(0, 10)]);
    const told = await ffmpeg('-i', copy, '-f', 'null', '-');
    expect(told).toContain('title           : 통분');
    expect(told).toContain('title           : 분수: 1부');
    expect(done.size_bytes).toBe((await exports.file(done.export_id)).file.size);
    const job = await harness.jobs.get(done.job_id);
    expect(job).toMatchObject({
      kind: 'export',
      title: '분수의 덧셈',
      result: { export_id: done.export_id },
    });
  });

  it('are refused at once when they cannot be made', async () => {
    const id = await harness.addLesson([first]);
    const code = async (wanted: object, of = id) =>
      order(of, wanted).then(
        () => undefined,
        (error: unknown) => (error as { code: string }).code,
      );
    expect(await code({ start: 60 })).toBe('range_invalid');
    expect(await code({ start: 3, end: 2 })).toBe('range_invalid');
    expect(await code({ resolution: '1080p' })).toBe('rendition_unknown');
    expect(await code({ resolution: '360p' })).toBe('rendition_not_ready');
    expect(await code({}, '0190f3a0-0000-7000-8000-000000000009')).toBe('recording_not_found');
    harness.settings.recording.stop_free_minutes = 1e9;
    expect(await code({})).toBe('disk_full');
    expect((await exports.list({ limit: 10 })).items).toEqual([]);
    await expect(exports.get(id)).rejects.toMatchObject({ code: 'export_not_found' });
  });

  it('are refused when there is no room for them beside those that wait, however many come at once', async () => {
    const id = await harness.addLesson([first]);
    const sizeBytes = (await harness.vod.getVideoInfo(id)).size_bytes;
    harness.settings.recording.stop_free_minutes = 0;
    // The last one needs three times its size while it is made; those before it have left theirs.
    const store = {
      ...harness.store,
      freeSpace: async () => ({ freeBytes: sizeBytes * 4.5, totalBytes: 1e12 }),
    };
    exports = createExports({ ...harness.parts, store });
    const outcomes = await Promise.allSettled([order(id), order(id), order(id)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(outcomes[2]).toMatchObject({ reason: { code: 'disk_full' } });
    const waiting = await exports.list({ limit: 10 });
    expect(waiting.items).toHaveLength(2);
    // A second is a quarter of it; and what is given up makes room.
    await exports.remove(ids(waiting)[0] ?? '');
    await order(id, { start: 1, end: 2 });
    await order(id);
  });

  it('are made while a lesson is recorded and renditions wait, and do not hold up the lesson', async () => {
    const id = await harness.addLesson([first]);
    harness.jobs.hold('media', 'recording');
    await harness.jobs.enqueue('renditions', { recording_id: id });
    await harness.jobs.start();
    const { export_id } = await order(id);
    const done = await ended(export_id);
    expect(done.state).toBe('done');
    expect(await readFrameNumbers(await fileOf(export_id))).toEqual(range(0, 40));
    const other = await harness.addLesson([first]);
    await order(other, { start: 1 });
    await harness.vod.start();
    expect((await harness.vod.getVideoInfo(other)).status).toBe('ready');
    await harness.jobs.cancelAllOf(id);
    harness.jobs.release('media', 'recording');
    await harness.jobs.whenIdle();
  });

  it('take what has been recorded of a lesson that goes on', async () => {
    const id = await harness.addLesson([first]);
    await updateRecording(harness.parts.db, id, { status: 'recording' });
    const { export_id, end_time } = await order(id, { end: 3600 });
    expect(end_time).toBeCloseTo(4, 1);
    await harness.jobs.start();
    expect((await ended(export_id)).state).toBe('done');
    expect(await readFrameNumbers(await fileOf(export_id))).toEqual(range(0, 40));
  });

  it('show their progress, can be cancelled, made again and removed', async () => {
    const id = await harness.addLesson([long]);
    await harness.jobs.start();
    const { export_id, job_id } = await order(id, { start: 0.5, end: 29 });
    const working = await isWorking(export_id);
    expect(working.progress).toBeLessThan(1);
    await harness.jobs.cancel(job_id);
    expect(await exports.get(export_id)).toMatchObject({
      state: 'cancelled',
      error: { code: 'job_cancelled' },
    });
    await expect(exports.file(export_id)).rejects.toMatchObject({ code: 'export_not_ready' });
    expect(await files()).toEqual([]);
    await harness.jobs.retry(job_id);
    await isWorking(export_id);
    await exports.remove(export_id);
    await expect(exports.get(export_id)).rejects.toMatchObject({ code: 'export_not_found' });
    await expect(harness.jobs.get(job_id)).rejects.toMatchObject({ code: 'job_not_found' });
    expect([await files(), harness.runner.running.size, await harness.temps()]).toEqual([[], 0, []]);
  });

  it('are made after all when the program was killed', async () => {
    const id = await harness.addLesson([long]);
    await harness.jobs.start();
    const { export_id } = await order(id, { start: 0.5, end: 6 });
    await isWorking(export_id);
    harness = await harness.crash();
    exports = createExports(harness.parts);
    await harness.jobs.start();
    expect((await ended(export_id)).state).toBe('done');
    expect((await exports.file(export_id)).file.size).toBeGreaterThan(10_000);
    for (const left of await harness.temps())
      await harness.store.removeTemp(harness.store.localPath(`.tmp/${left}`));
  });

  it('are listed newest first, page by page, and are gone a day later', async () => {
    const id = await harness.addLesson([first]);
    const other = await harness.addLesson([second]);
    await harness.jobs.start();
    const made: string[] = [];
    for (const of of [id, other, id]) made.push((await order(of)).export_id);
    for (const exportId of made) await ended(exportId);
    const page = await exports.list({ limit: 2 });
    expect(ids(page)).toEqual([made[2], made[1]]);
    expect(ids(await exports.list({ limit: 2, cursor: page.next_cursor ?? '' }))).toEqual([made[0]]);
    expect(ids(await exports.list({ limit: 9, recording_id: other }))).toEqual([made[1]]);
    await updateRecording(harness.parts.db, other, { deleted_at: new Date().toISOString() });
    expect(ids(await exports.list({ limit: 9 }))).toEqual([made[2], made[0]]);

    expect(await removeExpiredExports({ ...harness.parts, clock: later(keepExportsMs - 60_000) })).toBe(0);
    expect(await files()).toHaveLength(3);
    expect(await removeExpiredExports({ ...harness.parts, clock: later(keepExportsMs + 1) })).toBe(3);
    expect([await files(), ids(await exports.list({ limit: 9 }))]).toEqual([[], []]);
  });

  it('that came to nothing are gone a day later too', async () => {
    const id = await harness.addLesson([first]);
    const given = await order(id, { start: 1, end: 2 });
    const waiting = await order(id, { start: 1, end: 2 });
    await harness.jobs.cancel(given.job_id);
    const clock = later(keepExportsMs + 1);
    expect(await removeExpiredExports(harness.parts)).toBe(0);
    expect(await removeExpiredExports({ ...harness.parts, clock })).toBe(1);
    expect(ids(await exports.list({ limit: 9 }))).toEqual([waiting.export_id]);
    await harness.jobs.cancel(waiting.job_id);
    await harness.jobs.clear({ state: 'cancelled' });
    expect(ids(await exports.list({ limit: 9 }))).toEqual([]);
  });

  it('go with their lesson, and stay when their job is taken off the list', async () => {
    const id = await harness.addLesson([first]);
    await harness.jobs.start();
    const { export_id } = await order(id, { start: 1, end: 2 });
    await ended(export_id);
    expect(await harness.jobs.clear({ state: 'ended' })).toEqual({ removed: 1 });
    expect(await exports.get(export_id)).toMatchObject({ state: 'done', progress: 1 });
    await harness.vod.deleteVideo(id);
    await expect(exports.get(export_id)).rejects.toMatchObject({ code: 'export_not_found' });
    expect(await files()).toEqual([]);
  });

  it('are known to the check of rows and files', async () => {
    const id = await harness.addLesson([first]);
    await harness.jobs.start();
    const kept = (await order(id, { start: 1, end: 2 })).export_id;
    const lost = (await order(id, { start: 1, end: 2 })).export_id;
    await ended(kept);
    await ended(lost);
    expect(await checkConsistency(harness.parts)).toEqual([]);
    const folder = `lessons/${id}/exports`;
    await harness.store.remove(`${folder}/${lost}.mp4`);
    const nobodys = `${folder}/0190f3a0-0000-7000-8000-000000000009.mp4`;
    await harness.store.put(nobodys, 'x');
    const found = await checkConsistency(harness.parts);
    expect(found).toEqual([
      { kind: 'orphan_export', recordingId: id, key: nobodys },
      { kind: 'export_missing', recordingId: id, exportId: lost },
    ]);
    expect(await repairConsistency(harness.parts, found)).toHaveLength(2);
    expect(await checkConsistency(harness.parts)).toEqual([]);
    expect((await files()).map(({ key }) => key)).toEqual([`${folder}/${kept}.mp4`]);
    await expect(exports.get(lost)).rejects.toMatchObject({ code: 'export_not_found' });
  });
});
