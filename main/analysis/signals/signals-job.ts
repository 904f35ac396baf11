/**
 * Looks for signs that a camera sees in a lesson, and only where the school has switched that on. It looks every ten
 * seconds, believes what several looks agree on, and keeps a few frames as evidence, without faces by default. What is
 * done is kept after every batch of looks; an earlier result stays until the new one is whole.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Model } from '../../../contract/analysis.ts';
import { AppError, isAppError } from '../../base/app-error.ts';
import { isoTime } from '../../base/clock.ts';
import { writeAnalysis } from '../../db/analyses.ts';
import { listGaps } from '../../db/recordings.ts';
import type { LessonRow } from '../../db/recordings-read.ts';
import { listScreenshots } from '../../db/screenshots.ts';
import { lessonPosition } from '../../db/search-moments.ts';
import type { StoredSignals } from '../../db/signals.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import { grabFrame } from '../../lesson/frame-grab.ts';
import { announceLesson, lessonOfJob } from '../../lesson/lesson-info.ts';
import { type Timeline, readTimeline } from '../../lesson/timeline.ts';
import { evidenceKey, signalsPrefix } from '../../storage/lesson-keys.ts';
import type { AnalysisParts } from '../analysis-parts.ts';
import { modelVersions } from '../models/used-models.ts';
import type { Scene } from '../vision/scene.ts';
import {
  type LessonLook,
  type SeenScreenshot,
  boxesOf,
  isViewOfClass,
  lookAtRecording,
  poolScreenshots,
} from './looks.ts';
import { readFrames } from './sample-frames.ts';
import { lookIntervalSec, planSamples } from './sample-plan.ts';
import { type Screenshot, batchesOf, chooseScreenshots } from './screenshot-plan.ts';
import { removeUnshown } from './unshown-files.ts';
import { type Moment, findMoments, limitEvidence, mergeMoments, withoutContradicted } from './voting.ts';

/** Of the method: a result of another version is made again. */
export const signalsVersion = 2;
/** Looking takes nearly all of the time; then come the frames. */
const lookingShare = 0.9;

/** Tasks of the models that look. */
const lookingTasks: ReadonlySet<Model['task']> = new Set(['objects', 'faces', 'pose'] as const);

type Job = {
  parts: AnalysisParts;
  lesson: LessonRow;
  timeline: Timeline;
  signal: AbortSignal;
  /** To be asked before every picture. @throws AppError job_cancelled, analysis_off */
  mustGoOn: () => void;
};

export function signalsHandler(parts: AnalysisParts): JobHandler<'signals'> {
  const isOn = (): boolean => parts.settings().analysis.camera_signals;
  return {
    lane: 'analysis',
    maxAttempts: 3,
    isLong: true,
    run: async ({ payload, signal, progress }) => {
      const mustGoOn = (): void => {
        if (!isOn()) throw new AppError('analysis_off', 'Camera signals are switched off in the settings');
        if (signal.aborted) throw new AppError('job_cancelled');
      };
      try {
        mustGoOn();
        const lesson = await lessonOfJob(parts, payload.recording_id);
        const timeline = await readTimeline(parts, lesson, 'source');
        await findSignals({ parts, lesson, timeline, signal, mustGoOn }, progress);
      } catch (error) {
        if (!isOn()) await removeUnshown(parts, payload.recording_id);
        throw error;
      }
    },
  };
}

async function findSignals(job: Job, progress: (share: number) => void): Promise<void> {
  const { parts, lesson, timeline } = job;
  const { durationSec } = timeline;
  const looks = await lookThrough(job, (share) => progress(share * lookingShare));
  const sources = [looks.recording.seen, looks.screenshots.seen];
  const tracks = withoutContradicted(sources.filter(isViewOfClass), lookIntervalSec);
  const moments = limitEvidence(
    mergeMoments(tracks.flatMap((track) => findMoments(track, lookIntervalSec, durationSec))),
  );
  const shown = tracks.flat().toSorted((a, b) => a.time - b.time);
  const result: StoredSignals = {
    duration: durationSec,
    skipped: shown.length === 0 ? 'no_people' : null,
    samples: shown.map(({ time, people, engagement }) => ({ time, people, engagement })),
    moments: await withEvidence(job, moments, (share) => progress(lookingShare + share * (1 - lookingShare))),
  };
  job.mustGoOn();
  await writeAnalysis(parts.db, lesson.recording_id, {
    stage: 'signals',
    version: signalsVersion,
    models: modelVersions([...looks.recording.models, ...looks.screenshots.models]),
    result,
    finishedAt: isoTime(parts.clock.now()),
  });
  await removeUnshown(parts, lesson.recording_id);
  await announceLesson(parts, lesson.recording_id);
}

