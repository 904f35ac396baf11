/**
 * What is measured of the running core, and what is told of it to Prometheus and to whoever collects traces. Owns the
 * series and when they are read; refuses to know how anything works: it asks narrow functions that app.ts gives it, and
 * no label ever names a person or a lesson.
 */
import { Counter, Registry } from 'prom-client';
import { type Job, type JobKind, jobKinds } from '../../contract/jobs.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { Db } from '../db/database.ts';
import { countJobs, countUnready, lessonSeconds } from '../db/figures.ts';
import { libraryTotals } from '../db/recordings.ts';
import type { JobHandlers } from '../jobs/job-handler.ts';
import { callSeries } from './analysis-series.ts';
import { readUsage } from './child-usage.ts';
import { type Collect, readAtMost } from './collector.ts';
import { type RequestEnd, requestSeries } from './http-series.ts';
import { type JobSeries, type RunOutcome, jobSeries } from './job-series.ts';
import { type LibrarySources, librarySeries } from './library-series.ts';
import { type ProcessSources, processSeries } from './process-series.ts';
import { type RecorderSources, recorderSeries } from './recorder-series.ts';
import { type Spans, noSpans } from './spans.ts';

/** The database is asked for what changes quickly at most this often (ms) … */
const countEveryMs = 5000;
/** … and for its totals, 10 ms of work in a library of 100,000 lessons, this often (ms). */
const totalsEveryMs = 30_000;

export type MonitoringOptions = {
  db: Db;
  clock: Clock;
  log: Logger;
  version: string;
  recorder: RecorderSources;
  analysisCrashes: () => number;
  children: ProcessSources['children'];
  spans?: Spans | undefined;
} & Pick<LibrarySources, 'slowQueries' | 'eventClients' | 'cacheStats'>;

export type Monitoring = {
  /** All series in Prometheus' text format. */
  exposition(): Promise<{ body: string; contentType: string }>;
  /** A request has come. */
  request: (request: { method: string; traceparent: string | undefined }) => {
    run: (next: () => void) => void;
    ended: (end: RequestEnd) => void;
  };
  /** The same handlers, each run of which is measured. */
  watchJobs(handlers: JobHandlers): JobHandlers;
  /** A job has ended for good. */
  jobEnded: (job: Job) => Promise<void>;
  /** The analysis host is asked for something. */
  call: (operation: string) => { began: () => void; ended: (error?: unknown) => void };
};

export function createMonitoring(options: MonitoringOptions): Monitoring {
  const { db, clock, log, spans = noSpans } = options;
  const registry = new Registry();
  const series = { registers: [registry] as [typeof registry] };
  const now = () => clock.monotonic();

  const requests = requestSeries(series);
  const jobs = jobSeries(series, {
    counts: readAtMost(countEveryMs, now, () => countJobs(db)),
    lessonSeconds: (recordingId) => lessonSeconds(db, recordingId),
    now: () => clock.now(),
  });
  const calls = callSeries(series, options.analysisCrashes);
  const { library, service } = librarySeries(series, {
    totals: readAtMost(totalsEveryMs, now, () => libraryTotals(db)),
    unready: readAtMost(countEveryMs, now, () => countUnready(db)),
    ...options,
  });
  const failures = new Counter({
    name: 'airclass_collect_failures_total',
    help: 'Groups of series that could not be read for a scrape and kept their last values',
    labelNames: ['group'],
    ...series,
  });
  const collectors: Record<string, Collect> = {
    process: processSeries(series, {
      ...options,
      readUsage: process.platform === 'linux' ? readUsage : undefined,
    }),
    recorder: recorderSeries(series, options.recorder),
    jobs: jobs.collect,
    analysis: calls.collect,
    library,
    service,
  };
  for (const group of Object.keys(collectors)) failures.inc({ group }, 0);

  /** What cannot be read must not take the rest along. */
  async function collect(group: string, run: Collect): Promise<void> {
    try {
      await run();
    } catch (error) {
      failures.inc({ group });
      log.warn({ err: error, group }, 'figures could not be read for a scrape');
    }
  }

  return {
    exposition: async () => {
      await Promise.all(Object.entries(collectors).map(([group, run]) => collect(group, run)));
      return { body: await registry.metrics(), contentType: registry.contentType };
    },
    request: (request) => {
      requests.begun();
      const span = spans.request(request);
      return {
        run: span.run,
        ended: (end) => {
          requests.ended(end);
          span.ended(end);
        },
      };
    },
    watchJobs: (handlers) => watchHandlers(handlers, { clock, spans, ran: jobs.ran }),
    jobEnded: jobs.ended,
    call: (operation) => {
      const endSpan = spans.call(operation);
      const askedMs = now();
      let beganMs: number | undefined;
      return {
        began: () => {
          beganMs = now();
        },
        ended: (error) => {
          endSpan(error);
          const ran = beganMs === undefined ? undefined : (now() - beganMs) / 1000;
          const waited = ((beganMs ?? now()) - askedMs) / 1000;
          calls.ended(operation, { isDone: error === undefined, waited, ran });
        },
      };
    },
  };
}

function watchHandlers(
  handlers: JobHandlers,
  { clock, spans, ran }: { clock: Clock; spans: Spans; ran: JobSeries['ran'] },
): JobHandlers {
  async function watch<K extends JobKind>(
    kind: K,
    context: Parameters<JobHandlers[K]['run']>[0],
  ): Promise<void> {
    const begunMs = clock.monotonic();
    let outcome: RunOutcome = 'error';
    try {
      await spans.job(kind, async () => (handlers[kind] as JobRunner).run(context));
      outcome = 'done';
    } finally {
      if (outcome === 'error' && context.signal.aborted) outcome = 'interrupted';
      ran(kind, outcome, (clock.monotonic() - begunMs) / 1000);
    }
  }
  const watched = jobKinds.map((kind) => [
    kind,
    Object.assign({}, handlers[kind], { run: (context: never) => watch(kind, context) }),
  ]);
  return Object.fromEntries(watched) as JobHandlers;
}

/** A handler and the context of its own kind, which the compiler cannot follow through a list of kinds. */
type JobRunner = { run(context: unknown): Promise<void> };
