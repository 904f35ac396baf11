/**
 * What is found out about a class session (chat, quiz, attendance and what was recorded, joined on one axis), and the
 * feedback made of it. Every statement names what it rests on. Positions are seconds on the player's time line of a
 * recording, scores and confidences 0–1; the definitions are in docs/signals.md.
 */
import { z } from 'zod';
import { chatReadingSchema } from './chat-analysis.ts';
import {
  booleanInQuery,
  externalIdSchema,
  idSchema,
  numberInQuery,
  pageQuerySchema,
  timeSchema,
} from './common.ts';
import { chatMessageSchema } from './sessions.ts';

const scoreSchema = z.number().min(0).max(1);
const countSchema = z.int().min(0);

export const evidenceSources = [
  'chat',
  'quiz',
  'attendance',
  'slide',
  'chapter',
  'speech',
  'signal',
  'lesson',
] as const;
/** Where something can be seen: a place in a recording, a moment on the clock, the row it comes from. */
export const evidenceSchema = z.object({
  /** null when nothing was being recorded then. */
  recording_id: idSchema.nullable(),
  /** Position in that recording (s). */
  time: z.number().nullable(),
  /** Set when it lasts. */
  end_time: z.number().nullable(),
  /** By the clock on the wall; null when the recording's own is not known. */
  at: timeSchema.nullable(),
  source: z.enum(evidenceSources),
  /** `message_id`, `quiz_id`, `chapter_id` or number of the slide. */
  ref: z.string().nullable(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const insightKinds = [
  'confusion',
  'unanswered_question',
  'hard_quiz_item',
  'silence',
  'chat_burst',
  'pace',
  'not_heard_from',
] as const;
export type InsightKind = (typeof insightKinds)[number];
export const insightSchema = z.object({
  kind: z.enum(insightKinds),
  text: z.string(),
  evidence: z.array(evidenceSchema),
  confidence: scoreSchema,
});
export type KeyInsight = z.infer<typeof insightSchema>;

export const profileSignalKinds = [
  'asked_question',
  'negative_message',
  'answered_in_chat',
  'wrong_answer',
  'slow_answer',
] as const;

/** The teacher's own words about a pupil in a session; never part of what a pupil gets to read. */
export const studentNoteSchema = z.object({
  student_id: externalIdSchema,
  note: z.string(),
  done: z.boolean(),
  updated_at: timeSchema,
});
export type StudentNote = z.infer<typeof studentNoteSchema>;
export const putStudentNoteSchema = z
  .object({ note: z.string().max(4000).optional(), done: z.boolean().optional() })
  .refine(
    (change) => change.note !== undefined || change.done !== undefined,
    'neither note nor done is given',
  );
export const studentNoteParamsSchema = z.object({
  session_id: externalIdSchema,
  student_id: externalIdSchema,
});

export const studentProfileSchema = z.object({
  student_id: externalIdSchema,
  name: z.string(),
  /** null when there is too little to go by. */
  engagement: scoreSchema.nullable(),
  /** Share of the five-minute parts of the lesson (while present) in which they wrote or answered. */
  participation: scoreSchema.nullable(),
  /** Share of right answers; null without answers. */
  quiz_accuracy: scoreSchema.nullable(),
  /** Of their messages whose mood could be told; null without any. */
  sentiment: z.object({ positive: countSchema, neutral: countSchema, negative: countSchema }).nullable(),
  questions: countSchema,
  messages: countSchema,
  answers: countSchema,
  /** Share of the lesson they were there; null when nobody's attendance is known. */
  presence: scoreSchema.nullable(),
  /** Only what they typed or answered, by time. */
  signals: z.array(z.object({ kind: z.enum(profileSignalKinds), evidence: evidenceSchema })),
  note: studentNoteSchema.nullable(),
});
export type StudentProfile = z.infer<typeof studentProfileSchema>;

export const engagementParts = ['presence', 'breadth', 'answering', 'steadiness', 'camera'] as const;
export const engagementReasons = ['no_data', 'too_little_data'] as const;

/** A minute of a recording, or of the clock where nothing was recorded. */
const laneMinuteSchema = z.object({
  /** Beginning of the minute, seconds in the recording. */
  time: z.number(),
  messages: countSchema,
  questions: countSchema,
  positive: countSchema,
  negative: countSchema,
  answers: countSchema,
  wrong: countSchema,
  /** Share of the minute in which somebody speaks; null when the sound was not analysed. */
  speech: scoreSchema.nullable(),
});
export const sessionLanesSchema = z.object({
  recording_id: idSchema,
  started_at: timeSchema.nullable(),
  duration: z.number(),
  minutes: z.array(laneMinuteSchema),
  slides: z.array(z.object({ time: z.number(), end_time: z.number(), seq: z.int(), heading: z.string() })),
  chapters: z.array(
    z.object({ time: z.number(), end_time: z.number(), chapter_id: z.string(), title: z.string() }),
  ),
  pauses: z.array(z.object({ time: z.number(), end_time: z.number() })),
  /** Where the recording has a hole: nothing was recorded for `seconds`. */
  gaps: z.array(z.object({ time: z.number(), seconds: z.number() })),
  /** Of the class as a whole; empty unless camera signals are on and were asked for. */
  signals: z.array(
    z.object({ time: z.number(), end_time: z.number(), kind: z.string(), confidence: z.number() }),
  ),
});
export type SessionLanes = z.infer<typeof sessionLanesSchema>;

export const analyzeSessionSchema = z.object({
  /** Takes part only where the school has switched camera signals on. */
  include_screenshots: z.boolean().default(true),
  include_chat: z.boolean().default(true),
});
export type AnalyzeSession = z.infer<typeof analyzeSessionSchema>;

/** Seconds a request waits for its answer before it is told where to look for it. */
export const longestWaitSec = 120;
const waitSchema = numberInQuery.pipe(z.number().min(0).max(longestWaitSec)).default(30);
export const sessionAnalysisQuerySchema = z.object({
  wait: waitSchema,
  /** Language of the sentences; default: the setting. */
  lang: z.enum(['ko', 'en']).optional(),
});
export type SessionAnalysisQuery = z.infer<typeof sessionAnalysisQuerySchema>;
/** The answer is still being made: 202, with `Location: /api/jobs/{job_id}`. */
export const pendingReplySchema = z.object({ job_id: idSchema });

export const sessionAnalysisSchema = z.object({
  session_id: externalIdSchema,
  analyzed_at: timeSchema,
  overall_engagement: scoreSchema.nullable(),
  engagement: z.object({
    /** Why there is no `overall_engagement`. */
    reason: z.enum(engagementReasons).nullable(),
    /** What it is made of; the weights sum to 1. */
    components: z.array(z.object({ part: z.enum(engagementParts), value: scoreSchema, weight: scoreSchema })),
  }),
  key_insights: z.array(insightSchema),
  student_profiles: z.array(studentProfileSchema),
  /** What was talked about, most frequent first. */
  topics: z.array(z.object({ text: z.string(), count: countSchema, evidence: evidenceSchema })),
  /** One per recording of the session, by time. */
  timeline: z.array(sessionLanesSchema),
  counts: z.object({
    students: countSchema,
    messages: countSchema,
    quiz_responses: countSchema,
    recordings: countSchema,
  }),
});
export type SessionAnalysis = z.infer<typeof sessionAnalysisSchema>;

export const riskSignals = [
  'wrong_answers',
  'slow_answers',
  'negative_messages',
  'skipped_answers',
  'falling_participation',
  'absence',
] as const;
export type RiskSignal = (typeof riskSignals)[number];
export const strugglingStudentSchema = z.object({
  student_id: externalIdSchema,
  name: z.string(),
  risk_score: scoreSchema,
  /** One sentence: what to do. */
  intervention: z.string(),
  reasons: z.array(
    z.object({
      signal: z.enum(riskSignals),
      /** Shares and seconds, as docs/signals.md defines them per signal. */
      value: z.number(),
      class_median: z.number(),
      text: z.string(),
      evidence: z.array(evidenceSchema),
    }),
  ),
  note: studentNoteSchema.nullable(),
});
export const strugglingStudentsSchema = z.array(strugglingStudentSchema);
export type StrugglingStudent = z.infer<typeof strugglingStudentSchema>;

const feedbackItemSchema = z.object({ text: z.string(), evidence: z.array(evidenceSchema) });
export type FeedbackItem = z.infer<typeof feedbackItemSchema>;
export const studentFeedbackSchema = z.object({
  strengths: z.array(feedbackItemSchema),
  improvements: z.array(feedbackItemSchema),
  resources: z.array(
    feedbackItemSchema.extend({
      kind: z.enum(['moment', 'chapter', 'lesson']),
      recording_id: idSchema,
      start_time: z.number(),
      end_time: z.number().nullable(),
    }),
  ),
  /** Said when there is too little to go by. */
  note: z.string().nullable(),
  language: z.enum(['ko', 'en']),
});
export type StudentFeedback = z.infer<typeof studentFeedbackSchema>;

const measureSchema = z.object({
  /** null when there is nothing to measure it by. */
  value: z.number().nullable(),
  /** How many observations it rests on. */
  count: countSchema,
  /** Median over the teacher's own earlier lessons; null when fewer than three are known. */
  own_earlier: z.number().nullable(),
  text: z.string(),
  evidence: z.array(evidenceSchema),
});
export const teacherMeasureNames = [
  'talk_share',
  'pauses_per_ten_minutes',
  'wait_time',
  'thinking_time',
  'questions_per_ten_minutes',
  'pupil_question_share',
  'words_per_minute',
] as const;
export type TeacherMeasureName = (typeof teacherMeasureNames)[number];
export const teacherFeedbackSchema = z.object({
  measures: z.record(z.enum(teacherMeasureNames), measureSchema),
  /** Mood of the pupils' messages, five minutes at a time. */
  sentiment: z.array(
    z.object({
      evidence: evidenceSchema,
      positive: countSchema,
      neutral: countSchema,
      negative: countSchema,
    }),
  ),
  confusing_moments: z.array(insightSchema),
  suggestions: z.array(feedbackItemSchema),
  /** Lessons the comparison rests on. */
  earlier_lessons: countSchema,
  note: z.string().nullable(),
  language: z.enum(['ko', 'en']),
});
export type TeacherFeedback = z.infer<typeof teacherFeedbackSchema>;

export const chatReadingsQuerySchema = pageQuerySchema.extend({
  /** Only spam and abuse. */
  flagged: booleanInQuery.default(false),
});
export const chatReadingsReplySchema = z.object({
  items: z.array(
    chatMessageSchema.extend({
      sender_name: z.string(),
      recording_id: idSchema.nullable(),
      /** Position in that recording (s). */
      time: z.number().nullable(),
      /** null while it has not been read. */
      reading: chatReadingSchema.nullable(),
    }),
  ),
  next_cursor: z.string().nullable(),
  /** Messages of the session that have not been read: `analyze-session` does so. */
  unread: countSchema,
});
export type ChatReadingsReply = z.infer<typeof chatReadingsReplySchema>;

/** What of a session's analysis can be taken away as a file. */
export const sessionExportParts = ['insights', 'students', 'help', 'topics', 'timeline', 'chat'] as const;
export type SessionExportPart = (typeof sessionExportParts)[number];
export const sessionExportFormats = ['csv', 'json'] as const;
export type SessionExportFormat = (typeof sessionExportFormats)[number];
/** `part` names the format too: `students.csv`. */
export const sessionExportParamsSchema = z.object({
  session_id: externalIdSchema,
  part: z.templateLiteral([z.enum(sessionExportParts), '.', z.enum(sessionExportFormats)]),
});
/** Language of the sentences and of the heads of the columns; default: the setting. */
export const sessionExportQuerySchema = z.object({ lang: z.enum(['ko', 'en']).optional() });
