import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventName, EventPayload } from '../../contract/events.ts';
import type { Job, JobKind, JobLane } from '../../contract/jobs.ts';
import { AppError } from '../base/app-error.ts';
import { newId } from '../base/ids.ts';
import { silentLogger } from '../base/logger.ts';
import { type OpenDatabase, openDatabase } from '../db/database.ts';
import { updateJob } from '../db/jobs.ts';
import { waitFor } from '../testing/wait-for.ts';
import { type JobContext, type JobHandlers, type JobQueue, createJobQueue } from './job-queue.ts';

type Context = JobContext<JobKind>;
type Work = (context: Context) => Promise<void>;

let database: OpenDatabase;
let nowMs: number;
let events: EventPayload<'job.progress'>[];
let ended: Job[];
let queues: JobQueue[];
/** What a test puts here runs as the job of that kind. */
let work: Partial<Record<JobKind, Work>>;

beforeEach(() => {
  database = openDatabase(':memory:');
  nowMs = Date.UTC(2026, 2, 2, 9);
  events = [];
  ended = [];
  queues = [];
  work = {};
});
afterEach(async () => {
  for (const queue of queues) await queue.stop();
  await database.close();
});

const handler = (kind: JobKind, lane: JobLane = 'media', isLong = false) => ({
  lane,
  isLong,
  maxAttempts: 3,
  run: (context: Context) => work[kind]?.(context) ?? Promise.resolve(),
});

function makeQueue(): JobQueue {
  const handlers: JobHandlers = {
    renditions: handler('renditions', 'media', true),
    thumbnail: handler('thumbnail'),
    trickplay: handler('trickplay'),
    waveform: handler('waveform', 'analysis'),
    import: handler('import'),
    purge_trash: handler('purge_trash'),
    export: handler('export', 'export'),
    slides: handler('slides', 'analysis', true),
    slide_text: handler('slide_text', 'analysis', true),
    speech: handler('speech', 'analysis', true),
    chapters: handler('chapters', 'analysis', true),
    signals: handler('signals', 'analysis', true),
    model_install: handler('model_install', 'download'),
    chat_fit: handler('chat_fit', 'analysis'),
    session_analysis: handler('session_analysis', 'session'),
    backup: handler('backup', 'backup'),
    backup_check: handler('backup_check', 'backup'),
  };
  const queue = createJobQueue({
    db: database.db,
    clock: { now: () => nowMs, monotonic: () => nowMs },
    log: silentLogger,
    announce: <N extends EventName>(name: N, payload: EventPayload<N>) => {
      if (name === 'job.progress') events.push(payload as EventPayload<'job.progress'>);
    },
    handlers,
    ended: async (job) => {
      ended.push(job);
    },
  });
  queues.push(queue);
  return queue;
}

/** A job that runs until its signal fires or it is let go. */
function blocking() {
  const started = Promise.withResolvers<Context>();
  const letGo = Promise.withResolvers<void>();
  const run: Work = (context) => {
    started.resolve(context);
    return new Promise((resolve, reject) => {
      context.signal.addEventListener('abort', () => reject(new Error('aborted')));
      void letGo.promise.then(resolve);
    });
  };
  return { run, started: started.promise, letGo: () => letGo.resolve() };
}

const lesson = () => ({ recording_id: newId() });

