import { writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { searchQuerySchema } from '../../../contract/search.ts';
import { isoTime } from '../../base/clock.ts';
import { writeAnalysis } from '../../db/analyses.ts';
import { listDismissed } from '../../db/chapters.ts';
import { updateRecording } from '../../db/recordings.ts';
import { searchLessons } from '../../db/search.ts';
import {
  type TemporaryFolder,
  ffmpeg,
  makeClip,
  makeTake,
  temporaryFolder,
} from '../../testing/media-clips.ts';
import { type VodHarness, openVodHarness } from '../../testing/vod-harness.ts';

let clips: TemporaryFolder;
/** 120 s, one picture a second. */
let take: string;
let harness: VodHarness;

beforeAll(async () => {
  clips = await temporaryFolder();
  const clip = await makeClip(clips.file('clip.mp4'), { seconds: 120, rate: 1, gop: 10, size: '64x48' });
  take = await makeTake(clip, clips.file('take.mp4'));
});
afterAll(() => clips[Symbol.asyncDispose]());
beforeEach(async () => {
  harness = await openVodHarness();
  await harness.jobs.start();
});
afterEach(() => harness.end());

const topics = [
  { heading: '1. 로그의 뜻', lines: ['밑과 진수', '지수와 로그의 관계', '로그의 값'] },
  { heading: '2. 잎의 구조', lines: ['기공과 표피', '엽록체', '광합성이 일어나는 곳'] },
  { heading: '3. 세금 제도', lines: ['대동법', '균역법과 군포', '토지와 쌀'] },
];

/** A lesson with three slides of 40 s each. */
async function addLesson(shown = topics): Promise<string> {
  const id = await harness.addLesson([take]);
  await updateRecording(harness.parts.db, id, { status: 'ready' });
  await writeSlides(id, shown);
  return id;
}

async function writeSlides(id: string, shown: typeof topics): Promise<void> {
  const { db } = harness.parts;
  await db.deleteFrom('slides').where('recording_id', '=', id).execute();
  for (const [position, { heading, lines }] of shown.entries()) {
    await db
      .insertInto('slides')
      .values({
        recording_id: id,
        seq: position + 1,
        time: position * 40,
        end_time: position * 40 + 40,
        file_key: 'x',
        heading,
        text: [heading, ...lines].join('\n'),
        blocks: '[]',
      })
      .execute();
  }
}

async function suggest(id: string) {
  await harness.jobs.enqueue('chapters', { recording_id: id });
  await harness.jobs.whenIdle();
  return harness.vod.listChapters(id);
}
const placesOf = (chapters: readonly { start_time: number; title: string; origin: string }[]) =>
  chapters.map(({ start_time, title, origin }) => [start_time, title, origin]);
const announced = () => harness.events.filter(({ name }) => name === 'library.changed').length;
const found = async (q: string) =>
  (await searchLessons(harness.parts.db, searchQuerySchema.parse({ q }))).items.map(
    ({ recording_id }) => recording_id,
  );

const suggested = [
  [0, '로그의 뜻', 'automatic'],
  [40, '잎의 구조', 'automatic'],
  [80, '세금 제도', 'automatic'],
];

describe('suggested chapters', () => {
  it('stand in the list, in the search, in WebVTT and in the MP4', async () => {
    const id = await addLesson();
    const before = announced();
    const chapters = await suggest(id);
    expect(placesOf(chapters)).toEqual(suggested);
    expect(chapters[1]?.confidence).toBeGreaterThan(0.5);
    expect(announced()).toBe(before + 1);
    expect(await found('세금')).toEqual([id]);
    expect((await harness.vod.chaptersVtt(id)).body).toContain('00:00:40.000 --> 00:01:20.000\n잎의 구조');
    const download = await harness.vod.download(id, { resolution: 'source' }, new AbortController().signal);
    await writeFile(
      clips.file('lesson.mp4'),
      await buffer(download.file.openRange(0, download.file.size - 1)),
    );
    await download.release();
    const told = await ffmpeg('-i', clips.file('lesson.mp4'), '-c', 'copy', '-f', 'null', '-');
    expect(told).toMatch(/Chapter #0:1: start 40\.0+, end 80\.0+/);
    expect(told).toContain('잎의 구조');
  });

  it('are the same rows when nothing is different, and nobody is told', async () => {
    const id = await addLesson();
    const first = await suggest(id);
    const before = announced();
    expect(await suggest(id)).toEqual(first);
    expect(announced()).toBe(before);
  });

  it('change with the screens they rest on', async () => {
    const id = await addLesson();
    const [first] = await suggest(id);
    await writeSlides(
      id,
      [topics[0], topics[2]].flatMap((topic) => (topic === undefined ? [] : [topic])),
    );
    const chapters = await suggest(id);
    expect(placesOf(chapters)).toEqual([
      [0, '로그의 뜻', 'automatic'],
      [40, '세금 제도', 'automatic'],
    ]);
    expect(chapters[0]?.chapter_id).toBe(first?.chapter_id);
    expect(await found('엽록체')).toEqual([]);
  });

  it('come from the speech when no screen has text, in the language of the settings', async () => {
    const id = await addLesson([]);
    const quiet = { start_time: 10, end_time: 75.5 };
    await writeAnalysis(harness.parts.db, id, {
      stage: 'speech',
      version: 1,
      models: [],
      result: { duration: 120, spans: [], pauses: [quiet], speech_share: 0.4, level: null, clipped: [] },
      finishedAt: isoTime(Date.now()),
    });
    expect(placesOf(await suggest(id))).toEqual([[75, '1:15부터', 'automatic']]);
    harness.settings.language = 'en';
    expect(placesOf(await suggest(id))).toEqual([[75, 'From 1:15', 'automatic']]);
  });
});

describe('what somebody decided', () => {
  it('stands: their own chapter is kept, with room around it', async () => {
    const id = await addLesson();
    await harness.vod.createChapter(id, { start_time: 60, title: '중요', description: '' });
    expect(placesOf(await suggest(id))).toEqual([
      [0, '로그의 뜻', 'automatic'],
      [60, '중요', 'manual'],
    ]);
  });

  it('a chapter that was changed is theirs, and none is put where it was', async () => {
    const id = await addLesson();
    const [, second] = await suggest(id);
    const changed = await harness.vod.changeChapter(id, second?.chapter_id ?? '', {
      title: '잎 관찰',
      start_time: 0.5,
    });
    expect(changed).toMatchObject({ origin: 'manual', confidence: null });
    expect(placesOf(await suggest(id))).toEqual([
      [0.5, '잎 관찰', 'manual'],
      [80, '세금 제도', 'automatic'],
    ]);
  });

  it('a chapter that was removed does not return', async () => {
    const id = await addLesson();
    const [, second] = await suggest(id);
    await harness.vod.deleteChapter(id, second?.chapter_id ?? '');
    expect(await listDismissed(harness.parts.db, id)).toEqual([40]);
    expect(placesOf(await suggest(id))).toEqual([suggested[0], suggested[2]]);
  });

  it('a chapter whose removal was undone is theirs, and can be removed for good', async () => {
    const id = await addLesson();
    const [, second] = await suggest(id);
    await harness.vod.deleteChapter(id, second?.chapter_id ?? '');
    // The page makes it anew.
    const { chapter_id: again } = await harness.vod.createChapter(id, {
      start_time: 40,
      title: '잎의 구조',
      description: '',
    });
    const chapters = await suggest(id);
    expect(placesOf(chapters)).toEqual([suggested[0], [40, '잎의 구조', 'manual'], suggested[2]]);
    await harness.vod.deleteChapter(id, again);
    expect(placesOf(await suggest(id))).toEqual([suggested[0], suggested[2]]);
  });

  it('removing their own chapter makes room for a suggestion again', async () => {
    const id = await addLesson();
    const { chapter_id: own } = await harness.vod.createChapter(id, {
      start_time: 45,
      title: '중요',
      description: '',
    });
    expect(placesOf(await suggest(id))).toEqual([suggested[0], [45, '중요', 'manual'], suggested[2]]);
    await harness.vod.deleteChapter(id, own);
    expect(placesOf(await suggest(id))).toEqual(suggested);
  });

  it('goes with the lesson', async () => {
    const id = await addLesson();
    const [, second] = await suggest(id);
    await harness.vod.deleteChapter(id, second?.chapter_id ?? '');
    await harness.vod.deleteVideo(id);
    expect(await harness.parts.db.selectFrom('dismissed_chapters').selectAll().execute()).toEqual([]);
    expect(await harness.parts.db.selectFrom('analyses').selectAll().execute()).toEqual([]);
  });
});
