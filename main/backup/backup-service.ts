/** Backups for the page: how they stand, what is there, and jobs for new ones, by hand or by the clock. */
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { BackupList, BackupState } from '../../contract/backup.ts';
import type { Announce } from '../../contract/events.ts';
import type { Job } from '../../contract/jobs.ts';
import type { Settings } from '../../contract/settings.ts';
import { AppError, toErrorSummary } from '../base/app-error.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { packageRoot, packageVersion } from '../base/package-info.ts';
import type { Secrets } from '../base/secrets.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { RestSwitch } from './backup-job.ts';
import { type BackupRecord, changeRecord, readRecord } from './backup-record.ts';
import { isWithin, openPlace } from './place.ts';
import type { BackupTask } from './process-protocol.ts';
import { openRepository } from './repository.ts';
import type { S3Access } from './s3-store.ts';
import { isBackupDue } from './schedule.ts';

/** Between two looks at the clock (ms). */
const lookEveryMs = 60_000;

export type BackupParts = {
  dataDir: string;
  clock: Clock;
  log: Logger;
  announce: Announce;
  settings: () => Settings;
  secrets: Secrets;
  s3: S3Access | undefined;
  jobs: () => Pick<JobQueue, 'enqueue' | 'list'>;
};

export type Backups = ReturnType<typeof createBackups>;

