/**
 * Between the clock on the wall and positions in a session's recordings. Pauses and losses are holes: nothing of them
 * is on the player's time line, so what fell into one is at its edge. Pure.
 */
import type { Evidence } from '../../../contract/session-analysis.ts';
import { isoTime } from '../../base/clock.ts';
import { lessonPosition } from '../../db/search-moments.ts';

export type RecordingClock = {
  recordingId: string;
  /** Wall clock of its first sample (ms); null when it is not known. */
  startedMs: number | null;
  durationSec: number;
  /** Seconds after the start by the wall clock, and where on the time line they fall, by time. */
  gaps: readonly { start_time: number; end_time: number; position: number }[];
};

export type Place = {
  recordingId: string;
  /** Position (s). */
  timeSec: number;
};

/** What is written this long after the end of a recording still belongs to its last moment (ms). */
const afterEndMs = 60_000;

/** Wall clock at which the recording ends (ms). */
export function endMs(clock: RecordingClock): number | null {
  if (clock.startedMs === null) return null;
  const missingSec = clock.gaps.reduce((sum, gap) => sum + gap.end_time - gap.start_time, 0);
  return clock.startedMs + (clock.durationSec + missingSec) * 1000;
}

/** The wall clock at a position (ms). At the very edge of a hole it is the clock after it: there the new part begins. */
export function wallMs(clock: RecordingClock, timeSec: number): number | null {
  if (clock.startedMs === null) return null;
  const missingSec = clock.gaps
    .filter((gap) => gap.position <= timeSec)
    .reduce((sum, gap) => sum + gap.end_time - gap.start_time, 0);
  return clock.startedMs + (timeSec + missingSec) * 1000;
}

/** Where a moment is in the recordings; the earlier one where two ran. undefined: nothing was being recorded. */
export function placeAt(clocks: readonly RecordingClock[], atMs: number): Place | undefined {
  for (const clock of clocks) {
    const end = endMs(clock);
    if (clock.startedMs === null || end === null || atMs < clock.startedMs || atMs > end + afterEndMs)
      continue;
    const wallSec = (atMs - clock.startedMs) / 1000;
    const timeSec = lessonPosition(wallSec, clock.gaps, clock.durationSec);
    return { recordingId: clock.recordingId, timeSec: toMs(timeSec) };
  }
  return undefined;
}

type Source = { source: Evidence['source']; ref?: string | null };

/** Evidence for something that the wall clock tells. @param leadSec how much earlier to begin watching */
export function evidenceAt(
  clocks: readonly RecordingClock[],
  atMs: number,
  { source, ref = null }: Source,
  leadSec = 0,
): Evidence {
  const place = placeAt(clocks, atMs);
  return {
    recording_id: place?.recordingId ?? null,
    time: place === undefined ? null : Math.max(0, toMs(place.timeSec - leadSec)),
    end_time: null,
    at: isoTime(atMs),
    source,
    ref,
  };
}

/** Evidence for a span of a recording. */
export function evidenceIn(
  clock: RecordingClock,
  span: { startSec: number; endSec: number | null },
  { source, ref = null }: Source,
): Evidence {
  const at = wallMs(clock, span.startSec);
  return {
    recording_id: clock.recordingId,
    time: toMs(span.startSec),
    end_time: span.endSec === null ? null : toMs(span.endSec),
    at: at === null ? null : isoTime(at),
    source,
    ref,
  };
}

function toMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
