import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../base/ids.ts';
import { writeAnalysis } from '../db/analyses.ts';
import { evidenceKey, signalsPrefix } from '../storage/lesson-keys.ts';
import { type VodHarness, openVodHarness } from '../testing/vod-harness.ts';
import { type AnalysisSwitch, createAnalysisSwitch } from './analysis-switch.ts';

let harness: VodHarness;
let analysisSwitch: AnalysisSwitch;
let id: string;

// The queue is not started: what is queued stays queued.
beforeEach(async () => {
  harness = await openVodHarness();
  harness.settings.analysis.camera_signals = true;
  analysisSwitch = createAnalysisSwitch(harness.parts);
  id = await harness.addLesson([]);
  for (const kind of ['slides', 'speech', 'signals', 'thumbnail'] as const) {
    await harness.jobs.enqueue(kind, { recording_id: id });
  }
});
afterEach(() => harness.end());

/** As a patch of the settings does: new objects. */
async function change(analysis: Partial<VodHarness['settings']['analysis']>): Promise<void> {
  harness.settings.analysis = { ...harness.settings.analysis, ...analysis };
  await analysisSwitch.settingsChanged();
}

const queued = async () =>
  (await harness.jobs.list({ state: 'queued', limit: 20 })).items.map(({ kind }) => kind).toReversed();

describe('switching analysis off', () => {
  it('ends the search for signals, whose notes go; what was found stays', async () => {
    const frame = { time: 0, image: 'kept.jpg', boxes: [] };
    const moment = { kind: 'absent', start_time: 0, end_time: 9, confidence: 1, count: 0, evidence: [frame] };
    await writeAnalysis(harness.parts.db, id, {
      ...{ stage: 'signals', version: 1, models: [], finishedAt: '2026-03-02T00:00:00.000Z' },
      result: { duration: 9, skipped: null, samples: [], moments: [moment] },
    });
    for (const name of ['looks.json', 'begun.jpg', 'kept.jpg'])
      await harness.store.put(evidenceKey(id, name), '{}');
    await change({ camera_signals: false });
    expect(await queued()).toEqual(['slides', 'speech', 'thumbnail']);
    const files = await Array.fromAsync(harness.store.list(signalsPrefix(id)));
    expect(files.map(({ key }) => key)).toEqual([evidenceKey(id, 'kept.jpg')]);
  });

  it('ends every stage of every lesson where all of it is switched off', async () => {
    await harness.jobs.enqueue('chapters', { recording_id: newId() });
    await change({ enabled: false });
    expect(await queued()).toEqual(['thumbnail']);
    // What somebody asks for afterwards is made.
    await harness.jobs.enqueue('slides', { recording_id: id });
    await change({ blur_faces: false });
    expect(await queued()).toEqual(['thumbnail', 'slides']);
  });

  it('leaves alone what other settings are about', async () => {
    await change({ when: 'when_idle' });
    expect(await queued()).toEqual(['slides', 'speech', 'signals', 'thumbnail']);
  });
});
