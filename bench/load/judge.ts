/** What a run of load came to: figures per route, and which bars they meet. Pure. */
import { isFlat, secondHalf, trendOf } from '../trend.ts';
import type { RecordingFigures } from './beside.ts';
import { type FiguresData, countOutcomes } from './figures.ts';
import { Histogram } from './histogram.ts';
import type { Sample } from './sampler.ts';

export const bars = {
  jsonP95Ms: 50,
  jsonP99Ms: 200,
  fragmentP95Ms: 50,
  rssPerMinuteShare: 0.01,
  rssGrowthShare: 0.1,
  hitRate: 0.8,
  /** What of the source's last moment is still on its way when a lesson is stopped (s). */
  recordingTailSec: 1,
} as const;

export type RouteKind = 'json' | 'fragment' | 'text' | 'picture' | 'events';

export type RouteFigures = {
  route: string;
  kind: RouteKind;
  count: number;
  perSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  maxMs: number;
  bytes: number;
  unchanged: number;
  overload: number;
  errors: number;
  outcomes: Record<string, number>;
};

export type Verdict = { what: string; bar: string; figure: string; isMet: boolean | null };

export function kindOf(route: string): RouteKind {
  if (route.includes('/media/')) return 'fragment';
  if (route.includes('/api/events')) return 'events';
  if (/\/stream|\.vtt/.test(route)) return 'text';
  if (/thumbnail|:sheet|slides\/:file/.test(route)) return 'picture';
  return 'json';
}

export function routeFigures(data: FiguresData, seconds: number): RouteFigures[] {
  return Object.entries(data.routes)
    .map(([route, { latency, outcomes, bytes }]) => {
      const times = Histogram.from(latency);
      const { all, unchanged, overload, errors } = countOutcomes(outcomes);
      return {
        route,
        kind: kindOf(route),
        count: all,
        perSecond: all / seconds,
        p50Ms: times.percentile(0.5),
        p95Ms: times.percentile(0.95),
        p99Ms: times.percentile(0.99),
        maxMs: times.maxMs,
        bytes,
        unchanged,
        overload,
        errors,
        outcomes,
      };
    })
    .toSorted((left, right) => right.count - left.count);
}

/** Of all routes of a kind together. */
export function kindFigures(
  data: FiguresData,
  kind: RouteKind,
): { count: number; p95Ms: number; p99Ms: number } {
  const all = new Histogram();
  for (const [route, { latency }] of Object.entries(data.routes)) {
    if (kindOf(route) === kind) all.add(latency);
  }
  return { count: all.count, p95Ms: all.percentile(0.95), p99Ms: all.percentile(0.99) };
}

export function judge(run: {
  data: FiguresData;
  samples: readonly Sample[];
  recording: RecordingFigures;
  hitRate: number | undefined;
}): Verdict[] {
  const { data, samples, recording } = run;
  const counts = Object.values(data.routes).map(({ outcomes }) => countOutcomes(outcomes));
  const errors = counts.reduce((sum, one) => sum + one.errors, 0);
  const overload = counts.reduce((sum, one) => sum + one.overload, 0);
  const hangs = Object.values(data.routes).reduce((sum, { outcomes }) => sum + (outcomes['timeout'] ?? 0), 0);
  const json = kindFigures(data, 'json');
  const fragments = kindFigures(data, 'fragment');
  const readings = secondHalf(samples.map(({ atSec, rssBytes }) => ({ atSec, value: rssBytes })));
  const rss = trendOf(readings);
  const growth = rss.firstQuarter === 0 ? 0 : rss.lastQuarter / rss.firstQuarter - 1;
  const perMinute = rss.firstQuarter === 0 ? 0 : rss.perHour / 60 / rss.firstQuarter;
  return [
    verdict(
      'errors',
      '0',
      `${errors}${overload > 0 ? ` (and ${overload} × 503)` : ''}`,
      errors + overload === 0,
    ),
    verdict('requests without an answer in 30 s', '0', `${hangs}`, hangs === 0),
    verdict('JSON p95', `≤ ${bars.jsonP95Ms} ms`, milliseconds(json.p95Ms), json.p95Ms <= bars.jsonP95Ms),
    verdict('JSON p99', `≤ ${bars.jsonP99Ms} ms`, milliseconds(json.p99Ms), json.p99Ms <= bars.jsonP99Ms),
    verdict(
      ...(['fragments p95', `≤ ${bars.fragmentP95Ms} ms`] as const),
      fragments.count === 0 ? 'none fetched' : milliseconds(fragments.p95Ms),
      fragments.count === 0 ? null : fragments.p95Ms <= bars.fragmentP95Ms,
    ),
    verdict('recording', 'loses nothing', describeRecording(recording), hasLostNothing(recording)),
    verdict(
      ...(['memory of the core', 'flat: ≤ 1 % per minute, ≤ 10 % in all'] as const),
      `${(rss.lastQuarter / 1e6).toFixed(0)} MB, ${percent(perMinute)} per minute, ${percent(growth)} in all`,
      isFlat(rss, { perHourShare: bars.rssPerMinuteShare * 60, growthShare: bars.rssGrowthShare }),
    ),
    verdict(
      ...(['answered from the core’s caches', `≥ ${bars.hitRate * 100} %`] as const),
      run.hitRate === undefined ? 'not told by the core' : percent(run.hitRate),
      run.hitRate === undefined ? null : run.hitRate >= bars.hitRate,
    ),
  ];
}

export function hasLostNothing(recording: RecordingFigures): boolean {
  const { reconnects, gaps, takes, framesExpected, framesRecorded, sentSec, recordedSec } = recording;
  const isWhole = framesRecorded > 0 && framesRecorded >= framesExpected;
  const tailSec = sentSec - recordedSec;
  return reconnects === 0 && gaps === 0 && takes === 1 && isWhole && tailSec <= bars.recordingTailSec;
}

function describeRecording(recording: RecordingFigures): string {
  const { reconnects, gaps, framesExpected, framesRecorded, sentSec, recordedSec } = recording;
  const lost = Math.max(0, framesExpected - framesRecorded);
  return `${lost} of ${framesExpected} frames, ${gaps} gaps, ${reconnects} reconnects, ${recordedSec.toFixed(1)} s recorded, ${sentSec.toFixed(1)} s sent when it was to stop`;
}

function verdict(what: string, bar: string, figure: string, isMet: boolean | null): Verdict {
  return { what, bar, figure, isMet };
}

export function milliseconds(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${ms.toFixed(0)} ms`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
