import { expect, it } from 'vitest';
import {
  accuracy,
  calibrationError,
  errorByChance,
  listF1,
  macroF1,
  precision,
  recall,
  withInterval,
} from './figures.ts';

const pairs = [
  { right: 'a', said: 'a' },
  { right: 'a', said: 'b' },
  { right: 'b', said: 'b' },
  { right: 'b', said: 'b' },
];

it('counts what is right, and evenly over labels', () => {
  expect(accuracy(pairs)).toBe(0.75);
  expect(macroF1(pairs)).toBeCloseTo((2 / 3 + 4 / 5) / 2);
});

it('tells precision from recall', () => {
  const flags = [
    { is: true, said: true },
    { is: true, said: false },
    { is: false, said: true },
    { is: true, said: true },
  ];
  expect(precision(flags)).toBeCloseTo(2 / 3);
  expect(recall(flags)).toBeCloseTo(2 / 3);
  expect(precision([{ is: true, said: false }])).toBeNaN();
});

it('compares lists of words over all lines', () => {
  expect(
    listF1([
      { right: ['분수', '약분'], said: ['분수'] },
      { right: [], said: ['수학'] },
    ]),
  ).toBeCloseTo(2 / 4);
});

it('calls confidence honest when it comes true as often as it says', () => {
  const answers = Array.from({ length: 10 }, (_, index) => ({ isRight: index < 8, confidence: 0.8 }));
  expect(calibrationError(answers)).toBeCloseTo(0);
  expect(calibrationError(answers.map(({ confidence }) => ({ isRight: true, confidence })))).toBeCloseTo(0.2);
});

it('gives the same interval around a figure each time', () => {
  const interval = withInterval(pairs, accuracy);
  expect(interval).toEqual(withInterval(pairs, accuracy));
  expect(interval.low).toBeLessThanOrEqual(0.75);
  expect(interval.high).toBeGreaterThanOrEqual(0.75);
});

const sureLines = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ confidence: 0.5 + (at % 50) / 100 }));

it('tells how much of a calibration error is chance: less the more lines there are', () => {
  const [few, many] = [errorByChance(sureLines(100)), errorByChance(sureLines(2000))];
  expect(few.mean).toBeGreaterThan(3 * many.mean);
  expect(few.high).toBeGreaterThan(few.mean);
  expect(errorByChance([{ confidence: 1 }])).toEqual({ mean: 0, high: 0 });
});
