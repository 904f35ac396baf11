/** Field types that every part of the contract shares. Times are ISO 8601 UTC, positions and durations seconds. */
import { z } from 'zod';

/** Ids that come from the caller (session, student, teacher, message …): 1–128 of `A–Z a–z 0–9 . _ -`. */
export const externalIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,128}$/, '1–128 characters of A–Z a–z 0–9 . _ -')
  .refine((id) => id !== '.' && id !== '..', 'must not be a folder name');

/** Ids that the recorder makes (UUIDv7). */
export const idSchema = z.uuid();

/** ISO 8601 with an offset or Z; replies are always UTC with milliseconds. */
export const timeSchema = z.iso.datetime({ offset: true });

/** Calendar date `YYYY-MM-DD` in the school's time zone. */
export const dateSchema = z.iso.date();

/** A position or duration in seconds, fractional. */
export const secondsSchema = z
  .number()
  .min(0)
  .max(7 * 24 * 3600);

export const titleSchema = z.string().trim().max(300);
export const descriptionSchema = z.string().max(10_000);
export const nameSchema = z.string().trim().max(200);

/** Words a teacher files a lesson under: at most 20, written as they like, different also without regard to case. */
export const tagSchema = z.string().trim().min(1).max(40);
/** Two tags with the same fold are the same tag. */
export function foldTag(tag: string): string {
  return tag.normalize('NFC').toLowerCase();
}
export const tagsSchema = z
  .array(tagSchema)
  .max(20)
  .refine((tags) => new Set(tags.map(foldTag)).size === tags.length, 'the same tag twice');

/** Query parameters arrive as text. */
export const numberInQuery = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .transform(Number)
  .or(z.number());
export const secondsInQuery = numberInQuery.pipe(secondsSchema);
export const booleanInQuery = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => value === 'true' || value === '1');
export const limitSchema = numberInQuery.pipe(z.int().min(1).max(200)).default(50);

export const pageQuerySchema = z.object({ limit: limitSchema, cursor: z.string().max(500).optional() });

/** What describes a lesson; the optional fields of recording/start, sessions and import. */
export const lessonFieldsSchema = z.object({
  title: titleSchema.optional(),
  description: descriptionSchema.optional(),
  teacher_id: externalIdSchema.optional(),
  teacher_name: nameSchema.optional(),
  class_name: nameSchema.optional(),
  subject: nameSchema.optional(),
  session_date: dateSchema.optional(),
});
export type LessonFields = z.infer<typeof lessonFieldsSchema>;
