/**
 * How far a stage of a lesson's analysis had come when it was interrupted (a lesson began, somebody cancelled, the
 * program was killed), so that the next run goes on from there. Kept beside the lesson, gone once the stage is done.
 */
import { deserialize, serialize } from 'node:v8';
import type { Logger } from '../base/logger.ts';
import type { FileStore } from '../storage/file-store.ts';
import { unfinishedKey } from '../storage/lesson-keys.ts';
import type { Timeline } from '../lesson/timeline.ts';

type Parts = { store: FileStore; log: Logger };

export type Unfinished<T> = {
  /** What an interrupted run left; undefined where there is none, or it was about other files or another method. */
  read(): Promise<T | undefined>;
  /**
   * State is copied at once and written behind the work; a write that fails is only logged, since it costs no more than
   * doing the work again.
   */
  note(state: T): void;
  /** To be awaited before the job ends: nothing is written after it. */
  settled(): Promise<void>;
  remove(): Promise<void>;
};

/** @param method changes when a state of an earlier version can no longer be gone on from */
export function openUnfinished<T>(
  parts: Parts,
  of: { recordingId: string; stage: 'slides' | 'speech'; timeline: Timeline; method: number },
): Unfinished<T> {
  const { store, log } = parts;
  const key = unfinishedKey(of.recordingId, of.stage);
  const basis = JSON.stringify([
    of.method,
    of.timeline.parts.map((take) => [take.key, take.startSec, take.index.sizeBytes]),
  ]);
  let waiting: Buffer | undefined;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (waiting !== undefined) {
      const bytes = waiting;
      waiting = undefined;
      try {
        await store.put(key, bytes);
      } catch (error) {
        log.warn({ err: error, key }, 'could not note how far the analysis is');
      }
    }
    writing = undefined;
  }

  return {
    read: async () => {
      if ((await store.stat(key)) === undefined) return undefined;
      try {
        const note = deserialize(await store.read(key)) as { basis: string; state: T };
        return note.basis === basis ? note.state : undefined;
      } catch (error) {
        log.warn({ err: error, key }, 'a note of how far the analysis was cannot be read');
        return undefined;
      }
    },
    note: (state) => {
      waiting = serialize({ basis, state });
      writing ??= write();
    },
    settled: async () => writing,
    remove: async () => {
      await writing;
      await store.remove(key);
    },
  };
}
