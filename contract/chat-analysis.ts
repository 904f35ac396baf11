/**
 * What is read out of chat lines: mood, intent, topics, and what a teacher may not want in the class. Every label is
 * an estimate with its confidence (0–1); none of them is about a person.
 */
import { z } from 'zod';
import { usedModelSchema } from './analysis.ts';
import { timeSchema } from './common.ts';

export const sentimentLabels = ['negative', 'neutral', 'positive'] as const;
export type SentimentLabel = (typeof sentimentLabels)[number];

export const intentLabels = ['question', 'answer', 'feedback', 'request', 'greeting', 'other'] as const;
export type IntentLabel = (typeof intentLabels)[number];

export const chatSeverities = ['none', 'low', 'medium', 'high'] as const;
export type ChatSeverity = (typeof chatSeverities)[number];

export const chatLanguages = ['ko', 'en', 'other'] as const;
export type ChatLanguage = (typeof chatLanguages)[number];

/** Longest line that is looked at (UTF-16 units), as in `chatMessageSchema`. */
export const maxChatTextLength = 2000;

/** Why a line is spam or abusive; `wording` is the model's word alone, without a term that could be named. */
export const spamReasons = [
  'advert',
  'link',
  'flood',
  'chain_letter',
  'profanity',
  'insult',
  'threat',
  'slur',
  'wording',
] as const;
export type SpamReason = (typeof spamReasons)[number];

const confidenceSchema = z.number().min(0).max(1);

export const sentimentReadingSchema = z.object({
  /** `neutral` when unsure. */
  label: z.enum(sentimentLabels),
  /** How likely the label is; when unsure, how likely the one was that was not certain enough. */
  confidence: confidenceSchema,
  unsure: z.boolean(),
});
export type SentimentReading = z.infer<typeof sentimentReadingSchema>;

export const intentReadingSchema = z.object({
  /** `other` when unsure. */
  label: z.enum(intentLabels),
  confidence: confidenceSchema,
  unsure: z.boolean(),
});
export type IntentReading = z.infer<typeof intentReadingSchema>;

export const spamReadingSchema = z.object({
  /** Advertising, links to elsewhere, selling, chain letters, flooding. */
  is_spam: z.boolean(),
  /** Insults, profanity in any disguise, threats, slurs. */
  is_abusive: z.boolean(),
  /** How sure the verdict is, also when it is that nothing is wrong. */
  confidence: confidenceSchema,
  severity: z.enum(chatSeverities),
  /** Empty when nothing is wrong. */
  reasons: z.array(z.enum(spamReasons)),
});
export type SpamReading = z.infer<typeof spamReadingSchema>;

export const chatReadingSchema = z.object({
  sentiment: sentimentReadingSchema,
  intent: intentReadingSchema,
  /** Learning topics in dictionary form, in the order of the line, each once. */
  keywords: z.array(z.string()),
  spam: spamReadingSchema,
  /** Of the line's grammar; `other` when it has no words of either. */
  language: z.enum(chatLanguages),
});
export type ChatReading = z.infer<typeof chatReadingSchema>;

/** What is known about the moment a line was written. Everything may be missing: then the text alone decides. */
export const chatContextSchema = z.object({
  senderRole: z.enum(['student', 'teacher']).optional(),
  /** The teacher asked something within the last 90 s. */
  openQuestion: z.boolean().optional(),
  quizOpen: z.boolean().optional(),
  /** It answers another message. */
  isReply: z.boolean().optional(),
  /** Messages of this sender within the last minute, this one included. */
  senderRatePerMin: z.number().min(0).optional(),
  /** The same sender sent the same text shortly before. */
  repeated: z.boolean().optional(),
});
export type ChatContext = z.infer<typeof chatContextSchema>;

/** What the analysis of a whole session needs of its messages, by time. */
export type SessionMessage = {
  sender_id: string;
  sender_role: 'student' | 'teacher';
  text: string;
  /** ISO 8601. */
  sent_at: string;
};

/** What is known about a session beside its messages. Times are ISO 8601, spans are closed. */
export type SessionChatContext = {
  quizzes?: readonly { from: string; to: string }[];
  /** When the teacher asked something that is not in the chat. */
  spokenQuestionsAt?: readonly string[];
};

/** Entries of one list of the glossary. */
export const maxGlossaryWords = 2000;

const glossaryWordSchema = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'no control characters');
const glossaryListSchema = z.array(glossaryWordSchema).max(maxGlossaryWords);

/** What a school decided about words; every entry counts however it is spaced and whether capital or small. */
export const glossarySchema = z.object({
  /** Learning topics of this school. */
  terms: glossaryListSchema,
  /** Never a keyword: names, the school's own words. */
  never_keywords: glossaryListSchema,
  /** Neither spam nor abuse in this school. */
  allowed_words: glossaryListSchema,
});
export type ChatGlossary = z.infer<typeof glossarySchema>;

/** Lists that are left out stay as they are. */
export const putGlossarySchema = glossarySchema.partial();
export const glossaryReplySchema = glossarySchema.extend({
  /** Null until somebody changed it. */
  updated_at: timeSchema.nullable(),
});

/** Body of `POST /api/ai/analyze-chat`; the same text may come as `text/plain`. */
export const analyzeChatSchema = z.object({
  text: z
    .string()
    .max(maxChatTextLength)
    .refine((text) => text.trim() !== '', 'there is no text'),
});
export const analyzeChatQuerySchema = z.object({
  /** Language of `feedback`; default: that of the text, the setting when it has none. */
  lang: z.enum(['ko', 'en']).optional(),
});

export const chatAnalysisSchema = chatReadingSchema.extend({
  /** One sentence for the teacher. */
  feedback: z.string(),
  /** A single line comes without the lesson around it: its intent is less certain than in a session. */
  context: z.literal('none'),
  model: usedModelSchema,
});
export type ChatAnalysis = z.infer<typeof chatAnalysisSchema>;
