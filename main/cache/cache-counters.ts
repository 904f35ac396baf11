/** Counts what a cache does, by kind. */
import type { CacheStats } from './cache.ts';

type Counted = Exclude<keyof CacheStats, 'kind'>;

export type CacheCounters = {
  add(kind: string, what: Counted, by?: number): void;
  list(): CacheStats[];
};

export function createCacheCounters(): CacheCounters {
  const byKind = new Map<string, CacheStats>();
  return {
    add: (kind, what, by = 1) => {
      let stats = byKind.get(kind);
      if (stats === undefined) {
        stats = { kind, hits: 0, misses: 0, loads: 0, failures: 0, entries: 0, bytes: 0 };
        byKind.set(kind, stats);
      }
      stats[what] += by;
    },
    list: () => structuredClone([...byKind.values()]),
  };
}
