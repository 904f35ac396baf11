/**
 * Looks at every part once. Cheap, since the page asks every few seconds: counts from indexes, sizes of a few files, and
 * what is in memory. A part that cannot be looked at never hides the others.
 */
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { Model } from '../../contract/analysis.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import {
  type HealthPart,
  type SystemHealth,
  type VolumeReason,
  healthParts,
  worstOf,
} from '../../contract/health.ts';
import { type weekdays, isActive } from '../../contract/recording.ts';
import type { Settings } from '../../contract/settings.ts';
import { systemErrorCode } from '../base/app-error.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { Db } from '../db/database.ts';
import { countJobs, countMissingMedia, newestLessonAt, pendingLogBytes } from '../db/health.ts';
import { findRecording } from '../db/recordings.ts';
import { listWatchRows } from '../db/watches.ts';
import type { Ffmpeg } from '../media/ffmpeg-locate.ts';
import { minutesOfRoom } from '../recording/room.ts';
import { isInWindow, localTime } from '../recording/watch-window.ts';
import type { FileStore } from '../storage/file-store.ts';
import type { CoreMeters } from './meters.ts';
import {
  analysisPart,
  backupPart,
  clockPart,
  corePart,
  databasePart,
  ffmpegPart,
  jobsPart,
  libraryPart,
  recordingPart,
  restartPart,
  storagePart,
  volumePart,
  watchesPart,
} from './parts.ts';

const dayMs = 24 * 3_600_000;
/** Watches are looked at every 15 s, each look takes 8 s at most: after this one was forgotten. */
const lateAfterMs = 180_000;
/** Looking for an ffmpeg that is not there starts programs: not with every look. */
const ffmpegAgainMs = 30_000;
/** ffmpeg is started anew after `recording.stall_seconds`; this long after that the lesson should have data again. */
const stallGraceSec = 10;

export type RunningLesson = {
  status: string;
  alarms: readonly string[];
  lastDataAtMs: number | undefined;
};

export type HealthParts = {
  db: Db;
  store: Pick<FileStore, 'freeSpace'>;
  clock: Clock;
  log: Logger;
  dataDir: string;
  settings: () => Settings;
  ffmpeg: () => Promise<Ffmpeg>;
  /** Looked up once. */
  volume: () => Promise<VolumeReason>;
  backup: () => Promise<{
    isScheduled: boolean;
    verifiedAt: string | undefined;
    failure: ErrorCode | undefined;
  }>;
  modelStates: () => { origin: Model['origin']; state: Model['state'] }[];
  running: () => readonly RunningLesson[];
  /** What start-up did with interrupted lessons; undefined while it is still at it. */
  recovery: () => Record<'recovered' | 'resumed' | 'failed', readonly unknown[]> | undefined;
  meters: CoreMeters;
};

export function createHealthLook(parts: HealthParts): () => Promise<SystemHealth> {
  const { clock } = parts;
  const startedMs = clock.monotonic();
  const findFfmpeg = notAgainSoon(clock, parts.ffmpeg);
  return async () => {
    const uptimeSec = Math.round((clock.monotonic() - startedMs) / 1000);
    const found: HealthPart[] = [
      lookAtRecording(parts),
      storagePart(await roomOf(parts), parts.settings().recording),
      volumePart(await parts.volume()),
      await lookAtBackup(parts),
      ffmpegPart(await findFfmpeg()),
      ...(await libraryParts(parts, uptimeSec)),
      analysisPart(parts.modelStates(), parts.settings().analysis.enabled),
      corePart({
        rss_bytes: process.memoryUsage.rss(),
        delay_p99_ms: parts.meters.delayP99Ms() ?? null,
      }),
      restartPart({
        uptime_seconds: uptimeSec,
        recovered: parts.recovery()?.recovered.length ?? 0,
        resumed: parts.recovery()?.resumed.length ?? 0,
        failed: parts.recovery()?.failed.length ?? 0,
      }),
    ];
    found.sort((one, other) => healthParts.indexOf(one.part) - healthParts.indexOf(other.part));
    return { overall: worstOf(found), checked_at: isoTime(clock.now()), parts: found };
  };
}

function lookAtRecording({ running, clock, settings }: HealthParts): HealthPart {
  const lessons = running();
  const live = lessons.filter(({ status }) => status === 'recording' || status === 'reconnecting');
  const ages = live.flatMap(({ lastDataAtMs: atMs }) =>
    atMs === undefined ? [] : [Math.max(0, Math.round((clock.now() - atMs) / 100) / 10)],
  );
  const facts = {
    running: lessons.length,
    paused: lessons.filter(({ status }) => status === 'paused').length,
    alarms: lessons.reduce((sum, { alarms }) => sum + alarms.length, 0),
    data_age_seconds: ages.length === 0 ? null : Math.max(...ages),
  };
  return recordingPart(facts, {
    noDataAfterSec: settings().recording.stall_seconds + stallGraceSec,
    // Goes on after a restart, and its source has not come back.
    isCutOff: live.some(
      ({ status, lastDataAtMs }) => status === 'reconnecting' && lastDataAtMs === undefined,
    ),
  });
}

