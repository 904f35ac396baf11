/** From what somebody wrote (`D:\Backup`, `/mnt/usb`, `s3://bucket/prefix`) to a store. */
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../base/app-error.ts';
import type { BackupStore } from './backup-store.ts';
import { openFolderStore } from './folder-store.ts';
import { type S3Access, openS3Store, parseS3Place } from './s3-store.ts';

/** In a folder that holds other things too. */
const ownFolder = 'airclass-backup';

/** What systems put on every disk. */
const ofTheSystem: ReadonlySet<string> = new Set(['lost+found', 'System Volume Information', '$RECYCLE.BIN']);

/**
 * A folder with other things in it gets a folder of its own for backups.
 * @param options.dataDir backups must not lie in what they are of
 * @throws AppError backup_target_invalid, backup_target_missing, backup_denied
 */
export async function openPlace(
  place: string,
  options: { dataDir?: string; s3?: S3Access | undefined; signal?: AbortSignal },
): Promise<BackupStore> {
  if (/^s3:/i.test(place)) {
    const bucket = parseS3Place(place);
    if (bucket === undefined)
      throw new AppError('backup_target_invalid', `'${place}' is no s3://bucket/prefix`);
    if (options.s3 === undefined) {
      throw new AppError(
        'backup_denied',
        'the recorder has no access key: set AIRCLASS_S3_ACCESS_KEY_ID, AIRCLASS_S3_SECRET_ACCESS_KEY and AIRCLASS_S3_REGION where it is started',
      );
    }
    return openS3Store(bucket, options.s3, options.signal === undefined ? {} : { signal: options.signal });
  }
  if (!path.isAbsolute(place)) {
    throw new AppError(
      'backup_target_invalid',
      `'${place}' has to be a whole path from the root or drive on`,
    );
  }
  if (options.dataDir !== undefined && isWithin(place, options.dataDir)) {
    throw new AppError(
      'backup_target_invalid',
      'backups cannot lie in the data folder itself: choose another disk',
    );
  }
  const folder = await folderFor(place);
  if (folder !== place) await mkdir(folder, { recursive: true });
  return openFolderStore(folder);
}

async function folderFor(place: string): Promise<string> {
  // Missing and unreadable ones are told by the store.
  const found = await readdir(place).catch(() => []);
  const names = new Set(found.filter((name) => !ofTheSystem.has(name) && !name.startsWith('.')));
  if (names.size === 0 || names.has('repository.json')) return place;
  return path.join(place, ownFolder);
}

/** Whether a place is the folder or lies in it, links followed as far as the place is there. */
export function isWithin(place: string, folder: string): boolean {
  const relative = path.relative(real(folder), real(place));
  return (
    relative === '' ||
    (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative))
  );
}

function real(place: string): string {
  const whole = path.resolve(place);
  if (existsSync(whole)) return realpathSync(whole);
  const parent = path.dirname(whole);
  return parent === whole ? whole : path.join(real(parent), path.basename(whole));
}
