/** Sessions and what happened in class: roster, chat, quiz responses, attendance, screenshots, erasure. */
import { z } from 'zod';
import { chatReadingSchema } from './chat-analysis.ts';
import {
  dateSchema,
  externalIdSchema,
  lessonFieldsSchema,
  nameSchema,
  pageQuerySchema,
  timeSchema,
} from './common.ts';

/** Rows one ingestion call may carry. */
export const maxRowsPerCall = 1000;

export const studentSchema = z.object({ student_id: externalIdSchema, name: nameSchema.default('') });
export const putSessionSchema = lessonFieldsSchema.extend({
  students: z.array(studentSchema).max(maxRowsPerCall).optional(),
});
export type PutSession = z.infer<typeof putSessionSchema>;
export const sessionSchema = z.object({
  session_id: externalIdSchema,
  title: z.string(),
  description: z.string(),
  teacher_id: z.string().nullable(),
  teacher_name: z.string(),
  class_name: z.string(),
  subject: z.string(),
  session_date: dateSchema,
  students: z.array(z.object({ student_id: externalIdSchema, name: z.string() })),
  created_at: timeSchema,
  updated_at: timeSchema,
});
export type Session = z.infer<typeof sessionSchema>;
export const listSessionsQuerySchema = pageQuerySchema.extend({
  teacher_id: externalIdSchema.optional(),
  class_name: nameSchema.optional(),
  date_from: dateSchema.optional(),
  date_to: dateSchema.optional(),
});
export const sessionListReplySchema = z.object({
  items: z.array(sessionSchema.omit({ students: true }).extend({ student_count: z.int() })),
  next_cursor: z.string().nullable(),
});

export const chatMessageSchema = z.object({
  message_id: externalIdSchema,
  sender_id: externalIdSchema,
  sender_role: z.enum(['student', 'teacher']),
  text: z.string().min(1).max(2000),
  sent_at: timeSchema,
});
export const chatBatchSchema = z.array(chatMessageSchema).min(1).max(maxRowsPerCall);
export const quizResponseSchema = z.object({
  response_id: externalIdSchema,
  quiz_id: externalIdSchema,
  question: z.string().max(2000),
  student_id: externalIdSchema,
  is_correct: z.boolean(),
  response_time_ms: z.int().min(0).max(86_400_000),
  answered_at: timeSchema,
});
export const quizBatchSchema = z.array(quizResponseSchema).min(1).max(maxRowsPerCall);
export const attendanceSchema = z
  .object({ student_id: externalIdSchema, joined_at: timeSchema, left_at: timeSchema.nullish() })
  .refine((row) => !row.left_at || Date.parse(row.left_at) >= Date.parse(row.joined_at), {
    path: ['left_at'],
    message: 'left_at lies before joined_at',
  });
export const attendanceBatchSchema = z.array(attendanceSchema).min(1).max(maxRowsPerCall);
export const ingestReplySchema = z.object({ accepted: z.int(), duplicates: z.int() });

export const chatListReplySchema = z.object({
  items: z.array(chatMessageSchema),
  next_cursor: z.string().nullable(),
});

export const screenshotFieldsSchema = z.object({
  taken_at: timeSchema,
  student_id: externalIdSchema.optional(),
});
export const screenshotReplySchema = z.object({ screenshot_id: z.string(), width: z.int(), height: z.int() });

export const sessionImportKinds = ['chat', 'quiz_responses', 'attendance', 'students'] as const;
export const sessionImportQuerySchema = z.object({
  kind: z.enum(sessionImportKinds).optional(),
  /** `true`: say what was understood and store nothing. */
  preview: z.enum(['true', 'false']).default('false'),
});
export const sessionImportReplySchema = z.object({
  kind: z.enum(sessionImportKinds),
  /** File column → field it was understood as; null when it is ignored. */
  columns: z.array(z.object({ column: z.string(), field: z.string().nullable() })),
  rows: z.int(),
  sample: z.array(z.record(z.string(), z.unknown())),
  rejected: z.array(z.object({ row: z.int(), message: z.string() })),
  accepted: z.int(),
  duplicates: z.int(),
});
export type SessionImportReply = z.infer<typeof sessionImportReplySchema>;

export const studentExportSchema = z.object({
  student_id: externalIdSchema,
  exported_at: timeSchema,
  sessions: z.array(z.object({ session_id: z.string(), name: z.string() })),
  chat: z.array(chatMessageSchema.extend({ session_id: z.string() })),
  quiz_responses: z.array(quizResponseSchema.extend({ session_id: z.string() })),
  attendance: z.array(
    z.object({
      session_id: z.string(),
      student_id: z.string(),
      joined_at: z.string(),
      left_at: z.string().nullable(),
    }),
  ),
  screenshots: z.array(z.object({ session_id: z.string(), screenshot_id: z.string(), taken_at: z.string() })),
  /** What was read out of their messages. */
  chat_readings: z.array(
    z.object({ session_id: z.string(), message_id: z.string(), reading: chatReadingSchema }),
  ),
  /** What teachers wrote down about them. */
  notes: z.array(
    z.object({ session_id: z.string(), note: z.string(), done: z.boolean(), updated_at: z.string() }),
  ),
});
export const studentErasureReplySchema = z.object({
  status: z.literal('erased'),
  erasure_id: z.uuid(),
  erased_at: timeSchema,
  counts: z.record(z.string(), z.int()),
});
