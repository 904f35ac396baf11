/**
 * Answers of the core's analysis for states that cannot be had on demand: a stage that is half done, a model that is
 * being downloaded, a class seen by a camera. Each is checked against the contract before the page gets it.
 */
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { z } from 'zod';
import {
  type AnalysisStage,
  type LessonAnalysis,
  type LessonSignals,
  type LessonSpeech,
  type Model,
  type ScreenshotAnalysis,
  analysisStages,
  lessonAnalysisSchema,
  lessonSignalsSchema,
  lessonSpeechSchema,
  modelListReplySchema,
  screenshotAnalysisSchema,
} from '../../contract/analysis.ts';
import { type Chapter, type Slide, chapterSchema, slideSchema } from '../../contract/vod.ts';

type Stage = LessonAnalysis['stages'][number];

const models: Record<AnalysisStage, Stage['models']> = {
  slides: [],
  slide_text: [{ name: 'tesseract', version: '4.0.0' }],
  speech: [{ name: 'silero-vad', version: '6.0' }],
  chapters: [],
  signals: [],
};

/** @param changes stages that are not done */
export function analysisReply(
  lessonId: string,
  changes: Partial<Record<AnalysisStage, Partial<Stage>>> = {},
): LessonAnalysis {
  return lessonAnalysisSchema.parse({
    recording_id: lessonId,
    stages: analysisStages.map((stage) =>
      Object.assign(
        {
          stage,
          state: stage === 'signals' ? 'off' : 'done',
          progress: stage === 'signals' ? 0 : 1,
          eta_seconds: null,
          finished_at: stage === 'signals' ? null : '2026-03-02T01:12:30.000Z',
          models: models[stage],
          job_id: null,
        },
        changes[stage],
      ),
    ),
  });
}

/** Speech from each start to each end, quiet in between. */
export function speechReply(duration: number, spoken: readonly [start: number, end: number][]): LessonSpeech {
  const spans = spoken.map(([start, end]) => ({ start_time: start, end_time: end }));
  const pauses = spans.slice(1).flatMap(({ start_time: to }, index) => {
    const from = spans[index]?.end_time ?? to;
    return to - from >= 3 ? [{ start_time: from, end_time: to }] : [];
  });
  const spokenSec = spans.reduce((sum, span) => sum + span.end_time - span.start_time, 0);
  return lessonSpeechSchema.parse({
    duration,
    spans,
    pauses,
    speech_share: spokenSec / duration,
    level: { mean_db: -22.4, peak_db: -1.2 },
    clipped: [{ start_time: (spans[1]?.start_time ?? 0) + 1, end_time: (spans[1]?.start_time ?? 0) + 2 }],
  });
}

export function slidesReply(
  lessonId: string,
  screens: readonly { time: number; end: number; heading: string; text: string; isRead?: boolean }[],
): Slide[] {
  return screens.map(({ time, end, heading, text, isRead = true }, index) =>
    slideSchema.parse({
      seq: index + 1,
      time,
      end_time: end,
      image: `/api/vod/${lessonId}/slides/${index + 1}.jpg`,
      width: 1280,
      height: 720,
      heading: isRead ? heading : '',
      text: isRead ? text : '',
      is_read: isRead,
      blocks: [],
    }),
  );
}

/** Chapters one after another to the end of the lesson. */
export function chaptersReply(
  duration: number,
  chapters: readonly { startSec: number; title: string; origin: Chapter['origin'] }[],
): Chapter[] {
  return chapters.map(({ startSec, title, origin }, index) =>
    chapterSchema.parse({
      chapter_id: `0198c5ce-0000-7000-8000-${String(index).padStart(12, '0')}`,
      start_time: startSec,
      end_time: chapters[index + 1]?.startSec ?? duration,
      title,
      description: '',
      origin,
      confidence: origin === 'automatic' ? 0.8 : null,
    }),
  );
}

export function signalsReply(lessonId: string, duration: number): LessonSignals {
  const evidence = (time: number, ...boxes: [number, number, number, number][]) => ({
    time,
    image: `/api/vod/${lessonId}/signals/${Math.round(time)}.jpg`,
    boxes: boxes.map(([x, y, width, height]) => ({ x, y, width, height })),
  });
  return lessonSignalsSchema.parse({
    enabled: true,
    duration,
    skipped: null,
    samples: [{ time: 10, people: 12, engagement: 0.7 }],
    moments: [
      {
        kind: 'hand_raised',
        start_time: duration * 0.2,
        end_time: duration * 0.24,
        confidence: 0.82,
        count: 2,
        evidence: [
          evidence(duration * 0.2, [180, 60, 90, 150]),
          evidence(duration * 0.22, [180, 60, 90, 150], [420, 90, 80, 130]),
        ],
      },
      {
        kind: 'absent',
        start_time: duration * 0.7,
        end_time: duration * 0.8,
        confidence: 0.95,
        count: 0,
        evidence: [evidence(duration * 0.72)],
      },
    ],
  });
}

const builtIn = { origin: 'built_in', state: 'installed', sha256: 'a'.repeat(64) } as const;
const pack = { origin: 'pack', state: 'not_installed', sha256: 'b'.repeat(64) } as const;

