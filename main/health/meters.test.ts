import { expect, it } from 'vitest';
import { createClockWatch } from './meters.ts';

const hourMs = 3_600_000;

/** A PC whose clocks are moved by hand. */
function pc() {
  let [wallMs, awakeMs, machineMs] = [Date.parse('2026-03-02T00:00:00Z'), 0, 0];
  const watch = createClockWatch({
    clock: { now: () => wallMs, monotonic: () => awakeMs },
    machineSec: () => machineMs / 1000,
  });
  return {
    watch,
    run: (ms: number) => {
      [wallMs, awakeMs, machineMs] = [wallMs + ms, awakeMs + ms, machineMs + ms];
      watch.look();
    },
    sleep: (ms: number) => {
      [wallMs, machineMs] = [wallMs + ms, machineMs + ms];
      watch.look();
    },
    set: (ms: number) => {
      wallMs += ms;
      watch.look();
    },
  };
}

it('takes neither time that passes nor sleep for a clock that was set', () => {
  const { watch, run, sleep, set } = pc();
  run(hourMs);
  sleep(10 * hourMs);
  set(900);
  expect(watch.largestSec()).toBeUndefined();
});

it('tells the largest step of the last day, and its direction', () => {
  const { watch, run, set } = pc();
  set(90_000);
  run(hourMs);
  set(-2 * hourMs);
  set(30_000);
  expect(watch.largestSec()).toBe(-7200);
  run(23.5 * hourMs);
  expect(watch.largestSec()).toBe(-7200);
  run(hourMs);
  expect(watch.largestSec()).toBeUndefined();
});
