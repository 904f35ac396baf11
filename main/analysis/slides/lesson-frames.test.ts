import { expect, test } from 'vitest';
import { lookInterval } from './lesson-frames.ts';

const segmentsOf = (durations: readonly number[]) =>
  durations.map((durationSec, index) => ({ offset: index, size: 1, startSec: index, durationSec }));

test('key frames every two seconds are looked at alone', () => {
  expect(lookInterval(segmentsOf([2, 2, 2.04, 1.96]))).toBeUndefined();
});

test('where key frames are further apart every picture is decoded', () => {
  expect(lookInterval(segmentsOf([4, 4, 4, 3.9]))).toBe(2);
  expect(lookInterval(segmentsOf([8.3, 8.3, 8.3]))).toBe(2);
});

test('a few long segments, where nothing changed, do not call for it', () => {
  expect(lookInterval(segmentsOf([2, 2, 10, 2, 2, 2, 2, 2]))).toBeUndefined();
});
