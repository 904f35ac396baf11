/** A job's row as the contract shows it. Pure. */
import { type Job, jobPayloads } from '../../contract/jobs.ts';
import type { JobRow } from '../db/jobs.ts';
import type { ProgressMeter } from './progress-meter.ts';

/** What changes while a job runs; read from its meter, which is ahead of the row. */
export function jobProgress(
  row: JobRow,
  meter: ProgressMeter | undefined,
): Pick<Job, 'progress' | 'eta_seconds'> {
  if (row.state !== 'running') return { progress: row.progress, eta_seconds: null };
  return { progress: meter?.fraction ?? row.progress, eta_seconds: meter?.etaSeconds() ?? null };
}

/** @param title of the lesson; empty when it works on none */
export function toJob(row: JobRow, title: string, meter: ProgressMeter | undefined): Job {
  return {
    job_id: row.job_id,
    kind: row.kind,
    recording_id: row.recording_id,
    title,
    state: row.state,
    ...jobProgress(row, meter),
    attempts: row.attempts,
    created_at: row.created_at,
    started_at: row.started_at,
    finished_at: row.finished_at,
    ...(row.error_code === null ? {} : { error: { code: row.error_code, detail: row.error_detail ?? '' } }),
    ...(row.kind === 'export' ? { result: { export_id: exportIdOf(row) } } : {}),
  };
}

function exportIdOf(row: JobRow): string {
  return jobPayloads.export.parse(JSON.parse(row.payload)).export_id;
}
