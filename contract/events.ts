/** Server-sent events of `GET /api/events`. They announce; state is read through the other routes. */
import { z } from 'zod';
import { idSchema } from './common.ts';
import { errorSummarySchema } from './errors.ts';
import { jobKindSchema, jobStateSchema } from './jobs.ts';
import { alarmKindSchema, recordingStatusSchema } from './recording.ts';

export const eventSchemas = {
  'recording.changed': z.object({
    recording_id: idSchema,
    session_id: z.string(),
    status: recordingStatusSchema,
    duration_seconds: z.number(),
    size_mb: z.number(),
    is_test: z.boolean(),
    /** The recorder was restarted while this lesson ran and goes on with it; said while it is recorded. */
    resumed_after_restart: z.boolean().optional(),
    error: errorSummarySchema.optional(),
  }),
  /** Loudness of the last sample, dBFS; null when there is no sound track. */
  'recording.level': z.object({
    recording_id: idSchema,
    rms_db: z.number().nullable(),
    peak_db: z.number().nullable(),
  }),
  'recording.alarm': z.object({
    recording_id: idSchema,
    kind: alarmKindSchema,
    /** false when the trouble is over. */
    active: z.boolean(),
    /** What the alarm was raised on: seconds without data, minutes of room, dBFS … */
    value: z.number().nullable(),
  }),
  'job.progress': z.object({
    job_id: idSchema,
    kind: jobKindSchema,
    recording_id: idSchema.nullable(),
    state: jobStateSchema,
    progress: z.number(),
    eta_seconds: z.number().nullable(),
  }),
  /** A lesson, or what lists and search tell of those of a session; both null: anything, as after an erasure. */
  'library.changed': z.object({ recording_id: idSchema.nullable(), session_id: z.string().nullable() }),
  /** More is known of what happened in class: chat, quiz answers, attendance, pictures, roster. */
  'session.changed': z.object({ session_id: z.string() }),
  /** Somebody changed the settings, in this page or another. */
  'settings.changed': z.object({}),
  /** A model was installed or removed. */
  'models.changed': z.object({ name: z.string() }),
  /** A backup was made, has failed, or the place for them was changed. */
  'backup.changed': z.object({}),
  'disk.low': z.object({ free_minutes: z.number(), free_bytes: z.number() }),
} as const;

export type EventName = keyof typeof eventSchemas;
export type EventPayload<N extends EventName> = z.infer<(typeof eventSchemas)[N]>;
/** Announces an event to whoever listens. Never throws, never waits. */
export type Announce = <N extends EventName>(name: N, payload: EventPayload<N>) => void;