const sourceLooksSchema = z.object({
  /** What was looked at, and with which models: with others it begins anew. */
  plan: z.string(),
  batches: z.int().min(0),
  seen: z.array(z.custom<LessonLook>()),
  models: z.array(z.string()),
});
type SourceLooks = z.infer<typeof sourceLooksSchema>;
const progressSchema = z.object({
  version: z.literal(signalsVersion),
  recording: sourceLooksSchema.optional(),
  screenshots: sourceLooksSchema.optional(),
});
type Progress = z.infer<typeof progressSchema>;

/** Some pictures of one source, after which what is done is kept. */
type Batch = {
  /** Tells it from others; part of the plan. */
  name: unknown;
  look: () => Promise<Pick<SourceLooks, 'seen' | 'models'>>;
};

/** Looks at the recording and at the screenshots of the session, going on where an interrupted run stopped. */
async function lookThrough(
  job: Job,
  progress: (share: number) => void,
): Promise<Record<'recording' | 'screenshots', SourceLooks>> {
  const { parts, lesson } = job;
  const inUse = (await parts.models.list()).filter(({ is_used, task }) => is_used && lookingTasks.has(task));
  const models = inUse.map(({ name, version }) => [name, version]);
  const batches = { recording: batchesOfRecording(job), screenshots: await batchesOfScreenshots(job) };
  const total = batches.recording.length + batches.screenshots.length;
  const kept = await readProgress(parts, lesson.recording_id);
  let done = 0;
  const lookAt = async (source: keyof typeof batches): Promise<SourceLooks> => {
    const plan = createHash('sha256')
      .update(JSON.stringify([models, batches[source].map(({ name }) => name)]))
      .digest('hex');
    const before = kept[source];
    let looks = before?.plan === plan ? before : { plan, batches: 0, seen: [], models: [] };
    for (const [position, batch] of batches[source].entries()) {
      done += 1;
      if (position < looks.batches) continue;
      job.mustGoOn();
      const found = await batch.look();
      looks = {
        plan,
        batches: position + 1,
        seen: [...looks.seen, ...found.seen],
        models: [...new Set([...looks.models, ...found.models])],
      };
      kept[source] = looks;
      await parts.store.put(progressKey(lesson.recording_id), JSON.stringify(kept));
      progress(done / total);
    }
    return looks;
  };
  return { recording: await lookAt('recording'), screenshots: await lookAt('screenshots') };
}

function progressKey(recordingId: string): string {
  return `${signalsPrefix(recordingId)}looks.json`;
}

async function readProgress({ store }: Pick<AnalysisParts, 'store'>, recordingId: string): Promise<Progress> {
  const key = progressKey(recordingId);
  const none: Progress = { version: signalsVersion };
  if ((await store.stat(key)) === undefined) return none;
  const kept = progressSchema.safeParse(JSON.parse((await store.read(key)).toString()));
  return kept.success ? kept.data : none;
}

function batchesOfRecording(job: Job): Batch[] {
  const { parts, timeline, signal } = job;
  return planSamples(timeline).map((batch) => ({
    name: [batch.part.key, batch.segments],
    look: async () => {
      const seen: LessonLook[] = [];
      const models: string[] = [];
      for (const { time, jpeg } of await readFrames(parts, batch, signal)) {
        job.mustGoOn();
        const scene = await parts.host.call('look_at_picture', { image: jpeg }, { signal });
        seen.push(lookAtRecording(time, scene));
        models.push(...scene.models.map(({ name }) => name));
      }
      return { seen, models };
    },
  }));
}

