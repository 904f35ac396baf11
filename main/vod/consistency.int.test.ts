import { rename } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAnalysis, writeAnalysis } from '../db/analyses.ts';
import { insertTake } from '../db/recordings.ts';
import { evidenceKey, slideKey, takeKey } from '../storage/lesson-keys.ts';
import { type VodHarness, openVodHarness } from '../testing/vod-harness.ts';
import { checkConsistency, repairConsistency } from './consistency.ts';

let harness: VodHarness;
let id: string;
const startedAt = '2026-03-02T09:00:00.000Z';

beforeEach(async () => {
  harness = await openVodHarness();
  id = await harness.addLesson([]);
  await insertTake(harness.parts.db, {
    ...{ recording_id: id, seq: 1, file_key: takeKey(id, 1), state: 'complete', size_bytes: 1 },
    ...{ started_at: startedAt, ended_at: startedAt, start_time: 0, duration_seconds: 9 },
  });
  await harness.store.put(takeKey(id, 1), 'x');
  const evidence = [{ time: 0, image: 'frame.jpg', boxes: [] }];
  await writeAnalysis(harness.parts.db, id, {
    ...{ stage: 'signals', version: 1, models: [], finishedAt: startedAt },
    result: {
      ...{ duration: 9, skipped: null, samples: [] },
      moments: [{ kind: 'absent', start_time: 0, end_time: 9, confidence: 1, count: 0, evidence }],
    },
  });
  await harness.store.put(evidenceKey(id, 'frame.jpg'), 'jpeg');
});
afterEach(() => harness.end());

const result = async () => JSON.stringify((await readAnalysis(harness.parts.db, id, 'signals'))?.result);
const findings = async () => checkConsistency(harness.parts);

describe('the evidence of a lesson', () => {
  it('is still shown when a disk that was unplugged comes back', async () => {
    const before = await result();
    const folder = harness.store.localPath('lessons');
    await rename(folder, `${folder}-unplugged`);
    const found = await findings();
    expect(found.map(({ kind }) => kind)).toEqual(['take_missing', 'evidence_missing']);
    expect((await repairConsistency(harness.parts, found)).map(({ kind }) => kind)).toEqual(['take_missing']);
    expect(await result()).toBe(before);
    await rename(`${folder}-unplugged`, folder);
    const back = await findings();
    expect(back).toEqual([{ kind: 'media_returned', recordingId: id }]);
  });

  it('is not taken out of a result that was written while the check looked', async () => {
    await harness.store.remove(evidenceKey(id, 'frame.jpg'));
    const found = await findings();
    expect(found.map(({ kind }) => kind)).toEqual(['evidence_missing']);
    const before = await result();
    await harness.store.put(evidenceKey(id, 'frame.jpg'), 'jpeg');
    expect(await repairConsistency(harness.parts, found)).toEqual([]);
    expect(await result()).toBe(before);
    await harness.store.remove(evidenceKey(id, 'frame.jpg'));
    await repairConsistency(harness.parts, found);
    expect(await result()).not.toContain('frame.jpg');
  });
});

it('does not have screens looked for in a lesson that was never recorded', async () => {
  const bare = await harness.addLesson([]);
  for (const recordingId of [id, bare]) {
    await harness.parts.db
      .insertInto('slides')
      .values({
        ...{ recording_id: recordingId, seq: 0, time: 0, end_time: 9, text: '', blocks: '[]' },
        file_key: slideKey(recordingId, 'screen'),
      })
      .execute();
  }
  expect(await findings()).toEqual([{ kind: 'slide_missing', recordingId: id, key: slideKey(id, 'screen') }]);
});
