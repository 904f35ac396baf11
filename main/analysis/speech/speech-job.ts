/** Finds speech and silence in a lesson; then come `chapters`. */
import { AppError } from '../../base/app-error.ts';
import { isoTime } from '../../base/clock.ts';
import { writeAnalysis } from '../../db/analyses.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import { lessonOfJob } from '../../lesson/lesson-info.ts';
import { runFfmpeg } from '../../lesson/run-ffmpeg.ts';
import { type Timeline, type TimelinePart, readTimeline } from '../../lesson/timeline.ts';
import { speechRate, speechSoundArguments } from '../../media/media-commands.ts';
import type { AnalysisParts } from '../analysis-parts.ts';
import { modelVersions } from '../models/used-models.ts';
import { type Unfinished, openUnfinished } from '../unfinished.ts';
import { type Frames, frameSamples, frameSec, measureLoudness, newFrames } from './frames.ts';
import type { HearingState } from './hear-speech.ts';
import { type HeardTake, describeSpeech } from './speech-spans.ts';

/** Of the method: raised when its results change. */
export const speechVersion = 1;

/**
 * Sound is decoded in pieces, each as large as may stand in memory at once (8 MB): ffmpeg is a hundred times faster than
 * the network, and an hour of floats would be 230 MB. A whole number of frames.
 */
const pieceFrames = 3750;
/** What the host hears at a time: 12 s of sound, some 40 ms of work, so that urgent calls come in between. */
const chunkFrames = 375;

export function speechHandler(parts: AnalysisParts): JobHandler<'speech'> {
  return {
    lane: 'analysis',
    maxAttempts: 3,
    isLong: true,
    run: async ({ payload, signal, progress }) => {
      const lesson = await lessonOfJob(parts, payload.recording_id);
      const timeline = await readTimeline(parts, lesson, 'source');
      const unfinished = openUnfinished<Hearing>(parts, {
        ...{ recordingId: lesson.recording_id, timeline, stage: 'speech', method: speechVersion },
      });
      const heard = await hearTakes({ parts, timeline, unfinished, signal, progress });
      if (signal.aborted) throw new AppError('job_cancelled');
      await parts.db.transaction().execute(async (trx) => {
        await writeAnalysis(trx, lesson.recording_id, {
          stage: 'speech',
          version: speechVersion,
          models: heard.length === 0 ? [] : modelVersions(['silero-vad']),
          result: describeSpeech(heard, timeline.durationSec),
          finishedAt: isoTime(parts.clock.now()),
        });
        await parts.jobs().enqueue('chapters', { recording_id: lesson.recording_id }, { trx });
      });
      await unfinished.remove();
      parts.announce('library.changed', {
        recording_id: lesson.recording_id,
        session_id: lesson.session_id,
      });
    },
  };
}

/** What was heard: of takes that are done, and of the one that is being heard up to a frame. */
export type Hearing = {
  heard: HeardTake[];
  now: { frames: Frames; at: number; state: HearingState | undefined };
};

type Job = {
  parts: AnalysisParts;
  timeline: Timeline;
  unfinished: Unfinished<Hearing>;
  signal: AbortSignal;
  progress: (share: number) => void;
};

/** Goes on where an interrupted run stopped. */
async function hearTakes(job: Job): Promise<HeardTake[]> {
  const before = await job.unfinished.read();
  const heard = before?.heard ?? [];
  let now = before?.now;
  try {
    for (const take of job.timeline.parts.filter(({ index }) => index.audioCodec !== undefined)) {
      if (heard.some(({ startSec }) => startSec === take.startSec)) continue;
      const frames = await hearTake(job, take, heard, now);
      now = undefined;
      heard.push({ startSec: take.startSec, durationSec: take.index.durationSec, frames });
    }
    return heard;
  } finally {
    await job.unfinished.settled();
  }
}

/** @param before what was heard of it already */
async function hearTake(
  { parts, timeline, unfinished, signal, progress }: Job,
  take: TimelinePart,
  heard: HeardTake[],
  before: Hearing['now'] | undefined,
): Promise<Frames> {
  const count = Math.ceil(take.index.durationSec / frameSec);
  const frames = before?.frames ?? newFrames(count);
  let state = before?.state;
  await parts.store.withLocalFile(take.key, async (input) => {
    for (let at = before?.at ?? 0; at < count; at += pieceFrames) {
      const length = Math.min(pieceFrames, count - at);
      const samples = await decodePiece(parts, input, { at, length }, signal);
      measureLoudness(frames, at, samples);
      for (let from = 0; from < length; from += chunkFrames) {
        const chunk = samples.slice(from * frameSamples, (from + chunkFrames) * frameSamples);
        const args = { samples: chunk, ...(state === undefined ? {} : { state }) };
        const answer = await parts.host.call('hear_speech', args, { signal });
        frames.speech.set(answer.probabilities, at + from);
        state = answer.state;
        const atSec = Math.min((at + from + chunkFrames) * frameSec, take.index.durationSec);
        progress((take.startSec + atSec) / timeline.durationSec);
      }
      unfinished.note({ heard, now: { frames, at: at + length, state } });
    }
  });
  return frames;
}

/** @returns whole frames; sound that ends early is followed by silence */
async function decodePiece(
  parts: AnalysisParts,
  input: string,
  frames: { at: number; length: number },
  signal: AbortSignal,
): Promise<Float32Array> {
  const samples = new Float32Array(frames.length * frameSamples);
  const bytes = new Uint8Array(samples.buffer);
  let filled = 0;
  await runFfmpeg(parts, {
    args: speechSoundArguments(input, {
      startSec: (frames.at * frameSamples) / speechRate,
      durationSec: (frames.length * frameSamples) / speechRate,
    }),
    purpose: 'speech',
    signal,
    onOutput: (chunk) => {
      const fitting = chunk.subarray(0, bytes.length - filled);
      bytes.set(fitting, filled);
      filled += fitting.length;
    },
  });
  return samples;
}
