/** Recording routes: start, stop, status, lists, probe, preview, sources, watches. */
import { z } from 'zod';
import {
  externalIdSchema,
  idSchema,
  lessonFieldsSchema,
  nameSchema,
  pageQuerySchema,
  timeSchema,
} from './common.ts';
import { errorSummarySchema } from './errors.ts';

/**
 * starting → recording ⇄ reconnecting | paused → stopping → processing → ready; `failed` when nothing usable came;
 * `interrupted` only while start-up recovery looks at it. `processing` and `ready` are playable.
 */
export const recordingStatuses = [
  'starting',
  'recording',
  'reconnecting',
  'paused',
  'stopping',
  'interrupted',
  'processing',
  'ready',
  'failed',
] as const;
export const recordingStatusSchema = z.enum(recordingStatuses);
export type RecordingStatus = z.infer<typeof recordingStatusSchema>;

/** Statuses in which a source is, or should be, recorded. */
export const activeStatuses = ['starting', 'recording', 'reconnecting', 'paused', 'stopping'] as const;

export function isActive(status: RecordingStatus): boolean {
  return (activeStatuses as readonly RecordingStatus[]).includes(status);
}

/** `rtmp://…`, `screen:…`, `camera:…`, or `saved:<source_id>` for a saved source. */
export const streamUrlSchema = z.string().min(1).max(2048);

export const startRecordingSchema = lessonFieldsSchema.extend({
  session_id: externalIdSchema,
  stream_url: streamUrlSchema,
  /** Stops by itself after so many seconds of wall-clock time. */
  max_duration_seconds: z.number().min(1).max(86_400).optional(),
  /** A trial before class: kept out of the library and removed by itself a day later. */
  is_test: z.boolean().optional(),
});
export type StartRecording = z.infer<typeof startRecordingSchema>;

export const startRecordingReplySchema = z.object({
  recording_id: idSchema,
  status: recordingStatusSchema,
  session_id: externalIdSchema,
  created_at: timeSchema,
});

export const stopRecordingSchema = z.object({ recording_id: idSchema });

/** One uninterrupted piece of a lesson; its file is a playable MP4. `start_time` is its position in the lesson. */
export const takeSchema = z.object({
  file_path: z.string(),
  start_time: z.number(),
  duration_seconds: z.number(),
});

export const stopRecordingReplySchema = z.object({
  status: recordingStatusSchema,
  /** Absolute path of the lesson's MP4 (the first take); null when nothing usable came. */
  file_path: z.string().nullable(),
  duration_seconds: z.number(),
  size_mb: z.number(),
  takes: z.array(takeSchema),
});

export const gapReasons = ['source_lost', 'paused', 'recorder_stopped', 'source_changed', 'damaged'] as const;
export const gapSchema = z.object({
  /** Seconds after `started_at` by the wall clock: what the clock on the wall showed, not the player's position. */
  start_time: z.number(),
  end_time: z.number(),
  reason: z.enum(gapReasons),
  /** Where the gap falls on the player's time line, seconds. */
  position: z.number(),
});
export type Gap = z.infer<typeof gapSchema>;

export const sourceInfoSchema = z.object({
  protocol: z.string(),
  /** Credentials and stream keys removed. */
  stream_url: z.string(),
  video_codec: z.string().nullable(),
  audio_codec: z.string().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  frame_rate: z.number().nullable(),
});

export const alarmKinds = [
  'no_data',
  'black_picture',
  'frozen_picture',
  'silent',
  'clipped',
  'low_room',
] as const;
export const alarmKindSchema = z.enum(alarmKinds);
export type AlarmKind = z.infer<typeof alarmKindSchema>;

export const recordingStatusReplySchema = z.object({
  recording_id: idSchema,
  session_id: externalIdSchema,
  title: z.string(),
  class_name: z.string(),
  teacher_name: z.string(),
  is_test: z.boolean(),
  status: recordingStatusSchema,
  size_mb: z.number(),
  /** Media that is kept: what the player will show. */
  duration_seconds: z.number(),
  /** Time on the clock since the first picture, gaps and pauses included; until it was stopped. 0 before that. */
  elapsed_seconds: z.number(),
  /** It stops by itself after so many seconds on the clock. */
  max_duration_seconds: z.number().nullable(),
  /** The recorder was restarted while this lesson ran and has gone on with it; the gap is `recorder_stopped`. */
  resumed_after_restart: z.boolean(),
  /** `import`: made of a file. Its `started_at` is `created_at` when nobody has told when it began. */
  origin: z.enum(['live', 'import']),
  created_at: timeSchema,
  started_at: timeSchema.nullable(),
  stopped_at: timeSchema.nullable(),
  last_data_at: timeSchema.nullable(),
  reconnects: z.int(),
  gaps: z.array(gapSchema),
  takes: z.array(takeSchema),
  source: sourceInfoSchema.nullable(),
  alarms: z.array(alarmKindSchema),
  /** Loudness of the last sample, dBFS, as `recording.level` told it; null before the first one. */
  level: z.object({ rms_db: z.number().nullable(), peak_db: z.number().nullable() }).nullable(),
  error: errorSummarySchema.optional(),
  /** Minutes of room left on the disk at this recording's bitrate; null when it is not recording. */
  free_minutes: z.number().nullable(),
  deleted_at: timeSchema.nullable(),
});
export type RecordingStatusReply = z.infer<typeof recordingStatusReplySchema>;

export const sessionRecordingsReplySchema = z.array(
  z.object({
    recording_id: idSchema,
    status: recordingStatusSchema,
    created_at: timeSchema,
    /** Seconds. */
    duration: z.number(),
  }),
);

