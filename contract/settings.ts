/**
 * What a person can set. Stored as the difference from these defaults plus a version, so that a changed default
 * reaches everyone who never touched it.
 */
import { z } from 'zod';
import { externalIdSchema, nameSchema } from './common.ts';

export const settingsVersion = 1;

export const settingsSchema = z.strictObject({
  /** IANA zone in which lesson dates and timetable rules are meant; empty: the PC's own. */
  time_zone: z.string().max(64).default(''),
  language: z.enum(['ko', 'en']).default('ko'),
  appearance: z.strictObject({ theme: z.enum(['auto', 'light', 'dark']).default('auto') }).prefault({}),
  /** Who records here: what a new lesson starts with. Empty: nothing is filled in. */
  profile: z
    .strictObject({
      teacher_name: nameSchema.default(''),
      teacher_id: externalIdSchema.or(z.literal('')).default(''),
      class_name: nameSchema.default(''),
      subject: nameSchema.default(''),
    })
    .prefault({}),
  /** The first-run steps have been gone through. */
  setup_done: z.boolean().default(false),
  recording: z
    .strictObject({
      /** A source that is away longer than this ends the lesson (s). */
      source_timeout_seconds: z.number().min(5).max(3600).default(300),
      /** No data for so long: ffmpeg is started anew (s). */
      stall_seconds: z.number().min(3).max(120).default(10),
      /** Room needed before a recording may start (minutes at its expected bitrate). */
      min_free_minutes: z.number().min(0).max(1440).default(60),
      /** A running recording warns below this (minutes) … */
      warn_free_minutes: z.number().min(0).max(1440).default(30),
      /** … and stops cleanly below this. */
      stop_free_minutes: z.number().min(0.1).max(60).default(2),
      /** After a crash or restart a lesson that ran no longer ago than this goes on by itself (minutes; 0 = never). */
      resume_after_restart_minutes: z.number().min(0).max(120).default(10),
      /** Expected bitrate before anything has been measured (kbit/s). */
      expected_bitrate_kbps: z.number().min(100).max(100_000).default(4000),
      alarms: z
        .strictObject({
          /**
           * Longest time (s) between two looks at picture and sound; each costs some 20 ms of one core. Sizes of frames
           * that look odd call for a look within 10 s, and a trouble that was found is looked at every 10 s: alarms then
           * come at most 15 s after their time (more when key frames are more than 3 s apart). A stream padded to a
           * constant rate shows no such signs; its alarms may come later by these seconds.
           */
          sample_seconds: z.number().min(0.5).max(300).default(45),
          no_data_after_seconds: z.number().min(1).max(120).default(5),
          black_after_seconds: z.number().min(1).max(3600).default(60),
          /** Not for screens: a slide may stand for long. */
          frozen_after_seconds: z.number().min(1).max(3600).default(300),
          silent_after_seconds: z.number().min(1).max(3600).default(60),
        })
        .prefault({}),
    })
    .prefault({}),
  library: z
    .strictObject({
      /** Days a lesson stays in the trash. */
      trash_days: z.number().min(1).max(365).default(30),
      /** Lessons older than so many days go to the trash by themselves, unless they are kept for good; null: never. */
      keep_days: z.int().min(1).max(3650).nullable().default(null),
    })
    .prefault({}),
  backup: z
    .strictObject({
      /** Folder (a whole path) or `s3://bucket/prefix`; empty: none. */
      place: z.string().trim().max(500).default(''),
      /** The lessons' recordings, too. */
      media: z.boolean().default(true),
      /** Under the passphrase that is kept (PUT /api/system/backup/passphrase). */
      encrypt: z.boolean().default(false),
      /** Newest backups that stay. */
      keep: z.int().min(1).max(365).default(30),
      /** Every day at `HH:MM`, or when the recorder is next started after it; null: only when somebody asks. */
      daily_at: z
        .string()
        .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
        .nullable()
        .default(null),
    })
    .prefault({}),
  processing: z
    .strictObject({
      /** Heights of the ladder that are made, below the source's own. */
      ladder: z
        .array(z.union([z.literal(1080), z.literal(720), z.literal(480), z.literal(360)]))
        .default([720, 480, 360]),
      /** Renditions are made while another lesson is being recorded. */
      while_recording: z.boolean().default(false),
    })
    .prefault({}),
  analysis: z
    .strictObject({
      /** Lessons are analysed by themselves once they have ended. */
      enabled: z.boolean().default(true),
      /** `after_class`: rests while a lesson is recorded. `when_idle`: then goes on whenever the PC has nothing to do. */
      when: z.enum(['after_class', 'when_idle']).default('after_class'),
      /** The product may look for classroom signals in camera recordings and screenshots by itself. */
      camera_signals: z.boolean().default(false),
      /** Faces on pictures that are kept as evidence are blurred. */
      blur_faces: z.boolean().default(true),
    })
    .prefault({}),
  /** Of the desktop program. What it trusts and where it looks only the school decides: see `schoolOnlySettings`. */
  updates: z
    .strictObject({
      /** A new version that is ready starts by itself as soon as nothing is recorded; otherwise when somebody says so. */
      automatic: z.boolean().default(true),
      /** A signed file may be taken. */
      from_files: z.boolean().default(true),
      /** Folder that is looked at once a day for such a file; empty: none. */
      share_folder: z.string().max(1000).default(''),
      /** Address (https, http) of the folder with installers and `latest*.yml`; empty: none. */
      feed_url: z.string().max(1000).default(''),
      /** Public keys whose files are taken besides those the program was built with: base64, with commas between. */
      trusted_keys: z.string().max(1000).default(''),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;
export const defaultSettings: Settings = settingsSchema.parse({});

/**
 * Only the school can set these, by its policy: whoever holds the token of a recorder, or is logged in at its PC, must not
 * choose what programs run there.
 */
export const schoolOnlySettings: readonly string[] = [
  'updates.from_files',
  'updates.share_folder',
  'updates.feed_url',
  'updates.trusted_keys',
];

/** What holds, and which of it the school has decided for everyone on this computer: `analysis.camera_signals`. */
export const settingsReplySchema = settingsSchema.extend({ locked: z.array(z.string()) });
export type SettingsReply = z.infer<typeof settingsReplySchema>;

/** PATCH body: any part of the settings. */
export const settingsPatchSchema = z.record(z.string(), z.unknown());
