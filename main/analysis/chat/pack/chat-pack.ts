/**
 * The pack that reads chat lines beside the built-in models: whether it is there, fitted, better, and what it says of
 * lines. It owns the fit's job and its result; a pack that fails when it is used is set aside until it is fitted anew, so
 * that chat is always read. Nothing of it runs by itself beside a recording: fits wait for the class to end.
 */
import path from 'node:path';
import type { ModelFit } from '../../../../contract/analysis.ts';
import type { ErrorSummary } from '../../../../contract/errors.ts';
import type { Announce } from '../../../../contract/events.ts';
import type { Job } from '../../../../contract/jobs.ts';
import { AppError, isAppError, toErrorSummary } from '../../../base/app-error.ts';
import { type Clock, isoTime } from '../../../base/clock.ts';
import type { Db } from '../../../db/database.ts';
import { findPendingJob } from '../../../db/jobs.ts';
import { type JobHandler, dedupeKey } from '../../../jobs/job-handler.ts';
import type { JobQueue } from '../../../jobs/job-queue.ts';
import type { AnalysisHost } from '../../host/analysis-host.ts';
import { type ManifestEntry, entryOf } from '../../models/manifest.ts';
import { type ModelFiles, filesOf } from '../../models/model-files.ts';
import { type ChatAnalyzer, chatModelName } from '../chat-analyzer.ts';
import { type ChatUpgrade, textsToScore } from '../chat-model.ts';
import type { EmbedderFiles } from './embedder.ts';
import { fitPack } from './fit.ts';
import { readFitLines } from './fit-lines.ts';
import { type FitRecord, fitFolder, fitKey, readFit, writeFit } from './fit-record.ts';

/** Name in models/manifest.json. */
export const chatPackName = 'multilingual-e5-small';

export type ChatPackParts = {
  files: ModelFiles;
  db: Db;
  clock: Clock;
  announce: Announce;
  host: Pick<AnalysisHost, 'call'>;
  /** A function, since the queue is built with the handlers. */
  jobs: () => Pick<JobQueue, 'enqueue' | 'get'>;
};

type ScoreOptions = { signal?: AbortSignal; isUrgent?: boolean; progress?: (fraction: number) => void };

/** The pack while it reads the chat. */
export type ReadingPack = {
  /** Of pack and heads: other ones would read otherwise. */
  version: string;
  /** @throws AppError model_missing, model_damaged, analysis_failed, job_cancelled, shutting_down */
  upgradeFor(
    texts: Iterable<string>,
    allowed: readonly string[],
    options?: ScoreOptions,
  ): Promise<ChatUpgrade>;
};

/** Texts of one call: about a second, so that others get their turn. */
const textsPerCall = 64;
/** Failures that say nothing about the pack. */
const passing: ReadonlySet<string> = new Set(['job_cancelled', 'shutting_down']);

export class ChatPack {
  readonly #parts: ChatPackParts;
  readonly #entry: ManifestEntry | undefined;
  #known: { record: FitRecord; heads: Buffer } | undefined;
  #failure: ErrorSummary | undefined;

  constructor(parts: ChatPackParts) {
    this.#parts = parts;
    this.#entry = parts.files.manifest.find(({ name }) => name === chatPackName);
  }

