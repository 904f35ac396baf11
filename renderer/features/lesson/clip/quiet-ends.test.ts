import { expect, it } from 'vitest';
import { withoutQuietEnds } from './quiet-ends.ts';

const spans = [
  { start_time: 12, end_time: 30 },
  { start_time: 34, end_time: 50.25 },
];

it('leaves half a second before the first and after the last word', () => {
  expect(withoutQuietEnds({ startSec: 0, endSec: 60 }, spans)).toEqual({
    range: { startSec: 11.5, endSec: 50.75 },
    startQuietSec: 11.5,
    endQuietSec: 9.25,
  });
});

it('never makes the part longer', () => {
  expect(withoutQuietEnds({ startSec: 20, endSec: 60 }, spans)?.range).toEqual({
    startSec: 20,
    endSec: 50.75,
  });
});

it('suggests nothing where there is little to gain, or nobody speaks', () => {
  expect(withoutQuietEnds({ startSec: 11, endSec: 51 }, spans)).toBeUndefined();
  expect(withoutQuietEnds({ startSec: 52, endSec: 60 }, spans)).toBeUndefined();
  expect(withoutQuietEnds({ startSec: 0, endSec: 60 }, [])).toBeUndefined();
});
