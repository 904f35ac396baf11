/** What a running lesson tells the database about itself. */
import type { RecordingStatus } from '../../contract/recording.ts';
import { isoTime } from '../base/clock.ts';
import type { Db } from '../db/database.ts';
import { updateRecording } from '../db/recordings.ts';
import type { LiveRecording } from './live-recording.ts';

export async function saveProgress(
  db: Db,
  lesson: LiveRecording,
  change: { status?: RecordingStatus },
): Promise<void> {
  const { startedAtMs, lastDataAtMs } = lesson;
  await updateRecording(db, lesson.recordingId, {
    ...change,
    ...lesson.facts,
    duration_seconds: lesson.durationSec,
    size_bytes: lesson.sizeBytes,
    reconnects: lesson.reconnects,
    started_at: startedAtMs === undefined ? null : isoTime(startedAtMs),
    last_data_at: lastDataAtMs === undefined ? null : isoTime(lastDataAtMs),
  });
}
