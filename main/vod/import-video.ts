/** Making a lesson of a video file: the request that takes the file in, and the job that makes a take of it. */
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { importFieldsSchema } from '../../contract/vod.ts';
import { AppError, isAppError, systemErrorCode } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import { insertImport } from '../db/imports.ts';
import { deleteTake, insertTake, updateRecording } from '../db/recordings.ts';
import { enqueueLessonJobs } from '../jobs/lesson-jobs.ts';
import type { JobHandler } from '../jobs/job-handler.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { TakeIndex } from '../media/fmp4-index.ts';
import { fileProbeArguments, importArguments } from '../media/media-commands.ts';
import { type ProbedMedia, firstAudio, firstVideo, parseProbeOutput } from '../media/probe-output.ts';
import { storageError } from '../storage/local-file-store.ts';
import { takeKey } from '../storage/lesson-keys.ts';
import { announceLesson, lessonOfJob } from '../lesson/lesson-info.ts';
import { runFfmpeg } from '../lesson/run-ffmpeg.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import { makeWorkFolder } from '../lesson/work-folder.ts';

export type VideoUpload = {
  fields: z.infer<typeof importFieldsSchema>;
  uploadPath: string;
  filename: string;
};
type ImportParts = LessonParts & { jobs: Pick<JobQueue, 'enqueue'> };

/**
 * Takes the file over and queues the work.
 * @throws AppError media_unreadable at once when ffmpeg finds neither picture nor sound in it
 */
export async function acceptUpload(
  parts: ImportParts,
  upload: VideoUpload,
): Promise<{ recording_id: string; job_id: string }> {
  await probeFile(parts, upload.uploadPath);
  const { session_id: sessionId, started_at: startedAt, ...fields } = upload.fields;
  const recordingId = newId();
  const file = parts.store.tempPath('upload');
  await moveFile(upload.uploadPath, file);
  try {
    const jobId = await parts.db.transaction().execute(async (trx) => {
      const title = path.parse(path.basename(upload.filename.replaceAll('\\', '/'))).name.slice(0, 300);
      const lesson = { recordingId, sessionId, fields, title, startedAt };
      await insertImport(trx, lesson, parts.clock.now(), parts.settings().time_zone);
      return parts.jobs.enqueue('import', { recording_id: recordingId, upload_path: file }, { trx });
    });
    parts.announce('library.changed', { recording_id: recordingId, session_id: sessionId });
    return { recording_id: recordingId, job_id: jobId };
  } catch (error) {
    await parts.store.removeTemp(file);
    throw error;
  }
}

/** Renames where it can; uploads from another disk are copied. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (systemErrorCode(error) !== 'EXDEV') throw storageError(error);
    try {
      await copyFile(from, to);
    } catch (copyError) {
      await rm(to, { force: true });
      throw storageError(copyError);
    }
    await rm(from, { force: true });
  }
}

/** @throws AppError media_unreadable */
async function probeFile(parts: Pick<LessonParts, 'runner' | 'ffmpeg'>, file: string): Promise<ProbedMedia> {
  const { path: command } = await parts.ffmpeg();
  const { stderr, exit } = await parts.runner.run({
    command,
    args: fileProbeArguments(file),
    purpose: 'probe of an upload',
    timeoutMs: 60_000,
  });
  if (exit.spawnFailed !== undefined) throw new AppError('ffmpeg_missing');
  const media = parseProbeOutput(stderr);
  const isUsable = media !== undefined && (firstVideo(media) ?? firstAudio(media)) !== undefined;
  // A still picture is a video of one frame to ffmpeg, and has no length.
  const isStill = media !== undefined && /^(image2|png_pipe|jpeg_pipe|.*_pipe|gif)/.test(media.container);
  if (!isUsable || isStill) throw new AppError('media_unreadable');
  return media;
}

export function importHandler(
  parts: LessonParts,
  jobs: () => Pick<JobQueue, 'enqueue'>,
): JobHandler<'import'> {
  return {
    lane: 'media',
    maxAttempts: 3,
    isLong: true,
    run: async ({ payload, signal, progress }) => {
      const { recording_id: recordingId, upload_path: upload } = payload;
      const lesson = await lessonOfJob(parts, recordingId);
      if (lesson.take_count > 0) {
        // Killed between the last step and its own end.
        await parts.store.removeTemp(upload);
        return;
      }
      if (lesson.status === 'failed') await updateRecording(parts.db, recordingId, { status: 'interrupted' });
      try {
        await makeTake(parts, { recordingId, upload, signal, progress });
        await bookTake({ ...parts, jobs: jobs() }, recordingId, lesson.started_at ?? lesson.created_at);
      } catch (error) {
        // Nobody can make a lesson of it; after any other failure the job may be tried again.
        if (isAppError(error, 'media_unreadable')) {
          await parts.store.remove(takeKey(recordingId, 1));
          await parts.store.removeTemp(upload);
        }
        throw error;
      }
      await parts.store.removeTemp(upload);
      await announceLesson(parts, recordingId);
    },
  };
}

