import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnalysisStage } from '../../contract/analysis.ts';
import type { JobKind } from '../../contract/jobs.ts';
import { newId } from '../base/ids.ts';
import { writeAnalysis } from '../db/analyses.ts';
import { updateRecording } from '../db/recordings.ts';
import { type TemporaryFolder, makeClip, makeTake, temporaryFolder } from '../testing/media-clips.ts';
import { type VodHarness, openVodHarness } from '../testing/vod-harness.ts';
import { LessonAnalysis } from './lesson-analysis.ts';

let clips: TemporaryFolder;
let take: string;
let harness: VodHarness;
let analysis: LessonAnalysis;
let id: string;

beforeAll(async () => {
  clips = await temporaryFolder();
  const clip = await makeClip(clips.file('clip.mp4'), { seconds: 1, rate: 10, gop: 10 });
  take = await makeTake(clip, clips.file('take.mp4'));
});
afterAll(() => clips[Symbol.asyncDispose]());
// The queue is not started: what is queued stays queued.
beforeEach(async () => {
  harness = await openVodHarness();
  analysis = new LessonAnalysis(harness.parts);
  id = await harness.addLesson([take]);
  await updateRecording(harness.parts.db, id, { status: 'ready' });
});
afterEach(() => harness.end());

const statesOf = async (): Promise<Record<string, string>> => {
  const { stages } = await analysis.status(id);
  return Object.fromEntries(stages.map(({ stage, state }) => [stage, state]));
};
const queued = async (): Promise<JobKind[]> =>
  (await harness.jobs.list({ recording_id: id, limit: 20, state: 'queued' })).items
    .map(({ kind }) => kind)
    .toReversed();

describe('the state of the analysis', () => {
  it('is told stage by stage', async () => {
    expect(await statesOf()).toEqual({
      slides: 'none',
      slide_text: 'none',
      speech: 'none',
      chapters: 'none',
      signals: 'off',
    });
    harness.settings.analysis.camera_signals = true;
    await analysis.rerun(id, ['speech']);
    await writeAnalysis(harness.parts.db, id, {
      stage: 'slides',
      version: 1,
      models: [{ name: 'x', version: '2' }],
      result: {},
      finishedAt: '2026-03-02T00:00:00.000Z',
    });
    expect(await statesOf()).toMatchObject({ slides: 'done', speech: 'queued', signals: 'none' });
    const { stages } = await analysis.status(id);
    expect(stages[0]).toMatchObject({ models: [{ name: 'x', version: '2' }], progress: 1, job_id: null });
  });

  it('is that of the newest job', async () => {
    const { job_ids: first } = await analysis.rerun(id, ['speech']);
    await harness.jobs.cancel(first[0] ?? '');
    expect(await statesOf()).toMatchObject({ speech: 'cancelled' });
    await analysis.rerun(id, ['speech']);
    expect(await statesOf()).toMatchObject({ speech: 'queued' });
  });
});

describe('making it again', () => {
  it('queues all that is on; what follows by itself is left to follow', async () => {
    expect((await analysis.rerun(id)).job_ids).toHaveLength(2);
    expect(await queued()).toEqual(['slides', 'speech']);
  });

  it('includes signals where they are on', async () => {
    harness.settings.analysis.camera_signals = true;
    await analysis.rerun(id);
    expect(await queued()).toEqual(['slides', 'speech', 'signals']);
  });

  it.each<[AnalysisStage[], JobKind[]]>([
    [['chapters'], ['chapters']],
    [['chapters', 'speech'], ['speech']],
    [
      ['slide_text', 'speech'],
      ['slide_text', 'speech'],
    ],
    [['slide_text', 'slides', 'chapters'], ['slides']],
  ])('of %j queues %j', async (stages, kinds) => {
    await analysis.rerun(id, stages);
    expect(await queued()).toEqual(kinds);
  });

  it('keeps a job that is waiting already', async () => {
    const first = await analysis.rerun(id, ['speech']);
    expect(await analysis.rerun(id, ['speech'])).toEqual(first);
  });

  it('of the text has every screen read again, which keeps its text until then', async () => {
    await harness.parts.db
      .insertInto('slides')
      .values({
        recording_id: id,
        seq: 1,
        time: 0,
        end_time: 1,
        file_key: 'x',
        text: '로그',
        blocks: '[]',
        read_at: 'now',
      })
      .execute();
    await analysis.rerun(id, ['slide_text']);
    const slides = await harness.parts.db.selectFrom('slides').select(['text', 'read_at']).execute();
    expect(slides).toEqual([{ text: '로그', read_at: null }]);
  });

  it('is refused while the lesson is recorded, without media, and for signals that are off', async () => {
    const { db } = harness.parts;
    await expect(analysis.rerun(id, ['signals'])).rejects.toMatchObject({ code: 'analysis_off' });
    await updateRecording(db, id, { status: 'recording' });
    await expect(analysis.rerun(id)).rejects.toMatchObject({ code: 'recording_in_progress' });
    const empty = await harness.addLesson([]);
    await expect(analysis.rerun(empty)).rejects.toMatchObject({ code: 'media_not_ready' });
    await updateRecording(db, empty, { status: 'failed' });
    await expect(analysis.rerun(empty)).rejects.toMatchObject({ code: 'media_empty' });
    expect(await queued()).toEqual([]);
  });
});

it('knows nothing of lessons that are not there', async () => {
  const code = 'recording_not_found';
  await expect(analysis.status(newId())).rejects.toMatchObject({ code });
  await expect(analysis.rerun(newId())).rejects.toMatchObject({ code });
  await expect(analysis.speech(newId())).rejects.toMatchObject({ code });
});

it('has no speech before that stage is done', async () => {
  await expect(analysis.speech(id)).rejects.toMatchObject({ code: 'analysis_not_ready' });
});
