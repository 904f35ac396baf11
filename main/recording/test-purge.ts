/** Removes test recordings for good when their day is over: at start-up and every hour. */
import { isoTime } from '../base/clock.ts';
import { listExpiredTests } from '../db/test-recordings.ts';
import type { RecorderParts } from './recorder-parts.ts';

/** A test recording is kept so long (ms). */
export const keepTestsMs = 24 * 3_600_000;
const everyMs = 3_600_000;

/** One that cannot be removed now is tried again at the next look. */
export async function purgeExpiredTests(
  parts: Pick<RecorderParts, 'db' | 'clock' | 'log'>,
  purge: (recordingId: string) => Promise<void>,
): Promise<void> {
  try {
    for (const recordingId of await listExpiredTests(parts.db, isoTime(parts.clock.now() - keepTestsMs))) {
      await purge(recordingId).catch((error: unknown) => {
        parts.log.warn({ err: error, recordingId }, 'test recording could not be removed');
      });
    }
  } catch (error) {
    parts.log.warn({ err: error }, 'test recordings could not be looked at');
  }
}

/** @returns what ends it; resolves when no removal runs any more */
export function startTestPurge(
  parts: Pick<RecorderParts, 'db' | 'clock' | 'log'>,
  purge: (recordingId: string) => Promise<void>,
): () => Promise<void> {
  let running = purgeExpiredTests(parts, purge);
  const timer = setInterval(() => {
    running = running.then(() => purgeExpiredTests(parts, purge));
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
