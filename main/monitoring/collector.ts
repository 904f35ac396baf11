/** Pieces that the collectors share. */
import type { Counter, Registry } from 'prom-client';

/** Brings the series it owns up to date, just before they are read. */
export type Collect = () => void | Promise<void>;

/** What a file of series needs. */
export type SeriesOptions = { registers: [Registry] };

/** A counter whose total is kept elsewhere. */
export function setTotal<L extends string>(
  counter: Counter<L>,
  totals: Iterable<{ labels: Partial<Record<L, string>>; total: number }>,
): void {
  counter.reset();
  for (const { labels, total } of totals) counter.inc(labels, total);
}

/**
 * Remembers what `read` gave for a while, so that several readers of the series cost no more than one.
 * @param now monotonic ms
 */
export function readAtMost<T>(everyMs: number, now: () => number, read: () => Promise<T>): () => Promise<T> {
  let last: { atMs: number; value: Promise<T> } | undefined;
  return async () => {
    if (last === undefined || now() - last.atMs >= everyMs) {
      const attempt = { atMs: now(), value: read() };
      last = attempt;
      attempt.value.catch(() => {
        // The next who asks tries again.
        if (last === attempt) last = undefined;
      });
    }
    return last.value;
  };
}
