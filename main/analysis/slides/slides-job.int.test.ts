import { rm, utimes } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listAnalyses } from '../../db/analyses.ts';
import { searchLessons } from '../../db/search.ts';
import { forgetSlideTexts, listSlides } from '../../db/slides.ts';
import { lessonOfJob } from '../../lesson/lesson-info.ts';
import { readTimeline } from '../../lesson/timeline.ts';
import { slidesPrefix, takeKey, unfinishedKey } from '../../storage/lesson-keys.ts';
import { type TemporaryFolder, temporaryFolder } from '../../testing/media-clips.ts';
import { drawLesson } from '../../testing/slide-lesson.ts';
import { hasSlideFont } from '../../testing/this-system.ts';
import { type VodHarness, openVodHarness } from '../../testing/vod-harness.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { checkConsistency, graceMs, repairConsistency } from '../../vod/consistency.ts';
import { openUnfinished } from '../unfinished.ts';
import { readFrames } from './lesson-frames.ts';
import { type FoundScreen, ScreenTracker } from './screen-tracker.ts';
import { type Looked, slidesVersion } from './slides-job.ts';

const plants = { heading: '광합성', lines: ['엽록체에서 일어난다', '빛에너지를 이용한다'], seconds: 8 };
const sorting = {
  heading: 'Sorting a list',
  lines: ['Compare two items', 'Swap them when needed'],
  seconds: 10,
};

let clips: TemporaryFolder;
let first: string;
let second: string;
let harness: VodHarness;

beforeAll(async () => {
  clips = await temporaryFolder();
  first = await drawLesson(clips, 'first', [plants, sorting]);
  second = await drawLesson(clips, 'second', [{ ...sorting, seconds: 6 }, plants]);
});
afterAll(() => clips[Symbol.asyncDispose]());
beforeEach(async () => {
  harness = await openVodHarness();
});
afterEach(() => harness.end());

async function analyse(id: string): Promise<void> {
  await harness.jobs.enqueue('slides', { recording_id: id });
  await harness.jobs.start();
  await harness.jobs.whenIdle();
}

const moved = (screen: FoundScreen): FoundScreen => ({ ...screen, startSec: 0.75 });

async function pictureKeys(id: string): Promise<string[]> {
  return (await Array.fromAsync(harness.store.list(slidesPrefix(id)))).map(({ key }) => key);
}

