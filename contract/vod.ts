/** VOD routes: info, stream, thumbnail, chapters, storyboard, waveform, download, slides, import. */
import { z } from 'zod';
import {
  dateSchema,
  descriptionSchema,
  externalIdSchema,
  idSchema,
  lessonFieldsSchema,
  limitSchema,
  numberInQuery,
  secondsInQuery,
  secondsSchema,
  timeSchema,
  titleSchema,
} from './common.ts';
import { recordingStatusSchema } from './recording.ts';

/** The ladder: heights of the H.264 renditions made below the source's height. */
export const ladderHeights = [1080, 720, 480, 360] as const;
export const renditionNames = ['source', '1080p', '720p', '480p', '360p'] as const;
export const renditionNameSchema = z.enum(renditionNames);
export type RenditionName = z.infer<typeof renditionNameSchema>;

export const infoSchema = z.object({
  recording_id: idSchema,
  session_id: externalIdSchema,
  title: z.string(),
  description: z.string(),
  /** Seconds on the player's time line. */
  duration: z.number(),
  created_at: timeSchema,
  session_date: dateSchema,
  teacher_id: z.string().nullable(),
  teacher_name: z.string(),
  class_name: z.string(),
  subject: z.string(),
  student_count: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  video_codec: z.string().nullable(),
  audio_codec: z.string().nullable(),
  bitrate_kbps: z.number(),
  size_bytes: z.int(),
  resolutions: z.array(renditionNameSchema),
  status: recordingStatusSchema,
});
export type LessonInfo = z.infer<typeof infoSchema>;

export const streamQuerySchema = z.object({
  resolution: renditionNameSchema.optional(),
  start: secondsInQuery.optional(),
  end: secondsInQuery.optional(),
  format: z.enum(['hls', 'dash']).default('hls'),
});

export const thumbnailQuerySchema = z.object({
  time: secondsInQuery.optional(),
  width: numberInQuery.pipe(z.int().min(16).max(1920)).optional(),
});

export const sessionVideosQuerySchema = z.object({
  sort: z
    .enum(['created_at', '-created_at', 'duration', '-duration', 'title', '-title'])
    .default('-created_at'),
  limit: limitSchema,
});

export const chapterOrigins = ['manual', 'automatic'] as const;
export const chapterSchema = z.object({
  chapter_id: idSchema,
  start_time: secondsSchema,
  /** Start of the next chapter, or the end of the lesson. */
  end_time: secondsSchema,
  title: z.string(),
  description: z.string(),
  origin: z.enum(chapterOrigins),
});
export type Chapter = z.infer<typeof chapterSchema>;
export const createChapterSchema = z.object({
  start_time: secondsSchema,
  title: titleSchema.min(1),
  description: descriptionSchema.default(''),
});
export const createChapterReplySchema = z.object({ chapter_id: idSchema });
export const changeChapterSchema = z
  .object({ start_time: secondsSchema, title: titleSchema.min(1), description: descriptionSchema })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');

export const changeLessonSchema = z
  .object({ title: titleSchema.min(1), description: descriptionSchema })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');

/** Peaks per 100 ms: `[min, max, min, max, …]`, −128…127. */
export const waveformSchema = z.object({
  bucket_ms: z.int(),
  duration: z.number(),
  peaks: z.array(z.int().min(-128).max(127)),
});

export const downloadQuerySchema = z.object({
  start: secondsInQuery.optional(),
  end: secondsInQuery.optional(),
  resolution: renditionNameSchema.default('source'),
});

export const slideSchema = z.object({
  time: z.number(),
  end_time: z.number(),
  /** Path of the picture below the API's base. */
  image: z.string(),
  text: z.string(),
  blocks: z.array(
    z.object({
      text: z.string(),
      confidence: z.number(),
      language: z.string(),
      box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
    }),
  ),
});
export type Slide = z.infer<typeof slideSchema>;

/** Text fields of the multipart import form (`file` beside them). */
export const importFieldsSchema = lessonFieldsSchema.extend({ session_id: externalIdSchema });
export const importReplySchema = z.object({ recording_id: idSchema, job_id: idSchema });
