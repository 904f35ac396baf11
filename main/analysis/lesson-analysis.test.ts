import { describe, expect, it } from 'vitest';
import type { Job } from '../../contract/jobs.ts';
import { stageStatus } from './lesson-analysis.ts';

const time = '2026-03-02T00:00:00.000Z';
const job = (change: Partial<Job> = {}): Job => ({
  job_id: 'j-1',
  kind: 'speech',
  recording_id: 'r-1',
  title: '',
  state: 'running',
  progress: 0.4,
  eta_seconds: 7,
  attempts: 1,
  created_at: time,
  started_at: time,
  finished_at: null,
  ...change,
});
const result = { models: [{ name: 'silero-vad', version: '6' }], finishedAt: time };
const status = (known: Partial<Parameters<typeof stageStatus>[1]>, stage: 'speech' | 'signals' = 'speech') =>
  stageStatus(stage, { isOff: false, job: undefined, result: undefined, ...known });

describe('a stage', () => {
  it('that was never asked for has nothing to say', () => {
    expect(status({})).toEqual({
      stage: 'speech',
      state: 'none',
      progress: 0,
      eta_seconds: null,
      finished_at: null,
      models: [],
      job_id: null,
    });
  });

  it('tells how far its job is, beside what an earlier one left', () => {
    expect(status({ job: job(), result })).toMatchObject({
      state: 'running',
      progress: 0.4,
      eta_seconds: 7,
      finished_at: time,
      models: result.models,
      job_id: 'j-1',
    });
  });

  it('is done when its result is there, also when the job was taken off the list', () => {
    const done = { state: 'done', progress: 1, finished_at: time };
    expect(status({ job: job({ state: 'done', progress: 1 }), result })).toMatchObject(done);
    expect(status({ result })).toMatchObject({ ...done, job_id: null });
  });

  it('says why its newest job failed, whatever an earlier one left', () => {
    const error = { code: 'analysis_failed', detail: 'x' } as const;
    expect(status({ job: job({ state: 'failed', error }), result })).toMatchObject({
      state: 'failed',
      error,
      finished_at: time,
    });
  });

  it('that is switched off says so, unless a job of it still runs', () => {
    expect(status({ isOff: true, result }, 'signals')).toMatchObject({ state: 'off', finished_at: time });
    expect(status({ isOff: true, job: job({ state: 'queued' }) }, 'signals')).toMatchObject({
      state: 'queued',
    });
  });
});
