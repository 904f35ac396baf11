import { describe, expect, it } from 'vitest';
import { cloudOrder, cloudStep } from './topic-cloud.ts';

const counted = (...counts: number[]) => counts.map((count) => ({ text: `낱말${count}`, count }));

describe('a word in the cloud', () => {
  it('is the bigger the more often it came up', () => {
    const all = counted(25, 16, 9, 4, 1);
    expect(all.map(({ count }) => cloudStep(count, all))).toEqual([5, 4, 3, 2, 1]);
  });

  it('is not dwarfed by one that everybody wrote', () => {
    const all = counted(100, 30, 1);
    expect(cloudStep(30, all)).toBe(3);
  });

  it('has the middle size where all came up equally often', () => {
    expect(cloudStep(2, counted(2, 2))).toBe(3);
    expect(cloudStep(7, counted(7))).toBe(3);
  });
});

it('puts the most frequent words in the middle', () => {
  expect(cloudOrder([9, 8, 7, 6, 5])).toEqual([6, 8, 9, 7, 5]);
  expect(cloudOrder([])).toEqual([]);
});
