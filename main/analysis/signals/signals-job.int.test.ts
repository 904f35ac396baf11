import { utimes, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { lessonSignalsSchema } from '../../../contract/analysis.ts';
import { readAnalysis } from '../../db/analyses.ts';
import { addScreenshot } from '../../library/screenshots.ts';
import { evidenceKey, signalsPrefix } from '../../storage/lesson-keys.ts';
import { type TemporaryFolder, ffmpeg, makeTake, temporaryFolder } from '../../testing/media-clips.ts';
import { hasSamplePhotos, readSamplePhoto } from '../../testing/sample-photos.ts';
import { type VodHarness, openVodHarness } from '../../testing/vod-harness.ts';
import { checkConsistency, graceMs, repairConsistency } from '../../vod/consistency.ts';
import { silentLogger } from '../../base/logger.ts';
import type { Scene } from '../vision/scene.ts';
import { createLessonSignals } from './lesson-signals.ts';
import { signalsHandler } from './signals-job.ts';

let clips: TemporaryFolder;
/** 30 s of nothing. */
let black: string;
/** 40 s of an empty classroom, 40 s of two raised hands, 40 s of nothing. */
let classroom: string;
let harness: VodHarness;

const encoding =
  '-c:v libx264 -preset ultrafast -crf 24 -g 10 -keyint_min 10 -sc_threshold 0 -pix_fmt yuv420p'.split(' ');

beforeAll(async () => {
  clips = await temporaryFolder();
  const source = 'color=c=black:s=640x480:r=5:d=30';
  await ffmpeg('-loglevel', 'error', '-f', 'lavfi', '-i', source, ...encoding, clips.file('black.mp4'));
  black = await makeTake(clips.file('black.mp4'), clips.file('black-take.mp4'));
  if (!hasSamplePhotos) return;
  for (const [name, photo] of [
    ['empty.png', 'classroom.jpg'],
    ['hands.png', 'hr-img1.png'],
  ] as const) {
    const frame = sharp(readSamplePhoto(photo)).flatten({ background: '#fff' });
    await writeFile(
      clips.file(name),
      await frame.resize(640, 480, { fit: 'contain', background: '#fff' }).png().toBuffer(),
    );
  }
  const still = (file: string): string[] => [
    '-loop',
    '1',
    '-framerate',
    '5',
    '-t',
    '40',
    '-i',
    clips.file(file),
  ];
  await ffmpeg(
    ...['-loglevel', 'error', ...still('empty.png'), ...still('hands.png')],
    ...['-f', 'lavfi', '-i', 'color=c=black:s=640x480:r=5:d=40'],
    ...['-filter_complex', '[0][1][2]concat=n=3:v=1:a=0', ...encoding, clips.file('class.mp4')],
  );
  classroom = await makeTake(clips.file('class.mp4'), clips.file('class-take.mp4'));
});
afterAll(() => clips[Symbol.asyncDispose]());
beforeEach(async () => {
  harness = await openVodHarness();
  harness.settings.analysis.camera_signals = true;
});
afterEach(() => harness.end());

async function findSignals(recordingId: string) {
  await harness.jobs.enqueue('signals', { recording_id: recordingId });
  await harness.jobs.start();
  await harness.jobs.whenIdle();
  const { items } = await harness.jobs.list({ limit: 10 });
  return items[0];
}
const signals = () => createLessonSignals(harness.parts);
const filesOf = async (recordingId: string) =>
  (await Array.fromAsync(harness.store.list(signalsPrefix(recordingId)))).map(({ key }) => key);

describe('looking for signals in a lesson', () => {
  test('is not done unless the school has switched it on', async () => {
    harness.settings.analysis.camera_signals = false;
    const id = await harness.addLesson([black]);
    expect(await findSignals(id)).toMatchObject({
      state: 'failed',
      attempts: 1,
      error: { code: 'analysis_off' },
    });
    expect(await readAnalysis(harness.parts.db, id, 'signals')).toBeUndefined();
    expect(await signals().lessonSignals(id)).toEqual({
      enabled: false,
      duration: expect.closeTo(30, 0),
      skipped: null,
      samples: [],
      moments: [],
    });
  });

  test('is still to be done where it is on', async () => {
    const id = await harness.addLesson([black]);
    await expect(signals().lessonSignals(id)).rejects.toMatchObject({ code: 'analysis_not_ready' });
  });

  test('says so when the recording is no view of a class', async () => {
    const id = await harness.addLesson([black]);
    expect(await findSignals(id)).toMatchObject({ state: 'done' });
    const found = await signals().lessonSignals(id);
    expect(found).toMatchObject({ enabled: true, skipped: 'no_people', samples: [], moments: [] });
    expect(await filesOf(id)).toEqual([]);
  });
});

/** One look at a class: somebody who is plainly seen. */
const scene: Scene = {
  ...{ width: 640, height: 480, light: { mean: 0.5, spread: 0.2, bright: 0.9 }, objects: [] },
  people: [
    { confidence: 0.9, box: { x: 0, y: 0, width: 200, height: 400 }, pose: null, face: null, phone: null },
  ],
  ...{ strongestDoubt: 0, heads: [], models: [{ name: 'coco-ssd', task: 'objects' }] },
};

/** The job without its models. @param onLook called with the number of the look, from 1 */
function run(id: string, options: { onLook?: (count: number) => void; signal?: AbortSignal }): Promise<void> {
  let count = 0;
  const call = async (name: string) => {
    if (name !== 'look_at_picture') throw new Error(`${name} is not wanted here`);
    options.onLook?.((count += 1));
    return scene;
  };
  const host = { ...harness.host, call: call as typeof harness.host.call };
  const { models, jobs, parts } = harness;
  return signalsHandler({ ...parts, models, jobs: () => jobs, host }).run({
    ...{ payload: { recording_id: id }, jobId: 'a', progress: () => undefined, log: silentLogger },
    signal: options.signal ?? new AbortController().signal,
  });
}

describe('a search for signals', () => {
  test('ends at the next picture when it is switched off, and leaves nothing', async () => {
    const id = await harness.addLesson([black]);
    const looks: number[] = [];
    const onLook = (count: number): void => {
      looks.push(count);
      harness.settings.analysis.camera_signals = count < 2;
    };
    await expect(run(id, { onLook })).rejects.toMatchObject({ code: 'analysis_off' });
    expect(looks).toEqual([1, 2]);
    expect(await filesOf(id)).toEqual([]);
    expect(await readAnalysis(harness.parts.db, id, 'signals')).toBeUndefined();
  });

  test('goes on among the screenshots where it was interrupted, and notes nothing of a pupil', async () => {
    const id = await harness.addLesson([black]);
    const pupils = [null, null, 'p-1', 'p-2', 'p-3', 'p-4', 'p-5', 'p-6'];
    for (const start of [0, 10, 20]) {
      for (const [position, studentId] of pupils.entries()) {
        const at = (start + 1) * 1000 + position;
        await addScreenshot(harness.parts.db, harness.store, 'math-3', {
          image: await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
            .jpeg()
            .toBuffer(),
          taken_at: new Date(Date.UTC(2026, 2, 2, 9) + at).toISOString(),
          ...(studentId === null ? {} : { student_id: studentId }),
        });
      }
    }
    const stop = new AbortController();
    // Three of the recording, two intervals of eight screenshots, then one more.
    const onLook = (count: number): void => {
      if (count === 3 + 16 + 1) stop.abort();
    };
    await expect(run(id, { onLook, signal: stop.signal })).rejects.toMatchObject({ code: 'job_cancelled' });
    const [notes = ''] = await filesOf(id);
    expect((await harness.store.read(notes)).toString()).not.toMatch(/p-\d|studentId/);
    let looks = 0;
    await run(id, { onLook: () => (looks += 1) });
    expect(looks).toBe(8);
    const { samples } = await signals().lessonSignals(id);
    expect(samples.map(({ people }) => people).toSorted((a, b) => a - b)).toEqual([1, 1, 1, 8, 8, 8]);
  });

  test('begins anew with other models', async () => {
    const id = await harness.addLesson([black]);
    const stop = new AbortController();
    const onLook = (count: number): void => {
      if (count === 3) stop.abort();
    };
    // The batch is whole when the job is told to stop.
    await run(id, { onLook, signal: stop.signal }).catch(() => undefined);
    const [notes = ''] = await filesOf(id);
    expect(JSON.parse((await harness.store.read(notes)).toString())).toMatchObject({
      recording: { batches: 1 },
    });
    const models = await harness.models.list();
    for (const model of models) if (model.task === 'faces') model.version = 'another';
    harness.models.list = async () => models;
    let looks = 0;
    await run(id, { onLook: () => (looks += 1) });
    expect(looks).toBe(3);
  });
});

// Two dozen looks and their frames: minutes on a busy machine.
describe.skipIf(!hasSamplePhotos)('signals of a class', { timeout: 400_000 }, () => {
  test('are moments on which several looks agree, with frames, and the same when looked for again', async () => {
    const id = await harness.addLesson([classroom]);
    expect(await findSignals(id)).toMatchObject({ state: 'done', progress: 1 });
    const found = lessonSignalsSchema.parse(await signals().lessonSignals(id));
    expect(found.samples.map(({ time }) => Math.round(time))).toEqual([
      0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110,
    ]);
    expect(found.samples.map(({ people }) => people)).toEqual([0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0]);
    const spans = found.moments.map((moment) => [
      ...[moment.kind, Math.round(moment.start_time), Math.round(moment.end_time), moment.count],
    ]);
    expect(spans).toEqual([
      ['absent', 0, 40, 0],
      ['hand_raised', 40, 80, 2],
      ['screen_off', 80, 120, 0],
    ]);
    const hands = found.moments[1]!;
    expect(hands.evidence).toHaveLength(3);
    const [frame] = hands.evidence;
    expect(frame?.boxes).toHaveLength(2);
    const picture = await signals().evidence(id, frame!.image.split('/').at(-1)!);
    expect(frame?.image).toBe(`/api/vod/${id}/signals/${frame!.image.split('/').at(-1)}`);
    expect(await sharp(picture.body).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 480 });

    const analysis = await readAnalysis(harness.parts.db, id, 'signals');
    expect(analysis?.models.map(({ name }) => name)).toEqual(['blazeface', 'coco-ssd', 'movenet-lightning']);
    const files = await filesOf(id);
    expect(files.every((key) => key.endsWith('.jpg'))).toBe(true);
    expect(await checkConsistency(harness.parts)).toEqual([]);

    await findSignals(id);
    expect(await signals().lessonSignals(id)).toEqual(found);
    expect(await filesOf(id)).toEqual(files);

    await harness.vod.deleteVideo(id);
    expect(await filesOf(id)).toEqual([]);
    expect(await readAnalysis(harness.parts.db, id, 'signals')).toBeUndefined();
  });

  test('are not looked for twice when the work was interrupted', async () => {
    const id = await harness.addLesson([classroom]);
    const stop = new AbortController();
    const asked: string[] = [];
    const { host, models } = harness;
    const handler = signalsHandler({
      ...harness.parts,
      models,
      jobs: () => harness.jobs,
      host: {
        ...host,
        call: (async (name, args, options) => {
          asked.push(name);
          if (name === 'make_evidence_picture') stop.abort();
          return host.call(name, args, options);
        }) as typeof host.call,
      },
    });
    const context = {
      payload: { recording_id: id },
      jobId: 'a',
      progress: () => undefined,
      log: silentLogger,
    };
    await expect(handler.run({ ...context, signal: stop.signal })).rejects.toMatchObject({
      code: 'job_cancelled',
    });
    expect(asked.filter((name) => name === 'look_at_picture')).toHaveLength(12);
    expect(await readAnalysis(harness.parts.db, id, 'signals')).toBeUndefined();

    expect(await findSignals(id)).toMatchObject({ state: 'done' });
    const again = await signals().lessonSignals(id);
    expect(again.moments).toHaveLength(3);
    expect(asked.filter((name) => name === 'look_at_picture')).toHaveLength(12);
    expect((await filesOf(id)).some((key) => key.endsWith('looks.json'))).toBe(false);
  });

  test('also come from screenshots of the session; a single pupil’s leave nothing', async () => {
    const id = await harness.addLesson([black]);
    const send = async (second: number, student_id?: string) =>
      addScreenshot(harness.parts.db, harness.store, 'math-3', {
        image: await sharp(readSamplePhoto('hr-hand1.jpg')).linear(1, second).jpeg().toBuffer(),
        taken_at: new Date(Date.UTC(2026, 2, 2, 9, 0, second)).toISOString(),
        ...(student_id === undefined ? {} : { student_id }),
      });
    for (const second of [1, 11]) await send(second);
    for (const second of [21, 22, 23]) await send(second, 'p-1');
    await findSignals(id);
    const { moments, samples, skipped } = await signals().lessonSignals(id);
    expect(skipped).toBeNull();
    expect(moments.map(({ kind }) => kind)).toContain('hand_raised');
    const shown = moments.flatMap(({ evidence }) => evidence.map(({ time }) => Math.round(time)));
    expect(shown.filter((time) => time > 20)).toEqual([]);
    // Three pictures of one pupil are still one pupil.
    expect(samples.map(({ time }) => Math.round(time))).toEqual([1, 11]);
  });

  test('lose to the consistency check what nothing shows, and what is gone', async () => {
    const id = await harness.addLesson([classroom]);
    await findSignals(id);
    const before = await filesOf(id);
    await harness.store.put(evidenceKey(id, 'old.jpg'), 'x');
    const past = new Date(Date.now() - graceMs - 1000);
    await utimes(harness.store.localPath(evidenceKey(id, 'old.jpg')), past, past);
    const gone = before[0]!;
    await harness.store.remove(gone);
    const name = gone.split('/').at(-1)!;
    const findings = await checkConsistency(harness.parts);
    expect(findings).toEqual([
      { kind: 'stale_evidence', recordingId: id, key: evidenceKey(id, 'old.jpg') },
      { kind: 'evidence_missing', recordingId: id, name },
    ]);
    await repairConsistency(harness.parts, findings);
    expect(await checkConsistency(harness.parts)).toEqual([]);
    const { moments } = await signals().lessonSignals(id);
    expect(moments).toHaveLength(3);
    expect(JSON.stringify(moments)).not.toContain(name);
    await expect(signals().evidence(id, name)).rejects.toMatchObject({ code: 'not_found' });
  });
});
