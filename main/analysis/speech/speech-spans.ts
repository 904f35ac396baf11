/**
 * What the frames of a lesson's sound say about it: where somebody speaks, the pauses in between, how loud it is and
 * where it is cut off. Pure: positions are seconds of the player's time line.
 */
import { type LessonSpeech, type Span, shortestPauseSec } from '../../../contract/analysis.ts';
import { type Frames, decibels, frameSec } from './frames.ts';

/** The frames of one take, at its place in the lesson. */
export type HeardTake = { startSec: number; durationSec: number; frames: Frames };

/** Speech begins at `onset` and goes on until it falls below `release`: Silero's own defaults (threshold, −0.15). */
const onset = 0.5;
const release = 0.35;
/** Shorter speech is a cough or a chair: Silero's min_speech_duration_ms. */
const shortestSpeechSec = 0.25;
/**
 * Silence shorter than this belongs to the speech around it: breaths are 0.25–0.5 s long (Goldman-Eisler's 250 ms is
 * the usual line between articulation and pause), and a listener who skips silence does not want to miss their ends.
 */
export const shortestSilenceSec = 0.4;
/**
 * The network hears a first soft sound late and lingers on the last one: padding in front alone gave the best of both
 * at 10 dB SNR (recall 0.998, precision 0.965; none 0.990 and 0.976; Silero's own 30 ms on both sides 0.997, 0.963).
 */
const leadSec = 0.06;
/** Cut-off frames closer than this are one span. */
const clippedGapSec = 1;
/** Takes closer than this follow on each other: lengths are rounded to whole frames of sound. */
const takeSeamSec = 0.1;
/** Fewer cut-off frames than this within a span are a knock on the table. */
const fewestClippedFrames = 3;

export function describeSpeech(takes: readonly HeardTake[], durationSec: number): LessonSpeech {
  const spans = joined(takes.flatMap(speechOfTake), shortestSilenceSec);
  const heard = joined(takes.map(extentOf), takeSeamSec);
  const heardSec = total(heard);
  return {
    duration: durationSec,
    spans: spans.map(rounded),
    pauses: pausesBetween(spans, heard).map(rounded),
    speech_share: heardSec === 0 ? null : Math.min(1, total(spans) / heardSec),
    level: levelOf(takes),
    clipped: joined(takes.flatMap(clippedOfTake), clippedGapSec).map(rounded),
  };
}

function extentOf({ startSec, durationSec }: HeardTake): Span {
  return { start_time: startSec, end_time: startSec + durationSec };
}

function speechOfTake(take: HeardTake): Span[] {
  return speechRuns(take.frames.speech).flatMap(([from, to]) => {
    const start = Math.max(0, from * frameSec - leadSec);
    const end = Math.min(take.durationSec, to * frameSec);
    return end <= start ? [] : [{ start_time: take.startSec + start, end_time: take.startSec + end }];
  });
}

/** First frame and the one after the last of each stretch of speech. */
export function speechRuns(speech: Float32Array): [number, number][] {
  const shortestSilence = Math.ceil(shortestSilenceSec / frameSec);
  const runs: [number, number][] = [];
  let start: number | undefined;
  let lastLoud = 0;
  for (const [frame, probability] of speech.entries()) {
    if (start === undefined) {
      if (probability < onset) continue;
      start = frame;
      lastLoud = frame;
    } else if (probability >= release) {
      lastLoud = frame;
    } else if (frame - lastLoud >= shortestSilence) {
      runs.push([start, lastLoud + 1]);
      start = undefined;
    }
  }
  if (start !== undefined) runs.push([start, lastLoud + 1]);
  return runs.filter(([from, to]) => (to - from) * frameSec >= shortestSpeechSec);
}

/** Silence before the first word and after the last is not a pause, and neither is a stretch without sound track. */
function pausesBetween(spans: readonly Span[], heard: readonly Span[]): Span[] {
  return spans.slice(1).flatMap((span, position) => {
    const pause = { start_time: spans[position]?.end_time ?? 0, end_time: span.start_time };
    const isHeard = heard.some(
      ({ start_time, end_time }) => start_time <= pause.start_time && end_time >= pause.end_time,
    );
    return isHeard && pause.end_time - pause.start_time >= shortestPauseSec ? [pause] : [];
  });
}

function levelOf(takes: readonly HeardTake[]): LessonSpeech['level'] {
  let power = 0;
  let peak = 0;
  let count = 0;
  for (const { frames } of takes) {
    for (const [from, to] of speechRuns(frames.speech)) {
      for (let frame = from; frame < to; frame += 1) {
        // Breaths inside a stretch of speech would make it look softer than it is.
        if ((frames.speech[frame] ?? 0) < release) continue;
        power += frames.power[frame] ?? 0;
        peak = Math.max(peak, frames.peak[frame] ?? 0);
        count += 1;
      }
    }
  }
  if (count === 0) return null;
  return { mean_db: decibels(Math.sqrt(power / count)), peak_db: decibels(peak) };
}

function clippedOfTake({ startSec, durationSec, frames }: HeardTake): Span[] {
  const spans: (Span & { frames: number })[] = [];
  for (const [frame, isClipped] of frames.clipped.entries()) {
    if (isClipped === 0) continue;
    const start = startSec + Math.min(frame * frameSec, durationSec);
    const end = startSec + Math.min((frame + 1) * frameSec, durationSec);
    const last = spans.at(-1);
    if (last !== undefined && start - last.end_time < clippedGapSec) {
      last.end_time = end;
      last.frames += 1;
    } else spans.push({ start_time: start, end_time: end, frames: 1 });
  }
  return spans
    .filter((span) => span.frames >= fewestClippedFrames)
    .map(({ start_time, end_time }) => ({ start_time, end_time }));
}

/** Spans in order of time; those less than `gapSec` apart become one. */
function joined(spans: readonly Span[], gapSec: number): Span[] {
  const result: Span[] = [];
  for (const span of spans) {
    const last = result.at(-1);
    if (last !== undefined && span.start_time - last.end_time < gapSec) {
      last.end_time = Math.max(last.end_time, span.end_time);
    } else result.push({ ...span });
  }
  return result;
}

function total(spans: readonly Span[]): number {
  return spans.reduce((sum, { start_time, end_time }) => sum + end_time - start_time, 0);
}

/** To the millisecond. */
function rounded({ start_time, end_time }: Span): Span {
  return { start_time: Math.round(start_time * 1000) / 1000, end_time: Math.round(end_time * 1000) / 1000 };
}
