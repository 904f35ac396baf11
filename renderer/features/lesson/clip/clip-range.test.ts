import { array, assert, boolean, double, property, tuple } from 'fast-check';
import { expect, it } from 'vitest';
import { clipFrom, exactText, parseExact, shortestClipSec, withEnd, withStart } from './clip-range.ts';

it('begins at the playhead, and before it where the lesson ends', () => {
  expect(clipFrom(100, 600)).toEqual({ startSec: 100, endSec: 130 });
  expect(clipFrom(590, 600)).toEqual({ startSec: 590, endSec: 600 });
  expect(clipFrom(600, 600)).toEqual({ startSec: 570, endSec: 600 });
});

it('takes either end first', () => {
  expect(withStart(undefined, 100, 600)).toEqual({ startSec: 100, endSec: 130 });
  expect(withEnd(undefined, 100, 600)).toEqual({ startSec: 70, endSec: 100 });
  expect(withEnd(undefined, 10, 600)).toEqual({ startSec: 0, endSec: 10 });
});

it('moves the other end along instead of turning round', () => {
  const range = { startSec: 100, endSec: 130 };
  expect(withStart(range, 110, 600)).toEqual({ startSec: 110, endSec: 130 });
  expect(withStart(range, 200, 600)).toEqual({ startSec: 200, endSec: 230 });
  expect(withEnd(range, 50, 600)).toEqual({ startSec: 20, endSec: 50 });
});

it('stays inside the lesson and long enough whatever is asked for', () => {
  const seconds = double({ min: -50, max: 700, noNaN: true });
  assert(
    property(array(tuple(boolean(), seconds), { minLength: 1, maxLength: 20 }), (steps) => {
      let range: { startSec: number; endSec: number } | undefined;
      for (const [isStart, at] of steps) {
        range = isStart ? withStart(range, Math.max(0, at), 600) : withEnd(range, at, 600);
        expect(range.startSec).toBeGreaterThanOrEqual(0);
        expect(range.endSec).toBeLessThanOrEqual(600);
        expect(range.endSec - range.startSec).toBeGreaterThanOrEqual(shortestClipSec - 0.0011);
      }
    }),
  );
});

it('reads times as people type them', () => {
  expect(['95.2', '12:40', '1:02:03.5', ' 0:07,5 '].map(parseExact)).toEqual([95.2, 760, 3723.5, 7.5]);
  expect(['', 'x', '1:2:3:4', '1:75', '1.5:00', '-3'].map(parseExact)).toEqual(Array(6).fill(undefined));
});

it('writes times with tenths', () => {
  expect([0, 7.94, 760.31, 3723.5, 59.97].map(exactText)).toEqual([
    '0:00.0',
    '0:07.9',
    '12:40.3',
    '1:02:03.5',
    '1:00.0',
  ]);
});