  /** Fits a pack that is there and was not fitted yet: at the start, and once it was installed. */
  async fitIfNeeded(): Promise<void> {
    if (this.#isInstalled() && this.#fit() === undefined) await this.fit(chatPackName);
  }

  /** Fits it anew. @throws AppError model_unknown, model_missing */
  async fit(name: string): Promise<{ job_id: string }> {
    const { files, jobs, announce } = this.#parts;
    entryOf(files.manifest, name);
    if (name !== chatPackName || !this.#isInstalled())
      throw new AppError('model_missing', `The model '${name}' is not there to be fitted.`);
    this.#failure = undefined;
    const jobId = await jobs().enqueue('chat_fit', { model: name });
    announce('models.changed', { name });
    return { job_id: jobId };
  }

  /** What is known about the fit of a model; null where there is nothing to fit. */
  async describe(name: string): Promise<ModelFit | null> {
    if (name !== chatPackName || !this.#isInstalled()) return null;
    const { db, jobs } = this.#parts;
    const pending = await findPendingJob(db, dedupeKey('chat_fit', { model: name }));
    const record = this.#fit()?.record;
    return {
      state: this.#stateOf(pending !== undefined, record),
      progress: pending === undefined ? null : (await jobs().get(pending.job_id)).progress,
      job_id: pending?.job_id ?? null,
      error: this.#failure ?? null,
      fitted_at: record?.fitted_at ?? null,
      lines: record?.lines ?? null,
      tasks: record?.tasks ?? [],
    };
  }

  /** Whether it does its task now. */
  isUsed(name: string): boolean {
    return name !== chatPackName || this.reading() !== undefined;
  }

  /** @returns undefined while the built-in models read alone */
  reading(): ReadingPack | undefined {
    const entry = this.#entry;
    if (entry === undefined || this.#failure !== undefined || !this.#isInstalled()) return undefined;
    const fit = this.#fit();
    if (fit === undefined) return undefined;
    const { record, heads } = fit;
    const tasks = new Set(record.tasks.filter((each) => each.is_used).map(({ task }) => task));
    if (tasks.size === 0) return undefined;
    const version = `${entry.version}-${record.heads_sha256.slice(0, 8)}`;
    return {
      version,
      upgradeFor: async (texts, allowed, options = {}) => ({
        ...{ name: entry.name, version, tasks, numbers: record.numbers },
        logits: await this.#score(textsToScore(texts, allowed), heads, version, options),
      }),
    };
  }

  /** What reads these lines best now: with the pack while it is used, else as it is. */
  async reader(analyzer: ChatAnalyzer, texts: readonly string[], allowed: readonly string[]) {
    const pack = this.reading();
    if (pack === undefined) return analyzer;
    try {
      return analyzer.upgraded(await pack.upgradeFor(texts, allowed, { isUrgent: true }));
    } catch (error) {
      // It is set aside now; the built-in models know the lines too.
      if (isAppError(error)) return analyzer;
      throw error;
    }
  }

  /** The job of the queue. */
  handler(): JobHandler<'chat_fit'> {
    return {
      lane: 'analysis',
      maxAttempts: 2,
      isLong: true,
      run: async ({ signal, progress }) => this.#run(signal, progress),
    };
  }

  /** To be told of every job that has ended. */
  jobEnded({ kind, state, error }: Pick<Job, 'kind' | 'state' | 'error'>): void {
    if (kind !== 'chat_fit') return;
    if (state === 'failed') this.#failure = error;
    this.#parts.announce('models.changed', { name: chatPackName });
  }

  /** To be told when the pack was removed or installed anew. */
  changed(): void {
    this.#known = undefined;
    this.#failure = undefined;
  }

  async #run(signal: AbortSignal, progress: (fraction: number) => void): Promise<void> {
    const { files, host, clock } = this.#parts;
    const entry = entryOf(files.manifest, chatPackName);
    // Removed while the job waited.
    if (!this.#isInstalled()) return;
    const folder = fitFolder(entry, files.folders);
    const key = this.#key(entry);
    const { judgement, file } = await fitPack({
      ...{ host, folder, key, signal, progress },
      files: this.#paths(entry),
      lines: readFitLines(files.path(chatModelName)),
    });
    if (signal.aborted) throw new AppError('job_cancelled');
    // Its folder is gone with the pack and must not come back.
    if (!this.#isInstalled()) return;
    await writeFit(folder, { key, fitted_at: isoTime(clock.now()) }, judgement, file);
    this.#known = undefined;
    this.#failure = undefined;
  }

  async #score(texts: readonly string[], heads: Buffer, key: string, options: ScoreOptions) {
    const entry = entryOf(this.#parts.files.manifest, chatPackName);
    const { progress, ...call } = options;
    const logits = new Map<string, Float32Array>();
    try {
      for (let from = 0; from < texts.length; from += textsPerCall) {
        const part = texts.slice(from, from + textsPerCall);
        const args = { files: this.#paths(entry), heads, key, texts: part };
        const scores = await this.#parts.host.call('score_chat_lines', args, call);
        progress?.((from + part.length) / texts.length);
        for (const [index, text] of part.entries()) {
          const added = scores[index];
          if (added !== undefined) logits.set(text, added);
        }
      }
    } catch (error) {
      const failure = toErrorSummary(error);
      if (!passing.has(failure.code)) {
        this.#failure = failure;
        this.#parts.announce('models.changed', { name: chatPackName });
      }
      throw error;
    }
    return logits;
  }

  #stateOf(isPending: boolean, record: FitRecord | undefined): ModelFit['state'] {
    if (isPending) return 'fitting';
    if (this.#failure !== undefined) return 'failed';
    if (record === undefined) return 'waiting';
    return record.tasks.some((each) => each.is_used) ? 'in_use' : 'not_better';
  }

  #isInstalled(): boolean {
    return this.#entry !== undefined && this.#parts.files.state(this.#entry.name) === 'installed';
  }

  /** Read once: it changes with a fit, and goes with the pack. */
  #fit(): { record: FitRecord; heads: Buffer } | undefined {
    if (this.#entry === undefined) return undefined;
    this.#known ??= readFit(fitFolder(this.#entry, this.#parts.files.folders), this.#key(this.#entry));
    return this.#known;
  }

  #key(entry: ManifestEntry): string {
    return fitKey(entry, entryOf(this.#parts.files.manifest, chatModelName));
  }

  #paths(entry: ManifestEntry): EmbedderFiles {
    const paths = filesOf(entry, this.#parts.files.folders);
    const withEnd = (end: string): string => paths.find((file) => path.extname(file) === end) ?? '';
    return { model: withEnd('.onnx'), tokenizer: withEnd('.json') };
  }
}
