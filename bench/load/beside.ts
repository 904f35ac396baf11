/** What the core does beside answering people: it records a lesson, and makes renditions of another. */
import { execFileSync } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { RecordingStatusReply, startRecordingReplySchema } from '../../contract/recording.ts';
import type { z } from 'zod';
import type { Classroom } from '../classroom.ts';
import { type Core, patientRequest, until } from '../core.ts';
import { renditionsSession } from './school.ts';

export type RecordingFigures = {
  reconnects: number;
  gaps: number;
  takes: number;
  /** Media the source had sent when the lesson was stopped, and media in the lesson. */
  sentSec: number;
  recordedSec: number;
  wallSec: number;
  framesExpected: number;
  framesRecorded: number;
};

export const liveSession = 'load-live-class';
const frameRate = 30;

export async function startLesson(
  core: Core,
  classroom: Classroom,
): Promise<{ recordingId: string; sessionId: string; stop(): Promise<RecordingFigures> }> {
  const name = 'lesson';
  const startMs = performance.now();
  const { recording_id: recordingId } = await core.api<z.infer<typeof startRecordingReplySchema>>(
    'POST',
    '/api/recording/start',
    { session_id: liveSession, stream_url: classroom.url(name), title: '부하 시험 수업' },
  );
  const status = async (): Promise<RecordingStatusReply> =>
    core.api('GET', `/api/recording/${recordingId}/status`);
  await until('the lesson runs', async () => ((await status()).duration_seconds > 0 ? true : undefined));
  return {
    recordingId,
    sessionId: liveSession,
    stop: async () => {
      const sentSec = classroom.receiver(name)?.sentSec ?? 0;
      const wallSec = (performance.now() - startMs) / 1000;
      await core.api('POST', '/api/recording/stop', { recording_id: recordingId });
      const { takes, gaps, reconnects, duration_seconds: recordedSec } = await status();
      const frames = takes.map((take) => countFrames(take.file_path));
      return {
        ...{ reconnects, gaps: gaps.length, takes: takes.length, sentSec, recordedSec, wallSec },
        framesExpected: frames.reduce((sum, { expected }) => sum + expected, 0),
        framesRecorded: frames.reduce((sum, { recorded }) => sum + recorded, 0),
      };
    },
  };
}

/** Frames in a take, and how many there would be between its first and its last if none were missing. */
function countFrames(file: string): { expected: number; recorded: number } {
  const ffprobe = path.join(path.dirname(process.env['AIRCLASS_FFMPEG'] ?? ''), 'ffprobe');
  const show = ['-select_streams', 'v:0', '-show_entries', 'packet=pts_time', '-of', 'csv=p=0'];
  const output = execFileSync(ffprobe, ['-v', 'error', ...show, file], {
    ...{ encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  });
  const times = output.split('\n').flatMap((line) => (line === '' ? [] : [Number.parseFloat(line)]));
  const [first, last] = times.reduce(
    ([least, most], time) => [Math.min(least, time), Math.max(most, time)],
    [Infinity, -Infinity],
  );
  const expected = times.length === 0 ? 0 : Math.round((last - first) * frameRate) + 1;
  return { expected, recorded: times.length };
}

/** One rendition job after another, as after each lesson. @returns ends it, and says how many were made */
export async function keepMakingRenditions(core: Core, clip: string): Promise<() => Promise<number>> {
  const ending = new AbortController();
  let made = 0;
  const running = (async () => {
    while (!ending.signal.aborted) {
      const form = new FormData();
      form.set('session_id', renditionsSession);
      form.set('file', await openAsBlob(clip), 'clip.mp4');
      const reply = await patientRequest(core.url, 'POST', '/api/vod/import', form);
      if (!reply.ok) throw new Error(`import: ${reply.status} ${await reply.text()}`);
      const { recording_id: id } = (await reply.json()) as { recording_id: string };
      while (!ending.signal.aborted) {
        const { status } = await core.api<{ status: string }>('GET', `/api/recording/${id}/status`);
        if (status === 'ready' || status === 'failed') {
          made += 1;
          break;
        }
        await delay(500, undefined, { signal: ending.signal }).catch(() => undefined);
      }
      if (!ending.signal.aborted) await core.api('DELETE', `/api/recording/${id}?permanent=true`);
    }
  })();
  return async () => {
    ending.abort();
    await running;
    return made;
  };
}
