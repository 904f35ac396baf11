/** What is said of each part, from what was counted and measured. Pure: thresholds are here, or in the settings. */
import {
  type HealthCodeOf,
  type HealthFacts,
  type HealthPart,
  type HealthPartName,
  type VolumeReason,
  healthStateOf,
} from '../../contract/health.ts';
import type { Settings } from '../../contract/settings.ts';

/** Between two lessons a day there are hours in which waiting work is done: a day of waiting is too long (s). */
const behindAfterSec = 24 * 3600;
/** SQLite puts its log in order every 4 MB; sixteen times that means that something keeps it from doing so. */
const mostPendingBytes = 64_000_000;
/** A person notices an answer that is a quarter second late. */
const slowTurnMs = 250;
/** Several times what it needs at rest (row h of docs/bench.md): something keeps what it should let go. */
const highMemoryBytes = 600_000_000;
/** Less than this shifts no lesson on the timetable (s). */
const clockStepSec = 60;
/** A school whose PCs disagree by minutes is no reason to worry somebody (s). */
const clockBehindSec = 3600;

function part<P extends HealthPartName>(name: P, code: HealthCodeOf<P>, facts: HealthFacts<P>): HealthPart {
  // The three belong together by their types above; the union cannot be told so.
  return { part: name, state: healthStateOf(name, code), code, facts } as unknown as HealthPart;
}

/** @param data `isCutOff`: a lesson that should be recorded has had no data since the recorder was started */
export function recordingPart(
  facts: HealthFacts<'recording'>,
  data: { noDataAfterSec: number; isCutOff: boolean },
): HealthPart {
  const { running, alarms, data_age_seconds: age } = facts;
  if (running === 0) return part('recording', 'recording_idle', facts);
  if (data.isCutOff || (age !== null && age > data.noDataAfterSec)) {
    return part('recording', 'recording_no_data', facts);
  }
  return part('recording', alarms > 0 ? 'recording_alarm' : 'recording_running', facts);
}

/** @param room undefined: the folder cannot be written */
export function storagePart(
  room: { freeBytes: number; totalBytes: number; freeMinutes: number } | undefined,
  limits: Pick<Settings['recording'], 'min_free_minutes' | 'warn_free_minutes' | 'stop_free_minutes'>,
): HealthPart {
  const facts = {
    free_bytes: room?.freeBytes ?? 0,
    total_bytes: room?.totalBytes ?? 0,
    free_minutes: room?.freeMinutes ?? 0,
    needed_minutes: limits.min_free_minutes,
    stop_minutes: limits.stop_free_minutes,
  };
  const { free_minutes: free, needed_minutes: needed } = facts;
  if (room === undefined) return part('storage', 'storage_unreachable', facts);
  if (free < limits.stop_free_minutes) return part('storage', 'storage_full', facts);
  if (free < needed) return part('storage', 'storage_no_start', facts);
  // A lesson as long as what is needed may still begin and end; the one after it may not.
  if (free < Math.max(2 * needed, limits.warn_free_minutes)) return part('storage', 'storage_low', facts);
  return part('storage', 'storage_ok', facts);
}

/** Resets that are certain; the others may leave the folder alone. */
const certainResets: ReadonlySet<VolumeReason> = new Set(['memory', 'overlay', 'container', 'write_filter']);
/** Two days: one missed backup is a PC that was off. */
const backupLateAfterSec = 48 * 3600;

export function volumePart(reason: VolumeReason): HealthPart {
  if (reason === 'none') return part('volume', 'volume_ok', { reason });
  return part('volume', certainResets.has(reason) ? 'volume_resets' : 'volume_may_reset', { reason });
}

/** @param isScheduled backups are made by the clock */
export function backupPart(facts: HealthFacts<'backup'>, isScheduled: boolean): HealthPart {
  if (!isScheduled) return part('backup', 'backup_off', facts);
  if (facts.failure !== null) return part('backup', 'backup_failed', facts);
  if (facts.age_seconds === null) return part('backup', 'backup_never', facts);
  return part('backup', facts.age_seconds > backupLateAfterSec ? 'backup_late' : 'backup_ok', facts);
}