describe('the screens of a lesson', () => {
  it.runIf(hasSlideFont)(
    'are found, read, and lead from a word to its second; a screen shown again is read once',
    async () => {
      const id = await harness.addLesson([first, second]);
      await analyse(id);
      const slides = await harness.vod.slides(id);
      // The source dropped while the list was shown: that is one screen.
      expect(slides.map(({ heading }) => heading)).toEqual(['광합성', 'Sorting a list', '광합성']);
      expect(slides[0]).toMatchObject({ time: 0, width: 1280, height: 720, is_read: true });
      expect(slides[1]?.time).toBeGreaterThan(6);
      expect(slides[1]?.time).toBeLessThan(10);
      expect(slides[1]?.end_time).toBeGreaterThan(22);
      expect(slides[1]?.end_time).toBeLessThan(26);
      expect(slides[2]?.end_time).toBeCloseTo(32, 0);
      expect(slides[1]?.text).toBe('Sorting a list\nCompare two items\nSwap them when needed');
      expect(slides[0]?.blocks.map(({ language }) => language)).toEqual(['ko', 'ko', 'ko']);
      expect(await pictureKeys(id)).toHaveLength(2);
      const { items } = await searchLessons(harness.parts.db, { q: '엽록체', limit: 5 });
      const moments = items[0]?.moments.filter(({ kind }) => kind === 'slide') ?? [];
      expect(moments.map(({ time }) => time)).toEqual([slides[0]?.time, slides[2]?.time]);
      const stages = await listAnalyses(harness.parts.db, id);
      expect(stages.map(({ stage }) => stage).toSorted()).toEqual(['chapters', 'slide_text', 'slides']);
      const kinds = (await harness.jobs.list({ recording_id: id, limit: 9 })).items.map(({ kind }) => kind);
      expect(kinds).toEqual(['chapters', 'slide_text', 'slides']);
      expect(await checkConsistency({ ...harness.parts })).toEqual([]);
    },
  );

  it('are none where a calm camera shows still people and nothing is written', async () => {
    const calm = await drawLesson(clips, 'calm', [
      { heading: '', lines: [], seconds: 10, shapes: 'a' },
      { heading: '', lines: [], seconds: 10, shapes: 'b' },
    ]);
    const id = await harness.addLesson([calm]);
    await analyse(id);
    expect(await listSlides(harness.parts.db, id)).toEqual([]);
    expect(await pictureKeys(id)).toEqual([]);
    const analyses = await listAnalyses(harness.parts.db, id);
    expect(analyses.map(({ stage }) => stage)).toContain('slides');
  });

  it('may show a picture without a word beside others that are written on', async () => {
    const drawn = { heading: '', lines: [], seconds: 10, shapes: 'a' as const };
    const id = await harness.addLesson([await drawLesson(clips, 'drawn', [drawn, plants])]);
    await analyse(id);
    expect(await listSlides(harness.parts.db, id)).toHaveLength(2);
  });

  it('are kept when they are found anew, with their text, and what is unused goes', async () => {
    const id = await harness.addLesson([first]);
    await analyse(id);
    const before = await listSlides(harness.parts.db, id);
    await harness.store.put(`${slidesPrefix(id)}0123.jpg`, 'left by a run that was cut short');
    await analyse(id);
    const after = await listSlides(harness.parts.db, id);
    expect(after).toEqual(before);
    expect(await pictureKeys(id)).toHaveLength(2);
  });

  it('go on being read where a killed program stopped', async () => {
    const id = await harness.addLesson([first]);
    await analyse(id);
    const [read] = await listSlides(harness.parts.db, id);
    await forgetSlideTexts(harness.parts.db, id);
    await harness.parts.db
      .updateTable('slides')
      .set({ read_at: '2026-01-01T00:00:00.000Z', text: 'as it was' })
      .where('seq', '=', 1)
      .execute();
    harness = await harness.crash();
    await harness.jobs.enqueue('slide_text', { recording_id: id });
    await harness.jobs.start();
    await harness.jobs.whenIdle();
    const slides = await listSlides(harness.parts.db, id);
    expect(slides[0]).toMatchObject({ text: 'as it was', file_key: read?.file_key });
    expect(slides[1]?.text).toContain('Swap them');
  });

  it('stay as they were when the job is cancelled', async () => {
    const id = await harness.addLesson([first]);
    const job = await harness.jobs.enqueue('slides', { recording_id: id });
    await harness.jobs.start();
    await waitFor('the job to run', async () => (await harness.jobs.get(job)).state === 'running');
    expect((await harness.jobs.cancel(job)).state).toBe('cancelled');
    expect(await listSlides(harness.parts.db, id)).toEqual([]);
  });

  it.runIf(hasSlideFont)('are looked for on from where an interrupted run stopped', async () => {
    const id = await harness.addLesson([first, second]);
    const timeline = await readTimeline(harness.parts, await lessonOfJob(harness.parts, id), 'source');
    const [take] = timeline.parts;
    if (take === undefined) throw new Error('no take');
    const tracker = new ScreenTracker();
    const found: FoundScreen[] = [];
    let atSec = 0;
    const signal = new AbortController().signal;
    await readFrames(harness.parts, take, { signal }, (frame) => {
      if (frame.timeSec > 13) return;
      found.push(...tracker.push(frame));
      atSec = frame.timeSec;
    });
    const before = openUnfinished<Looked>(harness.parts, {
      ...{ recordingId: id, stage: 'slides', timeline, method: slidesVersion },
    });
    // Not quite as it was: whoever begins anew finds it at 0.
    before.note({
      atSec,
      found: found.map(moved),
      tracker: tracker.state,
    });
    await before.settled();
    await analyse(id);
    const slides = await harness.vod.slides(id);
    expect(slides.map(({ heading }) => heading)).toEqual(['광합성', 'Sorting a list', '광합성']);
    expect(slides[0]?.time).toBe(0.75);
    expect(slides[1]?.end_time).toBeGreaterThan(22);
    expect(await harness.store.stat(unfinishedKey(id, 'slides'))).toBeUndefined();
  });

  it('are looked for anew when what an earlier run left is of other files, or cannot be read', async () => {
    const id = await harness.addLesson([first]);
    await harness.store.put(unfinishedKey(id, 'slides'), 'torn');
    await analyse(id);
    expect((await listSlides(harness.parts.db, id)).map(({ time }) => time)).toHaveLength(2);
    const timeline = await readTimeline(harness.parts, await lessonOfJob(harness.parts, id), 'source');
    const other = openUnfinished<Looked>(harness.parts, {
      ...{ recordingId: id, stage: 'slides', timeline, method: slidesVersion - 1 },
    });
    other.note({ atSec: 17, found: [], tracker: new ScreenTracker().state });
    await other.settled();
    await analyse(id);
    expect(await listSlides(harness.parts.db, id)).toHaveLength(2);
  });

  it('leave no note of an interrupted run behind for long', async () => {
    const id = await harness.addLesson([first]);
    await harness.store.put(unfinishedKey(id, 'slides'), 'left');
    expect(await checkConsistency({ ...harness.parts })).toEqual([]);
    const past = new Date(Date.now() - graceMs - 1000);
    await utimes(harness.store.localPath(unfinishedKey(id, 'slides')), past, past);
    const findings = await checkConsistency({ ...harness.parts });
    expect(findings).toEqual([{ kind: 'stale_note', recordingId: id, key: unfinishedKey(id, 'slides') }]);
    await repairConsistency(harness.parts, findings);
    expect(await checkConsistency({ ...harness.parts })).toEqual([]);
  });

  it('have pictures in any width, and a missing one is made anew', async () => {
    const id = await harness.addLesson([first]);
    await analyse(id);
    const small = await harness.vod.slideImage(id, 1, 320);
    expect(small.body.subarray(0, 2).toString('hex')).toBe('ffd8');
    expect(small.body.length).toBeLessThan((await harness.vod.slideImage(id, 1, undefined)).body.length);
    await expect(harness.vod.slideImage(id, 9, undefined)).rejects.toMatchObject({ code: 'media_missing' });
    const [key = ''] = await pictureKeys(id);
    await rm(harness.store.localPath(key));
    const found = await checkConsistency({ ...harness.parts });
    expect(found).toEqual([{ kind: 'slide_missing', recordingId: id, key }]);
    await repairConsistency({ ...harness.parts, jobs: harness.jobs }, found);
    await harness.jobs.whenIdle();
    expect(await checkConsistency({ ...harness.parts })).toEqual([]);
    // Without its video a lesson cannot be looked through again.
    await rm(harness.store.localPath(key));
    await rm(harness.store.localPath(takeKey(id, 1)));
    const lost = await checkConsistency({ ...harness.parts });
    expect(lost.map(({ kind }) => kind)).toEqual(['take_missing', 'slide_missing']);
    const repaired = await repairConsistency({ ...harness.parts, jobs: harness.jobs }, lost);
    expect(repaired.map(({ kind }) => kind)).toEqual(['take_missing']);
  });
});
