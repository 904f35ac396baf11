import { describe, expect, test } from 'vitest';
import type { SignalKind } from '../../../contract/analysis.ts';
import { type Look, findMoments, limitEvidence, mergeMoments, withoutContradicted } from './voting.ts';

const box = { x: 0, y: 0, width: 0.1, height: 0.1 };
const about = (kind: SignalKind): boolean => kind !== 'absent' && kind !== 'screen_off';

/** Looks every ten seconds; in each so many signs of the kind. */
function looks(kind: SignalKind, counts: readonly number[], people = 10): Look[] {
  return counts.map((count, index) => ({
    time: index * 10,
    people: about(kind) ? people : 0,
    isSomebodyThere: about(kind),
    signals: Array.from({ length: count }, () => ({
      kind,
      confidence: 0.5 + index / 100,
      box: about(kind) ? box : null,
    })),
  }));
}
const spans = (kind: SignalKind, counts: readonly number[], people?: number) =>
  findMoments(looks(kind, counts, people), 10, 1000).map(({ startSec, endSec }) => [startSec, endSec]);

describe('voting', () => {
  test('a hand seen once is no moment, seen twice in three looks it is one', () => {
    expect(spans('hand_raised', [0, 1, 0, 0, 0])).toEqual([]);
    expect(spans('hand_raised', [0, 1, 1, 0, 0])).toEqual([[10, 30]]);
    expect(spans('hand_raised', [0, 1, 0, 1, 0])).toEqual([[10, 40]]);
  });

  test('a phone needs three of five looks', () => {
    expect(spans('phone_in_use', [1, 0, 1, 0, 0, 0])).toEqual([]);
    expect(spans('phone_in_use', [1, 0, 1, 0, 1, 0])).toEqual([[0, 50]]);
  });

  test('looking away is only of note when a third of the class does', () => {
    expect(spans('looking_away', [2, 2, 2, 2, 2])).toEqual([]);
    expect(spans('looking_away', [4, 4, 4, 4, 4])).toEqual([[0, 50]]);
    expect(spans('looking_away', [1, 1, 1], 2)).toEqual([[0, 30]]);
  });

  test('nobody there needs three looks in a row, and is about nobody', () => {
    expect(spans('absent', [1, 1, 0, 1, 1])).toEqual([]);
    const [moment] = findMoments(looks('absent', [1, 1, 1]), 10, 1000);
    expect(moment).toMatchObject({ startSec: 0, endSec: 30, count: 0 });
  });

  test('what lies apart is two moments', () => {
    expect(spans('hand_raised', [1, 1, 0, 0, 0, 1, 1])).toEqual([
      [0, 20],
      [50, 70],
    ]);
  });

  test('a gap in the recording is not voted across', () => {
    const [before, after] = looks('hand_raised', [1, 1]);
    const apart = [before!, { ...after!, time: 60 }];
    expect(findMoments(apart, 10, 1000)).toEqual([]);
  });

  test('a moment has the most at once, the mean confidence, its best looks, and ends with the lesson', () => {
    const [moment] = findMoments(looks('hand_raised', [1, 3, 2, 1]), 10, 35);
    expect(moment).toMatchObject({ count: 3, endSec: 35 });
    expect(moment?.confidence).toBeCloseTo(0.515);
    expect(moment?.evidence.map(({ time }) => time)).toEqual([10, 20, 30]);
  });

  test('nobody is missing where the other source shows people', () => {
    const screens = looks('absent', [1, 1, 1, 1, 1, 1, 1, 1]);
    const camera = looks('hand_raised', [0, 0, 1, 0, 0]).slice(2);
    const [first = [], second = []] = withoutContradicted([screens, camera], 10);
    expect(findMoments(first, 10, 1000).map(({ startSec, endSec }) => [startSec, endSec])).toEqual([
      [50, 80],
    ]);
    expect(second).toEqual(camera);
    const covered = looks('screen_off', [1, 1, 1, 1]);
    expect(withoutContradicted([camera, covered], 10)[1]?.map(({ signals }) => signals.length)).toEqual([
      1, 1, 0, 0,
    ]);
    expect(withoutContradicted([screens], 10)).toEqual([screens]);
  });

  test('of too many frames each moment keeps its best before others keep a second', () => {
    const moments = findMoments(looks('hand_raised', [1, 2, 1, 0, 0, 0, 3, 1, 0, 0, 0, 1, 1]), 10, 1000);
    const others = findMoments(looks('absent', [1, 1, 1]), 10, 1000);
    const framesOf = (most: number) =>
      limitEvidence([...moments, ...others], most).map(({ kind, evidence }) => [
        kind,
        evidence.map(({ time }) => time),
      ]);
    const absent = ['absent', [20]];
    expect(framesOf(60)).toEqual([
      ['hand_raised', [0, 10, 20]],
      absent,
      ['hand_raised', [60, 70]],
      ['hand_raised', [110, 120]],
    ]);
    expect(framesOf(4)).toEqual([
      ['hand_raised', [10]],
      absent,
      ['hand_raised', [60]],
      ['hand_raised', [110, 120]],
    ]);
    expect(framesOf(2)).toEqual([['hand_raised', [10]], absent, ['hand_raised', [60]], ['hand_raised', []]]);
  });

  test('nothing comes of nothing', () => {
    expect(findMoments([], 10, 100)).toEqual([]);
  });

  test('moments of two sources that touch are one', () => {
    const moments = findMoments(looks('hand_raised', [1, 1, 1]), 10, 1000);
    const later = findMoments(looks('hand_raised', [0, 0, 2, 2]), 10, 1000);
    const merged = mergeMoments([...moments, ...later, ...findMoments(looks('absent', [1, 1, 1]), 10, 1000)]);
    expect(merged.map(({ kind, startSec, endSec, count }) => [kind, startSec, endSec, count])).toEqual([
      ['hand_raised', 0, 40, 2],
      ['absent', 0, 30, 0],
    ]);
  });
});
