/** Backups of the library and its lessons: where to, how it stands, what is there. */
import { z } from 'zod';
import { idSchema, timeSchema } from './common.ts';
import { errorSummarySchema } from './errors.ts';
import { jobStateSchema } from './jobs.ts';

export const backupStateReplySchema = z.object({
  /** Folder or `s3://bucket/prefix`; empty: nobody has said where to. */
  place: z.string(),
  /** What is wrong with the place now; null: it can be used, or it is a bucket, which is only asked for a backup. */
  problem: errorSummarySchema.nullable(),
  /** The place lies on the disk of the lessons: both would be lost together. null: not known. */
  is_same_disk: z.boolean().nullable(),
  /** A passphrase is kept for backups by the clock. */
  has_passphrase: z.boolean(),
  /** The last backup there that was opened and checked. */
  verified: z
    .object({
      snapshot_id: z.string(),
      at: timeSchema,
      lessons: z.int(),
      bytes: z.number(),
      /** What was new. */
      bytes_written: z.number(),
    })
    .nullable(),
  /** Later than `verified`. */
  failure: errorSummarySchema.extend({ at: timeSchema }).nullable(),
  job: z
    .object({
      job_id: idSchema,
      kind: z.enum(['backup', 'backup_check']),
      state: jobStateSchema,
      progress: z.number(),
      eta_seconds: z.number().nullable(),
      /** Waits until no lesson is being recorded. */
      is_resting: z.boolean(),
    })
    .nullable(),
  /** What to type to bring the newest backup back; the recorder has to be stopped for it. */
  restore_command: z.string(),
});
export type BackupState = z.infer<typeof backupStateReplySchema>;

export const backupListReplySchema = z.object({
  /** Newest first. */
  items: z.array(
    z.object({
      snapshot_id: z.string(),
      created_at: timeSchema,
      host: z.string(),
      lessons: z.int(),
      files: z.int(),
      bytes: z.number(),
      has_media: z.boolean(),
    }),
  ),
});
export type BackupList = z.infer<typeof backupListReplySchema>;

export const runBackupSchema = z.object({
  /** Where backups were made before and are gone: begins anew. */
  begin_anew: z.boolean().default(false),
});
export const backupJobReplySchema = z.object({ job_id: idSchema });

/** null forgets it. */
export const backupPassphraseSchema = z.object({ passphrase: z.string().min(8).max(200).nullable() });
