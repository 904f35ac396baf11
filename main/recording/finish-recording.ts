/**
 * Closes a lesson's books: from its takes to `processing` with the jobs that follow (a test recording, which none
 * follow, to `ready`), or to `failed` when there is nothing.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorSummary } from '../../contract/errors.ts';
import type { RecordingStatus } from '../../contract/recording.ts';
import { isoTime } from '../base/clock.ts';
import { findRecording, listTakes, updateRecording } from '../db/recordings.ts';
import { enqueueLessonJobs } from '../jobs/lesson-jobs.ts';
import type { RecorderParts } from './recorder-parts.ts';

/** Between two tries to close a lesson in a database that cannot be written (ms). */
const retryMs = 3000;

/**
 * As `finishRecording`, and again and again while the database cannot be written (a full disk): first with the room
 * that was held back, then until somebody has made room.
 * @param lesson.giveUp the program is ending: start-up recovery will do it
 * @returns undefined when it was given up
 */
export async function closeBooks(
  parts: Pick<RecorderParts, 'db' | 'clock' | 'jobs' | 'settings' | 'reserve'>,
  recordingId: string,
  lesson: {
    /** Writes what the database has not taken yet of the lesson's takes. */
    saveTakes: () => Promise<void>;
    error: () => ErrorSummary | undefined;
    giveUp: AbortSignal;
    onFailed: (error: unknown) => void;
  },
): Promise<RecordingStatus | undefined> {
  for (;;) {
    try {
      await lesson.saveTakes();
      return await finishRecording(parts, recordingId, lesson.error());
    } catch (error) {
      lesson.onFailed(error);
      // A full disk shows in several ways below the database (SQLITE_FULL, SQLITE_IOERR…); room helps against all.
      if (parts.reserve.release()) continue;
    }
    if (lesson.giveUp.aborted) return undefined;
    await delay(retryMs, undefined, { signal: lesson.giveUp }).catch(() => undefined);
  }
}

/**
 * Idempotent; in one transaction, so that a lesson is never `processing` without the jobs that will make it `ready`.
 * @param error why it ended, if not because someone stopped it; kept beside a usable lesson too
 * @returns the status the lesson now has
 */
export async function finishRecording(
  parts: Pick<RecorderParts, 'db' | 'clock' | 'jobs' | 'settings'>,
  recordingId: string,
  error: ErrorSummary | undefined,
): Promise<RecordingStatus> {
  return parts.db.transaction().execute(async (trx) => {
    const row = await findRecording(trx, recordingId);
    const takes = (await listTakes(trx, recordingId)).filter((take) => take.duration_seconds > 0);
    const durationSec = takes.reduce((sum, take) => sum + take.duration_seconds, 0);
    const sizeBytes = takes.reduce((sum, take) => sum + take.size_bytes, 0);
    const usable: RecordingStatus = row?.is_test === 1 ? 'ready' : 'processing';
    const status: RecordingStatus = takes.length === 0 ? 'failed' : usable;
    const reason: ErrorSummary | undefined =
      error ??
      (takes.length === 0 ? { code: 'media_empty', detail: 'Nothing usable was recorded.' } : undefined);
    await updateRecording(trx, recordingId, {
      status,
      stopped_at: row?.stopped_at ?? isoTime(parts.clock.now()),
      started_at: takes[0]?.started_at ?? row?.started_at ?? null,
      duration_seconds: durationSec,
      size_bytes: sizeBytes,
      bitrate_kbps: durationSec > 0 ? Math.round((sizeBytes * 8) / durationSec / 10) / 100 : 0,
      error_code: reason?.code ?? null,
      error_detail: reason?.detail ?? null,
      // The address is not needed any more, so neither are its credentials.
      source_sealed: null,
    });
    if (status === 'processing') await enqueueLessonJobs(parts, recordingId, trx);
    return status;
  });
}
