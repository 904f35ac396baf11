/** One backup from its beginning to the note that it was made: what the command line and the core's own process do. */
import { AppError, toErrorSummary } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { changeRecord, readRecord } from './backup-record.ts';
import { type BackupParts, type BackupResult, makeBackup } from './make-backup.ts';
import { openPlace } from './place.ts';
import { type Repository, openRepository } from './repository.ts';
import type { S3Access } from './s3-store.ts';

export type RunBackup = Omit<BackupParts, 'repository'> & {
  /** Folder or `s3://bucket/prefix`. */
  place: string;
  passphrase?: string | undefined;
  s3?: S3Access | undefined;
  /** Begins anew where the backups that were there have gone. */
  beginAnew?: boolean;
};

/** @throws AppError as `makeBackup` and `openRepository` */
export async function runBackup(run: RunBackup): Promise<BackupResult> {
  const { dataDir, place, clock } = run;
  try {
    const repository = await openForBackup(run);
    const result = await makeBackup({ ...run, repository });
    const { snapshot } = result;
    await changeRecord(dataDir, (record) => ({
      ...record,
      last_failure: record.last_failure?.place === place ? null : record.last_failure,
      places: {
        ...record.places,
        [place]: {
          repository_id: repository.id,
          snapshot_id: snapshot.id,
          verified_at: isoTime(clock.now()),
          bytes: snapshot.bytes,
          bytes_written: result.bytesWritten,
          lessons: snapshot.lessons,
        },
      },
    }));
    return result;
  } catch (error) {
    const summary = toErrorSummary(error);
    if (summary.code !== 'job_cancelled') {
      const failure = { at: isoTime(clock.now()), place, ...summary };
      await changeRecord(dataDir, (record) => ({ ...record, last_failure: failure })).catch(() => undefined);
    }
    throw error;
  }
}

async function openForBackup(run: RunBackup): Promise<Repository> {
  const { dataDir, place, passphrase, s3, signal, beginAnew = false } = run;
  const store = await openPlace(place, { dataDir, s3, ...(signal === undefined ? {} : { signal }) });
  const before = (await readRecord(dataDir)).places[place];
  const repository = await openRepository(store, { passphrase, make: before === undefined || beginAnew });
  if (before !== undefined && !beginAnew && repository.id !== before.repository_id) {
    throw new AppError(
      'backup_target_missing',
      `${store.where} holds other backups than those that were made there before: is it the right disk?`,
    );
  }
  return repository;
}