describe('job queue', () => {
  it('runs a job, stores its end and tells about it', async () => {
    const queue = makeQueue();
    await queue.start();
    const seen: unknown[] = [];
    work.thumbnail = async (context) => {
      seen.push(context.payload);
    };
    const payload = lesson();
    const id = await queue.enqueue('thumbnail', payload);
    await queue.whenIdle();
    expect(seen).toEqual([payload]);
    expect(await queue.get(id)).toMatchObject({ state: 'done', progress: 1, attempts: 1, ...payload });
    expect(ended.map((job) => job.job_id)).toEqual([id]);
    expect(events.map((event) => event.state)).toEqual(['running', 'done']);
  });

  it('keeps one pending job per kind and recording', async () => {
    const queue = makeQueue();
    const payload = lesson();
    const first = await queue.enqueue('thumbnail', payload);
    expect(await queue.enqueue('thumbnail', payload)).toBe(first);
    expect(await queue.enqueue('trickplay', payload)).not.toBe(first);
    expect(await queue.enqueue('thumbnail', lesson())).not.toBe(first);
    const both = await Promise.all([queue.enqueue('purge_trash', {}), queue.enqueue('purge_trash', {})]);
    expect(new Set(both).size).toBe(1);
  });

  it('runs a job of a transaction after its commit, and none after a rollback', async () => {
    const queue = makeQueue();
    await queue.start();
    const runs: string[] = [];
    work.thumbnail = async ({ payload }) =>
      void runs.push((payload as { recording_id: string }).recording_id);
    const kept = lesson();
    await database.db.transaction().execute(async (trx) => {
      await queue.enqueue('thumbnail', kept, { trx });
      expect(runs).toEqual([]);
    });
    const lost = lesson();
    await database.db
      .transaction()
      .execute(async (trx) => {
        await queue.enqueue('thumbnail', lost, { trx });
        throw new Error('rollback');
      })
      .catch(() => undefined);
    await queue.whenIdle();
    expect(runs).toEqual([kept.recording_id]);
  });

  it('runs one job of a lane at a time, both lanes side by side, long kinds last', async () => {
    const queue = makeQueue();
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const note =
      (name: string): Work =>
      async () => {
        order.push(name);
        running += 1;
        most = Math.max(most, running);
        await delay(2);
        running -= 1;
      };
    work = { renditions: note('renditions'), thumbnail: note('thumbnail'), trickplay: note('trickplay') };
    const other = blocking();
    work.waveform = other.run;
    await queue.enqueue('renditions', lesson());
    await queue.enqueue('thumbnail', lesson());
    await queue.enqueue('trickplay', lesson());
    await queue.enqueue('waveform', lesson());
    await queue.start();
    await other.started;
    other.letGo();
    await queue.whenIdle();
    expect(order).toEqual(['thumbnail', 'trickplay', 'renditions']);
    expect(most).toBe(1);
  });

  it('tries again with growing waits and gives up after the last attempt', async () => {
    const queue = makeQueue();
    await queue.start();
    work.thumbnail = () => Promise.reject(new AppError('ffmpeg_failed', 'it broke'));
    const id = await queue.enqueue('thumbnail', lesson());
    await queue.whenIdle();
    expect(await queue.get(id)).toMatchObject({
      state: 'queued',
      attempts: 1,
      error: { code: 'ffmpeg_failed' },
    });
    for (const waitMs of [10_000, 40_000]) {
      nowMs += waitMs - 1;
      queue.release('media', 'nothing');
      await queue.whenIdle();
      expect((await queue.get(id)).state).toBe('queued');
      nowMs += 1;
      queue.release('media', 'nothing');
      await queue.whenIdle();
    }
    expect(await queue.get(id)).toMatchObject({
      state: 'failed',
      attempts: 3,
      error: { code: 'ffmpeg_failed', detail: 'it broke' },
    });
    expect(ended).toHaveLength(1);
  });

  it('wakes by itself when a wait is over', async () => {
    const queue = makeQueue();
    await queue.start();
    const second = Promise.withResolvers<void>();
    work.thumbnail = async () => second.resolve();
    queue.hold('media', 'x');
    const id = await queue.enqueue('thumbnail', lesson());
    await updateJob(database.db, id, { run_at: new Date(nowMs + 30).toISOString() });
    queue.release('media', 'x');
    await queue.whenIdle();
    nowMs += 30;
    await second.promise;
    await queue.whenIdle();
    expect((await queue.get(id)).state).toBe('done');
  });

  it('does not repeat what another attempt cannot mend', async () => {
    const queue = makeQueue();
    await queue.start();
    work.import = () => Promise.reject(new AppError('media_unreadable'));
    const id = await queue.enqueue('import', { ...lesson(), upload_path: '/x' });
    await queue.whenIdle();
    expect(await queue.get(id)).toMatchObject({ state: 'failed', attempts: 1 });
  });

  it('cancels a waiting and a running job and runs the next', async () => {
    const queue = makeQueue();
    const held = blocking();
    work.trickplay = held.run;
    const running = await queue.enqueue('trickplay', lesson());
    await queue.start();
    await held.started;
    const waiting = await queue.enqueue('thumbnail', lesson());
    const next = await queue.enqueue('import', { ...lesson(), upload_path: '/x' });
    expect(await queue.cancel(waiting)).toMatchObject({
      state: 'cancelled',
      error: { code: 'job_cancelled' },
    });
    expect(await queue.cancel(running)).toMatchObject({
      state: 'cancelled',
      error: { code: 'job_cancelled' },
    });
    await queue.whenIdle();
    expect((await queue.get(next)).state).toBe('done');
    await expect(queue.cancel(next)).rejects.toMatchObject({ code: 'job_not_cancellable' });
    await expect(queue.cancel(newId())).rejects.toMatchObject({ code: 'job_not_found' });
    expect(ended.map((job) => job.state)).toEqual(['cancelled', 'cancelled', 'done']);
  });

  it('cancels everything of one recording and nothing of another', async () => {
    const queue = makeQueue();
    const held = blocking();
    work.trickplay = held.run;
    const mine = lesson();
    const a = await queue.enqueue('trickplay', mine);
    await queue.start();
    await held.started;
    const b = await queue.enqueue('renditions', mine);
    const other = await queue.enqueue('renditions', lesson());
    await queue.cancelAllOf(mine.recording_id);
    expect((await queue.get(a)).state).toBe('cancelled');
    expect((await queue.get(b)).state).toBe('cancelled');
    await queue.whenIdle();
    expect((await queue.get(other)).state).toBe('done');
  });

  it('cancels everything of one kind and says of which lessons', async () => {
    const queue = makeQueue();
    const held = blocking();
    work.signals = held.run;
    const [first, second] = [lesson(), lesson()];
    const running = await queue.enqueue('signals', first);
    await queue.start();
    await held.started;
    const waiting = await queue.enqueue('signals', second);
    const other = await queue.enqueue('speech', second);
    expect(await queue.cancelAllOfKind('signals')).toEqual([first.recording_id, second.recording_id]);
    expect((await queue.get(running)).state).toBe('cancelled');
    expect((await queue.get(waiting)).state).toBe('cancelled');
    await queue.whenIdle();
    expect((await queue.get(other)).state).toBe('done');
  });

  it('runs a failed or cancelled job again when asked, and no other', async () => {
    const queue = makeQueue();
    await queue.start();
    work.import = () => Promise.reject(new AppError('media_unreadable'));
    const id = await queue.enqueue('import', { ...lesson(), upload_path: '/x' });
    await queue.whenIdle();
    work.import = () => Promise.resolve();
    expect(await queue.retry(id)).toMatchObject({ state: 'queued', attempts: 0 });
    await queue.whenIdle();
    const job = await queue.get(id);
    expect(job.state).toBe('done');
    expect(job.error).toBeUndefined();
    await expect(queue.retry(id)).rejects.toMatchObject({ code: 'job_not_retryable' });
  });

  it('puts a running job back without counting the attempt when the program stops', async () => {
    const queue = makeQueue();
    const held = blocking();
    work.renditions = held.run;
    const id = await queue.enqueue('renditions', lesson());
    await queue.start();
    await held.started;
    await queue.stop();
    expect(await queue.get(id)).toMatchObject({ state: 'queued', attempts: 0 });
    delete work.renditions;
    const next = makeQueue();
    await next.start();
    await next.whenIdle();
    expect((await next.get(id)).state).toBe('done');
  });

  it('runs what a killed program left running, and gives up a job that killed it every time', async () => {
    const queue = makeQueue();
    const once = await queue.enqueue('thumbnail', lesson());
    const often = await queue.enqueue('trickplay', lesson());
    await updateJob(database.db, once, { state: 'running', attempts: 1 });
    await updateJob(database.db, often, { state: 'running', attempts: 3 });
    await queue.start();
    await queue.whenIdle();
    expect(await queue.get(once)).toMatchObject({ state: 'done', attempts: 2 });
    expect(await queue.get(often)).toMatchObject({ state: 'failed', error: { code: 'job_interrupted' } });
  });

  it('steps back while a lesson is recorded: long work at once, short work after its end', async () => {
    const queue = makeQueue();
    await queue.start();
    const long = blocking();
    work.renditions = long.run;
    const longId = await queue.enqueue('renditions', lesson());
    await long.started;
    queue.hold('media', 'a');
    await queue.whenIdle();
    expect(await queue.get(longId)).toMatchObject({ state: 'queued', attempts: 0 });
    queue.hold('media', 'b');
    queue.release('media', 'a');
    await queue.whenIdle();
    expect((await queue.get(longId)).state).toBe('queued');
    delete work.renditions;
    const short = blocking();
    work.thumbnail = short.run;
    const shortId = await queue.enqueue('thumbnail', lesson());
    queue.release('media', 'b');
    await short.started;
    queue.hold('media', 'c');
    short.letGo();
    await queue.whenIdle();
    expect((await queue.get(shortId)).state).toBe('done');
    expect((await queue.get(longId)).state).toBe('queued');
    queue.release('media', 'c');
    await queue.whenIdle();
    expect((await queue.get(longId)).state).toBe('done');
  });

  it('lets the next have its turn after a job that was held', async () => {
    const queue = makeQueue();
    const order: string[] = [];
    const long = blocking();
    work.renditions = long.run;
    const first = await queue.enqueue('renditions', lesson());
    await queue.start();
    await long.started;
    nowMs += 1000;
    const second = await queue.enqueue('renditions', lesson());
    nowMs += 1000;
    queue.hold('media', 'recording');
    await queue.whenIdle();
    work.renditions = async ({ jobId }) => void order.push(jobId);
    queue.release('media', 'recording');
    await queue.whenIdle();
    expect(order).toEqual([second, first]);
  });

  it('announces progress at most twice a second and estimates the rest from the rate', async () => {
    const queue = makeQueue();
    await queue.start();
    const held = blocking();
    work.renditions = held.run;
    const id = await queue.enqueue('renditions', lesson());
    const context = await held.started;
    events.length = 0;
    for (let step = 0; step <= 40; step += 1) {
      context.progress(step / 100);
      nowMs += 100;
    }
    expect(events.length).toBeGreaterThanOrEqual(8);
    expect(events.length).toBeLessThanOrEqual(9);
    const job = await queue.get(id);
    expect(job.progress).toBeCloseTo(0.4);
    expect(job.eta_seconds).toBeCloseTo(6.2, 0);
    held.letGo();
    await queue.whenIdle();
  });

  it('runs exports beside all other work, also while a lesson is recorded, each export once', async () => {
    const queue = makeQueue();
    const busy = blocking();
    work.thumbnail = busy.run;
    const order: string[] = [];
    work.export = async ({ payload }) => void order.push((payload as { export_id: string }).export_id);
    await queue.start();
    await queue.enqueue('thumbnail', lesson());
    await busy.started;
    queue.hold('media', 'recording');
    const { recording_id } = lesson();
    const [first, second] = [newId(), newId()];
    const id = await queue.enqueue('export', { recording_id, export_id: first });
    await queue.enqueue('export', { recording_id, export_id: second });
    await waitFor('both are made', () => order.length === 2);
    expect(order).toEqual([first, second]);
    expect((await queue.get(id)).result).toEqual({ export_id: first });
    busy.letGo();
    queue.release('media', 'recording');
    await queue.whenIdle();
  });

  it('gives others a turn between jobs that fail at once', async () => {
    const queue = makeQueue();
    work.slides = () => Promise.reject(new AppError('media_missing'));
    for (let count = 0; count < 50; count += 1) await queue.enqueue('slides', { recording_id: newId() });
    let turns = 0;
    let isWorking = true;
    const count = (): void => {
      turns += 1;
      if (isWorking) setImmediate(count);
    };
    setImmediate(count);
    await queue.start();
    await queue.whenIdle();
    isWorking = false;
    expect(ended).toHaveLength(50);
    expect(turns).toBeGreaterThanOrEqual(50);
  });
});
