import { describe, expect, test } from 'vitest';
import { type Screenshot, batchesOf, chooseScreenshots } from './screenshot-plan.ts';

const shot = (time: number, studentId: string | null = null): Screenshot => ({
  time,
  key: `${time}-${studentId}`,
  studentId,
});
const keysOf = (...sent: Screenshot[]) =>
  chooseScreenshots(sent, 10).map((shots) => shots.map(({ key }) => key));

describe('the choice of screenshots', () => {
  test('takes one of each pupil in an interval, and none where it would not count', () => {
    expect(keysOf(shot(0, 'a'), shot(1, 'a'), shot(2, 'b'), shot(3, 'c'))).toEqual([['0-a', '2-b', '3-c']]);
    expect(keysOf(shot(0, 'a'), shot(1, 'a'), shot(2, 'b'), shot(3), shot(12, 'c'))).toEqual([['3-null']]);
  });

  test('takes a few of an interval, however many were sent', () => {
    const pupils = Array.from({ length: 30 }, (_, index) => shot(index / 10, `p${index}`));
    const ofClass = Array.from({ length: 9 }, (_, index) => shot(4 + index / 10));
    const [chosen = []] = chooseScreenshots([...pupils, ...ofClass], 10);
    expect(chosen.filter(({ studentId }) => studentId === null)).toHaveLength(2);
    expect(chosen).toHaveLength(8);
  });

  test('keeps what is done after whole intervals', () => {
    const intervals = Array.from({ length: 7 }, (_, index) =>
      [0, 1, 2, 3, 4, 5].map((at) => shot(index * 10 + at)),
    );
    expect(batchesOf(intervals).map((batch) => batch.length)).toEqual([18, 18, 6]);
    expect(batchesOf([])).toEqual([]);
  });
});
