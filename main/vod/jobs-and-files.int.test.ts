import { copyFile, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeLessonSchema, importFieldsSchema } from '../../contract/vod.ts';
import { addChat } from '../db/chat.ts';
import { readTakes } from '../db/recordings-read.ts';
import { updateRecording } from '../db/recordings.ts';
import { listRenditions } from '../db/renditions.ts';
import { indexFile } from '../media/fmp4-index.ts';
import { ffmpeg, makeClip, makeTake, readFrameNumbers, temporaryFolder } from '../testing/media-clips.ts';
import { type VodHarness, openVodHarness } from '../testing/vod-harness.ts';
import { waitFor } from '../testing/wait-for.ts';
import { checkConsistency, graceMs, repairConsistency } from './consistency.ts';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const day = 24 * 3_600_000;

const encoding = (of: VodHarness) =>
  waitFor('the encoder works', async () => {
    const progress = of.events.findLast(({ name }) => name === 'job.progress')?.payload as {
      progress: number;
    };
    return of.runner.running.size > 0 && progress.progress > 0.04;
  });

describe('work on stored lessons', () => {
  let clips: Awaited<ReturnType<typeof temporaryFolder>>;
  let short: string;
  /** Long enough that its encoding can be interrupted. */
  let long: string;
  let harness: VodHarness;

  beforeAll(async () => {
    clips = await temporaryFolder();
    const shape = { size: '640x480', rate: 10, gop: 20 };
    short = await makeTake(
      await makeClip(clips.file('a.mp4'), { ...shape, seconds: 2 }),
      clips.file('a-take.mp4'),
    );
    await ffmpeg(
      ...'-loglevel error -f lavfi -i testsrc2=s=1280x720:r=30:d=30 -c:v libx264 -preset ultrafast -g 60'.split(
        ' ',
      ),
      clips.file('long.mp4'),
    );
    long = await makeTake(clips.file('long.mp4'), clips.file('long-take.mp4'));
  });
  afterAll(() => clips[Symbol.asyncDispose]());
  beforeEach(async () => {
    harness = await openVodHarness();
    harness.settings.processing.ladder = [360];
  });
  afterEach(() => harness.end());

  const files = async (prefix = '') =>
    (await Array.fromAsync(harness.store.list(prefix))).map((file) => file.key.split('/').slice(2).join('/'));
  const findings = async () => checkConsistency(harness.parts);

  async function upload(file: string, filename: string) {
    const copy = clips.file(`upload-${filename}`);
    await copyFile(file, copy);
    return { fields: { session_id: 'science-1', teacher_name: '박선생' }, uploadPath: copy, filename };
  }
  const recordingOf = async (id: string) =>
    harness.parts.db
      .selectFrom('recordings')
      .select([
        'status',
        'error_code',
        'video_codec',
        'audio_codec',
        'started_at',
        'stopped_at',
        'duration_seconds',
      ])
      .where('recording_id', '=', id)
      .executeTakeFirstOrThrow();

  describe('renditions', () => {
    it('go on after a kill with the take that was not finished, and make no take twice', async () => {
      const id = await harness.addLesson([short, long]);
      const job = await harness.jobs.enqueue('renditions', { recording_id: id });
      await harness.jobs.start();
      const firstKey = `lessons/${id}/renditions/360p/take-001.mp4`;
      await waitFor('the first take is made', () => harness.store.stat(firstKey));
      await waitFor('the second take is being made', () => harness.runner.running.size > 0);
      const made = await stat(harness.store.localPath(firstKey));
      harness = await harness.crash();
      harness.settings.processing.ladder = [360];
      expect((await harness.jobs.get(job)).state).toBe('running');
      expect((await harness.vod.getVideoInfo(id)).resolutions).toEqual(['source']);
      await harness.jobs.start();
      await harness.jobs.whenIdle();
      expect(await harness.jobs.get(job)).toMatchObject({ state: 'done', progress: 1, attempts: 2 });
      expect((await stat(harness.store.localPath(firstKey))).ino).toBe(made.ino);
      expect(await harness.vod.getVideoInfo(id)).toMatchObject({
        resolutions: ['source', '360p'],
        status: 'ready',
      });
      expect(await findings()).toEqual([]);
    });

    it('can be cancelled while they are made and asked for again', async () => {
      const id = await harness.addLesson([long]);
      const job = await harness.jobs.enqueue('renditions', { recording_id: id });
      await harness.jobs.start();
      await encoding(harness);
      expect(await harness.jobs.cancel(job)).toMatchObject({
        state: 'cancelled',
        error: { code: 'job_cancelled' },
      });
      expect(harness.runner.running.size).toBe(0);
      expect(await files(`lessons/${id}/renditions/`)).toEqual([]);
      await waitFor('settled', async () => (await harness.vod.getVideoInfo(id)).status === 'ready');
      expect(await listRenditions(harness.parts.db, id)).toMatchObject([{ name: '360p', state: 'failed' }]);
      await harness.jobs.retry(job);
      await harness.jobs.whenIdle();
      expect((await harness.vod.getVideoInfo(id)).resolutions).toEqual(['source', '360p']);
    });

    it('step back while a lesson is recorded', async () => {
      const id = await harness.addLesson([long]);
      const job = await harness.jobs.enqueue('renditions', { recording_id: id });
      await harness.jobs.start();
      await encoding(harness);
      harness.jobs.hold('media', 'a class');
      await harness.jobs.whenIdle();
      expect(await harness.jobs.get(job)).toMatchObject({ state: 'queued', attempts: 0 });
      expect(harness.runner.running.size).toBe(0);
      await harness.jobs.cancel(job);
    });

    it('give an HEVC lesson a playable copy in its own size, which the player then gets', async () => {
      const clip = await makeClip(clips.file('h.mp4'), {
        size: '640x480',
        rate: 10,
        gop: 20,
        seconds: 2,
        codec: 'libx265',
      });
      const id = await harness.addLesson([await makeTake(clip, clips.file('h-take.mp4'))]);
      const master = async () => (await harness.vod.stream(id, { format: 'hls' })).body;
      expect(await master()).toContain('resolution=source');
      await harness.jobs.enqueue('renditions', { recording_id: id });
      await harness.jobs.start();
      await harness.jobs.whenIdle();
      expect((await harness.vod.getVideoInfo(id)).resolutions).toEqual(['source', '480p', '360p']);
      expect(await master()).not.toContain('resolution=source');
      expect(await master()).toMatch(/CODECS="avc1\.[0-9a-f]+,mp4a\.40\.2"/);
      const copy = harness.store.localPath(`lessons/${id}/renditions/480p/take-001.mp4`);
      expect(await readFrameNumbers(copy)).toEqual(range(0, 20));
    });

    it('keep a late picture as late as it was', async () => {
      const shape = { size: '640x480', rate: 10, gop: 20, seconds: 2, bFrames: 2, soundDelaySec: -0.5 };
      const take = await makeTake(await makeClip(clips.file('late.mp4'), shape), clips.file('late-take.mp4'));
      const id = await harness.addLesson([take]);
      await harness.jobs.enqueue('renditions', { recording_id: id });
      await harness.jobs.start();
      await harness.jobs.whenIdle();
      const source = await indexFile(take);
      const made = await indexFile(harness.store.localPath(`lessons/${id}/renditions/360p/take-001.mp4`));
      expect(source?.firstPictureSec).toBeGreaterThan(0.45);
      expect(Math.abs((made?.firstPictureSec ?? 0) - (source?.firstPictureSec ?? 0))).toBeLessThan(0.04);
    });

    it('are not made of sound alone, which is ready all the same', async () => {
      const clip = await makeClip(clips.file('s.mp4'), { picture: false, seconds: 2 });
      const id = await harness.addLesson([await makeTake(clip, clips.file('s-take.mp4'))]);
      for (const kind of ['thumbnail', 'trickplay', 'waveform', 'renditions'] as const) {
        await harness.jobs.enqueue(kind, { recording_id: id });
      }
      await harness.jobs.start();
      await harness.jobs.whenIdle();
      expect((await harness.jobs.list({ limit: 9 })).items.map((job) => job.state)).toEqual(
        Array(4).fill('done'),
      );
      expect(await harness.vod.getVideoInfo(id)).toMatchObject({ resolutions: ['source'], status: 'ready' });
      expect((await harness.vod.stream(id, { format: 'hls' })).body).toContain('CODECS="mp4a.40.2"');
    });
  });

  describe('removing a lesson', () => {
    it('while its renditions are made leaves neither file nor row nor process', async () => {
      const id = await harness.addLesson([long]);
      await harness.jobs.enqueue('renditions', { recording_id: id });
      await harness.jobs.enqueue('waveform', { recording_id: id });
      await harness.jobs.start();
      await encoding(harness);
      await harness.vod.deleteVideo(id);
      expect(harness.runner.running.size).toBe(0);
      expect(await files()).toEqual([]);
      await expect(harness.vod.getVideoInfo(id)).rejects.toMatchObject({ code: 'recording_not_found' });
      expect((await harness.jobs.list({ limit: 9 })).items).toEqual([]);
      expect(await readTakes(harness.parts.db, id)).toEqual([]);
      await harness.jobs.whenIdle();
      expect(await findings()).toEqual([]);
    });

    it('is done by the purge after the days in the trash, and ended by it when it was interrupted', async () => {
      const old = await harness.addLesson([short]);
      const fresh = await harness.addLesson([short]);
      const interrupted = await harness.addLesson([short]);
      const { db } = harness.parts;
      await updateRecording(db, old, { deleted_at: new Date(Date.now() - 31 * day).toISOString() });
      await updateRecording(db, fresh, { deleted_at: new Date(Date.now() - 29 * day).toISOString() });
      await updateRecording(db, interrupted, { deleted_at: '1970-01-01T00:00:00.000Z' });
      await harness.store.removePrefix(`lessons/${interrupted}/`);
      await harness.vod.start();
      await harness.jobs.start();
      await harness.jobs.whenIdle();
      expect((await harness.jobs.list({ limit: 9 })).items).toMatchObject([
        { kind: 'purge_trash', state: 'done' },
      ]);
      const left = await db.selectFrom('recordings').select('recording_id').execute();
      expect(left).toEqual([{ recording_id: fresh }]);
      expect(await files(`lessons/${old}/`)).toEqual([]);
      expect(await files(`lessons/${fresh}/`)).toContain('take-001.mp4');
    });
  });

  describe('importing a file', () => {
    it.each([
      ['an MP4 by copying it', 'a.mp4', ['-c', 'copy'], 'a.mp4'],
      ['a Matroska file by copying it', '수업.mkv', ['-c', 'copy'], 'a.mkv'],
      [
        'a codec browsers lack by encoding it',
        'old.avi',
        '-c:v mpeg4 -q:v 2 -c:a libmp3lame'.split(' '),
        'a.avi',
      ],
    ])('takes %s', async (_what, filename, options, name) => {
      const source = clips.file(`source-${name}`);
      await ffmpeg('-loglevel', 'error', '-i', clips.file('a.mp4'), ...options, source);
      await harness.jobs.start();
      const accepted = await harness.vod.importVideo(await upload(source, filename));
      const { recording_id: id } = accepted;
      await harness.jobs.whenIdle();
      expect((await harness.jobs.get(accepted.job_id)).state).toBe('done');
      const info = await harness.vod.getVideoInfo(id);
      expect(info).toMatchObject({
        title: filename.split('.')[0],
        teacher_name: '박선생',
        status: 'ready',
        video_codec: 'h264',
        audio_codec: 'aac',
        resolutions: ['source', '360p'],
      });
      expect(info.duration).toBeGreaterThan(1.9);
      expect(info.duration).toBeLessThan(2.2);
      // Old containers time pictures so roughly that one may be shown twice.
      const pictures = new Set(await readFrameNumbers(harness.store.localPath(`lessons/${id}/take-001.mp4`)));
      expect([...pictures]).toEqual(range(0, 20));
      expect(await findings()).toEqual([]);
    });

    it('puts the chat of the hour in which it was taken beside it', async () => {
      await harness.jobs.start();
      const given = await upload(clips.file('a.mp4'), 'a.mp4');
      const { recording_id: id } = await harness.vod.importVideo({
        ...given,
        fields: { ...given.fields, started_at: '2026-03-02T10:00:00+09:00' },
      });
      await harness.jobs.whenIdle();
      const question = { message_id: 'm1', sender_id: 's1', sender_role: 'student' as const, text: '왜요?' };
      await addChat(harness.parts.db, 'science-1', [{ ...question, sent_at: '2026-03-02T01:00:01.500Z' }]);
      const { items } = await harness.vod.listLessonChat(id, { limit: 50 });
      expect(items).toMatchObject([{ text: '왜요?', time: 1.5 }]);
    });

    it('is moved to the hour that somebody tells later, and its chat with it', async () => {
      await harness.jobs.start();
      const { recording_id: id } = await harness.vod.importVideo(await upload(clips.file('a.mp4'), 'a.mp4'));
      // Told while its file is still being read, and again afterwards.
      await harness.vod.changeLesson(id, { started_at: '2026-03-02T09:00:00+09:00' });
      await harness.jobs.whenIdle();
      expect(await recordingOf(id)).toMatchObject({ started_at: '2026-03-02T00:00:00.000Z' });
      await harness.vod.changeLesson(id, { started_at: '2026-03-02T10:00:00+09:00' });
      const question = { message_id: 'm1', sender_id: 's1', sender_role: 'student' as const, text: '왜요?' };
      await addChat(harness.parts.db, 'science-1', [{ ...question, sent_at: '2026-03-02T01:00:01.500Z' }]);
      const { items } = await harness.vod.listLessonChat(id, { limit: 50 });
      expect(items).toMatchObject([{ text: '왜요?', time: 1.5 }]);
      const { started_at: began, stopped_at: ended, duration_seconds: sec } = await recordingOf(id);
      expect(Date.parse(ended ?? '') - Date.parse(began ?? '')).toBe(Math.round(sec * 1000));
    });

    it.each(['9999-12-31T23:59:59.999Z', '0000-01-01T00:00:00+14:00', '2026-02-30T10:00:00Z'])(
      'did not begin at %s',
      (time) => {
        expect(changeLessonSchema.safeParse({ started_at: time }).success).toBe(false);
        expect(importFieldsSchema.safeParse({ session_id: 's', started_at: time }).success).toBe(false);
      },
    );

    it('leaves the beginning of what was recorded as the recorder saw it', async () => {
      const id = await harness.addLesson([short]);
      await expect(
        harness.vod.changeLesson(id, { started_at: '2026-03-02T10:00:00+09:00' }),
      ).rejects.toMatchObject({ code: 'start_known' });
    });

    it('refuses at once what is no video, and leaves it to the caller', async () => {
      const text = clips.file('notes.mp4');
      await writeFile(text, 'not a video '.repeat(1000));
      const given = await upload(text, 'notes.mp4');
      await expect(harness.vod.importVideo(given)).rejects.toMatchObject({ code: 'media_unreadable' });
      expect((await stat(given.uploadPath)).size).toBeGreaterThan(0);
      expect(await harness.vod.listVideosBySession('science-1', { sort: 'title', limit: 9 })).toEqual([]);
    });

    it('fails a lesson whose file turns out to be broken, and removes the upload', async () => {
      const given = await upload(clips.file('a.mp4'), 'broken.mp4');
      const { recording_id: id, job_id: job } = await harness.vod.importVideo(given);
      expect((await recordingOf(id)).status).toBe('interrupted');
      const [uploaded = ''] = await harness.temps();
      await truncate(`${harness.folder}/media/.tmp/${uploaded}`, 2000);
      await harness.jobs.start();
      await harness.jobs.whenIdle();
      expect(await harness.jobs.get(job)).toMatchObject({
        state: 'failed',
        error: { code: 'media_unreadable' },
      });
      expect(await recordingOf(id)).toMatchObject({ status: 'failed', error_code: 'media_unreadable' });
      await expect(harness.vod.stream(id, { format: 'hls' })).rejects.toMatchObject({ code: 'media_empty' });
      expect(await harness.temps()).toEqual([]);
      await harness.vod.deleteVideo(id);
    });

    it('goes on after a kill, and its upload goes with the lesson when that is removed first', async () => {
      const { recording_id: kept } = await harness.vod.importVideo(
        await upload(clips.file('a.mp4'), 'k.mp4'),
      );
      const { recording_id: removed } = await harness.vod.importVideo(
        await upload(clips.file('a.mp4'), 'r.mp4'),
      );
      expect(await harness.temps()).toHaveLength(2);
      harness = await harness.crash();
      await harness.vod.deleteVideo(removed);
      expect(await harness.temps()).toHaveLength(1);
      await harness.jobs.start();
      await harness.jobs.whenIdle();
      expect((await harness.vod.getVideoInfo(kept)).status).toBe('ready');
    });
  });

  describe('the consistency check', () => {
    it('runs at start-up', async () => {
      const id = await harness.addLesson([short]);
      await harness.store.remove(`lessons/${id}/take-001.mp4`);
      await harness.vod.start();
      const marked = () =>
        harness.parts.db
          .selectFrom('recordings')
          .select('error_code')
          .where('error_code', '=', 'media_missing')
          .executeTakeFirst();
      expect(await waitFor('the missing take is marked', marked)).toEqual({ error_code: 'media_missing' });
    });

    it('finds what does not match and repairs what is safe', async () => {
      const id = await harness.addLesson([short]);
      const bare = await harness.addLesson([short]);
      await harness.jobs.enqueue('renditions', { recording_id: id });
      await harness.jobs.start();
      await harness.jobs.whenIdle();
      expect(await findings()).toEqual([]);

      const { store, parts } = harness;
      const past = new Date(Date.now() - graceMs - 1000);
      await store.put('lessons/0190-old/take-001.mp4', 'x');
      await utimes(store.localPath('lessons/0190-old/take-001.mp4'), past, past);
      await store.put('lessons/0190-new/take-001.mp4', 'x');
      const temp = store.tempPath('left.mp4');
      await writeFile(temp, 'x');
      await utimes(temp, past, past);
      const young = store.tempPath('young.mp4');
      await writeFile(young, 'x');
      await store.remove(`lessons/${id}/renditions/360p/take-001.mp4`);
      await store.remove(`lessons/${bare}/take-001.mp4`);
      const longer = await readFile(long);
      await store.put(`lessons/${id}/take-001.mp4`, longer);

      const found = await findings();
      expect(found.map((finding) => finding.kind).toSorted()).toEqual([
        'orphan_files',
        'orphan_files',
        'rendition_missing',
        'stale_temp',
        'take_missing',
        'take_size_differs',
      ]);
      expect(await repairConsistency({ ...parts, jobs: harness.jobs }, found)).toHaveLength(5);
      await harness.jobs.whenIdle();
      expect((await findings()).map((finding) => finding.kind).toSorted()).toEqual([
        'orphan_files',
        'take_missing',
      ]);
      expect(await harness.temps()).toHaveLength(1);
      await store.removeTemp(young);

      await store.put(`lessons/${bare}/take-001.mp4`, await readFile(short));
      const back = await findings();
      expect(back).toContainEqual({ kind: 'media_returned', recordingId: bare });
      await repairConsistency(parts, back);
      expect((await findings()).map((finding) => finding.kind)).toEqual(['orphan_files']);
    });
  });
});