/** Pictures that were sent in for the session while the lesson ran. */
async function batchesOfScreenshots(job: Job): Promise<Batch[]> {
  return (await planScreenshots(job)).map((shots) => ({
    name: shots.map(({ key }) => key),
    look: async () => {
      const seen: SeenScreenshot[] = [];
      for (const shot of shots) {
        job.mustGoOn();
        const scene = await lookAtScreenshot(job, shot.key);
        if (scene !== undefined) seen.push({ ...shot, scene });
      }
      return {
        // Only what is left of whole intervals is kept: nothing that is known of one pupil.
        seen: poolScreenshots(seen, lookIntervalSec),
        models: seen.flatMap(({ scene }) => scene.models.map(({ name }) => name)),
      };
    },
  }));
}

async function planScreenshots({ parts, lesson, timeline }: Job): Promise<Screenshot[][]> {
  if (lesson.started_at === null) return [];
  const startedMs = Date.parse(lesson.started_at);
  const gaps = await listGaps(parts.db, lesson.recording_id);
  const missingSec = gaps.reduce((sum, gap) => sum + gap.end_time - gap.start_time, 0);
  const rows = await listScreenshots(parts.db, lesson.session_id, {
    from: isoTime(startedMs),
    to: isoTime(startedMs + (timeline.durationSec + missingSec) * 1000),
  });
  const sent = rows.map(({ file_key: key, taken_at, student_id: studentId }) => {
    const wallSec = (Date.parse(taken_at) - startedMs) / 1000;
    return { time: lessonPosition(wallSec, gaps, timeline.durationSec), key, studentId };
  });
  return batchesOf(chooseScreenshots(sent, lookIntervalSec));
}

/** @returns undefined when it was erased meanwhile, or is damaged: the others still tell something */
async function lookAtScreenshot({ parts, signal }: Job, key: string): Promise<Scene | undefined> {
  try {
    const image = await parts.store.read(key);
    return await parts.host.call('look_at_picture', { image }, { signal });
  } catch (error) {
    if (!isAppError(error, 'media_missing') && !isAppError(error, 'image_unreadable')) throw error;
    parts.log.debug({ err: error, key }, 'a screenshot was passed over');
    return undefined;
  }
}

async function withEvidence(
  job: Job,
  moments: readonly Moment<LessonLook>[],
  progress: (share: number) => void,
): Promise<StoredSignals['moments']> {
  const kept = new Map<LessonLook, { name: string; width: number; height: number }>();
  const shown: StoredSignals['moments'] = [];
  for (const [position, { kind, startSec, endSec, confidence, count, evidence }] of moments.entries()) {
    const frames: StoredSignals['moments'][number]['evidence'] = [];
    for (const look of evidence) {
      if (look.picture === null) continue;
      job.mustGoOn();
      const file = kept.get(look) ?? (await keepFrame(job, look.time, look.picture.screenshotKey));
      kept.set(look, file);
      frames.push({ time: look.time, image: file.name, boxes: boxesOf(look.picture.signals, kind, file) });
    }
    shown.push({ kind, start_time: startSec, end_time: endSec, confidence, count, evidence: frames });
    progress((position + 1) / moments.length);
  }
  return shown;
}

/** Named by its content: another run that finds the same keeps the same file. */
async function keepFrame(
  { parts, lesson, timeline, signal }: Job,
  timeSec: number,
  screenshotKey: string | null,
): Promise<{ name: string; width: number; height: number }> {
  const image =
    screenshotKey === null
      ? await grabFrame(parts, timeline, timeSec, { signal })
      : await parts.store.read(screenshotKey);
  const hidesFaces = parts.settings().analysis.blur_faces;
  const made = await parts.host.call('make_evidence_picture', { image, hidesFaces }, { signal });
  const jpeg = Buffer.from(made.jpeg);
  const name = `${createHash('sha256').update(jpeg).digest('hex').slice(0, 32)}.jpg`;
  await parts.store.put(evidenceKey(lesson.recording_id, name), jpeg);
  return { name, width: made.width, height: made.height };
}
