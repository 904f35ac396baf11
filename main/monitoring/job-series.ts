/** Background work: what waits, how long runs take, how jobs end, how much of lessons the analysis gets through. */
import { Counter, Gauge, Histogram } from 'prom-client';
import { type AnalysisStage, analysisStages } from '../../contract/analysis.ts';
import { type Job, type JobKind, type JobLane, type JobState, jobKinds } from '../../contract/jobs.ts';
import type { JobCount } from '../db/figures.ts';
import type { Collect, SeriesOptions } from './collector.ts';

/** Thumbnails take a second, the ladder of a long lesson hours. */
const durationBuckets = [0.5, 2, 10, 30, 120, 600, 1800, 7200];
const lanes = [
  'media',
  'analysis',
  'export',
  'download',
  'session',
  'backup',
] as const satisfies readonly JobLane[];
const endStates = ['done', 'failed', 'cancelled'] as const satisfies readonly JobState[];

/** How one run of a job ended; `interrupted`: cancelled, held for a recording, or the program was stopped. */
export type RunOutcome = 'done' | 'error' | 'interrupted';

export type JobSources = {
  counts: () => Promise<readonly JobCount[]>;
  lessonSeconds: (recordingId: string) => Promise<number | undefined>;
  /** ms since the epoch */
  now: () => number;
};

export type JobSeries = {
  collect: Collect;
  ran: (kind: JobKind, outcome: RunOutcome, seconds: number) => void;
  ended: (job: Job) => Promise<void>;
};

export function jobSeries(options: SeriesOptions, sources: JobSources): JobSeries {
  const jobs = new Gauge({
    name: 'airclass_jobs',
    help: 'Jobs that are queued, running or failed, by kind',
    labelNames: ['kind', 'state'],
    ...options,
  });
  const oldest = new Gauge({
    name: 'airclass_job_oldest_queued_age_seconds',
    help: 'How long the job that has waited longest in a lane has been due; 0 when none is due',
    labelNames: ['lane'],
    ...options,
  });
  const ended = new Counter({
    name: 'airclass_jobs_ended_total',
    help: 'Jobs that ended for good, by how',
    labelNames: ['kind', 'state'],
    ...options,
  });
  const duration = new Histogram({
    name: 'airclass_job_run_duration_seconds',
    help: 'Runs of jobs; one job may have several: after an error, or when it stepped back for a recording',
    labelNames: ['kind', 'outcome'],
    buckets: durationBuckets,
    ...options,
  });
  const analysed = new Counter({
    name: 'airclass_analysis_lesson_seconds_total',
    help: 'Length of the lessons that a stage of the analysis has gone through',
    labelNames: ['stage'],
    ...options,
  });
  // From the start, so that the first one shows as an increase.
  for (const kind of jobKinds) for (const state of endStates) ended.inc({ kind, state }, 0);
  for (const stage of analysisStages) analysed.inc({ stage }, 0);

  return {
    collect: async () => {
      const counts = await sources.counts();
      jobs.reset();
      for (const kind of jobKinds) {
        for (const state of ['queued', 'running', 'failed'] as const) jobs.set({ kind, state }, 0);
      }
      for (const { kind, state, count } of counts) jobs.inc({ kind, state }, count);
      for (const lane of lanes) {
        const due = counts.filter((each) => each.lane === lane && each.state === 'queued');
        const firstMs = Math.min(...due.map((each) => Date.parse(each.due_at)));
        oldest.set({ lane }, due.length === 0 ? 0 : Math.max(0, (sources.now() - firstMs) / 1000));
      }
    },
    ran: (kind, outcome, seconds) => duration.observe({ kind, outcome }, seconds),
    ended: async (job) => {
      ended.inc({ kind: job.kind, state: job.state });
      if (job.state !== 'done' || job.recording_id === null || !isStage(job.kind)) return;
      analysed.inc({ stage: job.kind }, (await sources.lessonSeconds(job.recording_id)) ?? 0);
    },
  };
}

function isStage(kind: JobKind): kind is AnalysisStage & JobKind {
  return (analysisStages as readonly string[]).includes(kind);
}
