import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Job, type JobKind, jobKinds } from '../../contract/jobs.ts';
import { AppError } from '../base/app-error.ts';
import { newId } from '../base/ids.ts';
import { silentLogger } from '../base/logger.ts';
import { type OpenDatabase, openDatabase } from '../db/database.ts';
import { insertImport } from '../db/imports.ts';
import { type JobHandlers, type JobQueue, createJobQueue } from './job-queue.ts';

const nowMs = Date.UTC(2026, 2, 2, 9);
const lesson = () => ({ recording_id: newId() });
/** Every job of this kind fails for good. */
const failing: JobKind = 'trickplay';

const run = (kind: JobKind) => async () => {
  if (kind === failing) throw new AppError('media_unreadable');
};

let database: OpenDatabase;
let queue: JobQueue;
let ended: Job[];

beforeEach(() => {
  database = openDatabase(':memory:');
  ended = [];
  queue = createJobQueue({
    db: database.db,
    clock: { now: () => nowMs, monotonic: () => nowMs },
    log: silentLogger,
    announce: () => undefined,
    handlers: Object.fromEntries(
      jobKinds.map((kind) => [kind, { lane: 'media', maxAttempts: 3, run: run(kind) }]),
    ) as unknown as JobHandlers,
    ended: async (job) => void ended.push(job),
  });
});
afterEach(async () => {
  await queue.stop();
  await database.close();
});

describe('the list of jobs', () => {
  it('lists newest first, page by page, by state and recording', async () => {
    const mine = lesson();
    const ids = [
      await queue.enqueue('thumbnail', mine),
      await queue.enqueue('trickplay', mine),
      await queue.enqueue('thumbnail', lesson()),
    ];
    const first = await queue.list({ limit: 2 });
    expect(first.items.map((job) => job.job_id)).toEqual([ids[2], ids[1]]);
    const second = await queue.list({ limit: 2, cursor: first.next_cursor ?? '' });
    expect(second.items.map((job) => job.job_id)).toEqual([ids[0]]);
    expect(second.next_cursor).toBeNull();
    expect((await queue.list({ limit: 9, recording_id: mine.recording_id })).items).toHaveLength(2);
    expect((await queue.list({ limit: 9, state: 'done' })).items).toHaveLength(0);
  });

  it('names the lesson of each job', async () => {
    const recordingId = newId();
    const named = { recordingId, sessionId: 's-1', fields: {}, title: '분수의 덧셈' };
    await insertImport(database.db, named, nowMs, 'Asia/Seoul');
    const id = await queue.enqueue('thumbnail', { recording_id: recordingId });
    await queue.enqueue('thumbnail', lesson());
    await queue.enqueue('purge_trash', {});
    expect((await queue.list({ limit: 9 })).items.map((job) => job.title)).toEqual(['', '', '분수의 덧셈']);
    expect((await queue.get(id)).title).toBe('분수의 덧셈');
    expect((await queue.cancel(id)).title).toBe('분수의 덧셈');
    expect(ended[0]?.title).toBe('분수의 덧셈');
  });

  it('takes ended jobs off the list by their state, and none that waits', async () => {
    const [done, failed, cancelled] = [
      await queue.enqueue('thumbnail', lesson()),
      await queue.enqueue('trickplay', lesson()),
      await queue.enqueue('renditions', lesson()),
    ];
    await queue.cancel(cancelled);
    await queue.start();
    await queue.whenIdle();
    queue.hold('media', 'recording');
    const waiting = await queue.enqueue('thumbnail', lesson());
    const left = async () => (await queue.list({ limit: 9 })).items.map((job) => job.job_id);
    expect(await queue.clear({ state: 'failed' })).toEqual({ removed: 1 });
    expect(await left()).toEqual([waiting, cancelled, done]);
    await expect(queue.get(failed)).rejects.toMatchObject({ code: 'job_not_found' });
    expect(await queue.clear({ state: 'ended' })).toEqual({ removed: 2 });
    expect(await left()).toEqual([waiting]);
  });
});
