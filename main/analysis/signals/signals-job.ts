/**
 * Looks for signs that a camera sees in a lesson, and only where the school has switched that on. It looks every ten
 * seconds, believes what several looks agree on, and keeps a few frames as evidence, without faces by default. What is
 * done is kept after every batch of looks; an earlier result stays until the new one is whole.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError, isAppError } from '../../base/app-error.ts';
import { isoTime } from '../../base/clock.ts';
import { writeAnalysis } from '../../db/analyses.ts';
import { listGaps } from '../../db/recordings.ts';
import type { LessonRow } from '../../db/recordings-read.ts';
import { listScreenshots } from '../../db/screenshots.ts';
import { lessonPosition } from '../../db/search-moments.ts';
import { type StoredSignals, evidenceNames } from '../../db/signals.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import { grabFrame } from '../../lesson/frame-grab.ts';
import { announceLesson, lessonOfJob } from '../../lesson/lesson-info.ts';
import { type Timeline, readTimeline } from '../../lesson/timeline.ts';
import { evidenceKey, signalsPrefix } from '../../storage/lesson-keys.ts';
import type { AnalysisParts } from '../analysis-parts.ts';
import { modelVersions } from '../models/used-models.ts';
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
import { type Moment, findMoments, mergeMoments, withoutContradicted } from './voting.ts';

/** Of the method: a result of another version is made again. */
export const signalsVersion = 1;
/** Looking takes nearly all of the time; then come the frames. */
const lookingShare = 0.9;

type Job = { parts: AnalysisParts; lesson: LessonRow; timeline: Timeline; signal: AbortSignal };

export function signalsHandler(parts: AnalysisParts): JobHandler<'signals'> {
  return {
    lane: 'analysis',
    maxAttempts: 3,
    isLong: true,
    run: async ({ payload, signal, progress }) => {
      if (!parts.settings().analysis.camera_signals) {
        throw new AppError('analysis_off', 'Camera signals are switched off in the settings');
      }
      const lesson = await lessonOfJob(parts, payload.recording_id);
      const timeline = await readTimeline(parts, lesson, 'source');
      const job: Job = { parts, lesson, timeline, signal };
      const looks = await lookThrough(job, (share) => progress(share * lookingShare));
      const screenshots = await lookAtScreenshots(job);
      const { durationSec } = timeline;
      const sources = [looks.seen, poolScreenshots(screenshots.seen, lookIntervalSec)];
      const tracks = withoutContradicted(sources.filter(isViewOfClass), lookIntervalSec);
      const moments = mergeMoments(
        tracks.flatMap((track) => findMoments(track, lookIntervalSec, durationSec)),
      );
      const shown = tracks.flat().toSorted((a, b) => a.time - b.time);
      const result: StoredSignals = {
        duration: durationSec,
        skipped: shown.length === 0 ? 'no_people' : null,
        samples: shown.map(({ time, people, engagement }) => ({ time, people, engagement })),
        moments: await withEvidence(job, moments, (share) =>
          progress(lookingShare + share * (1 - lookingShare)),
        ),
      };
      if (signal.aborted) throw new AppError('job_cancelled');
      await writeAnalysis(parts.db, lesson.recording_id, {
        stage: 'signals',
        version: signalsVersion,
        models: modelVersions([...looks.models, ...screenshots.models]),
        result,
        finishedAt: isoTime(parts.clock.now()),
      });
      await removeOtherFiles(parts, lesson.recording_id, result);
      await announceLesson(parts, lesson.recording_id);
    },
  };
}

type Looks = { seen: LessonLook[]; models: string[] };

const progressSchema = z.object({
  version: z.literal(signalsVersion),
  /** What was looked at, and how: with other models it begins anew. */
  plan: z.string(),
  batches: z.int().min(1),
  seen: z.array(z.custom<LessonLook>()),
  models: z.array(z.string()),
});

/** Looks at the recording, going on where an interrupted run stopped. */
async function lookThrough(
  { parts, lesson, timeline, signal }: Job,
  progress: (share: number) => void,
): Promise<Looks> {
  const batches = planSamples(timeline);
  const plan = createHash('sha256')
    .update(JSON.stringify(batches.map(({ part, segments }) => [part.key, segments])))
    .digest('hex');
  const key = progressKey(lesson.recording_id);
  const before = await readProgress(parts, key, plan);
  const looks: Looks = { seen: [...(before?.seen ?? [])], models: [...(before?.models ?? [])] };
  for (const [position, batch] of batches.entries()) {
    if (position < (before?.batches ?? 0)) continue;
    for (const { time, jpeg } of await readFrames(parts, batch, signal)) {
      const scene = await parts.host.call('look_at_picture', { image: jpeg }, { signal });
      looks.seen.push(lookAtRecording(time, scene));
      looks.models = [...new Set([...looks.models, ...scene.models.map(({ name }) => name)])];
    }
    await parts.store.put(
      key,
      JSON.stringify({ version: signalsVersion, plan, batches: position + 1, ...looks }),
    );
    progress((position + 1) / batches.length);
  }
  return looks;
}

function progressKey(recordingId: string): string {
  return `${signalsPrefix(recordingId)}looks.json`;
}

async function readProgress(
  { store }: Pick<AnalysisParts, 'store'>,
  key: string,
  plan: string,
): Promise<z.infer<typeof progressSchema> | undefined> {
  if ((await store.stat(key)) === undefined) return undefined;
  const kept = progressSchema.safeParse(JSON.parse((await store.read(key)).toString()));
  return kept.success && kept.data.plan === plan ? kept.data : undefined;
}

/** Pictures that were sent in for the session while the lesson ran. */
async function lookAtScreenshots({
  parts,
  lesson,
  timeline,
  signal,
}: Job): Promise<{ seen: SeenScreenshot[]; models: string[] }> {
  if (lesson.started_at === null) return { seen: [], models: [] };
  const startedMs = Date.parse(lesson.started_at);
  const gaps = await listGaps(parts.db, lesson.recording_id);
  const missingSec = gaps.reduce((sum, gap) => sum + gap.end_time - gap.start_time, 0);
  const rows = await listScreenshots(parts.db, lesson.session_id, {
    from: isoTime(startedMs),
    to: isoTime(startedMs + (timeline.durationSec + missingSec) * 1000),
  });
  const seen: SeenScreenshot[] = [];
  const models = new Set<string>();
  for (const { file_key: key, taken_at, student_id } of rows) {
    try {
      const image = await parts.store.read(key);
      const scene = await parts.host.call('look_at_picture', { image }, { signal });
      for (const { name } of scene.models) models.add(name);
      const wallSec = (Date.parse(taken_at) - startedMs) / 1000;
      const time = lessonPosition(wallSec, gaps, timeline.durationSec);
      seen.push({ time, key, studentId: student_id, scene });
    } catch (error) {
      // Erased meanwhile, or damaged: the others still tell something.
      if (!isAppError(error, 'media_missing') && !isAppError(error, 'image_unreadable')) throw error;
      parts.log.debug({ err: error, key }, 'a screenshot was passed over');
    }
  }
  return { seen, models: [...models] };
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

/** What an earlier run left, and this one's notes. */
async function removeOtherFiles(
  { store }: Pick<AnalysisParts, 'store'>,
  recordingId: string,
  result: StoredSignals,
): Promise<void> {
  const names = evidenceNames(result);
  const files = await Array.fromAsync(store.list(signalsPrefix(recordingId)));
  for (const { key } of files) {
    if (!names.has(key.slice(signalsPrefix(recordingId).length))) await store.remove(key);
  }
}
