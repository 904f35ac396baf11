import { expect, it } from 'vitest';
import { secondsAt } from './lesson-clock.ts';

const running = { seconds: 100, heardAtMs: 1000, isRunning: true };

it('ticks between two words of the core', () => {
  expect(secondsAt(running, 1000)).toBe(100);
  expect(secondsAt(running, 3500)).toBe(102.5);
});

it('stands while the lesson is paused', () => {
  expect(secondsAt({ ...running, isRunning: false }, 60_000)).toBe(100);
});

it('stops guessing when nothing is heard any more', () => {
  expect(secondsAt(running, 600_000)).toBe(108);
});

it('does not jump back by a jitter, but follows a correction', () => {
  expect(secondsAt(running, 1000, 100.8)).toBe(100.8);
  expect(secondsAt(running, 1000, 140)).toBe(100);
});
