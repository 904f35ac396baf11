/** Health, system information. */
import { z } from 'zod';
import { modelSchema } from './analysis.ts';

export const healthReplySchema = z.object({ status: z.literal('ok') });
const verdictSchema = z.object({ ok: z.boolean(), detail: z.string() });
export const readyReplySchema = z.object({
  status: z.enum(['ready', 'not_ready']),
  checks: z.object({ database: verdictSchema, disk: verdictSchema, ffmpeg: verdictSchema }),
});
export const systemReplySchema = z.object({
  version: z.string(),
  uptime_seconds: z.number(),
  /** `win32`, `darwin`, `linux` … */
  platform: z.string(),
  node_version: z.string(),
  /** The core was started by the desktop app. */
  is_desktop: z.boolean(),
  /** A screen of this PC can be recorded. */
  has_display: z.boolean(),
  data_dir: z.string(),
  library: z.object({
    /** Outside the trash, without test recordings. */
    lessons: z.int(),
    trash: z.int(),
    /** Seconds on the player's time line of all `lessons`. */
    recorded_seconds: z.number(),
  }),
  storage: z.object({
    /** Absolute path of the folder in which the lessons lie. */
    folder: z.string(),
    free_bytes: z.number(),
    total_bytes: z.number(),
    recordings_bytes: z.number(),
    free_minutes: z.number(),
  }),
  ffmpeg: z
    .object({
      path: z.string(),
      version: z.string(),
      origin: z.string(),
      h264_encoder: z.string().nullable(),
      aac_encoder: z.string().nullable(),
    })
    .nullable(),
  models: z.array(modelSchema),
  active_recordings: z.int(),
});
