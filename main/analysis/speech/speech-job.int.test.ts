import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAnalysis } from '../../db/analyses.ts';
import { updateRecording } from '../../db/recordings.ts';
import { type TemporaryFolder, makeClip, makeTake, temporaryFolder } from '../../testing/media-clips.ts';
import { canSpeak, makeSpokenTake } from '../../testing/spoken-clip.ts';
import { type VodHarness, openVodHarness } from '../../testing/vod-harness.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { LessonAnalysis } from '../lesson-analysis.ts';

let clips: TemporaryFolder;
/** 4 s of a tone; 4 s without sound. */
let tone: string;
let mute: string;
let harness: VodHarness;

beforeAll(async () => {
  clips = await temporaryFolder();
  const clip = await makeClip(clips.file('tone-clip.mp4'), { seconds: 4, rate: 10, gop: 20 });
  tone = await makeTake(clip, clips.file('tone.mp4'));
  const silent = await makeClip(clips.file('mute-clip.mp4'), { seconds: 4, rate: 10, gop: 20, sound: false });
  mute = await makeTake(silent, clips.file('mute.mp4'));
});
afterAll(() => clips[Symbol.asyncDispose]());
beforeEach(async () => {
  harness = await openVodHarness();
});
afterEach(() => harness.end());

/** Runs the stage, and what it starts, to the end. @returns what is known then */
async function hear(takes: readonly string[]) {
  const id = await harness.addLesson(takes);
  await updateRecording(harness.parts.db, id, { status: 'ready' });
  await harness.jobs.enqueue('speech', { recording_id: id });
  await harness.jobs.start();
  await harness.jobs.whenIdle();
  return { id, speech: await new LessonAnalysis(harness.parts).speech(id) };
}

describe('the speech of a lesson', () => {
  it('has no share when there is no sound', async () => {
    const { id, speech } = await hear([mute]);
    expect(speech).toMatchObject({ spans: [], pauses: [], speech_share: null, level: null });
    expect(await readAnalysis(harness.parts.db, id, 'speech')).toMatchObject({ models: [] });
  });

  it('is nought where a tone sounds, and chapters come next', async () => {
    const { id, speech } = await hear([mute, tone]);
    expect(speech).toMatchObject({ spans: [], speech_share: 0, level: null, clipped: [] });
    expect(speech.duration).toBeCloseTo(8, 0);
    expect(await readAnalysis(harness.parts.db, id, 'speech')).toMatchObject({
      models: [{ name: 'silero-vad', version: '6' }],
    });
    const { items } = await harness.jobs.list({ recording_id: id, limit: 5 });
    expect(items.map(({ kind, state }) => [kind, state])).toEqual([
      ['chapters', 'done'],
      ['speech', 'done'],
    ]);
  });

  it('is given up when the job is cancelled, leaving nothing', async () => {
    const id = await harness.addLesson([tone]);
    const job = await harness.jobs.enqueue('speech', { recording_id: id });
    await harness.jobs.start();
    await waitFor('the job to run', async () => (await harness.jobs.get(job)).state === 'running');
    expect((await harness.jobs.cancel(job)).state).toBe('cancelled');
    expect(await readAnalysis(harness.parts.db, id, 'speech')).toBeUndefined();
  });
});

describe.skipIf(!canSpeak)('a voice', () => {
  it('is found at its place in the lesson, with the time to think after it', async () => {
    const voice = await makeSpokenTake(clips.file('voice.mp4'), [
      ['Who can give me an example', 4.5],
      ['Very good', 2],
    ]);
    const { speech } = await hear([mute, voice]);
    expect(speech.spans).toHaveLength(2);
    expect(speech.spans[0]?.start_time).toBeGreaterThan(3.8);
    expect(speech.spans[0]?.start_time).toBeLessThan(4.6);
    expect(speech.pauses).toHaveLength(1);
    const [pause] = speech.pauses;
    expect((pause?.end_time ?? 0) - (pause?.start_time ?? 0)).toBeGreaterThan(4);
    expect(speech.speech_share).toBeGreaterThan(0.15);
    expect(speech.speech_share).toBeLessThan(0.6);
    expect(speech.level?.mean_db).toBeLessThan(-8);
    expect(speech.clipped).toEqual([]);
  });

  it('that is turned up too far is told to be cut off', async () => {
    const voice = await makeSpokenTake(clips.file('loud.mp4'), [['Who can give me an example', 1]], {
      gain: 12,
    });
    const { speech } = await hear([voice]);
    expect(speech.clipped.length).toBeGreaterThan(0);
    expect(speech.level?.peak_db).toBe(0);
  });

  it('goes on where one piece of decoded sound ends and the next begins', async () => {
    // The second sentence lasts from about 119 to 122 s; pieces are 120 s long.
    const voice = await makeSpokenTake(clips.file('long.mp4'), [
      ['Good', 118],
      ['Photosynthesis turns the light of the sun into chemical energy', 3],
    ]);
    const { speech } = await hear([voice]);
    expect(speech.spans).toHaveLength(2);
    expect(speech.spans[1]?.start_time).toBeLessThan(119.6);
    expect(speech.spans[1]?.end_time).toBeGreaterThan(121);
  });
});
