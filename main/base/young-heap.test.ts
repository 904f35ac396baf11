import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { growYoungHeapUnderLoad } from './young-heap.ts';

const shares: number[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(performance, 'eventLoopUtilization').mockImplementation((now) => ({
    idle: 0,
    active: 0,
    utilization: now === undefined ? 0 : (shares.shift() ?? 0),
  }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it.each([
  ['not after the burst of a start', [1, 1, 0.1, 0.1, 0.1, 0.1], 0],
  ['not for what comes and goes', [0.9, 0.2, 0.9, 0.9, 0.2, 0.9], 0],
  ['once much goes on, and only once', [0.1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5], 1],
])('the young heap may grow: %s', (_, looks, times) => {
  shares.splice(0, shares.length, ...looks);
  const grow = vi.fn<() => void>();
  const end = growYoungHeapUnderLoad(grow);
  vi.advanceTimersByTime(5000 * looks.length);
  expect(grow).toHaveBeenCalledTimes(times);
  end();
});
