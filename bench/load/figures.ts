/** What the virtual users saw, per route; figures of several processes are added. */
import { Histogram, type HistogramData } from './histogram.ts';

/** A status, or why there was none. */
export type Outcome = number | 'timeout' | 'connection' | 'not sent' | 'incomplete';

export type RouteData = {
  latency: HistogramData;
  /** How often each outcome was seen. */
  outcomes: Record<string, number>;
  bytes: number;
};
export type FiguresData = { routes: Record<string, RouteData>; browserHits: number };

type Route = { latency: Histogram; outcomes: Record<string, number>; bytes: number };

export class Figures {
  readonly routes = new Map<string, Route>();
  /** Asked for again while the reply was still fresh: no request at all. */
  browserHits = 0;

  record(route: string, outcome: Outcome, seen: { ms: number; bytes: number }): void {
    const figures = this.#of(route);
    figures.outcomes[outcome] = (figures.outcomes[outcome] ?? 0) + 1;
    figures.bytes += seen.bytes;
    // A refusal is quick: counted among the answers it would make an overloaded server look fast.
    if (isGood(outcome)) figures.latency.record(seen.ms);
  }

  add(data: FiguresData): void {
    this.browserHits += data.browserHits;
    for (const [name, route] of Object.entries(data.routes)) {
      const figures = this.#of(name);
      figures.latency.add(route.latency);
      figures.bytes += route.bytes;
      for (const [outcome, count] of Object.entries(route.outcomes)) {
        figures.outcomes[outcome] = (figures.outcomes[outcome] ?? 0) + count;
      }
    }
  }

  clear(): void {
    this.routes.clear();
    this.browserHits = 0;
  }

  data(): FiguresData {
    const routes = [...this.routes].map(([name, { latency, outcomes, bytes }]): [string, RouteData] => [
      name,
      { latency: latency.data(), outcomes, bytes },
    ]);
    return { routes: Object.fromEntries(routes), browserHits: this.browserHits };
  }

  #of(route: string): Route {
    const known = this.routes.get(route);
    if (known !== undefined) return known;
    const made: Route = { latency: new Histogram(), outcomes: {}, bytes: 0 };
    this.routes.set(route, made);
    return made;
  }
}

export function isGood(outcome: number | string): boolean {
  const status = Number(outcome);
  return status >= 200 && status < 400;
}

/** @returns how many of a route's requests were refused or failed, without those that were refused for too much load */
export function countOutcomes(outcomes: Readonly<Record<string, number>>): {
  all: number;
  unchanged: number;
  overload: number;
  errors: number;
} {
  const counts = { all: 0, unchanged: 0, overload: 0, errors: 0 };
  for (const [outcome, count] of Object.entries(outcomes)) {
    counts.all += count;
    if (outcome === '304') counts.unchanged += count;
    else if (outcome === '503') counts.overload += count;
    else if (!isGood(outcome)) counts.errors += count;
  }
  return counts;
}
