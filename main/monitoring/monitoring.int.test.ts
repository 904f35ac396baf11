/** The series over a real database, with the rest of the program played by figures. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JobKind, jobKinds } from '../../contract/jobs.ts';
import { newId } from '../base/ids.ts';
import { silentLogger } from '../base/logger.ts';
import { type OpenDatabase, openDatabase } from '../db/database.ts';
import { type JobHandlers, type JobQueue, createJobQueue } from '../jobs/job-queue.ts';
import { type Sample, parseExposition, valueOf } from '../testing/exposition.ts';
import { type Monitoring, type MonitoringOptions, createMonitoring } from './monitoring.ts';

const figures: Awaited<ReturnType<MonitoringOptions['recorder']['figures']>> = {
  statuses: ['recording', 'recording', 'paused'],
  alarms: ['silent', 'no_data', 'silent'],
  oldestDataMs: 2500,
  room: { freeBytes: 5e9, totalBytes: 1e11, freeMinutes: 90 },
  tally: {
    writtenBytes: 12_345,
    reconnects: 2,
    gaps: { source_lost: 2, paused: 1, recorder_stopped: 0, source_changed: 0, damaged: 0 },
    alarms: { no_data: 3, black_picture: 0, frozen_picture: 0, silent: 1, clipped: 0, low_room: 0 },
  },
};

let database: OpenDatabase;
let monitoring: Monitoring;
let queue: JobQueue;
let nowMs: number;
let readFigures: MonitoringOptions['recorder']['figures'];
/** What jobs of a kind do; nothing when it is not named. */
let work: Partial<Record<JobKind, (signal: AbortSignal) => Promise<void>>>;

beforeEach(() => {
  nowMs = Date.UTC(2026, 2, 2, 9);
  work = {};
  readFigures = async () => figures;
  const clock = { now: () => nowMs, monotonic: () => nowMs };
  database = openDatabase(':memory:');
  const { db } = database;
  monitoring = createMonitoring({
    ...{ db, clock, log: silentLogger, version: '1.2.3', slowQueries: () => 4 },
    recorder: { figures: () => readFigures(), watches: () => ['recorded', 'unrecorded'] },
    analysisCrashes: () => 1,
    eventClients: () => 3,
    children: () => [{ purpose: 'take', pid: process.pid }],
    cacheStats: () => [{ kind: 'info', hits: 10, misses: 2, loads: 2, failures: 0, bytes: 900, entries: 2 }],
  });
  const handlers = Object.fromEntries(
    jobKinds.map((kind) => [
      kind,
      {
        lane: kind === 'export' ? 'export' : 'media',
        maxAttempts: 1,
        isLong: kind === 'renditions',
        run: async ({ signal }: { signal: AbortSignal }) => work[kind]?.(signal),
      },
    ]),
  ) as unknown as JobHandlers;
  queue = createJobQueue({
    ...{ db, clock, log: silentLogger, announce: () => undefined },
    handlers: monitoring.watchJobs(handlers),
    ended: (job) => monitoring.jobEnded(job),
  });
});

afterEach(async () => {
  await queue.stop();
  await database.close();
});

async function scrape(): Promise<Sample[]> {
  return parseExposition((await monitoring.exposition()).body);
}

const lesson = () => ({ recording_id: newId() });

