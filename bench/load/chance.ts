/** Chance as people make it: pauses, arrivals, choices by weight. All from a seeded source of numbers. Pure. */

/** Exponentially distributed: most are short, a few long. @param mean in the unit of the result */
export function exponential(random: () => number, mean: number): number {
  return -Math.log(1 - random()) * mean;
}

/** Times (s) of a Poisson process: independent arrivals, so many a second on average, until `untilSec`. */
export function* arrivals(random: () => number, perSecond: number, untilSec: number): Generator<number> {
  for (let atSec = exponential(random, 1 / perSecond); atSec < untilSec;) {
    yield atSec;
    atSec += exponential(random, 1 / perSecond);
  }
}

export function pick<T>(random: () => number, list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)];
}

/** @param weights need not sum to 1 */
export function pickWeighted<K extends string>(
  random: () => number,
  weights: Readonly<Partial<Record<K, number>>>,
): K {
  const entries = Object.entries(weights) as [K, number][];
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  const last = entries.at(-1);
  if (last === undefined) throw new Error('nothing to choose from');
  return last[0];
}

/** Early ones far more often than late ones (Zipf, exponent 1): the newest lessons are those that are watched. */
export function pickPopular<T>(random: () => number, list: readonly T[]): T | undefined {
  const place = Math.floor((list.length + 1) ** random()) - 1;
  return list[Math.min(place, list.length - 1)];
}