/** @param found undefined: there is none */
export function ffmpegPart(
  found: { version: string; encoders: { h264?: string | undefined; aac?: string | undefined } } | undefined,
): HealthPart {
  if (found === undefined) return part('ffmpeg', 'ffmpeg_missing', { version: null });
  const hasEncoders = found.encoders.h264 !== undefined && found.encoders.aac !== undefined;
  return part('ffmpeg', hasEncoders ? 'ffmpeg_ok' : 'ffmpeg_encoder_missing', { version: found.version });
}

/** @param late rules within their hours that nobody has looked at */
export function watchesPart(facts: HealthFacts<'watches'>, late: number): HealthPart {
  if (facts.rules === 0) return part('watches', 'watches_none', facts);
  if (facts.failing > 0) return part('watches', 'watches_failing', facts);
  if (late > 0) return part('watches', 'watches_late', facts);
  return part('watches', facts.recording > 0 ? 'watches_recording' : 'watches_waiting', facts);
}

export function libraryPart(missing: number): HealthPart {
  return part('library', missing > 0 ? 'library_media_missing' : 'library_ok', { missing });
}

/** @param file undefined: it cannot be read */
export function databasePart(
  file: { sizeBytes: number; walBytes: number; pendingBytes: number } | undefined,
): HealthPart {
  const facts = {
    size_bytes: file?.sizeBytes ?? 0,
    wal_bytes: file?.walBytes ?? 0,
    pending_bytes: file?.pendingBytes ?? 0,
  };
  if (file === undefined) return part('database', 'database_unreadable', facts);
  return part('database', file.pendingBytes > mostPendingBytes ? 'database_wal_large' : 'database_ok', facts);
}

export function jobsPart(facts: HealthFacts<'jobs'>): HealthPart {
  if (facts.failed > 0) return part('jobs', 'jobs_failed', facts);
  if ((facts.oldest_queued_seconds ?? 0) > behindAfterSec) return part('jobs', 'jobs_behind', facts);
  return part('jobs', facts.queued + facts.running > 0 ? 'jobs_working' : 'jobs_idle', facts);
}

/** @param models built-in ones that are not there are missing; packs are a choice */
export function analysisPart(
  models: readonly { origin: 'built_in' | 'pack'; state: string }[],
  isEnabled: boolean,
): HealthPart {
  const damaged = models.filter(({ state }) => state === 'damaged').length;
  const missing = models.filter((model) => model.origin === 'built_in' && model.state === 'not_installed');
  const facts = {
    installed: models.filter(({ state }) => state === 'installed').length,
    missing: missing.length,
    damaged,
  };
  if (damaged > 0) return part('analysis', 'analysis_models_damaged', facts);
  if (!isEnabled) return part('analysis', 'analysis_off', facts);
  return part('analysis', missing.length > 0 ? 'analysis_models_missing' : 'analysis_ok', facts);
}

export function clockPart(facts: HealthFacts<'clock'>): HealthPart {
  if (facts.behind_seconds > clockBehindSec) return part('clock', 'clock_behind', facts);
  const isSet = Math.abs(facts.set_seconds ?? 0) > clockStepSec;
  return part('clock', isSet ? 'clock_set' : 'clock_ok', facts);
}

export function corePart(facts: HealthFacts<'core'>): HealthPart {
  if ((facts.delay_p99_ms ?? 0) > slowTurnMs) return part('core', 'core_slow', facts);
  return part('core', facts.rss_bytes > highMemoryBytes ? 'core_memory_high' : 'core_ok', facts);
}

export function restartPart(facts: HealthFacts<'restart'>): HealthPart {
  if (facts.failed > 0) return part('restart', 'restart_not_recovered', facts);
  const isRecovered = facts.recovered + facts.resumed > 0;
  return part('restart', isRecovered ? 'restart_recovered' : 'restart_ok', facts);
}
