/**
 * Durable background work. A job is a row; lanes run one job at a time each, in order of their due time, long kinds
 * after short ones. Owns states, attempts, backoff, cancelling, progress and holding a lane while a lesson is being
 * recorded. It refuses to know what the work is: that is in the handlers.
 */
import {
  type Job,
  type JobKind,
  type JobLane,
  type JobPayload,
  type JobState,
  jobKinds,
  jobPayloads,
} from '../../contract/jobs.ts';
import type { Announce } from '../../contract/events.ts';
import { AppError, toErrorSummary } from '../base/app-error.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Logger } from '../base/logger.ts';
import type { Db } from '../db/database.ts';
import * as rows from '../db/jobs.ts';
import { type JobHandlers, backoffMs, dedupeKey, isPermanent, runKind } from './job-handler.ts';
import { jobProgress, toJob } from './job-view.ts';
import { type Current, type Lane, abort, newLane } from './job-lane.ts';
import { ProgressMeter } from './progress-meter.ts';

export type { JobContext, JobHandler, JobHandlers } from './job-handler.ts';

export type JobQueue = {
  /**
   * Adds a job; one that is pending for the same kind and recording (or export) is kept instead.
   * @param options.trx a transaction the job becomes part of: it runs once that has committed.
   * @returns the id of the pending job.
   */
  enqueue<K extends JobKind>(kind: K, payload: JobPayload<K>, options?: { trx?: Db }): Promise<string>;
  /** Puts what a killed program left running back into the queue and begins to work. */
  start(): Promise<void>;
  /** Aborts running jobs, puts them back (the attempt does not count) and waits for their end. */
  stop(): Promise<void>;
  /** @throws AppError job_not_found */
  get(jobId: string): Promise<Job>;
  list(query: {
    limit: number;
    cursor?: string | undefined;
    state?: JobState | undefined;
    recording_id?: string | undefined;
  }): Promise<{ items: Job[]; next_cursor: string | null }>;
  /** Resolves when the job has ended. @throws AppError job_not_found, job_not_cancellable */
  cancel(jobId: string): Promise<Job>;
  /** Cancels whatever is pending for a recording and waits until it has ended. */
  cancelAllOf(recordingId: string): Promise<void>;
  /** The same for everything that is pending of a kind. @returns the lessons of what was pending */
  cancelAllOfKind(kind: JobKind): Promise<string[]>;
  /** @throws AppError job_not_found, job_not_retryable */
  retry(jobId: string): Promise<Job>;
  /** Takes ended jobs off the list. */
  clear(query: { state: (typeof rows.endedStates)[number] | 'ended' }): Promise<{ removed: number }>;
  /** The lane starts nothing until every key is released; a running long job goes back into the queue. */
  hold(lane: JobLane, key: string): void;
  release(lane: JobLane, key: string): void;
  /** Resolves when nothing runs and nothing is due in a lane that is not held. */
  whenIdle(): Promise<void>;
};

/** setTimeout cannot wait longer than 24.8 days; an hour also bounds what a set clock can delay. */
const longestTimerMs = 3_600_000;
const retryAfterDatabaseErrorMs = 5000;

