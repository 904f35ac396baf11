/** VOD routes: info, stream, pictures, chapters, notes, chat, waveform, download, exports, slides, import. */
import { z } from 'zod';
import {
  dateSchema,
  descriptionSchema,
  externalIdSchema,
  idSchema,
  lessonFieldsSchema,
  limitSchema,
  nameSchema,
  numberInQuery,
  pageQuerySchema,
  secondsInQuery,
  secondsSchema,
  tagsSchema,
  timeSchema,
  titleSchema,
} from './common.ts';
import { textLineSchema } from './analysis.ts';
import { errorSummarySchema } from './errors.ts';
import { jobStateSchema } from './jobs.ts';
import { recordingStatusSchema } from './recording.ts';
import { chatMessageSchema } from './sessions.ts';

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
  tags: z.array(z.string()),
  /** Kept for good: `library.keep_days` does not apply to it. */
  is_kept: z.boolean(),
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
  /** How sure the recorder is of a chapter it made (0–1); null for those that somebody made or changed. */
  confidence: z.number().min(0).max(1).nullable(),
});
export type Chapter = z.infer<typeof chapterSchema>;
export const createChapterSchema = z.object({
  /** Chosen by the client, so that it can be spoken of before the reply; asked for twice, there is still one. */
  chapter_id: z.uuid().optional(),
  /** May be left out while the lesson is being recorded: then it is the newest recorded moment. */
  start_time: secondsSchema.optional(),
  title: titleSchema.min(1),
  description: descriptionSchema.default(''),
});
export const createChapterReplySchema = z.object({ chapter_id: idSchema, start_time: secondsSchema });
export const changeChapterSchema = z
  .object({ start_time: secondsSchema, title: titleSchema.min(1), description: descriptionSchema })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');

/** When a picture was taken: there were none before, and times are compared as text, which takes years of four digits. */
const shotAtSchema = timeSchema.refine((time) => {
  const year = new Date(time).getUTCFullYear();
  return year >= 1900 && year <= 9000;
}, 'is no time at which a lesson was recorded');

/**
 * Teacher, class, subject and date are the session's: they change for it and for all its recordings. The rest is the
 * lesson's own.
 */
export const changeLessonSchema = z
  .object({
    title: titleSchema.min(1),
    description: descriptionSchema,
    teacher_name: nameSchema,
    class_name: nameSchema,
    subject: nameSchema,
    session_date: dateSchema,
    tags: tagsSchema,
    is_kept: z.boolean(),
    /** Of a lesson made of a file: when its first picture was taken. */
    started_at: shotAtSchema,
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');

/** What the teacher writes down about a lesson; nobody else's, and never part of an export. */
const noteTextSchema = z.string().trim().min(1).max(4000);
export const noteSchema = z.object({
  note_id: idSchema,
  /** Position in the lesson, seconds; null: about the whole lesson. */
  time: z.number().nullable(),
  text: z.string(),
  created_at: timeSchema,
  updated_at: timeSchema,
});
export type Note = z.infer<typeof noteSchema>;
export const createNoteSchema = z.object({
  text: noteTextSchema,
  time: secondsSchema.nullable().default(null),
});
export const changeNoteSchema = z
  .object({ text: noteTextSchema, time: secondsSchema.nullable() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');

export const lessonChatQuerySchema = pageQuerySchema;
/** Chat of the session as it ran beside the lesson; messages before and after are left out, and
 * what was written in a gap stands where the gap is. */
export const lessonChatReplySchema = z.object({
  items: z.array(
    chatMessageSchema.extend({
      /** From the roster; empty when it is not known. */
      sender_name: z.string(),
      /** Position on the player's time line, seconds. */
      time: z.number(),
    }),
  ),
  next_cursor: z.string().nullable(),
});
export type LessonChatReply = z.infer<typeof lessonChatReplySchema>;

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

export const createExportSchema = z.object({
  /** Seconds; default: the whole lesson. An `end` beyond the lesson is its end. */
  start: secondsSchema.optional(),
  end: secondsSchema.optional(),
  resolution: renditionNameSchema.default('source'),
  /** For the file's name and the title inside it; default: the lesson's. */
  title: titleSchema.min(1).optional(),
});
/** A file made for somebody to take away. It and its entry are removed a day after it was made. */
export const exportSchema = z.object({
  export_id: idSchema,
  recording_id: idSchema,
  job_id: idSchema,
  title: z.string(),
  start_time: z.number(),
  end_time: z.number(),
  resolution: renditionNameSchema,
  /** Its job's. */
  state: jobStateSchema,
  /** 0–1. */
  progress: z.number().min(0).max(1),
  eta_seconds: z.number().nullable(),
  /** null until it is done. */
  size_bytes: z.int().nullable(),
  filename: z.string(),
  created_at: timeSchema,
  /** null until it is done. */
  expires_at: timeSchema.nullable(),
  error: errorSummarySchema.optional(),
});
export type LessonExport = z.infer<typeof exportSchema>;
export const listExportsQuerySchema = pageQuerySchema.extend({ recording_id: idSchema.optional() });
export const exportListReplySchema = z.object({
  items: z.array(exportSchema),
  next_cursor: z.string().nullable(),
});

export const slideSchema = z.object({
  /** 1-based, by time. */
  seq: z.int(),
  time: z.number(),
  end_time: z.number(),
  /** Path of the picture below the API's base. */
  image: z.string(),
  /** Of the picture, px; boxes are meant in it. */
  width: z.int(),
  height: z.int(),
  /** The line that stands out as its title; empty when none does or it has not been read. */
  heading: z.string(),
  text: z.string(),
  /** Its text has been recognised; false while that is still to come. */
  is_read: z.boolean(),
  blocks: z.array(textLineSchema),
});
export type Slide = z.infer<typeof slideSchema>;

/** Text fields of the multipart import form (`file` beside them). */
export const importFieldsSchema = lessonFieldsSchema.extend({
  session_id: externalIdSchema,
  /** When the first picture was taken, so that chat of that hour stands beside it; default: when it is imported. */
  started_at: shotAtSchema.optional(),
});
export const importReplySchema = z.object({ recording_id: idSchema, job_id: idSchema });