export function createBackups(parts: BackupParts) {
  const { dataDir, clock, log, announce, settings, secrets, s3 } = parts;
  const rest = createRestSwitch();
  let timer: NodeJS.Timeout | undefined;

  async function passphraseFor(record: BackupRecord): Promise<string | undefined> {
    if (!settings().backup.encrypt) return undefined;
    if (record.passphrase_sealed === null) throw new AppError('backup_passphrase_needed');
    try {
      return secrets.open(record.passphrase_sealed);
    } catch (error) {
      // Sealed with the key of another folder, as after a restore without keys.
      throw new AppError('backup_passphrase_needed', undefined, { cause: error });
    }
  }

  /** @throws AppError backup_target_missing, backup_passphrase_needed */
  async function task(what: BackupTask['what'], beginAnew: boolean): Promise<BackupTask> {
    const { place, media, keep } = settings().backup;
    if (place === '')
      throw new AppError('backup_target_missing', 'nobody has said where backups are to be kept');
    const passphrase = await passphraseFor(await readRecord(dataDir));
    return {
      ...{ what, dataDir, place, media, keep, beginAnew, version: packageVersion },
      ...(passphrase === undefined ? {} : { passphrase }),
      ...(s3 === undefined ? {} : { s3 }),
    };
  }

  async function pendingJob(): Promise<Job | undefined> {
    for (const state of ['running', 'queued'] as const) {
      const { items } = await parts.jobs().list({ state, limit: 100 });
      const found = items.find(({ kind }) => kind === 'backup' || kind === 'backup_check');
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async function currentState(): Promise<BackupState> {
    const { place } = settings().backup;
    const record = await readRecord(dataDir);
    const made = record.places[place];
    const job = await pendingJob();
    const failure = record.last_failure?.place === place ? record.last_failure : null;
    return {
      place,
      problem: await problemOf(place, dataDir, made !== undefined),
      is_same_disk: await isSameDisk(place, dataDir),
      has_passphrase: record.passphrase_sealed !== null,
      verified:
        made === undefined
          ? null
          : {
              snapshot_id: made.snapshot_id,
              at: made.verified_at,
              lessons: made.lessons,
              bytes: made.bytes,
              bytes_written: made.bytes_written,
            },
      failure: failure === null ? null : { at: failure.at, code: failure.code, detail: failure.detail },
      job:
        job === undefined
          ? null
          : {
              job_id: job.job_id,
              kind: job.kind === 'backup_check' ? 'backup_check' : 'backup',
              state: job.state,
              progress: job.progress,
              eta_seconds: job.eta_seconds,
              is_resting: rest.isResting,
            },
      restore_command: restoreCommand(place, dataDir, settings().backup.encrypt),
    };
  }

  function look(): void {
    lookAtClock().catch((error: unknown) =>
      log.error({ err: error }, 'the time for backups could not be looked at'),
    );
  }

  async function lookAtClock(): Promise<void> {
    const { place, daily_at: dailyAt } = settings().backup;
    if (place === '' || dailyAt === null) return;
    const record = await readRecord(dataDir);
    const tries = [
      record.places[place]?.verified_at,
      record.last_failure?.place === place ? record.last_failure.at : undefined,
    ];
    const lastMs = Math.max(...tries.map((at) => (at === undefined ? -Infinity : Date.parse(at))));
    const isDue = isBackupDue(
      dailyAt,
      settings().time_zone,
      clock.now(),
      Number.isFinite(lastMs) ? lastMs : undefined,
    );
    if (isDue && (await pendingJob()) === undefined)
      await parts.jobs().enqueue('backup', { begin_anew: false });
  }

  return {
    /** For the handlers of the jobs. */
    rest: rest as RestSwitch,
    task,
    changed: () => announce('backup.changed', {}),
    /** Also what no process could note: it has died, or there was no passphrase for it. */
    failed: async (error: unknown, place = settings().backup.place) => {
      const failure = { at: isoTime(clock.now()), place, ...toErrorSummary(error) };
      if (failure.code === 'job_cancelled') return;
      await changeRecord(dataDir, (record) => ({ ...record, last_failure: failure }));
    },
    recordingsChanged: (active: number) => {
      if (rest.set(active > 0)) announce('backup.changed', {});
    },
    /** For the health of the recorder. */
    health: async () => {
      const { place, daily_at: dailyAt } = settings().backup;
      const record = await readRecord(dataDir);
      return {
        isScheduled: place !== '' && dailyAt !== null,
        verifiedAt: record.places[place]?.verified_at,
        failure: record.last_failure?.place === place ? record.last_failure.code : undefined,
      };
    },
    state: currentState,
    list: async (): Promise<BackupList> => {
      const { place, passphrase } = await task('check', false);
      const store = await openPlace(place, { dataDir, s3 });
      const repository = await openRepository(store, { passphrase });
      const items: BackupList['items'] = [];
      for (const id of (await repository.snapshotIds()).toReversed()) {
        const { created_at, host, lessons, files, bytes, contents } = await repository.snapshot(id);
        items.push({ snapshot_id: id, created_at, host, lessons, files, bytes, has_media: contents.media });
      }
      return { items };
    },
    run: async ({ begin_anew: beginAnew }: { begin_anew: boolean }) => {
      await task('backup', beginAnew);
      return { job_id: await parts.jobs().enqueue('backup', { begin_anew: beginAnew }) };
    },
    check: async () => {
      await task('check', false);
      return { job_id: await parts.jobs().enqueue('backup_check', {}) };
    },
    setPassphrase: async (passphrase: string | null): Promise<BackupState> => {
      const sealed = passphrase === null ? null : secrets.seal(passphrase);
      await changeRecord(dataDir, (record) => ({ ...record, passphrase_sealed: sealed }));
      announce('backup.changed', {});
      return currentState();
    },
    start: () => {
      timer = setInterval(look, lookEveryMs).unref();
      look();
    },
    stop: () => clearInterval(timer),
  };
}

function createRestSwitch() {
  const listeners = new Set<(isResting: boolean) => void>();
  let isResting = false;
  return {
    get isResting() {
      return isResting;
    },
    /** @returns whether that was a change */
    set: (next: boolean): boolean => {
      if (next === isResting) return false;
      isResting = next;
      for (const listener of listeners) listener(next);
      return true;
    },
    onChange: (listener: (isResting: boolean) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A look that makes nothing; a bucket is only asked when a backup is made or listed. */
async function problemOf(
  place: string,
  dataDir: string,
  hasBackups: boolean,
): Promise<BackupState['problem']> {
  if (place === '' || /^s3:/i.test(place)) return null;
  try {
    if (!path.isAbsolute(place)) throw new AppError('backup_target_invalid');
    if (isWithin(place, dataDir)) throw new AppError('backup_target_invalid');
    const found = await stat(place).catch(() => undefined);
    if (found?.isDirectory() !== true) throw new AppError('backup_target_missing');
    await access(place, constants.W_OK).catch((error: unknown) => {
      throw new AppError('backup_denied', undefined, { cause: error });
    });
    if (hasBackups) {
      const headers = [
        path.join(place, 'repository.json'),
        path.join(place, 'airclass-backup', 'repository.json'),
      ];
      const there = await Promise.all(headers.map((file) => stat(file).catch(() => undefined)));
      if (there.every((one) => one === undefined)) throw new AppError('backup_target_missing');
    }
    return null;
  } catch (error) {
    return toErrorSummary(error);
  }
}

async function isSameDisk(place: string, dataDir: string): Promise<boolean | null> {
  if (place === '' || /^s3:/i.test(place)) return null;
  const [one, other] = await Promise.all(
    [place, dataDir].map((folder) => stat(folder).catch(() => undefined)),
  );
  return one === undefined || other === undefined ? null : one.dev === other.dev;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}

/** As it can be pasted into a terminal of this PC, whatever the recorder was installed as. */
function restoreCommand(place: string, dataDir: string, isEncrypted: boolean): string {
  const words = [
    quote(process.execPath),
    quote(path.join(packageRoot, 'dist', 'main', 'cli.js')),
    'restore',
    ...['--from', quote(place), '--data-dir', quote(dataDir)],
    ...(isEncrypted ? ['--passphrase-file', quote(path.join(dataDir, '..', 'passphrase.txt'))] : []),
  ];
  if (!('electron' in process.versions)) return words.join(' ');
  // Electron's program is the app unless it is told to be Node.
  return process.platform === 'win32'
    ? `set ELECTRON_RUN_AS_NODE=1&& ${words.join(' ')}`
    : `ELECTRON_RUN_AS_NODE=1 ${words.join(' ')}`;
}
