import { describe, expect, it } from 'vitest';
import { type SegmentItem, divide } from './segments.ts';

const limits = { fewest: 1, most: 15, shortestSec: 10, endSec: 1000 };

/** Items of 50 s each, each with its words. */
const items = (...texts: string[]): SegmentItem[] =>
  texts.map((text, position) => ({
    startSec: position * 50,
    terms: new Map(text.split(' ').map((word) => [word, 4])),
    bonus: 0,
  }));
const starts = (all: readonly SegmentItem[], change: Partial<typeof limits> = {}) =>
  divide(all, { ...limits, endSec: all.length * 50, ...change }).map(({ item }) => item);

const twoTopics = items('log base', 'log power', 'base power', 'leaf light', 'light water', 'leaf water');

describe('a row of texts', () => {
  it('is divided where its words change', () => {
    expect(starts(twoTopics)).toEqual([0, 3]);
  });

  it('stays whole when it is about one thing', () => {
    expect(starts(items('log base', 'base log', 'log base', 'base log'))).toEqual([0]);
  });

  it('is divided where something else speaks for it', () => {
    const cued = items('log base', 'base log', 'log base', 'base log').map(
      ({ startSec, terms }, position) => ({ startSec, terms, bonus: position === 2 ? 20 : 0 }),
    );
    expect(starts(cued)).toEqual([0, 2]);
  });

  it('has as many segments as are asked for, and no more than allowed', () => {
    expect(starts(twoTopics, { fewest: 3 })).toHaveLength(3);
    expect(starts(twoTopics, { most: 1 })).toEqual([0]);
  });

  it('has no segment that is too short', () => {
    expect(starts(twoTopics, { shortestSec: 160 })).toEqual([0]);
  });

  it('tells how much each beginning is worth', () => {
    const [first, second] = divide(twoTopics, { ...limits, endSec: 300 });
    expect(first?.gain).toBe(Number.POSITIVE_INFINITY);
    expect(second?.gain).toBeGreaterThan(0);
  });

  it('may be empty, have one text, or a thousand', () => {
    expect(starts([])).toEqual([]);
    expect(starts(items('log'))).toEqual([0]);
    const many = items(
      ...Array.from({ length: 1000 }, (_, position) => `word${Math.floor(position / 100)} all`),
    );
    expect(starts(many, { fewest: 4 })).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
  });
});
