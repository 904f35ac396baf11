/**
 * Background work. Every kind has a zod payload here and a handler in the program's composition root; a kind
 * without a handler does not compile.
 */
import { z } from 'zod';
import { modelNameSchema } from './analysis.ts';
import { externalIdSchema, idSchema, pageQuerySchema, timeSchema } from './common.ts';
import { errorSummarySchema } from './errors.ts';

/** Payload of each job kind. */
export const jobPayloads = {
  /** H.264 ladder below the source height, one idempotent run per lesson. */
  renditions: z.object({ recording_id: idSchema }),
  thumbnail: z.object({ recording_id: idSchema }),
  trickplay: z.object({ recording_id: idSchema }),
  waveform: z.object({ recording_id: idSchema }),
  /** Finds the distinct screens of a lesson; then comes `slide_text`. */
  slides: z.object({ recording_id: idSchema }),
  /** Reads what stands on them; then come `chapters`. */
  slide_text: z.object({ recording_id: idSchema }),
  /** Finds speech and silence; then come `chapters`. */
  speech: z.object({ recording_id: idSchema }),
  /** Suggests chapters from screens, speech and marks. */
  chapters: z.object({ recording_id: idSchema }),
  /** Looks for classroom signals, where the school has switched that on. */
  signals: z.object({ recording_id: idSchema }),
  /** Downloads, checks and installs a model pack. */
  model_install: z.object({ model: modelNameSchema }),
  /** Fits an installed pack to the chat of classes, and measures whether it is better. */
  chat_fit: z.object({ model: modelNameSchema }),
  /** Joins what is known about a class session and reads its chat. */
  session_analysis: z.object({
    session_id: externalIdSchema,
    include_screenshots: z.boolean(),
    include_chat: z.boolean(),
  }),
  /** Turns an uploaded video file into a lesson. */
  import: z.object({ recording_id: idSchema, upload_path: z.string() }),
  /** Retention: lessons past their days go to the trash, what is past its days there and old exports are removed. */
  purge_trash: z.object({}),
  /** Copies the library, and lessons if that is set, to the place for backups. */
  backup: z.object({ begin_anew: z.boolean() }),
  /** Reads the newest backup whole. */
  backup_check: z.object({}),
  /** Makes the MP4 of a part of a lesson that somebody asked for. */
  export: z.object({ recording_id: idSchema, export_id: idSchema }),
} as const;

/** What is made of every lesson once it has ended so that it can be played, in the order in which people miss it. */
export const derivedJobKinds = ['thumbnail', 'trickplay', 'waveform', 'renditions'] as const;

export type JobKind = keyof typeof jobPayloads;
export type JobPayload<K extends JobKind> = z.infer<(typeof jobPayloads)[K]>;
export const jobKinds = Object.keys(jobPayloads) as [JobKind, ...JobKind[]];
export const jobKindSchema = z.enum(jobKinds);

export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export const jobStateSchema = z.enum(jobStates);
export type JobState = z.infer<typeof jobStateSchema>;

/**
 * Jobs of one lane run one after another. People wait for exports, downloads and what they ask about a session: these run
 * beside everything else.
 */
export type JobLane = 'media' | 'analysis' | 'export' | 'download' | 'session' | 'backup';

export const jobSchema = z.object({
  job_id: idSchema,
  kind: jobKindSchema,
  recording_id: idSchema.nullable(),
  /** Title of the lesson it works on; empty when it works on none. */
  title: z.string(),
  state: jobStateSchema,
  /** 0–1. */
  progress: z.number().min(0).max(1),
  eta_seconds: z.number().nullable(),
  attempts: z.int(),
  created_at: timeSchema,
  started_at: timeSchema.nullable(),
  finished_at: timeSchema.nullable(),
  error: errorSummarySchema.optional(),
  /** What an export job makes. */
  result: z.object({ export_id: idSchema }).optional(),
});
export type Job = z.infer<typeof jobSchema>;

export const listJobsQuerySchema = pageQuerySchema.extend({
  state: jobStateSchema.optional(),
  recording_id: idSchema.optional(),
});
/** Which ended jobs to take off the list; `ended` is all of them. */
export const clearJobsQuerySchema = z.object({ state: z.enum(['done', 'failed', 'cancelled', 'ended']) });
export const clearJobsReplySchema = z.object({ removed: z.int() });
export const jobListReplySchema = z.object({ items: z.array(jobSchema), next_cursor: z.string().nullable() });