/** @param changes by name of the model */
export function modelsReply(changes: Record<string, Partial<Model>> = {}): { items: Model[] } {
  const known = [
    { name: 'tesseract', version: '4.0.0', task: 'text', licence: 'Apache-2.0', size_bytes: 5e6, ...builtIn },
    { name: 'silero-vad', version: '6.0', task: 'speech', licence: 'MIT', size_bytes: 2.3e6, ...builtIn },
    {
      name: 'coco-ssd',
      version: '1.0.6',
      task: 'objects',
      licence: 'Apache-2.0',
      size_bytes: 18e6,
      ...builtIn,
    },
    {
      name: 'yolox-nano',
      version: '0.1.1',
      task: 'objects',
      licence: 'Apache-2.0',
      size_bytes: 3.7e6,
      ...pack,
    },
    {
      name: 'blazeface',
      version: '1.0',
      task: 'faces',
      licence: 'Apache-2.0',
      size_bytes: 0.5e6,
      ...builtIn,
    },
    { name: 'yunet-n', version: '2023', task: 'faces', licence: 'Apache-2.0', size_bytes: 0.3e6, ...pack },
    { name: 'chat', version: '1', task: 'chat', licence: 'MIT', size_bytes: 5.6e6, ...builtIn },
    {
      name: 'multilingual-e5-small',
      version: '761b726d',
      task: 'sentences',
      licence: 'MIT',
      size_bytes: 135e6,
      ...pack,
    },
    {
      name: 'movenet-lightning',
      version: '4',
      task: 'pose',
      licence: 'Apache-2.0',
      size_bytes: 9e6,
      ...builtIn,
    },
  ];
  return modelListReplySchema.parse({
    items: known.map((model) =>
      Object.assign(
        {
          source: model.origin === 'pack' ? 'https://models.example/file.onnx' : `npm:${model.name}`,
          is_used: model.origin === 'built_in',
          progress: null,
          job_id: null,
          missing_files: [],
          fit: null,
        },
        model,
        changes[model.name],
      ),
    ),
  });
}

const line = (text: string, y: number, language: 'ko' | 'mixed', confidence: number) => ({
  text,
  language,
  confidence,
  box: { x: 110, y, width: 420, height: 48 },
});

export function screenshotReply(change: Partial<ScreenshotAnalysis> = {}): ScreenshotAnalysis {
  return screenshotAnalysisSchema.parse({
    width: 1280,
    height: 720,
    objects: [
      { label: 'person', confidence: 0.91, box: { x: 760, y: 240, width: 180, height: 420 } },
      { label: 'laptop', confidence: 0.74, box: { x: 930, y: 520, width: 200, height: 130 } },
    ],
    text: [line('밑의 변환 공식', 100, 'ko', 0.96), line('logₐ b = log b ÷ log a', 230, 'mixed', 0.81)],
    full_text: '밑의 변환 공식\nlogₐ b = log b ÷ log a',
    people_count: 1,
    signals: [{ kind: 'hand_raised', confidence: 0.83, box: { x: 770, y: 180, width: 70, height: 130 } }],
    engagement_score: 0.78,
    insights: ['한 명이 손을 들고 있어요.', '칠판이나 화면에 글자가 두 줄 있어요.'],
    models: [
      { name: 'coco-ssd', version: '1.0.6', task: 'objects' },
      { name: 'movenet-lightning', version: '4', task: 'pose' },
      { name: 'tesseract', version: '4.0.0', task: 'text' },
    ],
    ...change,
  });
}

/** From now on the page gets these answers for the lesson; what is left out comes from the core. */
export async function answerWith(
  page: Page,
  lessonId: string,
  replies: {
    analysis?: LessonAnalysis;
    speech?: LessonSpeech;
    slides?: Slide[];
    signals?: LessonSignals;
    chapters?: Chapter[];
  },
): Promise<void> {
  for (const [name, json] of Object.entries(replies)) {
    await page.route(`**/api/vod/${lessonId}/${name}`, (route) =>
      route.request().method() === 'GET' ? route.fulfill({ json }) : route.fallback(),
    );
  }
  const numbers = z.string().regex(/^\d+$/);
  for (const kind of ['slides', 'signals']) {
    await page.route(new RegExp(`/api/vod/${lessonId}/${kind}/\\d+\\.jpg`), async (route) => {
      const name = /(\d+)\.jpg/.exec(route.request().url())?.[1];
      await route.fulfill({ contentType: 'image/jpeg', body: await picture(numbers.parse(name)) });
    });
  }
}

/** Something that is told apart at a glance. */
function picture(name: string): Promise<Buffer> {
  const hue = (Number(name) * 67) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360">
    <rect width="640" height="360" fill="hsl(${hue},35%,28%)"/><rect x="48" y="64" width="6" height="60" fill="#e8c76a"/>
    <text x="72" y="112" font-size="48" fill="#f4f1e4" font-family="sans-serif">${name}</text></svg>`;
  return sharp(Buffer.from(svg)).jpeg().toBuffer();
}
