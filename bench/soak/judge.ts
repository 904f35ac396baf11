/** Whether what a core holds stays what it is, day after day. Pure. */
import { type Reading, type Trend, isFlat, trendOf } from '../trend.ts';
import type { Census } from './census.ts';

export type Finding = { what: string; bar: string; figure: string; isMet: boolean };

/** Until then the school still grows: lessons that are kept, the trash, classes that have not met yet. */
const fillingDays = 12;
/** The program's caches fill during the first days of each start. */
const warmUpShare = 1 / 3;

/**
 * The trend within the lives of the core: a restart sets memory back, so each life is set against its own mean, and
 * only then all are taken together.
 */
export function trendWithinLives(
  taken: readonly Census[],
  valueOf: (census: Census) => number | null,
): Trend | undefined {
  const grown = taken.filter(({ day }) => day > fillingDays);
  const lives = [...Map.groupBy(grown, ({ life }) => life).values()].flatMap((life) => {
    const later = life.slice(Math.floor(life.length * warmUpShare)).flatMap((census) => {
      const value = valueOf(census);
      return value === null ? [] : [{ atSec: census.atSec, value }];
    });
    return later.length < 4 ? [] : [later];
  });
  const all = lives.flat();
  if (all.length === 0) return undefined;
  const level = mean(all.map(({ value }) => value));
  const centred = lives.flatMap((life): Reading[] => {
    const at = mean(life.map(({ atSec }) => atSec));
    const own = mean(life.map(({ value }) => value));
    return life.map(({ atSec, value }) => ({ atSec: atSec - at, value: value - own + level }));
  });
  const quarters = lives.map((life) => trendOf(life));
  return {
    ...trendOf(centred),
    firstQuarter: mean(quarters.map(({ firstQuarter }) => firstQuarter)),
    lastQuarter: mean(quarters.map(({ lastQuarter }) => lastQuarter)),
  };
}

/** That a pupil was erased is noted for good. */
const keptForGood: ReadonlySet<string> = new Set(['erasures']);

type Measure = {
  what: string;
  of: (census: Census) => number | null;
  /** Divides the value for showing it. */
  unit: { name: string; size: number; digits: number };
  perHourShare: number;
  growthShare: number;
};

const megabytes = { name: 'MB', size: 1e6, digits: 1 };
const pieces = { name: '', size: 1, digits: 1 };
const measures: readonly Measure[] = [
  { what: 'memory (RSS)', of: (one) => one.rssBytes, unit: megabytes, perHourShare: 0.05, growthShare: 0.1 },
  {
    what: 'JavaScript heap',
    of: (one) => one.heapBytes,
    unit: megabytes,
    perHourShare: 0.1,
    growthShare: 0.2,
  },
  { what: 'open files', of: (one) => one.openFiles, unit: pieces, perHourShare: 0.02, growthShare: 0.1 },
  { what: 'child processes', of: (one) => one.children, unit: pieces, perHourShare: 0.02, growthShare: 0.1 },
  {
    what: 'files in the media folder',
    of: (one) => one.files,
    unit: pieces,
    perHourShare: 0.05,
    growthShare: 0.15,
  },
  {
    what: 'size of the database',
    of: (one) => one.databaseBytes,
    unit: megabytes,
    perHourShare: 0.1,
    growthShare: 0.2,
  },
  {
    what: 'size of its log (WAL)',
    of: (one) => one.walBytes,
    unit: megabytes,
    perHourShare: 0.1,
    growthShare: 0.2,
  },
  {
    ...{ what: 'rows of all tables', unit: pieces, perHourShare: 0.05, growthShare: 0.15 },
    of: (one) =>
      Object.entries(one.rows).reduce((sum, [table, count]) => sum + (keptForGood.has(table) ? 0 : count), 0),
  },
];

/** @param failures steps that did not do what they should, one line each */
export function judgeSoak(
  taken: readonly Census[],
  found: { failures: readonly string[]; rowsLeft: number; removed: number },
): Finding[] {
  const trends = measures.flatMap(({ what, of, unit, perHourShare, growthShare }): Finding[] => {
    const trend = trendWithinLives(taken, of);
    if (trend === undefined) return [];
    const shown = (value: number): string => (value / unit.size).toFixed(unit.digits);
    const certain = Number.isFinite(trend.plusMinus) ? ` ± ${shown(trend.plusMinus)}` : '';
    return [
      {
        what,
        bar: `flat: ≤ ${perHourShare * 100} % an hour or within its uncertainty, last quarter ≤ first + ${growthShare * 100} %`,
        figure: `${shown(trend.perHour)}${certain} ${unit.name} an hour; first quarter ${shown(trend.firstQuarter)}, last ${shown(trend.lastQuarter)} ${unit.name}`,
        isMet: isFlat(trend, { perHourShare, growthShare }),
      },
    ];
  });
  const orphans = taken.at(-1)?.orphans ?? 0;
  return [
    ...trends,
    {
      what: 'files of lessons without a row, temporary files',
      bar: '0',
      figure: `${orphans}`,
      isMet: orphans === 0,
    },
    {
      ...{ what: 'rows of lessons that were removed for good', bar: '0' },
      figure: `${found.rowsLeft} of ${found.removed} lessons`,
      isMet: found.rowsLeft === 0,
    },
    {
      ...{ what: 'steps that failed', bar: '0' },
      figure: `${found.failures.length}`,
      isMet: found.failures.length === 0,
    },
  ];
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
