/**
 * Keeps a service that does not answer from being asked by every request. After a failure nobody asks for a while,
 * then one tries; each further failure makes the pause longer.
 */
import { type Clock, systemClock } from '../base/clock.ts';

export type CircuitBreaker = {
  /** Whether the service may be asked now. */
  isClosed(): boolean;
  failed(): void;
  succeeded(): void;
};

/** @param options pauses in ms: the first one, and the longest after doubling */
export function createCircuitBreaker(
  options: { firstPauseMs?: number; longestPauseMs?: number; clock?: Clock } = {},
): CircuitBreaker {
  const { firstPauseMs = 500, longestPauseMs = 30_000, clock = systemClock } = options;
  let pauseMs = 0;
  let askAgainAt = Number.NEGATIVE_INFINITY;
  return {
    isClosed: () => clock.monotonic() >= askAgainAt,
    failed: () => {
      // Requests that were under way fail together: they are one failure.
      if (clock.monotonic() < askAgainAt) return;
      pauseMs = pauseMs === 0 ? firstPauseMs : Math.min(pauseMs * 2, longestPauseMs);
      askAgainAt = clock.monotonic() + pauseMs;
    },
    succeeded: () => {
      pauseMs = 0;
    },
  };
}
