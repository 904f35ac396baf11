/**
 * How long has been recorded, between two words of the core about it. The core says it about once a second; in between
 * the page's own clock runs, but never far ahead of what is known to be on the disk. Pure.
 */
export type ClockReading = {
  /** Seconds that the core said last. */
  seconds: number;
  /** When the page heard it, by its own clock (ms). */
  heardAtMs: number;
  /** Whether the lesson grows: not while paused, while the source is away, or when the core does not answer. */
  isRunning: boolean;
};

/** Without news for longer, the page does not claim that more has been recorded. */
const longestGuessSec = 8;
/** Less than this back is the jitter of the news, not a correction. */
const jitterSec = 1.5;

/** @param shownBefore what was shown last: a clock that jumps back by a second looks broken */
export function secondsAt(reading: ClockReading, nowMs: number, shownBefore = 0): number {
  const passed = Math.max(0, (nowMs - reading.heardAtMs) / 1000);
  const guess = reading.seconds + (reading.isRunning ? Math.min(passed, longestGuessSec) : 0);
  const back = shownBefore - guess;
  return back > 0 && back < jitterSec ? shownBefore : guess;
}
