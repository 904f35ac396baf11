/**
 * What this data folder knows of its backups, in a file of its own beside the library (not in it: a restored library
 * would tell of backups as they were then). The passphrase for backups by the clock lies in it, sealed.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { timeSchema } from '../../contract/common.ts';
import { errorSummarySchema } from '../../contract/errors.ts';
import { systemErrorCode } from '../base/app-error.ts';

export const recordName = 'backup.json';

const placeSchema = z.object({
  /** The repository that was there: another one, or none, is not the disk that was meant. */
  repository_id: z.string(),
  snapshot_id: z.string(),
  verified_at: timeSchema,
  bytes: z.number(),
  bytes_written: z.number(),
  lessons: z.int(),
});
export type PlaceRecord = z.infer<typeof placeSchema>;

const recordSchema = z.object({
  places: z.record(z.string(), placeSchema).default({}),
  passphrase_sealed: z.string().nullable().default(null),
  last_failure: z
    .object({ at: timeSchema, place: z.string(), ...errorSummarySchema.shape })
    .nullable()
    .default(null),
});
export type BackupRecord = z.infer<typeof recordSchema>;

/** An unreadable record is as good as none: what it tells can be found in the places themselves. */
export async function readRecord(dataDir: string): Promise<BackupRecord> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(path.join(dataDir, recordName), 'utf8')));
  } catch (error) {
    const isKnown =
      error instanceof SyntaxError || error instanceof z.ZodError || systemErrorCode(error) === 'ENOENT';
    if (isKnown) return recordSchema.parse({});
    throw error;
  }
}

export async function changeRecord(
  dataDir: string,
  change: (record: BackupRecord) => BackupRecord,
): Promise<BackupRecord> {
  const next = change(await readRecord(dataDir));
  await writeFileAtomic(path.join(dataDir, recordName), `${JSON.stringify(next, undefined, 2)}\n`, {
    mode: 0o600,
  });
  return next;
}
