/**
 * Divides a row of texts where their words change: the division under which the words are least surprising (Utiyama and
 * Isahara 2001, 'A statistical model for domain-independent text segmentation'). Costs are natural logarithms of
 * probabilities; a new segment costs the logarithm of the number of words, less what else speaks for it. Pure.
 */

export type SegmentItem = {
  startSec: number;
  /** How often each term stands in it. */
  terms: ReadonlyMap<string, number>;
  /** What speaks for a segment that begins here, beside the words. */
  bonus: number;
};

export type SegmentLimits = { fewest: number; most: number; shortestSec: number; endSec: number };

/** `gain`: how much the whole would cost more without this beginning. */
export type SegmentStart = { item: number; gain: number };

/** Neighbouring syllable pairs of one word are not independent: each counts for less than a whole word. */
const termWeight = 0.5;
/** Items of one segment at most: keeps the work in bounds when a lesson has many hundreds of screens. */
const longestSegment = 150;

export function divide(items: readonly SegmentItem[], limits: SegmentLimits): SegmentStart[] {
  if (items.length === 0) return [];
  const costs = segmentCosts(items);
  const cost = (from: number, to: number): number => costs[from]?.[to - from] ?? Number.POSITIVE_INFINITY;
  const priceOf = newSegmentPrice(items);
  const path = cheapest(items, limits, cost, priceOf);
  return path.map((from, position) => {
    if (position === 0) return { item: from, gain: Number.POSITIVE_INFINITY };
    const before = path[position - 1] ?? 0;
    const after = path[position + 1] ?? items.length;
    return {
      item: from,
      gain: cost(before, after) - cost(before, from) - cost(from, after) - priceOf(from),
    };
  });
}

function newSegmentPrice(items: readonly SegmentItem[]): (item: number) => number {
  const words = items.reduce((sum, { terms }) => sum + total(terms), 0);
  const price = Math.log(Math.max(2, words * termWeight));
  return (item) => price - (items[item]?.bonus ?? 0);
}

/** Row `from`, column `length`: cost of the words of `length` items as one segment. */
function segmentCosts(items: readonly SegmentItem[]): number[][] {
  const vocabulary = new Set(items.flatMap(({ terms }) => [...terms.keys()])).size;
  return items.map((_, from) => {
    const counts = new Map<string, number>();
    let words = 0;
    let known = 0;
    const row = [0];
    for (let to = from; to < Math.min(items.length, from + longestSegment); to += 1) {
      for (const [term, count] of items[to]?.terms ?? []) {
        const before = counts.get(term) ?? 0;
        const after = before + count;
        known += after * Math.log(after + 1) - before * Math.log(before + 1);
        counts.set(term, after);
        words += count;
      }
      row.push(termWeight * (words * Math.log(words + vocabulary) - known));
    }
    return row;
  });
}

/** Beginnings of the segments of the cheapest division within the limits; with fewer segments when there is no room for that many. */
function cheapest(
  items: readonly SegmentItem[],
  { fewest, most, shortestSec, endSec }: SegmentLimits,
  cost: (from: number, to: number) => number,
  priceOf: (item: number) => number,
): number[] {
  const startOf = (item: number): number => items[item]?.startSec ?? endSec;
  // best[count][to]: cheapest way to make `count` segments of the items before `to`, and where the last one begins.
  const best: { cost: number; from: number }[][] = [[{ cost: 0, from: 0 }]];
  for (let count = 1; count <= Math.min(most, items.length); count += 1) {
    const row: { cost: number; from: number }[] = [];
    for (let to = 1; to <= items.length; to += 1) {
      for (let from = Math.max(count - 1, to - longestSegment); from < to; from += 1) {
        const before = best[count - 1]?.[from];
        if (before === undefined || startOf(to) - startOf(from) < shortestSec) continue;
        const sum = before.cost + cost(from, to) + (from === 0 ? 0 : priceOf(from));
        if (sum < (row[to]?.cost ?? Number.POSITIVE_INFINITY)) row[to] = { cost: sum, from };
      }
    }
    best.push(row);
  }
  const whole = best.flatMap((row, count) => {
    const end = row[items.length];
    return count === 0 || end === undefined ? [] : [{ count, cost: end.cost }];
  });
  const enough = whole.filter(({ count }) => count >= fewest);
  const pool = enough.length > 0 ? enough : whole.slice(-1);
  const chosen = pool.toSorted((left, right) => left.cost - right.cost)[0];
  if (chosen === undefined) return [0];
  const path: number[] = [];
  let to = items.length;
  for (let { count } = chosen; count > 0; count -= 1) {
    to = best[count]?.[to]?.from ?? 0;
    path.unshift(to);
  }
  return path;
}

function total(terms: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of terms.values()) sum += count;
  return sum;
}
