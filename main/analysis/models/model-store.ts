/** The models as people see them: which there are, which does what, how far an installation is; installs and removes. */
import { existsSync } from 'node:fs';
import type { Model, ModelFit } from '../../../contract/analysis.ts';
import type { Announce } from '../../../contract/events.ts';
import { AppError } from '../../base/app-error.ts';
import type { Db } from '../../db/database.ts';
import { findPendingJob } from '../../db/jobs.ts';
import { dedupeKey } from '../../jobs/job-handler.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import { type ManifestEntry, entryOf, hashOf, sizeOf } from './manifest.ts';
import { addressOf, downloadModel, installModelFile, removeModelFiles } from './model-download.ts';
import type { ModelFiles } from './model-files.ts';

export type ModelStore = {
  list(): Promise<Model[]>;
  /** @throws AppError model_unknown, model_built_in */
  install(name: string): Promise<{ job_id: string }>;
  /** @param file path of the file; it stays. @throws AppError model_unknown, model_built_in, model_damaged, disk_full */
  installFile(name: string, file: string): Promise<void>;
  /** @throws AppError model_unknown, model_built_in */
  remove(name: string): Promise<void>;
  /** Fits a pack to what it is used for, where that is needed. @throws AppError model_unknown, model_missing */
  fit(name: string): Promise<{ job_id: string }>;
  /** What the job does. @throws AppError as downloadModel */
  download(name: string, run: { signal: AbortSignal; progress: (fraction: number) => void }): Promise<void>;
};

/** A pack that is fitted on this computer before it is used. */
export type FittedPack = {
  describe(name: string): Promise<ModelFit | null>;
  isUsed(name: string): boolean;
  fit(name: string): Promise<{ job_id: string }>;
  fitIfNeeded(): Promise<void>;
  /** Its files have come or gone. */
  changed(): void;
};

export function createModelStore(options: {
  files: ModelFiles;
  db: Db;
  /** A function, since the queue is built with the handlers. */
  jobs: () => Pick<JobQueue, 'enqueue' | 'get' | 'cancel'>;
  announce: Announce;
  mirror?: string | undefined;
  /** Folder of packs that came with the program: taken from there without asking anybody. */
  bundledDir?: string | undefined;
  fitted: FittedPack;
}): ModelStore {
  const { files, db, jobs, announce, mirror, bundledDir, fitted } = options;
  const { manifest, folders } = files;

  async function describe(entry: ManifestEntry, used: ReadonlySet<string>): Promise<Model> {
    const pending = await pendingJob(entry.name);
    const missing = files.missing(entry.name);
    return {
      name: entry.name,
      version: entry.version,
      task: entry.task,
      licence: entry.licence,
      size_bytes: sizeOf(entry),
      sha256: hashOf(entry),
      source: entry.source,
      origin: entry.origin,
      state: pending === undefined ? files.state(entry.name) : 'installing',
      is_used: used.has(entry.name),
      progress: pending === undefined ? null : (await jobs().get(pending.job_id)).progress,
      job_id: pending?.job_id ?? null,
      missing_files: missing.length < entry.files.length ? missing : [],
      fit: await fitted.describe(entry.name),
    };
  }

  /** All who go by what is there are told; a pack that has to be fitted is, when no lesson is recorded. */
  async function changed(name: string): Promise<void> {
    fitted.changed();
    announce('models.changed', { name });
    await fitted.fitIfNeeded();
  }

  async function pendingJob(model: string) {
    return findPendingJob(db, dedupeKey('model_install', { model }));
  }

  function packOf(name: string): ManifestEntry {
    const entry = entryOf(manifest, name);
    if (entry.origin === 'built_in') {
      throw new AppError('model_built_in', `The model '${name}' is part of the program.`);
    }
    return entry;
  }

  return {
    list: async () => {
      const used = usedModels(
        manifest,
        manifest
          .filter((entry) => files.state(entry.name) === 'installed' && fitted.isUsed(entry.name))
          .map((entry) => entry.name),
      );
      return Promise.all(manifest.map((entry) => describe(entry, used)));
    },
    install: async (name) => {
      packOf(name);
      return { job_id: await jobs().enqueue('model_install', { model: name }) };
    },
    installFile: async (name, file) => {
      await installModelFile(packOf(name), folders, file);
      await changed(name);
    },
    remove: async (name) => {
      const entry = packOf(name);
      for (const kind of ['model_install', 'chat_fit'] as const) {
        const pending = await findPendingJob(db, dedupeKey(kind, { model: name }));
        if (pending !== undefined) await jobs().cancel(pending.job_id);
      }
      await removeModelFiles(entry, folders);
      await changed(name);
    },
    download: async (name, run) => {
      const entry = packOf(name);
      if (files.state(name) === 'installed') return;
      await downloadModel({
        entry,
        folders,
        mirror: isBundled(entry, bundledDir) ? bundledDir : mirror,
        ...run,
      });
      await changed(name);
    },
    fit: async (name) => fitted.fit(name),
  };
}

function isBundled(entry: ManifestEntry, bundledDir: string | undefined): boolean {
  return (
    bundledDir !== undefined && entry.files.every((file) => existsSync(addressOf(entry, file, bundledDir)))
  );
}

/** Which models do their tasks now: of the installed ones a pack before what is built in. */
export function usedModels(manifest: readonly ManifestEntry[], installed: readonly string[]): Set<string> {
  const best = new Map<string, ManifestEntry>();
  for (const entry of manifest.filter((each) => installed.includes(each.name))) {
    if (entry.origin === 'pack' || !best.has(entry.task)) best.set(entry.task, entry);
  }
  return new Set([...best.values()].map((entry) => entry.name));
}
