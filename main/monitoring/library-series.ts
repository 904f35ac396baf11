/** How much the library holds, and how the core serves it: caches, slow queries, who listens. */
import { Counter, Gauge } from 'prom-client';
import type { RecordingStatus } from '../../contract/recording.ts';
import type { LibraryTotals } from '../db/recordings.ts';
import { type Collect, type SeriesOptions, setTotal } from './collector.ts';

export type CacheStats = {
  kind: string;
  hits: number;
  misses: number;
  loads: number;
  failures: number;
  bytes: number;
  entries: number;
};

export type LibrarySources = {
  totals: () => Promise<LibraryTotals>;
  unready: () => Promise<readonly { status: RecordingStatus; count: number }[]>;
  slowQueries: () => number;
  eventClients: () => number;
  cacheStats?: (() => readonly CacheStats[]) | undefined;
};

/** What is not being recorded and not ready. */
const restingStatuses = ['interrupted', 'processing', 'failed'] as const satisfies readonly RecordingStatus[];

/** @returns what reads the database apart from what is at hand: a database that fails takes nothing else along */
export function librarySeries(
  options: SeriesOptions,
  sources: LibrarySources,
): { library: Collect; service: Collect } {
  const gauge = (name: string, help: string) => new Gauge({ name, help, ...options });
  const lessons = gauge('airclass_lessons', 'Lessons outside the trash, without test recordings');
  const trash = gauge('airclass_trash_lessons', 'Lessons in the trash');
  const seconds = gauge('airclass_library_recorded_seconds', 'Length of all lessons outside the trash');
  const bytes = gauge('airclass_library_bytes', 'Size of all recordings and their renditions');
  const unready = new Gauge({
    name: 'airclass_lessons_unready',
    help: 'Recordings that have ended and are not ready, by state',
    labelNames: ['state'],
    ...options,
  });
  const clients = gauge('airclass_event_stream_clients', 'Clients that listen to events');
  const slow = new Counter({
    name: 'airclass_db_slow_queries_total',
    help: 'Queries of the database that took longer than the log lets pass',
    ...options,
  });
  const caches = cacheSeries(options, sources.cacheStats);
  return {
    library: async () => {
      const totals = await sources.totals();
      lessons.set(totals.lessons);
      trash.set(totals.trash);
      seconds.set(totals.seconds);
      bytes.set(totals.bytes);
      const counts = await sources.unready();
      for (const state of restingStatuses) {
        unready.set({ state }, counts.find(({ status }) => status === state)?.count ?? 0);
      }
    },
    service: () => {
      clients.set(sources.eventClients());
      setTotal(slow, [{ labels: {}, total: sources.slowQueries() }]);
      caches();
    },
  };
}

/** No series without a cache. */
function cacheSeries(options: SeriesOptions, read: LibrarySources['cacheStats']): () => void {
  if (read === undefined) return () => undefined;
  const labelNames = ['kind'] as const;
  const counter = (name: string, help: string) => new Counter({ name, help, labelNames, ...options });
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames, ...options });
  const counters = {
    hits: counter('airclass_cache_hits_total', 'Reads that the cache answered'),
    misses: counter('airclass_cache_misses_total', 'Reads that the cache could not answer'),
    loads: counter('airclass_cache_loads_total', 'Values that were made for the cache'),
    failures: counter('airclass_cache_failures_total', 'Values that could not be made, kept or read'),
  };
  const gauges = {
    bytes: gauge('airclass_cache_bytes', 'Size of what is kept'),
    entries: gauge('airclass_cache_entries', 'Values that are kept'),
  };
  return () => {
    const stats = read();
    for (const name of ['hits', 'misses', 'loads', 'failures'] as const) {
      setTotal(
        counters[name],
        stats.map((each) => ({ labels: { kind: each.kind }, total: each[name] })),
      );
    }
    for (const name of ['bytes', 'entries'] as const) {
      gauges[name].reset();
      for (const each of stats) gauges[name].set({ kind: each.kind }, each[name]);
    }
  };
}
