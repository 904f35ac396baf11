/**
 * What can be seen and read on one picture that somebody submitted. It owns nothing: models live in the analysis host,
 * rules in signals/. It refuses what is not a picture before a decoder sees it, keeps nothing of what it was given, and
 * knows no names: whoever is on a picture is a person, one of so many.
 */
import type {
  DetectedObject,
  DetectedSignal,
  ScreenshotAnalysis,
  SignalKind,
  TextLine,
} from '../../contract/analysis.ts';
import type { AnalysisHost, CallOptions } from './host/analysis-host.ts';
import { type Manifest, entryOf } from './models/manifest.ts';
import type { Language } from './signals/insight-texts.ts';
import { insightsOf } from './signals/insights.ts';
import { type SceneReading, readScene } from './signals/read-scene.ts';
import { imageFormat } from './vision/image-format.ts';
import type { Scene } from './vision/scene.ts';

/** Reads the text on a picture: in reading order, boxes in pixels of the picture. */
export type TextReader = (
  image: Uint8Array,
  options: CallOptions,
) => Promise<{ lines: TextLine[]; text: string }>;

export type ScreenshotParts = {
  host: Pick<AnalysisHost, 'call'>;
  manifest: Manifest;
  readText: TextReader;
  /** Of the insights unless another is asked for. */
  language(): Language;
};

const distractions: ReadonlySet<SignalKind> = new Set<SignalKind>([
  'phone_in_use',
  'looking_away',
  'absent',
  'screen_off',
]);

/** Every function throws AppError payload_too_large, unsupported_media_type, image_unreadable, model_missing, analysis_failed. */
export class ScreenshotAnalyzer {
  readonly #parts: ScreenshotParts;

  constructor(parts: ScreenshotParts) {
    this.#parts = parts;
  }

  /** Everything in one answer. @param options.signal fires when nobody waits any more */
  async analyze(
    image: Uint8Array,
    options: { text: boolean; language?: Language | undefined; signal?: AbortSignal },
  ): Promise<ScreenshotAnalysis> {
    const scene = await this.#look(image, options.signal);
    const reading = readScene(scene);
    const read = options.text ? await this.extractText(image, options.signal) : null;
    const language = options.language ?? this.#parts.language();
    return {
      width: scene.width,
      height: scene.height,
      objects: scene.objects,
      text: read?.lines ?? [],
      full_text: read?.text ?? '',
      people_count: reading.peopleCount,
      signals: reading.signals,
      engagement_score: reading.engagement,
      insights: insightsOf(reading, read === null ? null : read.lines.length, language),
      models: this.#models(scene, options.text),
    };
  }

  async detectObjects(image: Uint8Array, signal?: AbortSignal): Promise<DetectedObject[]> {
    return (await this.#look(image, signal)).objects;
  }

  async extractText(image: Uint8Array, signal?: AbortSignal): Promise<{ lines: TextLine[]; text: string }> {
    imageFormat(image);
    const { lines, text } = await this.#parts.readText(image, callOptions(signal));
    return { lines, text };
  }

  /** What may keep somebody from taking part; each a hint with its confidence. */
  async detectDistraction(image: Uint8Array, signal?: AbortSignal): Promise<DetectedSignal[]> {
    const { signals } = readScene(await this.#look(image, signal));
    return signals.filter(({ kind }) => distractions.has(kind));
  }

  /** The engagement score as docs/signals.md defines it, with the signals behind it. */
  async analyzeEngagementSignal(
    image: Uint8Array,
    options: { language?: Language; signal?: AbortSignal } = {},
  ): Promise<SceneReading & { insights: string[] }> {
    const reading = readScene(await this.#look(image, options.signal));
    return { ...reading, insights: insightsOf(reading, null, options.language ?? this.#parts.language()) };
  }

  async #look(image: Uint8Array, signal?: AbortSignal): Promise<Scene> {
    imageFormat(image);
    return this.#parts.host.call('look_at_picture', { image }, callOptions(signal));
  }

  #models(scene: Scene, hasRead: boolean): ScreenshotAnalysis['models'] {
    const used = [...scene.models, ...(hasRead ? [{ name: 'tesseract', task: 'text' as const }] : [])];
    return used.map(({ name, task }) => ({
      name,
      task,
      version: entryOf(this.#parts.manifest, name).version,
    }));
  }
}

/** Somebody waits: before the work on lessons, and no longer than a person does. */
function callOptions(signal: AbortSignal | undefined): CallOptions {
  return { isUrgent: true, timeoutMs: 60_000, ...(signal === undefined ? {} : { signal }) };
}
