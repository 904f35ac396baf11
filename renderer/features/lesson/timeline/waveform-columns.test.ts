import { array, assert, integer, property } from 'fast-check';
import { expect, it } from 'vitest';
import { waveformColumns, waveformGain } from './waveform-columns.ts';

/** Eight buckets of 100 ms, the loudest excursion in each. */
const quietThenLoud = {
  bucket_ms: 100,
  peaks: [0, 0, -10, 5, -20, 10, -30, 30, -127, 90, -5, 127, 0, 64, 0, 0],
};

it('keeps the loudest excursion of each column', () => {
  const columns = waveformColumns(quietThenLoud, { fromSec: 0, toSec: 0.8, columns: 4 });
  expect([...columns].map((height) => Math.round(height * 127))).toEqual([10, 30, 127, 64]);
});

it('shows single buckets when looked at closely, and silence beyond the end', () => {
  const near = waveformColumns(quietThenLoud, { fromSec: 0.3, toSec: 0.5, columns: 4 });
  expect([...near].map((height) => Math.round(height * 127))).toEqual([30, 30, 127, 127]);
  const beyond = waveformColumns(quietThenLoud, { fromSec: 0.7, toSec: 1.1, columns: 4 });
  expect([...beyond]).toEqual([0, 0, 0, 0]);
});

it('loses no peak whatever the width', () => {
  assert(
    property(
      array(integer({ min: 0, max: 127 }), { minLength: 1, maxLength: 300 }),
      integer({ min: 1, max: 200 }),
      (loud, columns) => {
        const wave = { bucket_ms: 100, peaks: loud.flatMap((peak) => [-peak, peak]) };
        const heights = waveformColumns(wave, { fromSec: 0, toSec: loud.length / 10, columns });
        expect(Math.max(...heights)).toBeCloseTo(Math.max(...loud) / 127, 5);
      },
    ),
  );
});

const room = (peak: number) => ({
  bucket_ms: 100,
  peaks: Array.from({ length: 100 }, () => [-peak, peak]).flat(),
});

it('draws a quiet room larger, and never a loud one beyond the lane', () => {
  expect(waveformGain(room(54))).toBeCloseTo(2, 1);
  expect(waveformGain(room(1))).toBe(8);
  expect(waveformGain(room(127))).toBe(1);
  expect(waveformGain(room(0))).toBe(1);
});
