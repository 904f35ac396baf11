/**
 * What the recorder finds out about a lesson after class (screens and their text, speech, chapters, classroom
 * signals), what it sees on a single picture, and the models it does so with. Positions and durations are seconds on the
 * player's time line, boxes pixels of the picture they belong to, confidences 0–1.
 */
import { z } from 'zod';
import { booleanInQuery, idSchema, numberInQuery, timeSchema } from './common.ts';
import { errorSummarySchema } from './errors.ts';

/** Each stage is a job kind of its own: it can be cancelled, retried and made again alone. */
export const analysisStages = ['slides', 'slide_text', 'speech', 'chapters', 'signals'] as const;
export const analysisStageSchema = z.enum(analysisStages);
export type AnalysisStage = z.infer<typeof analysisStageSchema>;

export const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type Box = z.infer<typeof boxSchema>;

/** A line of recognised text, in reading order. */
export const textLineSchema = z.object({
  text: z.string(),
  confidence: z.number().min(0).max(1),
  language: z.enum(['ko', 'en', 'mixed', 'other']),
  box: boxSchema,
});
export type TextLine = z.infer<typeof textLineSchema>;

export const spanSchema = z.object({ start_time: z.number(), end_time: z.number() });
export type Span = z.infer<typeof spanSchema>;

/** Which model, in which version, an answer comes from. */
export const usedModelSchema = z.object({ name: z.string(), version: z.string() });
export type UsedModel = z.infer<typeof usedModelSchema>;

export const stageStates = ['none', 'off', 'queued', 'running', 'done', 'failed', 'cancelled'] as const;

/** How far the analysis of one lesson is. */
export const lessonAnalysisSchema = z.object({
  recording_id: idSchema,
  stages: z.array(
    z.object({
      stage: analysisStageSchema,
      /** `off`: the school has not switched it on; `none`: nothing was done or asked for yet. */
      state: z.enum(stageStates),
      /** 0–1. */
      progress: z.number().min(0).max(1),
      eta_seconds: z.number().nullable(),
      finished_at: timeSchema.nullable(),
      /** What the result that is there now was made with. */
      models: z.array(usedModelSchema),
      /** Of the newest job; null when there is none. */
      job_id: idSchema.nullable(),
      error: errorSummarySchema.optional(),
    }),
  ),
});
export type LessonAnalysis = z.infer<typeof lessonAnalysisSchema>;

/** Makes the named stages (default: all that are on) again; what is there stays until the new result is whole. */
export const analyzeLessonSchema = z.object({ stages: z.array(analysisStageSchema).min(1).optional() });
export const analyzeLessonReplySchema = z.object({ job_ids: z.array(idSchema) });

/** Pauses shorter than this are breath, not thinking (s). */
export const shortestPauseSec = 3;

export const lessonSpeechSchema = z.object({
  duration: z.number(),
  /** Where somebody speaks, by time; breaths inside a sentence are not cut out. */
  spans: z.array(spanSchema),
  /** At least `shortestPauseSec` between speech and speech, by time. */
  pauses: z.array(spanSchema),
  /** 0–1 of the time with sound; null when there is no sound track. */
  speech_share: z.number().min(0).max(1).nullable(),
  /** Loudness while somebody speaks, dBFS; null when nobody does. */
  level: z.object({ mean_db: z.number(), peak_db: z.number() }).nullable(),
  /** Where the sound is clipped. */
  clipped: z.array(spanSchema),
});
export type LessonSpeech = z.infer<typeof lessonSpeechSchema>;

export const signalKinds = [
  'hand_raised',
  'writing',
  'phone_in_use',
  'looking_away',
  'absent',
  'screen_off',
] as const;
export const signalKindSchema = z.enum(signalKinds);
export type SignalKind = z.infer<typeof signalKindSchema>;

/** Signs seen by a camera, for the class as a whole: never who, never a mark. */
export const lessonSignalsSchema = z.object({
  /** `analysis.camera_signals`. Without it nothing is looked for; what was found before is still shown. */
  enabled: z.boolean(),
  duration: z.number(),
  /** Why there is nothing to show: `no_people` when the recording is no view of a class (hardly anybody is seen in it). */
  skipped: z.enum(['no_people']).nullable(),
  /** One per look, by time. */
  samples: z.array(
    z.object({
      time: z.number(),
      people: z.int().min(0),
      /** 0–1; null when nobody is visible. Defined in docs/signals.md. */
      engagement: z.number().min(0).max(1).nullable(),
    }),
  ),
  /** Signs that several looks agree on, by time. */
  moments: z.array(
    spanSchema.extend({
      kind: signalKindSchema,
      confidence: z.number().min(0).max(1),
      /** Most at once in one look; 0 for what is not about people (`absent`, `screen_off`). */
      count: z.int().min(0),
      /** Frames it rests on; faces are blurred unless the school decided otherwise. Paths below the API's base. */
      evidence: z.array(z.object({ time: z.number(), image: z.string(), boxes: z.array(boxSchema) })),
    }),
  ),
});
export type LessonSignals = z.infer<typeof lessonSignalsSchema>;

