import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAnalysis } from '../../db/analyses.ts';
import { updateRecording } from '../../db/recordings.ts';
import { lessonOfJob } from '../../lesson/lesson-info.ts';
import { readTimeline } from '../../lesson/timeline.ts';
import { unfinishedKey } from '../../storage/lesson-keys.ts';
import { type TemporaryFolder, makeClip, makeTake, temporaryFolder } from '../../testing/media-clips.ts';
import { canSpeak, makeSpokenTake } from '../../testing/spoken-clip.ts';
import { type VodHarness, openVodHarness } from '../../testing/vod-harness.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { LessonAnalysis } from '../lesson-analysis.ts';
import { openUnfinished } from '../unfinished.ts';
import { frameSec, newFrames } from './frames.ts';
import { type Hearing, speechVersion } from './speech-job.ts';

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

/** Runs the stage, and what it starts, to the end. @param before what is there already @returns what is known then */
async function hear(takes: readonly string[], before: (id: string) => Promise<void> = async () => undefined) {
  const id = await harness.addLesson(takes);
  await updateRecording(harness.parts.db, id, { status: 'ready' });
  await before(id);
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

/** Two sentences, in different pieces of decoded sound. */
const longVoice = async () =>
  makeSpokenTake(clips.file('long.mp4'), [
    ['Good', 118],
    ['Photosynthesis turns the light of the sun into chemical energy', 3],
  ]);

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

  it('is listened to on from where an interrupted run stopped, and only if the method is the same', async () => {
    const voice = await longVoice();
    const left = async (id: string, method: number): Promise<void> => {
      const timeline = await readTimeline(harness.parts, await lessonOfJob(harness.parts, id), 'source');
      const [take] = timeline.parts;
      const of = { recordingId: id, stage: 'speech' as const, timeline, method };
      const unfinished = openUnfinished<Hearing>(harness.parts, of);
      const frames = newFrames(Math.ceil((take?.index.durationSec ?? 0) / frameSec));
      // Nothing was heard in the first 120 s, which is not so: whoever begins anew hears it.
      unfinished.note({ heard: [], now: { frames, at: 3750, state: undefined } });
      await unfinished.settled();
    };
    const { id, speech } = await hear([voice], (lesson) => left(lesson, speechVersion));
    expect(speech.spans).toHaveLength(1);
    expect(speech.spans[0]?.start_time).toBeGreaterThan(119.5);
    expect(await harness.store.stat(unfinishedKey(id, 'speech'))).toBeUndefined();
    expect((await hear([voice], (lesson) => left(lesson, speechVersion - 1))).speech.spans).toHaveLength(2);
  });

  it('goes on where one piece of decoded sound ends and the next begins', async () => {
    // The second sentence lasts from about 119 to 122 s; pieces are 120 s long.
    const voice = await longVoice();
    const { speech } = await hear([voice]);
    expect(speech.spans).toHaveLength(2);
    expect(speech.spans[1]?.start_time).toBeLessThan(119.6);
    expect(speech.spans[1]?.end_time).toBeGreaterThan(121);
  });
});
