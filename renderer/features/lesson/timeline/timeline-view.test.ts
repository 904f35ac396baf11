import { expect, it } from 'vitest';
import {
  grown,
  isWhole,
  moved,
  revealed,
  secondsAt,
  shareOf,
  ticks,
  wholeLesson,
  zoomed,
} from './timeline-view.ts';

const hour = wholeLesson(3600);

it('zooms around a position that stays where it is', () => {
  const near = zoomed(hour, { factor: 4, aroundSec: 900, durationSec: 3600 });
  expect(near.toSec - near.fromSec).toBe(900);
  expect(shareOf(near, 900)).toBeCloseTo(shareOf(hour, 900));
  expect(zoomed(near, { factor: 0.01, aroundSec: 900, durationSec: 3600 })).toEqual(hour);
});

it('never shows less than what can be told apart, nor more than there is', () => {
  const nearest = zoomed(hour, { factor: 1e9, aroundSec: 0, durationSec: 3600 });
  expect(nearest).toEqual({ fromSec: 0, toSec: 4 });
  expect(zoomed(wholeLesson(2), { factor: 8, aroundSec: 1, durationSec: 2 })).toEqual({
    fromSec: 0,
    toSec: 2,
  });
});

it('stops at the ends', () => {
  const part = { fromSec: 100, toSec: 200 };
  expect(moved(part, -5, 3600)).toEqual({ fromSec: 0, toSec: 100 });
  expect(moved(part, 0.5, 3600)).toEqual({ fromSec: 150, toSec: 250 });
  expect(moved(part, 100, 3600)).toEqual({ fromSec: 3500, toSec: 3600 });
});

it('turns the page when the playhead leaves it', () => {
  const part = { fromSec: 100, toSec: 200 };
  expect(revealed(part, 150, 3600)).toBe(part);
  expect(revealed(part, 205, 3600)).toEqual({ fromSec: 195, toSec: 295 });
  expect(revealed(part, 20, 3600)).toEqual({ fromSec: 10, toSec: 110 });
});

it('keeps showing all of a lesson that grows', () => {
  expect(grown(wholeLesson(60), 60, 90)).toEqual({ fromSec: 0, toSec: 90 });
  expect(grown({ fromSec: 10, toSec: 20 }, 60, 90)).toEqual({ fromSec: 10, toSec: 20 });
  expect(isWhole(wholeLesson(60), 60)).toBe(true);
});

it('finds the position under the pointer, at the edges too', () => {
  expect([-1, 0, 0.5, 1, 2].map((share) => secondsAt({ fromSec: 100, toSec: 200 }, share))).toEqual([
    100, 100, 150, 200, 200,
  ]);
});

it('writes times at round steps that do not crowd', () => {
  expect(ticks(hour, 900)).toEqual([0, 600, 1200, 1800, 2400, 3000, 3600]);
  expect(ticks({ fromSec: 61, toSec: 69 }, 900)).toEqual([61, 62, 63, 64, 65, 66, 67, 68, 69]);
});
