import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
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

const limits = defaultSettings.recording;
const withMinutes = (freeMinutes: number, changed: Partial<typeof limits> = {}) =>
  storagePart({ freeBytes: 1e9, totalBytes: 1e12, freeMinutes }, { ...limits, ...changed });

describe('storage', () => {
  it('is judged by the minutes of the settings: stop, start, a lesson more', () => {
    const codes = [1.9, 2, 59.9, 60, 119.9, 120].map((minutes) => withMinutes(minutes).code);
    expect(codes).toEqual([
      'storage_full',
      'storage_no_start',
      'storage_no_start',
      'storage_low',
      'storage_low',
      'storage_ok',
    ]);
  });

  it('warns as a running recording does where more room is asked for than to start', () => {
    expect(withMinutes(45, { min_free_minutes: 0, warn_free_minutes: 50 }).code).toBe('storage_low');
    expect(withMinutes(51, { min_free_minutes: 0, warn_free_minutes: 50 }).code).toBe('storage_ok');
  });

  it('is trouble when the folder cannot be written', () => {
    expect(storagePart(undefined, limits)).toMatchObject({ state: 'trouble', code: 'storage_unreachable' });
  });
});

describe('recording', () => {
  const facts = { running: 1, paused: 0, alarms: 0, data_age_seconds: 0.4 };
  const data = { noDataAfterSec: 20, isCutOff: false };

  it('is well while data comes, and when nothing runs', () => {
    expect(recordingPart(facts, data)).toMatchObject({ state: 'ok', code: 'recording_running' });
    expect(recordingPart({ ...facts, running: 0, data_age_seconds: null }, data).code).toBe('recording_idle');
  });

  it('asks for a look when an alarm is active, and is trouble without data', () => {
    expect(recordingPart({ ...facts, alarms: 1 }, data)).toMatchObject({ state: 'attention' });
    expect(recordingPart({ ...facts, alarms: 1, data_age_seconds: 21 }, data).code).toBe('recording_no_data');
    expect(recordingPart({ ...facts, data_age_seconds: null }, { ...data, isCutOff: true }).state).toBe(
      'trouble',
    );
  });
});

it('needs an ffmpeg with both encoders', () => {
  const encoders = { h264: 'libx264', aac: 'aac' };
  expect(ffmpegPart({ version: '7.1', encoders }).state).toBe('ok');
  expect(ffmpegPart({ version: '7.1', encoders: { aac: 'aac' } }).code).toBe('ffmpeg_encoder_missing');
  expect(ffmpegPart(undefined)).toMatchObject({ state: 'trouble', facts: { version: null } });
});

it('says of automatic recording what went wrong before what goes well', () => {
  const facts = { rules: 2, open: 2, recording: 1, failing: 0 };
  expect(watchesPart({ ...facts, rules: 0 }, 0).state).toBe('off');
  expect(watchesPart(facts, 0).code).toBe('watches_recording');
  expect(watchesPart({ ...facts, recording: 0 }, 0).code).toBe('watches_waiting');
  expect(watchesPart(facts, 1).code).toBe('watches_late');
  expect(watchesPart({ ...facts, failing: 1 }, 1)).toMatchObject({ state: 'trouble' });
});

it('counts failed jobs, and waiting ones once they wait for more than a day', () => {
  const facts = { queued: 3, running: 0, failed: 0, oldest_queued_seconds: 86_400 };
  expect(jobsPart(facts).code).toBe('jobs_working');
  expect(jobsPart({ ...facts, oldest_queued_seconds: 86_401 }).code).toBe('jobs_behind');
  expect(jobsPart({ ...facts, failed: 1 })).toMatchObject({ state: 'attention', code: 'jobs_failed' });
  expect(jobsPart({ queued: 0, running: 0, failed: 0, oldest_queued_seconds: null }).code).toBe('jobs_idle');
});

const model = (origin: 'built_in' | 'pack', state: string) => ({ origin, state });

it('misses built-in models only; a damaged file counts also while the analysis is off', () => {
  const whole = [model('built_in', 'installed'), model('pack', 'not_installed')];
  expect(analysisPart(whole, true)).toMatchObject({
    code: 'analysis_ok',
    facts: { installed: 1, missing: 0, damaged: 0 },
  });
  expect(analysisPart([...whole, model('built_in', 'not_installed')], true).code).toBe(
    'analysis_models_missing',
  );
  expect(analysisPart([...whole, model('built_in', 'not_installed')], false).state).toBe('off');
  expect(analysisPart([...whole, model('pack', 'damaged')], false).code).toBe('analysis_models_damaged');
});

it('has thresholds of its own for what no setting is about', () => {
  expect(libraryPart(0).state).toBe('ok');
  expect(libraryPart(1).state).toBe('attention');
  const file = { sizeBytes: 1, walBytes: 1e9 };
  expect(databasePart({ ...file, pendingBytes: 64_000_000 }).state).toBe('ok');
  expect(databasePart({ ...file, pendingBytes: 64_000_001 }).code).toBe('database_wal_large');
  expect(databasePart(undefined).state).toBe('trouble');
  expect(corePart({ rss_bytes: 150e6, delay_p99_ms: null }).state).toBe('ok');
  expect(corePart({ rss_bytes: 150e6, delay_p99_ms: 251 }).code).toBe('core_slow');
  expect(corePart({ rss_bytes: 601e6, delay_p99_ms: 1 }).code).toBe('core_memory_high');
  expect(clockPart({ set_seconds: -61, behind_seconds: 0 }).code).toBe('clock_set');
  expect(clockPart({ set_seconds: 60, behind_seconds: 3600 }).state).toBe('ok');
  expect(clockPart({ set_seconds: null, behind_seconds: 3601 }).code).toBe('clock_behind');
});

it('calls a start that saved lessons well, and one that could not a reason to look', () => {
  const facts = { uptime_seconds: 60, recovered: 0, resumed: 0, failed: 0 };
  expect(restartPart(facts).code).toBe('restart_ok');
  expect(restartPart({ ...facts, resumed: 1 })).toMatchObject({ state: 'ok', code: 'restart_recovered' });
  expect(restartPart({ ...facts, recovered: 1, failed: 1 }).state).toBe('attention');
});

it('a disk that forgets is trouble; software that may make it forget asks for a look', () => {
  expect(volumePart('none')).toMatchObject({ state: 'ok', code: 'volume_ok' });
  for (const reason of ['memory', 'overlay', 'container', 'write_filter'] as const) {
    expect(volumePart(reason)).toMatchObject({ state: 'trouble', facts: { reason } });
  }
  for (const reason of ['deep_freeze', 'shadow_defender', 'reboot_restore'] as const) {
    expect(volumePart(reason).state).toBe('attention');
  }
});

it('a backup is only missed where one was set', () => {
  const facts = { age_seconds: 3600, failure: null };
  expect(backupPart({ age_seconds: null, failure: null }, false).code).toBe('backup_off');
  expect(backupPart(facts, true).code).toBe('backup_ok');
  expect(backupPart({ ...facts, age_seconds: null }, true).code).toBe('backup_never');
  expect(backupPart({ ...facts, age_seconds: 48 * 3600 + 1 }, true).code).toBe('backup_late');
  expect(backupPart({ ...facts, failure: 'backup_target_missing' }, true).code).toBe('backup_failed');
});
