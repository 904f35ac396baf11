import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../base/logger.ts';
import { readAnalysis } from '../../db/analyses.ts';
import { forgetSlideTexts, listSlides, replaceSlides } from '../../db/slides.ts';
import { slideKey } from '../../storage/lesson-keys.ts';
import { type VodHarness, openVodHarness } from '../../testing/vod-harness.ts';
import { slideTextHandler } from './slide-text-job.ts';

let harness: VodHarness;
beforeEach(async () => {
  harness = await openVodHarness();
});
afterEach(() => harness.end());

describe('reading the screens of a lesson', () => {
  it('is whole when somebody has all of them read again meanwhile', async () => {
    const id = await harness.addLesson([]);
    const { db } = harness.parts;
    const keys = Array.from({ length: 6 }, (_, index) => slideKey(id, `picture${index}`));
    for (const key of keys) await harness.store.put(key, 'jpeg');
    const slides = keys.map((file_key, time) => ({
      file_key,
      time,
      end_time: time + 1,
      width: 1280,
      height: 720,
      text: '',
      blocks: '[]',
      heading: '',
      read_at: null,
    }));
    await db.transaction().execute((trx) => replaceSlides(trx, id, slides));
    let reads = 0;
    const call = async () => {
      reads += 1;
      // The first four are read and stored.
      if (reads === 5) await forgetSlideTexts(db, id);
      return { lines: [], text: `reading ${reads}`, heading: '' };
    };
    const { models, jobs, parts } = harness;
    const host = { ...harness.host, call: call as unknown as typeof harness.host.call };
    await slideTextHandler({ ...parts, models, jobs: () => jobs, host }).run({
      ...{ payload: { recording_id: id }, jobId: 'a', log: silentLogger },
      ...{ progress: () => undefined, signal: new AbortController().signal },
    });
    const read = await listSlides(db, id);
    expect(read.filter(({ read_at }) => read_at === null)).toEqual([]);
    expect(reads).toBe(10);
    expect(await readAnalysis(db, id, 'slide_text')).toMatchObject({ result: { pictures: 6 } });
  });
});