export function createJobQueue(options: {
  db: Db;
  clock: Clock;
  log: Logger;
  announce: Announce;
  handlers: JobHandlers;
  /** Called after a job is done, failed for good or cancelled. */
  ended?: (job: Job) => Promise<void>;
}): JobQueue {
  const { db, clock, log, announce, handlers } = options;
  const lanes: Record<JobLane, Lane> = {
    media: newLane('media'),
    analysis: newLane('analysis'),
    export: newLane('export'),
    download: newLane('download'),
    session: newLane('session'),
    backup: newLane('backup'),
  };
  const allLanes = Object.values(lanes);
  const longKinds = jobKinds.filter((kind) => handlers[kind].isLong === true);
  const running = { is: false };

  const now = (): string => isoTime(clock.now());
  const laneOf = (row: rows.JobRow): Lane => lanes[row.lane];
  const currentOf = (jobId: string): Current | undefined =>
    allLanes.find((lane) => lane.current?.row.job_id === jobId)?.current;

  /** Jobs as they are shown, with the titles of their lessons: one query however many there are. */
  async function describeAll(found: readonly rows.JobRow[]): Promise<Job[]> {
    const titles = await rows.titlesOf(
      db,
      found.flatMap((row) => row.recording_id ?? []),
    );
    return found.map((row) =>
      toJob(row, titles.get(row.recording_id ?? '') ?? '', currentOf(row.job_id)?.meter),
    );
  }

  async function describe(row: rows.JobRow): Promise<Job> {
    const [job] = await describeAll([row]);
    if (job === undefined) throw new AppError('job_not_found');
    return job;
  }

  function announceJob(row: rows.JobRow): void {
    const { job_id, kind, recording_id, state } = row;
    const progress = jobProgress(row, currentOf(job_id)?.meter);
    announce('job.progress', { job_id, kind, recording_id, state, ...progress });
  }

  /** Writes a change of state and tells everyone who should know. */
  async function change(
    jobId: string,
    values: Parameters<typeof rows.updateJob>[2],
    onlyIn?: readonly JobState[],
  ): Promise<rows.JobRow | undefined> {
    const row = await rows.updateJob(db, jobId, values, onlyIn);
    if (row !== undefined) announceJob(row);
    return row;
  }

  async function tellEnded(row: rows.JobRow | undefined): Promise<void> {
    if (row === undefined || options.ended === undefined) return;
    try {
      await options.ended(await describe(row));
    } catch (error) {
      log.error({ err: error, job_id: row.job_id, kind: row.kind }, 'work after the end of a job failed');
    }
  }

  function wake(lane: Lane): void {
    if (!running.is || lane.holds.size > 0) return;
    lane.isWoken = true;
    lane.working ??= work(lane).finally(() => {
      lane.working = undefined;
      if (lane.isWoken) wake(lane);
    });
  }

  async function work(lane: Lane): Promise<void> {
    try {
      while (lane.isWoken) {
        lane.isWoken = false;
        while (running.is && lane.holds.size === 0) {
          const row = await rows.claimJob(db, { lane: lane.name, now: now(), longKinds });
          if (row === undefined) break;
          await execute(lane, row);
          // Jobs that fail at once must not keep requests waiting: SQLite answers without giving others a turn.
          await new Promise(setImmediate);
        }
      }
      await armTimer(lane);
    } catch (error) {
      log.error({ err: error, lane: lane.name }, 'the job queue could not reach its rows');
      setTimer(lane, retryAfterDatabaseErrorMs);
    }
  }

  async function armTimer(lane: Lane): Promise<void> {
    if (!running.is || lane.holds.size > 0) return;
    const next = await rows.nextRunAt(db, lane.name);
    if (next !== undefined) setTimer(lane, Math.max(1, Date.parse(next) - clock.now()));
  }

  function setTimer(lane: Lane, waitMs: number): void {
    clearTimeout(lane.timer);
    if (running.is) lane.timer = setTimeout(() => wake(lane), Math.min(waitMs, longestTimerMs));
  }

  async function execute(lane: Lane, row: rows.JobRow): Promise<void> {
    const meter = new ProgressMeter(clock, row.progress);
    const current: Current = {
      row,
      controller: new AbortController(),
      reason: undefined,
      meter,
      finished: Promise.withResolvers(),
    };
    lane.current = current;
    // What happened between claiming and now must not be missed.
    if (!running.is) abort(current, 'stop');
    else if (lane.holds.size > 0 && handlers[row.kind]?.isLong === true) abort(current, 'hold');
    announceJob(row);
    const jobLog = log.child({ job_id: row.job_id, kind: row.kind, recording_id: row.recording_id });
    let ended: rows.JobRow | undefined;
    try {
      await runHandler(current, jobLog);
      ended = await change(row.job_id, { state: 'done', progress: 1, finished_at: now() });
    } catch (error) {
      ended = await afterFailure(current, error, jobLog);
    } finally {
      lane.current = undefined;
      current.finished.resolve();
    }
    await tellEnded(ended);
  }

  async function runHandler(current: Current, jobLog: Logger): Promise<void> {
    const { row, controller, meter } = current;
    const report = (fraction: number): void => {
      if (!meter.report(fraction)) return;
      announceJob(row);
      rows.updateJob(db, row.job_id, { progress: meter.fraction }, ['running']).catch((error: unknown) => {
        jobLog.warn({ err: error }, 'progress could not be stored');
      });
    };
    if (!jobKinds.includes(row.kind)) throw new AppError('internal', `This version knows no job ${row.kind}`);
    const rest = { jobId: row.job_id, signal: controller.signal, progress: report, log: jobLog };
    await runKind(handlers, row.kind, JSON.parse(row.payload), rest);
  }

  /** @returns the row when the job has ended for good. */
  async function afterFailure(
    current: Current,
    error: unknown,
    jobLog: Logger,
  ): Promise<rows.JobRow | undefined> {
    const { row, reason, meter } = current;
    if (reason === 'cancel') {
      const { code, message } = new AppError('job_cancelled');
      return change(row.job_id, {
        state: 'cancelled',
        finished_at: now(),
        error_code: code,
        error_detail: message,
      });
    }
    if (reason !== undefined) {
      // Who was held stands in line again: a long job that never ends between two lessons would keep others waiting.
      const turn = reason === 'hold' ? { run_at: now() } : {};
      const attempts = row.attempts - 1;
      await change(row.job_id, { state: 'queued', attempts, progress: meter.fraction, ...turn });
      return undefined;
    }
    const summary = toErrorSummary(error);
    const failure = { error_code: summary.code, error_detail: summary.detail };
    const maxAttempts = handlers[row.kind]?.maxAttempts ?? 1;
    if (row.attempts < maxAttempts && !isPermanent(summary.code)) {
      const runAt = isoTime(clock.now() + backoffMs(row.attempts));
      jobLog.warn({ err: error, attempts: row.attempts, run_at: runAt }, 'job failed and will run again');
      await change(row.job_id, { state: 'queued', run_at: runAt, ...failure });
      return undefined;
    }
    jobLog.error({ err: error, attempts: row.attempts }, 'job failed');
    return change(row.job_id, { state: 'failed', finished_at: now(), ...failure });
  }

  async function mustGet(jobId: string): Promise<rows.JobRow> {
    const row = await rows.getJob(db, jobId);
    if (row === undefined) throw new AppError('job_not_found');
    return row;
  }

  async function cancelRow(row: rows.JobRow): Promise<rows.JobRow> {
    const { code, message } = new AppError('job_cancelled');
    const waiting = await change(
      row.job_id,
      { state: 'cancelled', finished_at: now(), error_code: code, error_detail: message },
      ['queued'],
    );
    if (waiting !== undefined) {
      await tellEnded(waiting);
      return waiting;
    }
    const lane = laneOf(row);
    // Claimed but not yet begun: one turn later it is the lane's current job.
    while (lane.working !== undefined && lane.current === undefined) await new Promise(setImmediate);
    const current = currentOf(row.job_id);
    if (current !== undefined) {
      abort(current, 'cancel');
      await current.finished.promise;
    }
    return mustGet(row.job_id);
  }

  /** The waiting ones first: the end of a running one would let them begin. */
  async function cancelRows(pending: readonly rows.JobRow[]): Promise<void> {
    for (const state of ['queued', 'running']) {
      for (const row of pending.filter((job) => job.state === state)) await cancelRow(row);
    }
  }

  return {
    enqueue: async (kind, payload, { trx } = {}) => {
      const recordingId = 'recording_id' in payload ? payload.recording_id : null;
      const time = now();
      const row = await rows.insertJob(trx ?? db, {
        job_id: newId(),
        kind,
        lane: handlers[kind].lane,
        recording_id: recordingId,
        payload: JSON.stringify(jobPayloads[kind].parse(payload)),
        dedupe_key: dedupeKey(kind, payload),
        state: 'queued',
        progress: 0,
        attempts: 0,
        run_at: time,
        created_at: time,
        started_at: null,
        finished_at: null,
        error_code: null,
        error_detail: null,
      });
      // Inside a transaction the lane's query waits for the connection, hence for the commit.
      wake(laneOf(row));
      return row.job_id;
    },
    start: async () => {
      const { code, message } = new AppError('job_interrupted');
      for (const row of await rows.listJobsInState(db, 'running')) {
        const isGivenUp = row.attempts >= (handlers[row.kind]?.maxAttempts ?? 1);
        if (!isGivenUp) await change(row.job_id, { state: 'queued' });
        else {
          const failure = { error_code: code, error_detail: message };
          await tellEnded(await change(row.job_id, { state: 'failed', finished_at: now(), ...failure }));
        }
      }
      running.is = true;
      for (const lane of allLanes) wake(lane);
    },
    stop: async () => {
      running.is = false;
      for (const lane of allLanes) {
        clearTimeout(lane.timer);
        if (lane.current !== undefined) abort(lane.current, 'stop');
      }
      await Promise.all(allLanes.map(async (lane) => lane.working));
    },
    get: async (jobId) => describe(await mustGet(jobId)),
    list: async ({ limit, cursor, state, recording_id }) => {
      const found = await rows.listJobs(db, {
        limit: limit + 1,
        ...(cursor === undefined ? {} : { before: cursor }),
        ...(state === undefined ? {} : { state }),
        ...(recording_id === undefined ? {} : { recordingId: recording_id }),
      });
      const items = await describeAll(found.slice(0, limit));
      return { items, next_cursor: found.length > limit ? (items.at(-1)?.job_id ?? null) : null };
    },
    cancel: async (jobId) => {
      const row = await mustGet(jobId);
      if (row.state !== 'queued' && row.state !== 'running') throw new AppError('job_not_cancellable');
      return describe(await cancelRow(row));
    },
    cancelAllOf: async (recordingId) => {
      await cancelRows(await rows.listPendingJobs(db, { recordingId }));
    },
    cancelAllOfKind: async (kind) => {
      const pending = await rows.listPendingJobs(db, { kind });
      await cancelRows(pending);
      return pending.flatMap((row) => row.recording_id ?? []);
    },
    retry: async (jobId) => {
      const row = await mustGet(jobId);
      if (row.state !== 'failed' && row.state !== 'cancelled') throw new AppError('job_not_retryable');
      const pending = await rows.findPendingJob(db, row.dedupe_key);
      if (pending !== undefined) return describe(pending);
      const queued = await change(jobId, {
        state: 'queued',
        attempts: 0,
        run_at: now(),
        finished_at: null,
        error_code: null,
        error_detail: null,
      });
      wake(laneOf(row));
      return describe(queued ?? row);
    },
    clear: async ({ state }) => {
      const states = state === 'ended' ? rows.endedStates : [state];
      return { removed: await rows.deleteEndedJobs(db, { states }) };
    },
    hold: (laneName, key) => {
      const lane = lanes[laneName];
      lane.holds.add(key);
      clearTimeout(lane.timer);
      if (lane.current !== undefined && handlers[lane.current.row.kind].isLong === true)
        abort(lane.current, 'hold');
    },
    release: (laneName, key) => {
      const lane = lanes[laneName];
      lane.holds.delete(key);
      wake(lane);
    },
    whenIdle: async () => {
      for (;;) {
        await Promise.all(allLanes.map(async (lane) => lane.working));
        const isDue = await Promise.all(
          allLanes
            .filter((lane) => lane.holds.size === 0)
            .map(async (lane) => ((await rows.nextRunAt(db, lane.name)) ?? '~') <= now()),
        );
        if (!running.is || (!isDue.includes(true) && allLanes.every((lane) => lane.working === undefined)))
          return;
        await new Promise(setImmediate);
      }
    },
  };
}
