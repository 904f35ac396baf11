import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { default as sharp } from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { derivedJobKinds } from '../../contract/jobs.ts';
import { searchQuerySchema } from '../../contract/search.ts';
import { searchLessons } from '../db/search.ts';
import { updateRecording } from '../db/recordings.ts';
import { Fmp4Indexer, pollFile } from '../media/fmp4-index.ts';
import { ffmpeg, makeClip, makeTake, readFrameNumbers, temporaryFolder } from '../testing/media-clips.ts';
import { type VodHarness, openVodHarness } from '../testing/vod-harness.ts';
import { serveVod } from '../testing/vod-server.ts';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
const nobody = new AbortController().signal;

describe('VODStorage', () => {
  let clips: Awaited<ReturnType<typeof temporaryFolder>>;
  /** 4 s and 3 s at 10 pictures a second, key frames every 2 s. */
  let first: string;
  let second: string;
  let harness: VodHarness;

  beforeAll(async () => {
    clips = await temporaryFolder();
    const shape = { size: '640x480', rate: 10, gop: 20 };
    first = await makeTake(
      await makeClip(clips.file('a.mp4'), { ...shape, seconds: 4 }),
      clips.file('a-take.mp4'),
    );
    second = await makeTake(
      await makeClip(clips.file('b.mp4'), { ...shape, seconds: 3 }),
      clips.file('b-take.mp4'),
    );
  });
  afterAll(() => clips[Symbol.asyncDispose]());
  beforeEach(async () => {
    harness = await openVodHarness();
  });
  afterEach(() => harness.end());

  async function derive(recordingId: string): Promise<void> {
    for (const kind of derivedJobKinds) await harness.jobs.enqueue(kind, { recording_id: recordingId });
    await harness.jobs.start();
    await harness.jobs.whenIdle();
  }
  const stream = async (id: string, query: object = {}) =>
    (await harness.vod.stream(id, { format: 'hls', ...query })).body;

  /** Plays a media playlist as players do: each header followed by its byte ranges. */
  async function picturesOfTakes(base: string, playlist: string): Promise<number[][]> {
    const fetchRange = async (uri: string, size: number, offset: number) => {
      const headers = { range: `bytes=${offset}-${offset + size - 1}` };
      const reply = await fetch(new URL(uri, base), { headers });
      expect(reply.status).toBe(206);
      return Buffer.from(await reply.arrayBuffer());
    };
    const takes: Buffer[][] = [];
    for (const [, map, mapSize, mapOffset, size, offset, uri] of playlist.matchAll(
      /#EXT-X-MAP:URI="([^"]+)",BYTERANGE="(\d+)@(\d+)"|#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)/g,
    )) {
      if (map !== undefined) takes.push([await fetchRange(map, Number(mapSize), Number(mapOffset))]);
      else takes.at(-1)?.push(await fetchRange(uri!, Number(size), Number(offset)));
    }
    const pictures: number[][] = [];
    for (const [position, chunks] of takes.entries()) {
      const file = clips.file(`played-${position}.mp4`);
      await writeFile(file, Buffer.concat(chunks));
      pictures.push(await readFrameNumbers(file));
    }
    return pictures;
  }

  describe('a finished lesson of two takes', () => {
    it('tells about itself and lists itself with its session', async () => {
      const id = await harness.addLesson([first, second]);
      const info = await harness.vod.getVideoInfo(id);
      expect(info).toMatchObject({
        title: '분수의 덧셈',
        teacher_name: '김선생',
        student_count: 0,
        width: 640,
        height: 480,
        resolutions: ['source'],
        status: 'processing',
      });
      expect(info.duration).toBeCloseTo(7, 0);
      const other = await harness.addLesson([second], { title: '나눗셈' });
      const titles = async (sort: 'title' | 'duration' | '-created_at', limit = 50) =>
        (await harness.vod.listVideosBySession('math-3', { sort, limit })).map((lesson) => lesson.title);
      expect(await titles('title')).toEqual(['나눗셈', '분수의 덧셈']);
      expect(await titles('duration')).toEqual(['나눗셈', '분수의 덧셈']);
      expect(await titles('title', 1)).toEqual(['나눗셈']);
      await updateRecording(harness.parts.db, other, { deleted_at: new Date().toISOString() });
      expect(await titles('title')).toEqual(['분수의 덧셈']);
      await expect(harness.vod.getVideoInfo(other)).rejects.toMatchObject({ code: 'recording_not_found' });
    });

    it('plays to its end by HTTP in every rendition, with a discontinuity between the takes', async () => {
      harness.settings.processing.ladder = [360];
      const id = await harness.addLesson([first, second]);
      await derive(id);
      expect((await harness.vod.getVideoInfo(id)).resolutions).toEqual(['source', '360p']);
      const master = await stream(id);
      expect(master.match(/RESOLUTION=\d+x\d+/g)).toEqual(['RESOLUTION=640x480', 'RESOLUTION=480x360']);
      await using server = await serveVod(harness.vod);
      for (const resolution of ['source', '360p']) {
        const playlist = await stream(id, { resolution });
        expect(playlist.match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(1);
        expect(playlist).toContain('#EXT-X-ENDLIST');
        const pictures = await picturesOfTakes(`${server.url}/${id}/`, playlist);
        expect(pictures).toEqual([range(0, 40), range(0, 30)]);
        // ffmpeg's own HLS reader keeps one MP4 reader across takes and drops what it read ahead of the change; it
        // must get to the last picture all the same.
        const numbers = await readFrameNumbers(`${server.url}/${id}/stream?resolution=${resolution}`);
        expect(numbers.slice(0, 40)).toEqual(range(0, 40));
        expect(numbers.slice(-20)).toEqual(range(10, 30));
      }
      const manifest = await stream(id, { format: 'dash' });
      expect(manifest.match(/<Period /g)).toHaveLength(2);
      expect(manifest.match(/<Representation /g)).toHaveLength(4);
    });

    it('gives a playlist of a part', async () => {
      const id = await harness.addLesson([first, second]);
      const part = await stream(id, { resolution: 'source', start: 2.5, end: 5 });
      expect(part.match(/#EXTINF/g)).toHaveLength(2);
      expect(part.match(/#EXT-X-MAP/g)).toHaveLength(2);
      expect(await stream(id, { start: 2.5, end: 5 })).toContain('stream?resolution=source&start=2.5&end=5');
    });

    it.each([
      [{ start: 100 }, 'range_invalid'],
      [{ start: 3, end: 3 }, 'range_invalid'],
      [{ start: 3, end: 2 }, 'range_invalid'],
      [{ resolution: '1080p' }, 'rendition_unknown'],
      [{ resolution: '360p' }, 'rendition_not_ready'],
    ])('refuses %j with %s', async (query, code) => {
      const id = await harness.addLesson([first]);
      await expect(stream(id, query)).rejects.toMatchObject({ code });
    });

    it('plays the rest when the file of one take is gone', async () => {
      const id = await harness.addLesson([first, second]);
      await rm(harness.store.localPath(`lessons/${id}/take-001.mp4`));
      expect((await stream(id, { resolution: 'source' })).match(/#EXTINF/g)).toHaveLength(2);
      await rm(harness.store.localPath(`lessons/${id}/take-002.mp4`));
      await expect(stream(id)).rejects.toMatchObject({ code: 'media_missing' });
    });

    it('gets a thumbnail, a storyboard and a waveform, and is ready then', async () => {
      harness.settings.processing.ladder = [];
      const id = await harness.addLesson([first, second]);
      await expect(harness.vod.trickplayVtt(id)).rejects.toMatchObject({ code: 'media_not_ready' });
      await derive(id);
      expect((await harness.vod.getVideoInfo(id)).status).toBe('ready');
      expect(harness.events).toContainEqual({
        name: 'recording.changed',
        payload: expect.objectContaining({ recording_id: id, status: 'ready' }),
      });
      const thumbnail = await harness.vod.thumbnail(id, { accept: '*/*' });
      expect(await sharp(thumbnail.body).metadata()).toMatchObject({ format: 'jpeg', width: 640 });
      // As it was made for who also takes JPEG, as large as it is; in another format only for who does not.
      const browser = 'image/avif,image/webp,image/*,*/*;q=0.8';
      expect(await harness.vod.thumbnail(id, { width: 1280, accept: browser })).toEqual(thumbnail);
      const [small, avif] = [
        await harness.vod.thumbnail(id, { width: 320, accept: browser }),
        await harness.vod.thumbnail(id, { accept: 'image/avif' }),
      ];
      expect([small.contentType, avif.contentType]).toEqual(['image/avif', 'image/avif']);
      const { body: vtt } = await harness.vod.trickplayVtt(id);
      // Key frames at 0 and 2 s of each take.
      expect(vtt.match(/-->/g)).toHaveLength(4);
      expect(vtt).toMatch(/00:00:02\.\d+ --> 00:00:04\.\d+\ntrickplay\/1\.jpg#xywh=192,0,192,144/);
      expect(vtt).toContain('trickplay/2.jpg#xywh=0,0,192,144');
      const sheet = await harness.vod.trickplayImage(id, 2);
      expect(await sharp(sheet.body).metadata()).toMatchObject({ format: 'jpeg', width: 960, height: 720 });
      const waveform = await harness.vod.waveform(id);
      expect(waveform.bucket_ms).toBe(100);
      expect(waveform.peaks).toHaveLength(2 * Math.ceil(waveform.duration * 10));
      expect(Math.max(...waveform.peaks)).toBeGreaterThan(5);
      await expect(harness.vod.trickplayImage(id, 9)).rejects.toMatchObject({ code: 'media_missing' });
    });

    it('shows the picture of any moment in the wanted size and format, and keeps it', async () => {
      const id = await harness.addLesson([first, second]);
      const shown = await harness.vod.thumbnail(id, { time: 5, width: 160, accept: 'image/webp,*/*' });
      expect(shown.contentType).toBe('image/webp');
      expect(await sharp(shown.body).metadata()).toMatchObject({ format: 'webp', width: 160, height: 120 });
      const raw = await harness.vod.thumbnail(id, { time: 5, width: 640, accept: 'image/jpeg' });
      await writeFile(clips.file('at5.jpg'), raw.body);
      // The 5th second is the 1st of the second take.
      const [number = 0] = await readFrameNumbers(clips.file('at5.jpg'));
      expect(Math.abs(number - 10)).toBeLessThanOrEqual(1);
      expect(
        (await Array.fromAsync(harness.store.list(`lessons/${id}/thumbs/`))).map((file) => file.key),
      ).toEqual([`lessons/${id}/thumbs/5000-160.webp`, `lessons/${id}/thumbs/5000-640.jpeg`]);
      const avif = await harness.vod.thumbnail(id, { accept: 'image/avif', width: 64 });
      expect(avif.contentType).toBe('image/avif');
      await expect(harness.vod.thumbnail(id, { time: 99, accept: '' })).rejects.toMatchObject({
        code: 'range_invalid',
      });
    });

    it('is cut exactly for download, with its chapters, and leaves nothing behind', async () => {
      const id = await harness.addLesson([first, second]);
      await harness.vod.createChapter(id, { start_time: 0, title: '시작', description: '' });
      await harness.vod.createChapter(id, { start_time: 3, title: '연습', description: '' });
      const cut = await harness.vod.download(id, { start: 1.5, end: 5, resolution: 'source' }, nobody);
      expect(cut.filename).toMatch(/^분수의 덧셈 2026-03-02\.mp4$/);
      await writeFile(clips.file('cut.mp4'), await buffer(cut.file.openRange(0, cut.file.size - 1)));
      await cut.release();
      expect(await readFrameNumbers(clips.file('cut.mp4'))).toEqual([...range(15, 40), ...range(0, 10)]);
      const told = await ffmpeg('-i', clips.file('cut.mp4'), '-c', 'copy', '-f', 'null', '-');
      expect(told).toMatch(/Chapter #0:1: start 1\.5/);
      expect(told).toContain('연습');
    });

    it('is repacked whole for download when it has one take', async () => {
      const id = await harness.addLesson([first]);
      const whole = await harness.vod.download(id, { resolution: 'source' }, nobody);
      const bytes = await buffer(whole.file.openRange(0, whole.file.size - 1));
      await whole.release();
      await writeFile(clips.file('whole.mp4'), bytes);
      expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
      expect(await readFrameNumbers(clips.file('whole.mp4'))).toEqual(range(0, 40));
    });

    it('stops making a download when the client goes away', async () => {
      const id = await harness.addLesson([first, second]);
      const gone = AbortSignal.abort();
      await expect(harness.vod.download(id, { resolution: 'source' }, gone)).rejects.toMatchObject({
        code: 'job_cancelled',
      });
    });
  });

  describe('a lesson that is being recorded', () => {
    it('has an event playlist that grows, seekable to the start, and serves only whole fragments', async () => {
      const id = await harness.addLesson([first]);
      const { db, takeIndexes } = harness.parts;
      await updateRecording(db, id, { status: 'recording' });
      const key = `lessons/${id}/take-001.mp4`;
      const whole = await readFile(first);
      const indexer = new Fmp4Indexer();
      takeIndexes.setLive(id, 1, () => indexer.index({ complete: false }));
      await expect(stream(id)).rejects.toMatchObject({ code: 'media_not_ready' });
      expect((await harness.vod.getVideoInfo(id)).duration).toBeGreaterThan(0);

      const size = Math.floor(whole.length * 0.8);
      await writeFile(harness.store.localPath(key), whole.subarray(0, size));
      await using handle = await open(harness.store.localPath(key), 'r');
      await pollFile(indexer, handle);
      const playlist = await stream(id, { resolution: 'source' });
      expect(playlist).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
      expect(playlist).not.toContain('#EXT-X-ENDLIST');
      expect(playlist.match(/#EXTINF/g)).toHaveLength(1);
      const file = await harness.vod.mediaFile(id, 'source', 1);
      expect(file.size).toBe(indexer.validBytes);
      expect(file.size).toBeLessThanOrEqual(size);
      const shown = await harness.vod.thumbnail(id, { accept: '', width: 64 });
      expect((await sharp(shown.body).metadata()).width).toBe(64);
      await expect(harness.vod.deleteVideo(id)).rejects.toMatchObject({ code: 'recording_in_progress' });
      takeIndexes.clearLive(id, 1);
    });
  });

  describe('the file behind a fragment', () => {
    it('is found once for all who play a finished lesson, until the lesson changes', async () => {
      const id = await harness.addLesson([first, second]);
      const key = `lessons/${id}/take-001.mp4`;
      const file = await harness.vod.mediaFile(id, 'source', 1);
      expect(file.cacheControl).toContain('immutable');
      expect(await harness.vod.mediaFile(id, 'source', 1)).toBe(file);
      expect(await harness.vod.mediaFile(id, 'source', 2)).not.toBe(file);

      await rm(harness.store.localPath(key));
      await harness.vod.changeLesson(id, { title: '통분' });
      await expect(harness.vod.mediaFile(id, 'source', 1)).rejects.toMatchObject({ code: 'media_missing' });
      await harness.vod.deleteVideo(id);
      await expect(harness.vod.mediaFile(id, 'source', 2)).rejects.toMatchObject({
        code: 'recording_not_found',
      });
    });
  });

  describe('chapters', () => {
    it('are ordered by time, end with the next one, and can be found, changed and removed', async () => {
      const id = await harness.addLesson([first, second]);
      const { vod } = harness;
      const { chapter_id: later } = await vod.createChapter(id, {
        start_time: 4,
        title: '통분',
        description: 'x',
      });
      await vod.createChapter(id, { start_time: 1, title: '복습', description: '' });
      const { duration } = await vod.getVideoInfo(id);
      expect((await vod.listChapters(id)).map((c) => [c.title, c.start_time, c.end_time, c.origin])).toEqual([
        ['복습', 1, 4, 'manual'],
        ['통분', 4, duration, 'manual'],
      ]);
      const found = async (q: string) =>
        (await searchLessons(harness.parts.db, searchQuerySchema.parse({ q }))).total;
      expect(await found('통분')).toBe(1);
      expect(await vod.changeChapter(id, later, { title: '약분', start_time: 0.5 })).toMatchObject({
        start_time: 0.5,
        end_time: 1,
      });
      expect([await found('통분'), await found('약분')]).toEqual([0, 1]);
      expect((await vod.chaptersVtt(id)).body).toContain('00:00:00.500 --> 00:00:01.000\n약분');
      await vod.deleteChapter(id, later);
      expect(await vod.listChapters(id)).toHaveLength(1);
      await expect(vod.deleteChapter(id, later)).rejects.toMatchObject({ code: 'chapter_not_found' });
    });

    it('do not lie outside the lesson or belong to another one', async () => {
      const id = await harness.addLesson([first]);
      const other = await harness.addLesson([second]);
      const { vod } = harness;
      const late = { start_time: 60, title: 'x', description: '' };
      await expect(vod.createChapter(id, late)).rejects.toMatchObject({ code: 'chapter_out_of_range' });
      const { chapter_id: mine } = await vod.createChapter(id, { ...late, start_time: 1 });
      const move = vod.changeChapter(id, mine, { start_time: 60 });
      await expect(move).rejects.toMatchObject({ code: 'chapter_out_of_range' });
      await expect(vod.changeChapter(other, mine, { title: 'y' })).rejects.toMatchObject({
        code: 'chapter_not_found',
      });
    });
  });

  it('changes title and description, and the search knows', async () => {
    const id = await harness.addLesson([first]);
    expect(await harness.vod.changeLesson(id, { title: '삼각형의 넓이' })).toMatchObject({
      title: '삼각형의 넓이',
    });
    const result = await searchLessons(harness.parts.db, searchQuerySchema.parse({ q: '삼각형' }));
    expect(result.items.map((item) => item.recording_id)).toEqual([id]);
    expect(await harness.vod.slides(id)).toEqual([]);
  });
});
