import { expect, test } from 'vitest';
import { seeded } from '../../main/base/seeded.ts';
import { type Action, nextAction, thinkMs } from './user.ts';

const day = (seed: number) => {
  const random = seeded(seed);
  return Array.from({ length: 50 }, () => nextAction(random, random() < 0.5 ? 'library' : 'lesson'));
};

test('nobody plays, reads chapters or reviews a lesson that is not open', () => {
  const random = seeded(1);
  const inLibrary = new Set(Array.from({ length: 2000 }, () => nextAction(random, 'library')));
  for (const action of ['play', 'chapters', 'review'] satisfies Action[]) {
    expect(inLibrary.has(action)).toBe(false);
  }
  expect(inLibrary).toEqual(new Set(['browse', 'scroll', 'filter', 'search', 'open', 'status', 'chat']));
});

test('the same seed makes the same day', () => {
  expect(day(4)).toEqual(day(4));
  expect(day(4)).not.toEqual(day(5));
});

test('people think about as long as people do, and never for ever', () => {
  const random = seeded(8);
  const pauses = Array.from({ length: 5000 }, () => thinkMs(random, 'browse'));
  expect(pauses.reduce((sum, pause) => sum + pause, 0) / 5000).toBeCloseTo(6000, -3);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(36_000);
});
