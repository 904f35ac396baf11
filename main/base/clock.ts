/** Time as a dependency, so that state machines can be tested without waiting. */
export type Clock = {
  /** Wall clock, ms since the epoch; may jump when the PC's clock is set. */
  now(): number;
  /** Monotonic ms; never jumps. Durations are differences of this. */
  monotonic(): number;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** ISO 8601 UTC with milliseconds, as every time in the contract. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
