/** Requests by the pattern of their route: never by their address, which names lessons and people. */
import { Counter, Gauge, Histogram } from 'prom-client';
import type { SeriesOptions } from './collector.ts';

/** 50 and 200 ms are what reads and searches may take; the last ones are for uploads and cuts. */
const durationBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10];

export type RequestEnd = {
  method: string;
  /** undefined: no route answers this address. */
  route: string | undefined;
  status: number;
  /** Until its reply began; undefined when there was none that began at once (an event stream, a client that left). */
  seconds: number | undefined;
};

export type RequestSeries = {
  begun(): void;
  ended(request: RequestEnd): void;
};

export function requestSeries(options: SeriesOptions): RequestSeries {
  const inFlight = new Gauge({
    name: 'airclass_http_requests_in_flight',
    help: 'Requests that have come and are not yet answered to the end; open event streams count',
    ...options,
  });
  const total = new Counter({
    name: 'airclass_http_requests_total',
    help: 'Requests that have ended, by pattern of the route; code 499: the client left before the reply began',
    labelNames: ['method', 'route', 'code'],
    ...options,
  });
  const duration = new Histogram({
    name: 'airclass_http_request_duration_seconds',
    help: 'From the arrival of a request until its reply began',
    labelNames: ['method', 'route'],
    buckets: durationBuckets,
    ...options,
  });
  return {
    begun: () => inFlight.inc(),
    ended: ({ method, route = 'none', status, seconds }) => {
      inFlight.dec();
      total.inc({ method, route, code: status });
      if (seconds !== undefined) duration.observe({ method, route }, seconds);
    },
  };
}