export const listRecordingsQuerySchema = pageQuerySchema.extend({
  status: recordingStatusSchema.optional(),
  /** Recordings whose source is, or should be, recorded at this moment; `false`: all others. */
  active: z.enum(['true', 'false']).optional(),
  /** Recordings in the trash instead of those outside it. */
  deleted: z.enum(['true', 'false']).optional(),
  /** Test recordings instead of lessons. */
  is_test: z.enum(['true', 'false']).optional(),
});
export const recordingListReplySchema = z.object({
  items: z.array(
    z.object({
      recording_id: idSchema,
      session_id: externalIdSchema,
      title: z.string(),
      is_test: z.boolean(),
      status: recordingStatusSchema,
      created_at: timeSchema,
      duration: z.number(),
      size_mb: z.number(),
      deleted_at: timeSchema.nullable(),
    }),
  ),
  next_cursor: z.string().nullable(),
});

export const statusReplySchema = z.object({ status: recordingStatusSchema });
export const deletedReplySchema = z.object({ status: z.literal('deleted') });

export const probeRequestSchema = z.object({ stream_url: streamUrlSchema });
export const probeWarnings = [
  'no_audio',
  'no_video',
  'black_picture',
  'silent',
  'hevc_reencode',
  'video_reencode',
  'audio_reencode',
] as const;
export const probeReplySchema = z.object({
  source: sourceInfoSchema,
  /** dBFS, null when there is no sound; −91 is digital silence. */
  audio_level_db: z.number().nullable(),
  bitrate_kbps: z.number().nullable(),
  warnings: z.array(z.enum(probeWarnings)),
  free_minutes: z.number(),
  /** `data:image/jpeg;base64,…`, at most 480 px wide; null when there is no picture. */
  picture: z.string().nullable(),
});
export type ProbeReply = z.infer<typeof probeReplySchema>;

export const sourcesReplySchema = z.object({
  items: z.array(
    z.object({
      kind: z.enum(['screen', 'camera', 'microphone']),
      name: z.string(),
      /** Can be recorded as it is; a microphone's records the main screen with that sound. */
      stream_url: z.string(),
      /** The device's own name, for `withMicrophone`; null for screens. */
      device_id: z.string().nullable(),
      /** The one to offer first: at most one of each kind. */
      is_default: z.boolean(),
      /** Size in pixels, of screens where it is known. */
      width: z.int().nullable(),
      height: z.int().nullable(),
    }),
  ),
});

export const savedSourceRequestSchema = z.object({ name: nameSchema.min(1), stream_url: streamUrlSchema });
export const savedSourceChangeSchema = savedSourceRequestSchema
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
export const savedSourceSchema = z.object({
  source_id: idSchema,
  name: z.string(),
  /** Credentials and stream keys removed; record it as `saved:<source_id>`. */
  stream_url: z.string(),
  created_at: timeSchema,
});
export type SavedSource = z.infer<typeof savedSourceSchema>;
export const savedSourceListReplySchema = z.object({ items: z.array(savedSourceSchema) });

/** `saved:` and the id of a saved source; undefined for every other address. */
export function savedSourceId(streamUrl: string): string | undefined {
  return /^saved:(.*)$/i.exec(streamUrl)?.[1];
}

export const previewQuerySchema = z.object({ stream_url: streamUrlSchema });
export const previewEnds = [
  'recording_started',
  'time_over',
  'source_ended',
  'problem',
  'shutting_down',
] as const;
/** Server-sent events of `GET /api/recording/preview`. */
export const previewEventSchemas = {
  /** About two a second. */
  picture: z.object({ jpeg_base64: z.string() }),
  /** About eight a second when there is sound, dBFS; null is digital silence. */
  level: z.object({ rms_db: z.number().nullable(), peak_db: z.number().nullable() }),
  /** Why nothing (more) can be shown; `end` follows. */
  problem: errorSummarySchema,
  /** The last event: close the EventSource, or it opens the preview anew. */
  end: z.object({ reason: z.enum(previewEnds) }),
} as const;
export type PreviewEventName = keyof typeof previewEventSchemas;
export type PreviewEnd = (typeof previewEnds)[number];

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const clockTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
const watchFields = {
  stream_url: streamUrlSchema,
  /** Lesson fields of every recording it starts; `{date}` and `{time}` in session_id and title are filled in. */
  session_template: lessonFieldsSchema.extend({
    session_id: z.string().regex(/^[A-Za-z0-9._{}-]{1,100}$/),
  }),
  days: z.array(z.enum(weekdays)).min(1),
  /** School's time zone; `to` before `from` runs past midnight. */
  from: clockTimeSchema,
  to: clockTimeSchema,
  enabled: z.boolean(),
};
export const watchRequestSchema = z.object({
  ...watchFields,
  days: watchFields.days.default([...weekdays]),
  from: watchFields.from.default('00:00'),
  to: watchFields.to.default('23:59'),
  enabled: watchFields.enabled.default(true),
});
/** Fields that are given replace what was set; `session_template` is replaced whole. */
export const watchChangeSchema = z
  .object(watchFields)
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
export const watchSchema = z.object({
  watch_id: idSchema,
  /** Credentials removed, or `saved:<source_id>`. */
  stream_url: z.string(),
  session_template: lessonFieldsSchema.extend({ session_id: z.string() }),
  days: z.array(z.enum(weekdays)),
  from: z.string(),
  to: z.string(),
  enabled: z.boolean(),
  created_at: timeSchema,
  last_checked_at: timeSchema.nullable(),
  /** The recording it started last, if any. */
  recording_id: idSchema.nullable(),
  error: errorSummarySchema.optional(),
});
export type Watch = z.infer<typeof watchSchema>;
export const watchListReplySchema = z.object({ items: z.array(watchSchema) });
