import { expect, it } from 'vitest';
import { type Clock, paced } from './paced.ts';

function handClock() {
  let nowMs = 0;
  const timers = new Set<{ atMs: number; run: () => void }>();
  const clock: Clock = {
    now: () => nowMs,
    after: (ms, run) => {
      timers.add({ atMs: nowMs + ms, run });
    },
  };
  /** With whatever is done after it. */
  const pass = async (ms: number): Promise<void> => {
    nowMs += ms;
    for (const timer of [...timers]) {
      if (timer.atMs > nowMs) continue;
      timers.delete(timer);
      timer.run();
    }
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { clock, pass };
}

it('is done at once, and what is asked for soon after it once, when the time has come', async () => {
  const { clock, pass } = handClock();
  const done: string[] = [];
  const changes = paced(
    15_000,
    async (name) => {
      done.push(`${name} ${clock.now()}`);
      return false;
    },
    clock,
  );
  changes.ask('a');
  changes.ask('b');
  for (let second = 0; second < 20; second += 1) {
    await pass(1000);
    changes.ask('a');
  }
  expect(done).toEqual(['a 0', 'b 0', 'a 15000']);
  await pass(10_000);
  expect(done.at(-1)).toBe('a 30000');
  await pass(60_000);
  expect(done).toHaveLength(4);
  changes.ask('a');
  expect(done.at(-1)).toBe('a 90000');
});

it('is done once more, in its time, when it says so', async () => {
  const { clock, pass } = handClock();
  let count = 0;
  const changes = paced(
    15_000,
    async () => {
      count += 1;
      return count < 2;
    },
    clock,
  );
  changes.ask('a');
  await pass(0);
  expect(count).toBe(1);
  await pass(15_000);
  expect(count).toBe(2);
  await pass(60_000);
  expect(count).toBe(2);
});