async function lookAtBackup({ backup, clock }: HealthParts): Promise<HealthPart> {
  const { isScheduled, verifiedAt, failure } = await backup();
  const age = verifiedAt === undefined ? null : Math.round((clock.now() - Date.parse(verifiedAt)) / 1000);
  return backupPart(
    { age_seconds: age === null ? null : Math.max(0, age), failure: failure ?? null },
    isScheduled,
  );
}

async function roomOf({ store, dataDir, settings }: HealthParts) {
  try {
    await access(dataDir, constants.W_OK);
    const { freeBytes, totalBytes } = await store.freeSpace();
    const bytesPerSec = (settings().recording.expected_bitrate_kbps * 1000) / 8;
    return { freeBytes, totalBytes, freeMinutes: minutesOfRoom(freeBytes, bytesPerSec) };
  } catch {
    // Whatever it is: lessons cannot be kept there now.
    return undefined;
  }
}

/** What is in the library; when that cannot be read, only so much is known. */
async function libraryParts(parts: HealthParts, uptimeSec: number): Promise<HealthPart[]> {
  const { db, clock, log, dataDir, meters } = parts;
  try {
    const jobs = await countJobs(db, isoTime(clock.now() - dayMs));
    const newest = await newestLessonAt(db);
    const oldestMs = jobs.oldestQueuedAt === undefined ? undefined : Date.parse(jobs.oldestQueuedAt);
    return [
      await lookAtWatches(parts, uptimeSec),
      libraryPart(await countMissingMedia(db)),
      databasePart({
        sizeBytes: await sizeOf(path.join(dataDir, 'library.sqlite')),
        walBytes: await sizeOf(path.join(dataDir, 'library.sqlite-wal')),
        pendingBytes: await pendingLogBytes(db),
      }),
      jobsPart({
        queued: jobs.queued,
        running: jobs.running,
        failed: jobs.failed,
        oldest_queued_seconds:
          oldestMs === undefined ? null : Math.max(0, Math.round((clock.now() - oldestMs) / 1000)),
      }),
      clockPart({
        set_seconds: meters.clockStepSec() ?? null,
        behind_seconds:
          newest === undefined ? 0 : Math.max(0, Math.round((Date.parse(newest) - clock.now()) / 1000)),
      }),
    ];
  } catch (error) {
    log.error({ err: error }, 'the library could not be looked at');
    return [databasePart(undefined)];
  }
}

async function lookAtWatches({ db, clock, settings }: HealthParts, uptimeSec: number): Promise<HealthPart> {
  const rows = (await listWatchRows(db)).filter(({ enabled }) => enabled === 1);
  const zone = settings().time_zone;
  const nowMs = clock.now();
  const now = localTime(nowMs, zone);
  const before = localTime(nowMs - lateAfterMs, zone);
  let [open, recording, late] = [0, 0, 0];
  for (const row of rows) {
    const days = JSON.parse(row.days) as (typeof weekdays)[number][];
    const hours = { days, from: row.from_time, to: row.to_time };
    if (!isInWindow(hours, now)) continue;
    open += 1;
    const lesson = row.recording_id === null ? undefined : await findRecording(db, row.recording_id);
    if (lesson !== undefined && isActive(lesson.status)) {
      recording += 1;
      continue;
    }
    const lookedMs = Date.parse(row.last_checked_at ?? row.created_at);
    const isLate = nowMs - Math.max(lookedMs, Date.parse(row.created_at)) > lateAfterMs;
    if (isLate && isInWindow(hours, before) && uptimeSec * 1000 > lateAfterMs) late += 1;
  }
  const failing = rows.filter(({ error_code }) => error_code !== null).length;
  return watchesPart({ rules: rows.length, open, recording, failing }, late);
}

/** 0 when there is none: a library that was closed well has no log beside it. */
async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** @returns undefined when it was not found, and for a while after */
function notAgainSoon<T>(clock: Clock, find: () => Promise<T>): () => Promise<T | undefined> {
  let failedAtMs: number | undefined;
  return async () => {
    if (failedAtMs !== undefined && clock.monotonic() - failedAtMs < ffmpegAgainMs) return undefined;
    try {
      const found = await find();
      failedAtMs = undefined;
      return found;
    } catch {
      // Why is told where somebody wants to record; here it is missing.
      failedAtMs = clock.monotonic();
      return undefined;
    }
  };
}
