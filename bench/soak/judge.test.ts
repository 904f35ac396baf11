import { expect, test } from 'vitest';
import { seeded } from '../../main/base/seeded.ts';
import type { Census } from './census.ts';
import { judgeSoak, trendWithinLives } from './judge.ts';

const good = { failures: [] as string[], rowsLeft: 0, removed: 40 };

/** Two lives of the core of forty days each, a minute apart. */
function taken(change: (day: number) => Partial<Census> = () => ({})): Census[] {
  const random = seeded(1);
  return Array.from({ length: 80 }, (_, day) => ({
    ...{ atSec: day * 60, day, life: day < 40 ? 1 : 2, heapBytes: null, children: 2, orphans: 0 },
    ...{ rssBytes: 150e6 + random() * 5e6, openFiles: 40 + Math.floor(random() * 3), files: 120 },
    ...{ fileBytes: 5e6, databaseBytes: 2e6, walBytes: 4e6, rows: { recordings: 5, jobs: 30 } },
    ...change(day),
  }));
}
const dayOfLife = (day: number) => day % 40;
const missed = (census: Census[], found = good) =>
  judgeSoak(census, found).flatMap(({ what, isMet }) => (isMet ? [] : [what]));

test('a core that holds the same every day is flat', () => {
  expect(missed(taken())).toEqual([]);
});

test('a restart does not hide a leak, and does not look like one', () => {
  expect(missed(taken((day) => ({ rssBytes: 150e6 + dayOfLife(day) * 1e6 })))).toEqual(['memory (RSS)']);
  expect(missed(taken((day) => ({ rssBytes: day < 40 ? 150e6 : 200e6 })))).toEqual([]);
  const trend = trendWithinLives(
    taken((day) => ({ rssBytes: 150e6 + dayOfLife(day) * 1e6 })),
    (one) => one.rssBytes,
  );
  expect(trend?.perHour).toBeCloseTo(60e6, -3);
});

test('what comes in while the school still grows is no leak', () => {
  const growing = taken((day) => ({ life: day < 15 ? 1 : 2, rows: { recordings: Math.min(day, 12) } }));
  expect(missed(growing)).toEqual([]);
});

test('tells handles, rows, orphans and failures', () => {
  expect(missed(taken((day) => ({ openFiles: 40 + day })))).toEqual(['open files']);
  expect(missed(taken((day) => ({ rows: { jobs: 30 + day * 5 } })))).toEqual(['rows of all tables']);
  expect(missed(taken(() => ({ orphans: 3 })))).toEqual(['files of lessons without a row, temporary files']);
  expect(missed(taken(), { failures: ['day 3: …'], rowsLeft: 1, removed: 9 })).toEqual([
    'rows of lessons that were removed for good',
    'steps that failed',
  ]);
});

test('says nothing of what the core does not tell', () => {
  expect(judgeSoak(taken(), good).map(({ what }) => what)).not.toContain('JavaScript heap');
  expect(
    judgeSoak(
      taken(() => ({ heapBytes: 60e6 })),
      good,
    ).map(({ what }) => what),
  ).toContain('JavaScript heap');
});
