/** Calls of the analysis host, by operation. */
import { Counter, Histogram } from 'prom-client';
import { type Collect, type SeriesOptions, setTotal } from './collector.ts';

/** A look at a picture takes 10 ms, a slide's text half a second, a piece of sound seconds. */
const buckets = [0.01, 0.05, 0.2, 0.5, 1, 5, 20, 120];

export type CallSeries = {
  collect: Collect;
  /** @param waited seconds until the host began with it @param ran seconds it took; undefined: the host never began */
  ended(operation: string, call: { isDone: boolean; waited: number; ran: number | undefined }): void;
};

export function callSeries(options: SeriesOptions, crashes: () => number): CallSeries {
  const wait = new Histogram({
    name: 'airclass_analysis_call_wait_seconds',
    help: 'How long calls of the analysis host waited until it began with them',
    labelNames: ['operation'],
    buckets,
    ...options,
  });
  const duration = new Histogram({
    name: 'airclass_analysis_call_duration_seconds',
    help: 'How long the analysis host worked on calls, by how they ended',
    labelNames: ['operation', 'outcome'],
    buckets,
    ...options,
  });
  const crashed = new Counter({
    name: 'airclass_analysis_host_crashes_total',
    help: 'How often the analysis host ended by itself or had to be killed',
    ...options,
  });
  return {
    collect: () => setTotal(crashed, [{ labels: {}, total: crashes() }]),
    ended: (operation, { isDone, waited, ran }) => {
      wait.observe({ operation }, waited);
      if (ran !== undefined) duration.observe({ operation, outcome: isDone ? 'done' : 'error' }, ran);
    },
  };
}
