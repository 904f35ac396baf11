import { expect, test } from 'vitest';
import { seeded } from '../../main/base/seeded.ts';
import { exponential } from './chance.ts';
import { Histogram } from './histogram.ts';

test('percentiles are those of the sorted values, at most 1.6 % above', () => {
  const random = seeded(2);
  const values = Array.from({ length: 10_000 }, () => 0.5 + exponential(random, 20));
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  const sorted = values.toSorted((left, right) => left - right);
  for (const share of [0.5, 0.95, 0.99, 0.999]) {
    const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    expect(histogram.percentile(share)).toBeGreaterThanOrEqual(exact);
    expect(histogram.percentile(share)).toBeLessThanOrEqual(exact * 1.016);
  }
  expect(histogram.percentile(1)).toBe(sorted.at(-1));
  expect(histogram.maxMs).toBe(sorted.at(-1));
});

test('histograms of two processes are one', () => {
  const [left, right, both] = [new Histogram(), new Histogram(), new Histogram()];
  for (let value = 1; value <= 100; value += 1) {
    (value % 2 === 0 ? left : right).record(value);
    both.record(value);
  }
  const joined = Histogram.from(left.data());
  joined.add(JSON.parse(JSON.stringify(right.data())) as ReturnType<typeof right.data>);
  expect(joined.count).toBe(100);
  expect(joined.percentile(0.5)).toBe(both.percentile(0.5));
  expect(joined.meanMs).toBeCloseTo(50.5);
});

test('an empty one has no figures', () => {
  const histogram = new Histogram();
  expect([histogram.count, histogram.percentile(0.99), histogram.meanMs]).toEqual([0, 0, 0]);
});
