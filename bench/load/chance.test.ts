import { expect, test } from 'vitest';
import { seeded } from '../../main/base/seeded.ts';
import { arrivals, exponential, pickPopular, pickWeighted } from './chance.ts';

test('arrivals come at their rate, independently of one another, and the same for the same seed', () => {
  const times = [...arrivals(seeded(3), 50, 200)];
  expect(times.length / 200).toBeCloseTo(50, 0);
  expect(times.at(-1)).toBeLessThan(200);
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const mean = pauses.reduce((sum, pause) => sum + pause, 0) / pauses.length;
  const deviation = Math.sqrt(pauses.reduce((sum, pause) => sum + (pause - mean) ** 2, 0) / pauses.length);
  // Exponential: as wide as it is long.
  expect(deviation / mean).toBeGreaterThan(0.95);
  expect(deviation / mean).toBeLessThan(1.05);
  expect([...arrivals(seeded(3), 50, 200)]).toEqual(times);
});

test('chooses by weight, and popular ones first', () => {
  const random = seeded(5);
  const counts: Record<string, number> = {};
  for (let round = 0; round < 4000; round += 1) {
    const chosen = pickWeighted(random, { often: 3, seldom: 1, never: 0 });
    counts[chosen] = (counts[chosen] ?? 0) + 1;
  }
  expect((counts['often'] ?? 0) / 4000).toBeCloseTo(0.75, 1);
  expect(counts['never']).toBeUndefined();

  const places = Array.from({ length: 100 }, (_, index) => index);
  const seen = Array.from({ length: 4000 }, () => pickPopular(random, places) ?? -1);
  expect(Math.min(...seen)).toBe(0);
  expect(Math.max(...seen)).toBe(99);
  expect(seen.filter((place) => place < 10).length).toBeGreaterThan(seen.length * 0.45);
  expect(pickPopular(random, [])).toBeUndefined();
});

test('pauses have their mean and are never negative', () => {
  const random = seeded(9);
  const pauses = Array.from({ length: 5000 }, () => exponential(random, 8));
  expect(pauses.reduce((sum, pause) => sum + pause, 0) / 5000).toBeCloseTo(8, 0);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0);
});
