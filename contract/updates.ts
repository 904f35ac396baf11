/**
 * New versions of the desktop program, as the page shows them. Two ways lead to one: a feed of installers for the whole
 * program, and a signed file with a newer core (main/updates). A school server is renewed by its image instead.
 */
import { z } from 'zod';
import { errorSummarySchema } from './errors.ts';
import { idSchema, timeSchema } from './common.ts';

/**
 * What the shell offers a core, and a core expects of it: the messages of ipc.ts, how it is started and stopped. Raised
 * when an older shell can no longer carry a newer core; such a core comes with an installer alone.
 */
export const shellContract = 1;

export const updateFileEnding = '.airclass-update';

export const versionSchema = z
  .string()
  .max(64)
  .regex(/^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/, 'a version such as 1.2.3');

/** What is new, for people. */
export const updateNotesSchema = z.strictObject({ ko: z.string().max(10_000), en: z.string().max(10_000) });

/** Why a new core was given up. */
export const rollBackReasons = [
  /** It ended, again and again. */
  'ended',
  /** It did not answer. */
  'silent',
  /** A part of it did not work that had worked before. */
  'unhealthy',
  /** The computer or the program ended while it was on trial, twice. */
  'interrupted',
  /** Its files are no longer those that were signed. */
  'changed',
] as const;
export const rollBackReasonSchema = z.enum(rollBackReasons);
export type RollBackReason = z.infer<typeof rollBackReasonSchema>;

/** What came of lessons that began while the new core was on trial. */
export const libraryOutcomes = [
  /** Nothing had changed its form: all is as it was. */
  'kept',
  /** The library of before is back. */
  'put_back',
  /** The same, with the lessons that had begun since. */
  'put_back_with_lessons',
  /** Those lessons' files are there, their entries in a library that was set aside. */
  'set_aside',
] as const;
export const libraryOutcomeSchema = z.enum(libraryOutcomes);
export type LibraryOutcome = z.infer<typeof libraryOutcomeSchema>;

/** What a file holds, once its signature has been found right. */
export const updateOfferSchema = z.object({
  file_id: idSchema,
  name: z.string(),
  version: versionSchema,
  created_at: timeSchema,
  /** On disk, once it is unpacked. */
  size_bytes: z.int(),
  notes: updateNotesSchema,
  /** It was given up before; it is taken again only when a person wants that. */
  was_given_up: rollBackReasonSchema.nullable(),
});
export type UpdateOffer = z.infer<typeof updateOfferSchema>;

/** Why a version that is ready is not started yet. */
export const waitReasons = ['recording', 'schedule', 'imports', 'core_not_running'] as const;
export type WaitReason = (typeof waitReasons)[number];

const share = z.number().min(0).max(1);

export const updatesStateSchema = z.object({
  /** Of the program that was installed. */
  program_version: z.string(),
  /** Of the core that runs. */
  core_version: z.string(),
  files: z.object({
    /** `no_key`: the program knows nobody whose files it could trust. */
    state: z.enum(['on', 'off', 'no_key']),
    /** Looked at once a day. */
    share_folder: z.string().nullable(),
    checked_at: timeSchema.nullable(),
    error: errorSummarySchema.nullable(),
  }),
  /** `none`: nobody has named one, and nothing is asked of the network. */
  feed: z.object({
    state: z.enum(['none', 'idle', 'checking', 'downloading', 'ready', 'failed']),
    /** Without name and password. */
    address: z.string().nullable(),
    /** That is there, or on its way. */
    version: z.string().nullable(),
    progress: share.nullable(),
    checked_at: timeSchema.nullable(),
    error: errorSummarySchema.nullable(),
  }),
  /** A file is being checked and unpacked. */
  staging: z.object({ version: versionSchema, progress: share }).nullable(),
  /** The last file could not be taken. */
  staging_error: errorSummarySchema.nullable(),
  /** Checked and unpacked. */
  ready: z
    .object({
      version: versionSchema,
      notes: updateNotesSchema,
      waits_for: z.enum(waitReasons).nullable(),
    })
    .nullable(),
  /** Being started, and watched until it has shown that it works. */
  trial: z.object({ version: versionSchema }).nullable(),
  /** What came of the last one. */
  last: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('updated'), version: versionSchema, from: z.string(), at: timeSchema }),
      z.object({
        kind: z.literal('rolled_back'),
        version: versionSchema,
        /** That runs again. */
        to: z.string(),
        at: timeSchema,
        reason: rollBackReasonSchema,
        library: libraryOutcomeSchema,
      }),
    ])
    .nullable(),
});
export type UpdatesState = z.infer<typeof updatesStateSchema>;
