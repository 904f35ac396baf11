import { expect, it } from 'vitest';
import { createCircuitBreaker } from './circuit-breaker.ts';

it('pauses after a failure, longer after each further one, and not at all after a success', () => {
  let nowMs = 0;
  const breaker = createCircuitBreaker({
    firstPauseMs: 100,
    longestPauseMs: 300,
    clock: { now: () => 0, monotonic: () => nowMs },
  });
  const pauses: number[] = [];
  for (let failure = 0; failure < 4; failure += 1) {
    expect(breaker.isClosed()).toBe(true);
    breaker.failed();
    // Requests that were under way count with the first.
    breaker.failed();
    const from = nowMs;
    while (!breaker.isClosed()) nowMs += 10;
    pauses.push(nowMs - from);
  }
  expect(pauses).toEqual([100, 200, 300, 300]);
  breaker.succeeded();
  breaker.failed();
  nowMs += 100;
  expect(breaker.isClosed()).toBe(true);
});
