/** Full-text search over the library with filters, facets and the moments that were hit. */
import { z } from 'zod';
import { dateSchema, limitSchema, secondsInQuery, tagSchema } from './common.ts';
import { recordingStatusSchema } from './recording.ts';
import { infoSchema } from './vod.ts';

export const searchSorts = [
  'relevance',
  '-session_date',
  'session_date',
  'duration',
  '-duration',
  'title',
  '-title',
] as const;

export const searchQuerySchema = z.object({
  q: z.string().max(200).default(''),
  date_from: dateSchema.optional(),
  date_to: dateSchema.optional(),
  teacher: z.string().max(200).optional(),
  class_name: z.string().max(200).optional(),
  subject: z.string().max(200).optional(),
  /** Lessons with this tag, whatever its case. */
  tag: tagSchema.optional(),
  min_duration: secondsInQuery.optional(),
  max_duration: secondsInQuery.optional(),
  status: recordingStatusSchema.optional(),
  /** Default: relevance when there is a `q`, newest lesson first otherwise. */
  sort: z.enum(searchSorts).optional(),
  limit: limitSchema,
  cursor: z.string().max(500).optional(),
});
export type SearchQuery = z.infer<typeof searchQuerySchema>;

export const momentKinds = ['title', 'chapter', 'slide', 'chat'] as const;
export const momentSchema = z.object({
  kind: z.enum(momentKinds),
  /** Position in the lesson, seconds. */
  time: z.number(),
  text: z.string(),
  /** `[from, to)` character ranges of `text` to mark. */
  highlights: z.array(z.tuple([z.int(), z.int()])),
});
export type Moment = z.infer<typeof momentSchema>;

const facetSchema = z.array(z.object({ value: z.string(), count: z.int() }));
export const searchReplySchema = z.object({
  /**
   * Lessons that match. When `total_is_capped` there are, or may be, more: counting stops at 1,000 lessons, or after
   * 2,000 were looked at for a filter that no index answers.
   */
  total: z.int(),
  total_is_capped: z.boolean(),
  items: z.array(
    infoSchema.extend({
      /** Relevance within this query; higher is better, 0 when another order was asked for. */
      score: z.number(),
      moments: z.array(momentSchema),
    }),
  ),
  /**
   * The 20 most frequent values among the lessons that `total` counts: the newest ones when it is capped. They are
   * the first page's: with a `cursor` the lists are empty, while `total` stays what it was.
   */
  facets: z.object({
    teacher: facetSchema,
    class_name: facetSchema,
    subject: facetSchema,
    tags: facetSchema,
  }),
  next_cursor: z.string().nullable(),
});
export type SearchReply = z.infer<typeof searchReplySchema>;
