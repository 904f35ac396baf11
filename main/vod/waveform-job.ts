/** Makes the peaks of a lesson's sound: one pair of bytes per 100 ms, each take at its place on the time line. */
import { AppError } from '../base/app-error.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import { waveformArguments, waveformRate } from '../media/media-commands.ts';
import { WaveformPeaks, peakMs } from '../media/waveform.ts';
import { waveformKey } from '../storage/lesson-keys.ts';
import { lessonOfJob } from '../lesson/lesson-info.ts';
import { runFfmpeg } from '../lesson/run-ffmpeg.ts';
import { type TimelinePart, readTimeline } from '../lesson/timeline.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

const bucketsPerSec = 1000 / peakMs;
const bytesPerSec = waveformRate * 2;

export function waveformHandler(parts: LessonParts): JobHandler<'waveform'> {
  return {
    lane: 'media',
    maxAttempts: 3,
    run: async ({ payload, signal, progress }) => {
      const lesson = await lessonOfJob(parts, payload.recording_id);
      const key = waveformKey(lesson.recording_id);
      if ((await parts.store.stat(key)) !== undefined) return;
      const timeline = await readTimeline(parts, lesson, 'source');
      const buckets = Math.ceil(timeline.durationSec * bucketsPerSec);
      const peaks = new Int8Array(buckets * 2);
      for (const take of timeline.parts) {
        if (take.index.audioCodec === undefined) continue;
        const takePeaks = await peaksOfTake(parts, take, signal, (atSec) =>
          progress((take.startSec + atSec) / timeline.durationSec),
        );
        const at = Math.round(take.startSec * bucketsPerSec) * 2;
        peaks.set(takePeaks.subarray(0, Math.max(0, peaks.length - at)), at);
      }
      if (signal.aborted) throw new AppError('job_cancelled');
      const waveform = { bucket_ms: peakMs, duration: timeline.durationSec, peaks: Array.from(peaks) };
      await parts.store.put(key, JSON.stringify(waveform));
    },
  };
}

async function peaksOfTake(
  parts: LessonParts,
  take: TimelinePart,
  signal: AbortSignal,
  onPosition: (atSec: number) => void,
): Promise<Int8Array> {
  const peaks = new WaveformPeaks();
  let bytes = 0;
  await parts.store.withLocalFile(take.key, async (input) =>
    runFfmpeg(parts, {
      args: waveformArguments(input),
      purpose: 'waveform',
      signal,
      onOutput: (chunk) => {
        peaks.push(chunk);
        bytes += chunk.length;
        onPosition(bytes / bytesPerSec);
      },
    }),
  );
  return peaks.peaks();
}
