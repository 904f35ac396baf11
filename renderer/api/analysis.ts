/** What the recorder found out about lessons, pictures that are looked at once, and the models it does so with. */
import type { z } from 'zod';
import type {
  AnalysisStage,
  LessonAnalysis,
  LessonSignals,
  LessonSpeech,
  Model,
  ScreenshotAnalysis,
  analyzeLessonReplySchema,
  installModelReplySchema,
  modelListReplySchema,
} from '../../contract/analysis.ts';
import { call } from './client.ts';

/** Names every stage once, in the order in which they are made; without the contract's schemas, which are large. */
const stageNames: Record<AnalysisStage, true> = {
  slides: true,
  slide_text: true,
  speech: true,
  chapters: true,
  signals: true,
};

export function isAnalysisStage(kind: string): kind is AnalysisStage {
  return Object.hasOwn(stageNames, kind);
}

/** How far each stage of the lesson's analysis is. */
export function lessonAnalysis(recordingId: string, signal?: AbortSignal): Promise<LessonAnalysis> {
  return call('GET', `/api/vod/${recordingId}/analysis`, { signal });
}

/** Makes stages again; what is there stays until the new result is whole. @param stages default: all that are on */
export function analyzeLesson(
  recordingId: string,
  stages?: readonly AnalysisStage[],
): Promise<z.infer<typeof analyzeLessonReplySchema>> {
  return call('POST', `/api/vod/${recordingId}/analyze`, { body: stages === undefined ? {} : { stages } });
}

/** @throws ApiFailure, `analysis_not_ready` while nobody has listened yet */
export function lessonSpeech(recordingId: string, signal?: AbortSignal): Promise<LessonSpeech> {
  return call('GET', `/api/vod/${recordingId}/speech`, { signal });
}

/** @throws ApiFailure, `analysis_not_ready` where nothing was looked for */
export function lessonSignals(recordingId: string, signal?: AbortSignal): Promise<LessonSignals> {
  return call('GET', `/api/vod/${recordingId}/signals`, { signal });
}

/** A picture looked at once; it is not kept. @throws ApiFailure, `image_unreadable`, `payload_too_large` */
export function analyzeScreenshot(
  picture: Blob,
  options: { language: 'ko' | 'en'; signal: AbortSignal },
): Promise<ScreenshotAnalysis> {
  const form = new FormData();
  form.append('image', picture);
  return call('POST', `/api/ai/analyze-screenshot?lang=${options.language}`, {
    body: form,
    signal: options.signal,
  });
}

export async function listModels(signal?: AbortSignal): Promise<Model[]> {
  const { items } = await call<z.infer<typeof modelListReplySchema>>('GET', '/api/models', { signal });
  return items;
}

/** Downloads a pack: a job of its own. */
export function installModel(name: string): Promise<z.infer<typeof installModelReplySchema>> {
  return call('POST', `${modelPath(name)}/install`);
}

/**
 * From the files that were brought along; a pack may be of several, which may also come one after another.
 * @returns whether it is whole then. @throws ApiFailure, `model_damaged` when one is another file
 */
export async function installModelFiles(name: string, files: readonly File[]): Promise<boolean> {
  let isWhole = false;
  for (const file of files) {
    const form = new FormData();
    form.append('file', file, file.name);
    const { items } = await call<z.infer<typeof modelListReplySchema>>('POST', `${modelPath(name)}/file`, {
      body: form,
    });
    isWhole = items.some((model) => model.name === name && model.state === 'installed');
  }
  return isWhole;
}

/** Fits an installed pack again: a job of its own. */
export function fitModel(name: string): Promise<z.infer<typeof installModelReplySchema>> {
  return call('POST', `${modelPath(name)}/fit`);
}

export async function removeModel(name: string): Promise<void> {
  await call('DELETE', modelPath(name));
}

function modelPath(name: string): string {
  return `/api/models/${encodeURIComponent(name)}`;
}