export const slidePictureQuerySchema = z.object({
  width: numberInQuery.pipe(z.int().min(16).max(1920)).optional(),
});

/** Query of `POST /api/ai/analyze-screenshot`. */
export const analyzeScreenshotQuerySchema = z.object({
  /** Language of `insights`; default: the setting. */
  lang: z.enum(['ko', 'en']).optional(),
  /** Read the text too; the slowest part. */
  text: booleanInQuery.default(true),
});

export const detectedObjectSchema = z.object({ label: z.string(), confidence: z.number(), box: boxSchema });
export type DetectedObject = z.infer<typeof detectedObjectSchema>;

export const detectedSignalSchema = z.object({
  kind: signalKindSchema,
  confidence: z.number().min(0).max(1),
  /** null when the sign is the whole picture (`absent`, `screen_off`). */
  box: boxSchema.nullable(),
});
export type DetectedSignal = z.infer<typeof detectedSignalSchema>;

export const screenshotAnalysisSchema = z.object({
  /** Of the picture as it is seen: after EXIF rotation. */
  width: z.int(),
  height: z.int(),
  objects: z.array(detectedObjectSchema),
  /** In reading order; empty with `text=false`. */
  text: z.array(textLineSchema),
  full_text: z.string(),
  people_count: z.int().min(0),
  signals: z.array(detectedSignalSchema),
  /** 0–1; null when nobody is visible. Defined in docs/signals.md. */
  engagement_score: z.number().min(0).max(1).nullable(),
  /** Sentences for people. */
  insights: z.array(z.string()),
  models: z.array(usedModelSchema.extend({ task: z.string() })),
});
export type ScreenshotAnalysis = z.infer<typeof screenshotAnalysisSchema>;

export const modelNameSchema = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/);
export const modelTasks = ['objects', 'faces', 'pose', 'text', 'speech', 'chat', 'sentences'] as const;
export const modelStates = ['installed', 'not_installed', 'installing', 'damaged'] as const;

/** What is read out of a chat line by models that are judged against each other. */
export const chatTaskSchema = z.enum(['sentiment', 'intent', 'spam', 'abuse']);

/** A figure with its 95 % interval. */
const figureSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

/**
 * Both are asked about lines whose writers neither had met. Mood and intent: share of lines that are right; spam and abuse:
 * F1 of what is flagged. The model is used where the whole interval of `gain` lies above zero.
 */
export const fitTaskSchema = z.object({
  task: chatTaskSchema,
  built_in: figureSchema,
  with_pack: figureSchema,
  gain: figureSchema,
  is_used: z.boolean(),
});

/** How far a pack is that is fitted on this computer before it is used. */
export const modelFitSchema = z.object({
  /** `waiting`: nobody has fitted it yet, or it was cancelled; `not_better`: the built-in models go on alone. */
  state: z.enum(['waiting', 'fitting', 'in_use', 'not_better', 'failed']),
  progress: z.number().min(0).max(1).nullable(),
  job_id: idSchema.nullable(),
  error: errorSummarySchema.nullable(),
  fitted_at: timeSchema.nullable(),
  /** Lines it was measured on. */
  lines: z.int().nullable(),
  tasks: z.array(fitTaskSchema),
});
export type ModelFit = z.infer<typeof modelFitSchema>;

export const modelSchema = z.object({
  name: modelNameSchema,
  version: z.string(),
  task: z.enum(modelTasks),
  licence: z.string(),
  size_bytes: z.int(),
  sha256: z.string(),
  /** Where it comes from: a package of the registry for built-in models, an address for packs. */
  source: z.string(),
  /** Built-in models are part of the program; packs are better ones that are installed by choice. */
  origin: z.enum(['built_in', 'pack']),
  state: z.enum(modelStates),
  /** It is the one that does its task now. */
  is_used: z.boolean(),
  /** Of its installation while that runs. */
  progress: z.number().min(0).max(1).nullable(),
  job_id: idSchema.nullable(),
  /** Files of a pack of several that are not there yet, when some are. */
  missing_files: z.array(z.string()),
  /** Null for models that need none, and while the pack is not installed. */
  fit: modelFitSchema.nullable(),
});
export type Model = z.infer<typeof modelSchema>;
export const modelListReplySchema = z.object({ items: z.array(modelSchema) });
export const installModelReplySchema = z.object({ job_id: idSchema });

export const removedModelReplySchema = z.object({ status: z.literal('removed') });
