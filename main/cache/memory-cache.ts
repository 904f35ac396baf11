/** The cache within this process: the usual one. Bounded by bytes; the least recently used goes first. */
import { totalmem } from 'node:os';
import { LRUCache } from 'lru-cache';
import type { Cache, Entry, Made } from './cache.ts';
import { createCacheCounters } from './cache-counters.ts';
import type { ChangeLog } from './change-log.ts';
import { createFlights } from './flights.ts';

/**
 * A reply of info is 700 bytes, a list of ten lessons 8 kB, a page of hits 40 kB, a waveform 80 kB, a picture 30 kB: what
 * people ask for again of one lesson is some 250 kB. A school server, with more memory, also has more people (bytes).
 */
const leastBytes = 32_000_000;
const mostBytesAtAll = 192_000_000;
const shareOfMemory = 0.01;
/** Larger ones would push out hundreds of others (bytes). */
const mostBytesOfOne = 1_000_000;
/** Key, head, families and the table's own room (bytes). */
const bytesBeside = 600;

type Kept = Entry & { kind: string; families: readonly string[]; madeAt: number };

export function createMemoryCache(options: { changes: ChangeLog; mostBytes?: number }): Cache {
  const {
    changes,
    mostBytes = boundFor(Math.min(process.constrainedMemory() || Number.POSITIVE_INFINITY, totalmem())),
  } = options;
  const counters = createCacheCounters();
  const flights = createFlights(changes);
  const kept = new LRUCache<string, Kept>({
    maxSize: mostBytes,
    maxEntrySize: mostBytesOfOne,
    sizeCalculation: sizeOf,
    dispose: (entry) => count(entry, -1),
  });

  function count(entry: Kept, by: 1 | -1): void {
    counters.add(entry.kind, 'entries', by);
    counters.add(entry.kind, 'bytes', by * sizeOf(entry));
  }

  function keep(kind: string, key: string, made: Made, madeAt: number): void {
    const { head, body, families, ttlMs } = made;
    const entry: Kept = { kind, head, body, families, madeAt };
    // What changed while it was made may be in it or not.
    if (ttlMs <= 0 || sizeOf(entry) > mostBytesOfOne || !changes.isUnchanged(families, madeAt)) return;
    kept.set(key, entry, { ttl: ttlMs });
    if (kept.has(key)) count(entry, 1);
  }

  return {
    look: (kind, key) => {
      const entry = kept.get(key);
      if (entry !== undefined) {
        // Asked for first: a change that another process made is noted by it.
        changes.now();
        if (changes.isUnchanged(entry.families, entry.madeAt)) {
          counters.add(kind, 'hits');
          return entry;
        }
        kept.delete(key);
      }
      return undefined;
    },
    load: (kind, key, make) =>
      flights.join(key, {
        joined: () => counters.add(kind, 'hits'),
        make: async (madeAt) => {
          counters.add(kind, 'misses');
          counters.add(kind, 'loads');
          const made = await make();
          if (made !== undefined) keep(kind, key, made, madeAt);
          return made;
        },
      }),
    settled: async () => undefined,
    stats: () => counters.list(),
    close: async () => {
      kept.clear();
    },
  };
}

/** @param memoryBytes of the machine, or of the container where that is less. Pure. */
export function boundFor(memoryBytes: number): number {
  return Math.round(Math.min(mostBytesAtAll, Math.max(leastBytes, memoryBytes * shareOfMemory)));
}

function sizeOf({ body }: Entry): number {
  return body.length + bytesBeside;
}
