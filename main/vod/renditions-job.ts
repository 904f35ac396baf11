/**
 * Makes the smaller (or playable) resolutions of a lesson. One process per take makes all of them; a take that is
 * published is not made again, so a killed job goes on where it was.
 */
import { AppError } from '../base/app-error.ts';
import { listRenditions, plannedRendition, saveRendition } from '../db/renditions.ts';
import type { RenditionsTable } from '../db/tables.ts';
import type { JobContext, JobHandler } from '../jobs/job-handler.ts';
import type { TakeIndex } from '../media/fmp4-index.ts';
import { type LadderOutput, importArguments, ladderArguments } from '../media/media-commands.ts';
import { renditionTakeKey } from '../storage/lesson-keys.ts';
import { announceLesson, lessonOfJob } from '../lesson/lesson-info.ts';
import { type PlannedRendition, isPlayableEverywhere, planRenditions } from './rendition-plan.ts';
import { runFfmpeg } from '../lesson/run-ffmpeg.ts';
import { type Timeline, type TimelinePart, readTimeline } from '../lesson/timeline.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import { makeWorkFolder } from '../lesson/work-folder.ts';

export function renditionsHandler(parts: LessonParts): JobHandler<'renditions'> {
  return {
    lane: 'media',
    maxAttempts: 3,
    isLong: true,
    run: async (context) => {
      const lesson = await lessonOfJob(parts, context.payload.recording_id);
      const timeline = await readTimeline(parts, lesson, 'source');
      const plan = planOf(timeline, parts.settings().processing.ladder);
      const isReady = new Set<string>(lesson.ready);
      const missing = plan.filter(({ name }) => !isReady.has(name));
      for (const { name } of missing)
        await saveRendition(parts.db, plannedRendition(lesson.recording_id, name));
      let doneSec = 0;
      for (const take of timeline.parts) {
        const takeStartSec = doneSec;
        await makeTake(parts, context, { take, missing }, (outTimeSec) => {
          const atSec = takeStartSec + Math.min(outTimeSec, take.index.durationSec);
          context.progress(atSec / timeline.durationSec);
        });
        doneSec += take.index.durationSec;
        context.progress(doneSec / timeline.durationSec);
      }
      for (const { name } of missing) await markReady(parts, lesson.recording_id, name, timeline);
      if (missing.length > 0) await announceLesson(parts, lesson.recording_id);
    },
  };
}

/** Made for the tallest take; smaller ones keep their size. One take that cannot be played calls for a whole copy. */
function planOf(timeline: Timeline, ladder: readonly number[]): PlannedRendition[] {
  const pictures = timeline.parts.filter((part) => part.index.videoCodec !== undefined);
  const tallest = pictures.toSorted((a, b) => (b.index.height ?? 0) - (a.index.height ?? 0))[0];
  const odd = pictures.find((part) => !isPlayableEverywhere(part.index.videoCodec));
  return planRenditions(
    { height: tallest?.index.height, videoCodec: (odd ?? tallest)?.index.videoCodec },
    ladder,
  );
}

async function makeTake(
  parts: LessonParts,
  { payload, signal }: JobContext<'renditions'>,
  { take, missing }: { take: TimelinePart; missing: readonly PlannedRendition[] },
  onPosition: (outTimeSec: number) => void,
): Promise<void> {
  const keyOf = (name: PlannedRendition['name']) => renditionTakeKey(payload.recording_id, name, take.seq);
  const toMake: PlannedRendition[] = [];
  for (const planned of missing) {
    if ((await parts.store.stat(keyOf(planned.name))) === undefined) toMake.push(planned);
  }
  if (toMake.length === 0) return;
  await using work = await makeWorkFolder(parts.store, 'renditions');
  const outputs = toMake.map((planned) => {
    const { width, height } = sizeFor(take.index, planned);
    return { name: planned.name, width, height, output: work.file(`${planned.name}.mp4`) };
  });
  const { encoders } = await parts.ffmpeg();
  await parts.store.withLocalFile(take.key, async (input) => {
    const common = { purpose: 'renditions', signal, onPosition };
    if (take.index.videoCodec !== undefined) {
      const hasAudio = take.index.audioCodec !== undefined;
      await runFfmpeg(parts, { ...common, args: ladderArguments({ input, outputs, hasAudio, encoders }) });
      return;
    }
    // A take of sound alone has its place in every rendition.
    const plan = { video: 'none', audio: 'copy' } as const;
    for (const { output } of outputs) {
      await runFfmpeg(parts, { ...common, args: importArguments({ input, output, plan, encoders }) });
    }
  });
  for (const { name, output } of outputs) {
    // Cancelled or removed meanwhile: nothing more may appear among the lesson's files.
    if (signal.aborted) throw new AppError('job_cancelled');
    await parts.store.publish(keyOf(name), output);
    await parts.takeIndexes.get(keyOf(name));
  }
}

function sizeFor(index: TakeIndex, planned: PlannedRendition): Pick<LadderOutput, 'width' | 'height'> {
  const { width = 2, height = 2 } = index;
  const target = Math.min(planned.height, height - (height % 2));
  return { width: Math.max(2, Math.round((width * target) / height / 2) * 2), height: Math.max(2, target) };
}

async function markReady(
  parts: LessonParts,
  recordingId: string,
  name: RenditionsTable['name'],
  timeline: Timeline,
): Promise<void> {
  const indexes = await Promise.all(
    timeline.parts.map((take) => parts.takeIndexes.get(renditionTakeKey(recordingId, name, take.seq))),
  );
  const largest = indexes.toSorted((a, b) => (b.height ?? 0) - (a.height ?? 0))[0];
  const sizeBytes = indexes.reduce((sum, index) => sum + index.sizeBytes, 0);
  const durationSec = indexes.reduce((sum, index) => sum + index.durationSec, 0);
  await saveRendition(parts.db, {
    recording_id: recordingId,
    name,
    state: 'ready',
    width: largest?.width ?? null,
    height: largest?.height ?? null,
    video_codec: largest?.videoCodec ?? null,
    audio_codec: indexes.find((index) => index.audioCodec !== undefined)?.audioCodec ?? null,
    bitrate_kbps: durationSec > 0 ? Math.round((sizeBytes * 8) / durationSec / 1000) : 0,
    size_bytes: sizeBytes,
  });
}

/** After the job was given up: what it did not finish will not come. */
export async function failRenditions(parts: Pick<LessonParts, 'db'>, recordingId: string): Promise<void> {
  for (const row of await listRenditions(parts.db, recordingId)) {
    if (row.state === 'queued') await saveRendition(parts.db, { ...row, state: 'failed' });
  }
}
