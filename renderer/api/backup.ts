/** Backups: how they stand, what is there, and new ones. */
import type { BackupList, BackupState } from '../../contract/backup.ts';
import { call } from './client.ts';

export function backupState(signal?: AbortSignal): Promise<BackupState> {
  return call('GET', '/api/system/backup', { signal });
}

/** Newest first. */
export async function listBackups(signal?: AbortSignal): Promise<BackupList['items']> {
  return (await call<BackupList>('GET', '/api/system/backup/snapshots', { signal })).items;
}

/** @param beginAnew where backups were made before and are gone */
export function runBackup(beginAnew = false): Promise<{ job_id: string }> {
  return call('POST', '/api/system/backup/run', { body: { begin_anew: beginAnew } });
}

/** Reads the newest one whole. */
export function checkBackup(): Promise<{ job_id: string }> {
  return call('POST', '/api/system/backup/check');
}

export function keepPassphrase(passphrase: string | null): Promise<BackupState> {
  return call('PUT', '/api/system/backup/passphrase', { body: { passphrase } });
}
