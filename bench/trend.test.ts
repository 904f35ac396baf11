import { expect, test } from 'vitest';
import { seeded } from '../main/base/seeded.ts';
import { isFlat, secondHalf, trendOf } from './trend.ts';

const limits = { perHourShare: 0.02, growthShare: 0.1 };
const every = (count: number, value: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => ({ atSec: index * 10, value: value(index) }));

test('finds the slope of a straight line and no doubt about it', () => {
  const trend = trendOf(every(100, (index) => 1000 + index));
  expect(trend.perHour).toBeCloseTo(360, 6);
  expect(trend.plusMinus).toBeCloseTo(0, 6);
  expect(trend).toMatchObject({ firstQuarter: 1012, lastQuarter: 1087 });
});

test('the interval holds the true slope in about 95 of 100 cases', () => {
  const random = seeded(7);
  const noise = () => Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
  let held = 0;
  for (let round = 0; round < 400; round += 1) {
    const trend = trendOf(every(20, (index) => 100 + index * 0.5 + noise()));
    if (Math.abs(trend.perHour - 180) <= trend.plusMinus) held += 1;
  }
  expect(held / 400).toBeGreaterThan(0.92);
  expect(held / 400).toBeLessThan(0.98);
});

test('calls noise flat and a leak a leak', () => {
  const random = seeded(1);
  expect(isFlat(trendOf(every(200, () => 100 + random() * 8)), limits)).toBe(true);
  expect(isFlat(trendOf(every(200, (index) => 100 + random() * 8 + index * 0.1)), limits)).toBe(false);
  expect(isFlat(trendOf(every(200, () => 0)), limits)).toBe(true);
});

test('says nothing certain of two readings, and takes the later half', () => {
  expect(trendOf(every(2, (index) => index)).plusMinus).toBe(Infinity);
  expect(trendOf([])).toMatchObject({ perHour: 0, plusMinus: Infinity });
  expect(secondHalf(every(5, (index) => index)).map(({ value }) => value)).toEqual([2, 3, 4]);
});
