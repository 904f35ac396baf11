/** Reads now and then what the core takes, from the operating system and from what it tells of itself. */
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { cpuSec, residentBytes, token, waitSec } from '../core.ts';
import { type Metric, metric, readMetrics } from '../metrics.ts';

export type Sample = {
  atSec: number;
  /** Of one core, since the sample before. */
  cpuShare: number;
  /** Of the time, that the main thread was ready to go on and had no processor. */
  waitShare?: number;
  rssBytes: number;
  openFiles: number;
  /** p99 of the last while (ms); null where the core does not tell. */
  loopDelayP99Ms: number | null;
  heapBytes: number | null;
};

export type Sampler = {
  samples: Sample[];
  first: Metric[] | undefined;
  last: () => Metric[] | undefined;
  stop(): Promise<void>;
};

export async function startSampler(core: { pid: number; url: string }, everyMs: number): Promise<Sampler> {
  const samples: Sample[] = [];
  const ending = new AbortController();
  const first = await readMetrics(core.url, token);
  let last = first;
  const startMs = performance.now();
  let before = { atMs: startMs, cpu: cpuSec(core.pid), wait: waitSec(core.pid) };
  const running = (async () => {
    while (!ending.signal.aborted) {
      await delay(everyMs, undefined, { signal: ending.signal }).catch(() => undefined);
      if (ending.signal.aborted) return;
      const now = { atMs: performance.now(), cpu: cpuSec(core.pid), wait: waitSec(core.pid) };
      // A core without metrics is not asked again and again.
      if (first !== undefined) last = (await readMetrics(core.url, token)) ?? last;
      const loopSec = metric(last, 'nodejs_eventloop_lag_p99_seconds');
      samples.push({
        atSec: (now.atMs - startMs) / 1000,
        cpuShare: ((now.cpu - before.cpu) * 1000) / (now.atMs - before.atMs),
        waitShare: ((now.wait - before.wait) * 1000) / (now.atMs - before.atMs),
        rssBytes: residentBytes(core.pid),
        openFiles: readdirSync(`/proc/${core.pid}/fd`).length,
        loopDelayP99Ms: loopSec === undefined ? null : loopSec * 1000,
        heapBytes: metric(last, 'nodejs_heap_size_used_bytes') ?? null,
      });
      before = now;
    }
  })();
  return {
    samples,
    first,
    last: () => last,
    stop: async () => {
      ending.abort();
      await running;
    },
  };
}
