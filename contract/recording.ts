/** Recording routes: start, stop, status, lists, probe, sources, watches. */
import { z } from 'zod';
import { externalIdSchema, idSchema, lessonFieldsSchema, pageQuerySchema, timeSchema } from './common.ts';
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

export const streamUrlSchema = z.string().min(1).max(2048);

export const startRecordingSchema = lessonFieldsSchema.extend({
  session_id: externalIdSchema,
  stream_url: streamUrlSchema,
  /** Stops by itself after so many seconds of wall-clock time. */
  max_duration_seconds: z.number().min(1).max(86_400).optional(),
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
  status: recordingStatusSchema,
  size_mb: z.number(),
  duration_seconds: z.number(),
  created_at: timeSchema,
  started_at: timeSchema.nullable(),
  stopped_at: timeSchema.nullable(),
  last_data_at: timeSchema.nullable(),
  reconnects: z.int(),
  gaps: z.array(gapSchema),
  takes: z.array(takeSchema),
  source: sourceInfoSchema.nullable(),
  alarms: z.array(alarmKindSchema),
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
  /** Recordings in the trash instead of those outside it. */
  deleted: z.enum(['true', 'false']).optional(),
});
export const recordingListReplySchema = z.object({
  items: z.array(
    z.object({
      recording_id: idSchema,
      session_id: externalIdSchema,
      title: z.string(),
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
});
export type ProbeReply = z.infer<typeof probeReplySchema>;

export const sourcesReplySchema = z.object({
  items: z.array(
    z.object({ kind: z.enum(['screen', 'camera', 'microphone']), name: z.string(), stream_url: z.string() }),
  ),
});

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const clockTimeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
export const watchRequestSchema = z.object({
  stream_url: streamUrlSchema,
  /** Lesson fields of every recording it starts; `{date}` and `{time}` in session_id and title are filled in. */
  session_template: lessonFieldsSchema.extend({
    session_id: z.string().regex(/^[A-Za-z0-9._{}-]{1,100}$/),
  }),
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .default([...weekdays]),
  /** School's time zone; `to` before `from` runs past midnight. */
  from: clockTimeSchema.default('00:00'),
  to: clockTimeSchema.default('23:59'),
  enabled: z.boolean().default(true),
});
export const watchSchema = z.object({
  watch_id: idSchema,
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
