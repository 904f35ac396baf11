import { describe, expect, it } from 'vitest';
import type { Job } from '../../../contract/jobs.ts';
import { endedSince, groupJobs } from './job-groups.ts';

let number = 0;
function job(part: Partial<Job>): Job {
  number += 1;
  return {
    job_id: `job-${number}`,
    kind: 'renditions',
    recording_id: 'math',
    title: '수학',
    state: 'queued',
    progress: 0,
    eta_seconds: null,
    attempts: 0,
    created_at: new Date(Date.UTC(2026, 2, 2, 9, 0, number)).toISOString(),
    started_at: null,
    finished_at: null,
    ...part,
  };
}

describe('jobs by lesson', () => {
  it('puts what is worked on first, then what waits, then what is over, newest first', () => {
    const old = job({ recording_id: 'old', state: 'done' });
    const waiting = job({ recording_id: 'waiting' });
    const running = job({ recording_id: 'running', state: 'running' });
    const recent = job({ recording_id: 'recent', state: 'done' });
    const groups = groupJobs([[recent, running, waiting, old]]);
    expect(groups.map(({ recordingId }) => recordingId)).toEqual(['running', 'waiting', 'recent', 'old']);
    expect(groups.map(({ state }) => state)).toEqual(['active', 'active', 'ended', 'ended']);
  });

  it('keeps the work on one lesson together, oldest first, and counts a job once', () => {
    const first = job({ kind: 'thumbnail', state: 'done', title: '' });
    const second = job({ state: 'running' });
    const [group, ...others] = groupJobs([[second], [second, first]]);
    expect(others).toEqual([]);
    expect(group?.title).toBe('수학');
    expect(group?.jobs).toEqual([first, second]);
  });

  it('needs somebody when something failed and nothing is going on, unless a later run put it right', () => {
    const failed = job({ state: 'failed' });
    expect(groupJobs([[failed]])[0]?.state).toBe('failed');
    expect(groupJobs([[job({ kind: 'waveform' }), failed]])[0]?.state).toBe('active');
    expect(groupJobs([[job({ state: 'done' }), failed]])[0]?.state).toBe('ended');
  });

  it('keeps installing models apart from upkeep', () => {
    const groups = groupJobs([
      [
        job({ kind: 'model_install', recording_id: null, title: '', state: 'running' }),
        job({ kind: 'purge_trash', recording_id: null, title: '', state: 'done' }),
        job({ kind: 'slides' }),
      ],
    ]);
    expect(groups.map(({ key, about }) => [key, about])).toEqual([
      ['models', 'models'],
      ['math', 'lesson'],
      ['upkeep', 'upkeep'],
    ]);
  });

  it('leaves exports to the list of files', () => {
    expect(groupJobs([[job({ kind: 'export' })]])).toEqual([]);
  });
});

it('tells only what has just come to an end', () => {
  const [done, failed, old] = [job({ state: 'done' }), job({ state: 'failed' }), job({ state: 'done' })];
  const before = new Map<string, Job['state']>([
    [done.job_id, 'running'],
    [failed.job_id, 'queued'],
    [old.job_id, 'done'],
  ]);
  expect(endedSince(before, [done, failed, old, job({ state: 'done' })])).toEqual([done, failed]);
});