it('shows the recorder, the disk and the watches', async () => {
  const samples = await scrape();
  const shown = (name: string, labels = {}) => valueOf(samples, name, labels);
  expect(shown('airclass_recordings_active', { state: 'recording' })).toBe(2);
  expect(shown('airclass_recordings_active', { state: 'reconnecting' })).toBe(0);
  expect(shown('airclass_recording_data_age_seconds')).toBe(2.5);
  expect(shown('airclass_recording_written_bytes_total')).toBe(12_345);
  expect(shown('airclass_recording_reconnects_total')).toBe(2);
  expect(shown('airclass_recording_gaps_total', { reason: 'source_lost' })).toBe(2);
  expect(shown('airclass_recording_alarms', { kind: 'silent' })).toBe(2);
  expect(shown('airclass_recording_alarms_raised_total', { kind: 'no_data' })).toBe(3);
  expect(shown('airclass_watches', { look: 'unrecorded' })).toBe(1);
  expect(shown('airclass_disk_room_seconds')).toBe(5400);
  expect(shown('airclass_event_stream_clients')).toBe(3);
  expect(shown('airclass_db_slow_queries_total')).toBe(4);
  expect(shown('airclass_cache_hits_total', { kind: 'info' })).toBe(10);
  expect(shown('airclass_cache_bytes', { kind: 'info' })).toBe(900);
  expect(shown('airclass_analysis_host_crashes_total')).toBe(1);
  expect(shown('airclass_build_info', { version: '1.2.3' })).toBe(1);
  expect(shown('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  expect(shown('nodejs_eventloop_lag_p99_seconds')).toBeDefined();
});

it.runIf(process.platform === 'linux')('shows what the children use, by role', async () => {
  const samples = await scrape();
  const role = { role: 'take' };
  expect(valueOf(samples, 'airclass_child_processes', role)).toBe(1);
  expect(valueOf(samples, 'airclass_child_process_resident_memory_bytes', role)).toBeGreaterThan(1e6);
  expect(valueOf(samples, 'airclass_child_process_cpu_seconds_total', role)).toBeGreaterThan(0);
  expect(valueOf(samples, 'airclass_child_processes', { role: 'job' })).toBe(0);
});

describe('jobs', () => {
  it('that wait are counted by kind, with the age of the first per lane', async () => {
    await queue.enqueue('thumbnail', lesson());
    nowMs += 60_000;
    await queue.enqueue('thumbnail', lesson());
    await queue.enqueue('export', { ...lesson(), export_id: newId() });
    const samples = await scrape();
    expect(valueOf(samples, 'airclass_jobs', { kind: 'thumbnail', state: 'queued' })).toBe(2);
    expect(valueOf(samples, 'airclass_jobs', { kind: 'waveform', state: 'queued' })).toBe(0);
    expect(valueOf(samples, 'airclass_job_oldest_queued_age_seconds', { lane: 'media' })).toBe(60);
    expect(valueOf(samples, 'airclass_job_oldest_queued_age_seconds', { lane: 'export' })).toBe(0);
    expect(valueOf(samples, 'airclass_job_oldest_queued_age_seconds', { lane: 'session' })).toBe(0);
  });

  it('are counted by how they ended, and their runs are timed', async () => {
    work.waveform = async () => {
      nowMs += 3000;
    };
    work.trickplay = async () => {
      throw new Error('it broke');
    };
    await queue.enqueue('waveform', lesson());
    await queue.enqueue('trickplay', lesson());
    await queue.start();
    await queue.whenIdle();
    const samples = await scrape();
    const ended = (kind: string, state: string) =>
      valueOf(samples, 'airclass_jobs_ended_total', { kind, state });
    expect([ended('waveform', 'done'), ended('trickplay', 'failed'), ended('slides', 'failed')]).toEqual([
      1, 1, 0,
    ]);
    expect(valueOf(samples, 'airclass_jobs', { kind: 'trickplay', state: 'failed' })).toBe(1);
    const run = (kind: string, outcome: string) =>
      valueOf(samples, 'airclass_job_run_duration_seconds_sum', { kind, outcome });
    expect([run('waveform', 'done'), run('trickplay', 'error')]).toEqual([3, 0]);
  });

  it('that step back for a recording are interrupted, not failed', async () => {
    const started = Promise.withResolvers<void>();
    work.renditions = async (signal) => {
      started.resolve();
      await delay(60_000, undefined, { signal });
    };
    await queue.enqueue('renditions', lesson());
    await queue.start();
    await started.promise;
    queue.hold('media', 'a lesson');
    await queue.whenIdle();
    const samples = await scrape();
    const labels = { kind: 'renditions', outcome: 'interrupted' };
    expect(valueOf(samples, 'airclass_job_run_duration_seconds_count', labels)).toBe(1);
    expect(valueOf(samples, 'airclass_jobs_ended_total', { kind: 'renditions', state: 'failed' })).toBe(0);
  });

  it('of the analysis add the length of their lesson', async () => {
    const { recording_id } = lesson();
    const time = '2026-03-02T00:00:00.000Z';
    await database.db
      .insertInto('sessions')
      .values({
        ...{ session_id: 's-1', title: '', description: '', teacher_id: null, teacher_name: '' },
        ...{ class_name: '', subject: '', session_date: '2026-03-02', created_at: time, updated_at: time },
      })
      .execute();
    await database.db
      .insertInto('recordings')
      .values({
        ...{ recording_id, session_id: 's-1', title: '', description: '', teacher_name: '', class_name: '' },
        ...{ subject: '', session_date: '2026-03-02', status: 'ready', origin: 'live', created_at: time },
        ...{ duration_seconds: 2700, size_bytes: 1000, bitrate_kbps: 0, reconnects: 0 },
      })
      .execute();
    await queue.enqueue('speech', { recording_id });
    await queue.enqueue('thumbnail', { recording_id });
    await queue.start();
    await queue.whenIdle();
    const samples = await scrape();
    expect(valueOf(samples, 'airclass_analysis_lesson_seconds_total', { stage: 'speech' })).toBe(2700);
    expect(valueOf(samples, 'airclass_analysis_lesson_seconds_total', { stage: 'slides' })).toBe(0);
    expect(valueOf(samples, 'airclass_lessons')).toBe(1);
    expect(valueOf(samples, 'airclass_library_bytes')).toBe(1000);
  });
});

it('calls of the analysis host are timed from when it begins with them', async () => {
  const call = monitoring.call('read_text');
  nowMs += 2000;
  call.began();
  nowMs += 500;
  call.ended();
  monitoring.call('hear').ended(new Error('shutting down'));
  const samples = await scrape();
  const of = (name: string, labels: Record<string, string>) => valueOf(samples, name, labels);
  expect(of('airclass_analysis_call_wait_seconds_sum', { operation: 'read_text' })).toBe(2);
  const done = { operation: 'read_text', outcome: 'done' };
  expect(of('airclass_analysis_call_duration_seconds_sum', done)).toBe(0.5);
  expect(of('airclass_analysis_call_duration_seconds_count', { operation: 'hear' })).toBeUndefined();
});

it('a group that cannot be read leaves the others as they are', async () => {
  readFigures = () => Promise.reject(new Error('the disk does not answer'));
  const samples = await scrape();
  expect(valueOf(samples, 'airclass_collect_failures_total', { group: 'recorder' })).toBe(1);
  expect(valueOf(samples, 'airclass_collect_failures_total', { group: 'jobs' })).toBe(0);
  expect(valueOf(samples, 'airclass_jobs', { kind: 'slides', state: 'queued' })).toBe(0);
});

it('the database is asked at most every five seconds, however many scrape', async () => {
  await scrape();
  await queue.enqueue('thumbnail', lesson());
  const waiting = async () =>
    valueOf(await scrape(), 'airclass_jobs', { kind: 'thumbnail', state: 'queued' });
  expect(await waiting()).toBe(0);
  nowMs += 5000;
  expect(await waiting()).toBe(1);
});