async function makeTake(
  parts: LessonParts,
  options: {
    recordingId: string;
    upload: string;
    signal: AbortSignal;
    progress: (fraction: number) => void;
  },
): Promise<void> {
  const { recordingId, upload, signal, progress } = options;
  const key = takeKey(recordingId, 1);
  if ((await parts.store.stat(key)) !== undefined) return;
  if ((await statOf(upload)) === undefined) throw new AppError('media_missing');
  const media = await probeFile(parts, upload);
  const video = firstVideo(media);
  const audio = firstAudio(media);
  const { encoders } = await parts.ffmpeg();
  await using work = await makeWorkFolder(parts.store, 'import');
  const output = work.file('take.mp4');
  const plan = {
    video: trackPlan(video?.codec, ['h264', 'hevc']),
    audio: trackPlan(audio?.codec, ['aac']),
  };
  const durationSec = media.durationSec ?? 0;
  await runFfmpeg(parts, {
    args: importArguments({ input: upload, output, plan, videoCodec: video?.codec, encoders }),
    purpose: 'import',
    signal,
    onPosition: (outTimeSec) => progress(durationSec > 0 ? Math.min(0.99, outTimeSec / durationSec) : 0),
  });
  if (signal.aborted) throw new AppError('job_cancelled');
  await parts.store.publish(key, output);
}

async function statOf(file: string): Promise<unknown> {
  return stat(file).catch(() => undefined);
}

function trackPlan(codec: string | undefined, copied: readonly string[]): 'copy' | 'encode' | 'none' {
  if (codec === undefined) return 'none';
  return copied.includes(codec) ? 'copy' : 'encode';
}

/** The take's facts into the rows, and the lesson becomes playable, in one step. */
async function bookTake(parts: ImportParts, recordingId: string, startedAt: string): Promise<void> {
  const key = takeKey(recordingId, 1);
  const index = await usableIndex(parts, key);
  const { durationSec, sizeBytes } = index;
  await parts.db.transaction().execute(async (trx) => {
    await deleteTake(trx, { recordingId, seq: 1 });
    await insertTake(trx, {
      recording_id: recordingId,
      seq: 1,
      file_key: key,
      state: 'complete',
      started_at: startedAt,
      ended_at: isoTime(Date.parse(startedAt) + durationSec * 1000),
      start_time: 0,
      duration_seconds: durationSec,
      size_bytes: sizeBytes,
    });
    await updateRecording(trx, recordingId, {
      status: 'processing',
      started_at: startedAt,
      stopped_at: isoTime(Date.parse(startedAt) + durationSec * 1000),
      duration_seconds: durationSec,
      size_bytes: sizeBytes,
      width: index.width ?? null,
      height: index.height ?? null,
      frame_rate: index.frameRate ?? null,
      video_codec: codecName(index.videoCodec),
      audio_codec: codecName(index.audioCodec),
      bitrate_kbps: durationSec > 0 ? Math.round((sizeBytes * 8) / durationSec / 10) / 100 : 0,
      error_code: null,
      error_detail: null,
    });
    await enqueueLessonJobs(parts, recordingId, trx);
  });
}

async function usableIndex(parts: ImportParts, key: string): Promise<TakeIndex> {
  try {
    return await parts.takeIndexes.get(key);
  } catch (error) {
    // The file had a header and nothing behind it.
    if (isAppError(error, 'media_empty')) throw new AppError('media_unreadable', undefined, { cause: error });
    throw error;
  }
}

/** ffmpeg's short name of a codec, as recordings of live sources have it. */
function codecName(codec: string | undefined): string | null {
  if (codec === undefined) return null;
  if (/^(avc1|avc3)/.test(codec)) return 'h264';
  if (/^(hvc1|hev1)/.test(codec)) return 'hevc';
  return codec.startsWith('mp4a') ? 'aac' : codec;
}
