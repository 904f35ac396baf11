/**
 * Which core the program starts, and the change to a newer one: the library is copied, the new core is started on trial,
 * and either stays or gives way to the one before. What is going on is on disk before it happens, so that a power cut at
 * any point leads back to a core that works.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LibraryOutcome, RollBackReason } from '../../../contract/updates.ts';
import { libraryOutcomeSchema } from '../../../contract/updates.ts';
import { AppError } from '../../base/app-error.ts';
import type { Logger } from '../../base/logger.ts';
import { copyFolder } from '../../db/copy-folder.ts';
import { type TrialTimes, chosenVersion, trialStarts } from '../../updates/decisions.ts';
import type { RecordFile, UpdateRecord } from '../../updates/update-record.ts';
import type { Versions } from '../../updates/versions.ts';
import type { CoreClient } from '../core-client.ts';
import type { CoreProcess } from '../core-process.ts';
import { troublesNow, watchTrial } from './trial-watch.ts';
import type { RunUpdateTask } from './update-process.ts';

/** A core that is given up may close a lesson, if it still can; one that never answered has none (ms). */
const giveUpLimitMs = 10_000;
const silentLimitMs = 1000;

export type CoreChoiceParts = {
  record: RecordFile;
  versions: Versions;
  keys: () => readonly string[];
  programVersion: string;
  /** Of the core that the program was installed with. */
  builtInEntry: string;
  core: CoreProcess;
  /** @throws AppError not_ready while no core runs */
  client: () => CoreClient;
  /** Of the lessons. */
  dataDir: () => string;
  isRecording: () => boolean;
  runTask: RunUpdateTask;
  times: TrialTimes;
  now: () => Date;
  log: Logger;
  /** Something of `record`, or of what runs, has changed. */
  onChange: () => void;
  /** The core is about to be another one: the page has to be loaded anew. */
  onSwitch: () => void;
};

export class CoreChoice {
  readonly #parts: CoreChoiceParts;
  #entry: string;
  #isSwitching = false;

  constructor(parts: CoreChoiceParts) {
    this.#parts = parts;
    this.#entry = parts.builtInEntry;
  }

  /** The file to start now. */
  get entry(): string {
    return this.#entry;
  }
  /** From the moment the old core is stopped until one has shown that it works. */
  get isSwitching(): boolean {
    return this.#isSwitching;
  }
  /** Version of the core that is started. */
  get version(): string {
    const { record, programVersion } = this.#parts;
    return chosenVersion(record.get().active, programVersion) ?? programVersion;
  }

  /** Before the first start of a core. Never rejects: in doubt the installed one is started. */
  async prepare(): Promise<void> {
    const { record, programVersion, log } = this.#parts;
    try {
      const { trial, active } = record.get();
      if (trial !== null && trial.starts >= trialStarts) await this.#takeBack('interrupted');
      else if (active !== null && chosenVersion(active, programVersion) === null) {
        // An installer has brought something newer.
        record.set({ active: null, previous: null, next: null, trial: null, given_up: {} });
      }
      await this.#choose();
      await this.#tidy();
      const now = record.get();
      if (now.trial !== null) record.set({ trial: { ...now.trial, starts: now.trial.starts + 1 } });
      else await this.#dropLeftCopy();
    } catch (error) {
      log.error({ err: error }, 'the state of updates could not be read');
    }
    this.#parts.onChange();
  }

  /** After the first start of a core: a version whose trial was cut off goes on with it. */
  resumeTrial(): void {
    if (this.#parts.record.get().trial === null || this.#isSwitching) return;
    this.#isSwitching = true;
    void this.#finishTrial().finally(() => this.#ended());
  }

  /**
   * Stops the core, keeps a copy of the library and starts the version that is ready. Resolves when it is decided.
   * @throws AppError update_not_ready, update_in_progress, update_damaged, disk_full: the old core runs then
   */
  async switchToNext(): Promise<void> {
    const { record, versions, core, log } = this.#parts;
    const { next } = record.get();
    if (this.#isSwitching) throw new AppError('update_in_progress');
    if (next === null) throw new AppError('update_not_ready');
    this.#isSwitching = true;
    try {
      const stored = await versions.verified(next, this.#parts.keys());
      if (stored === undefined) {
        record.set({ next: null });
        throw new AppError('update_damaged', 'what was unpacked is no longer what was signed');
      }
      const known = await troublesNow(this.#parts.client()).catch(() => []);
      const dataDir = this.#parts.dataDir();
      this.#parts.onSwitch();
      await core.stop();
      try {
        await this.#run({ kind: 'copy-library', data_dir: dataDir });
        const before = chosenVersion(record.get().active, this.#parts.programVersion);
        const since = this.#parts.now().toISOString();
        record.set({
          ...{ active: next, previous: before, next: null },
          trial: { version: next, since, starts: 1, data_dir: dataDir, known_troubles: known },
        });
        this.#entry = stored.entry;
      } catch (error) {
        core.start();
        throw error;
      }
      log.info({ version: next }, 'a new core is tried');
      core.start();
      this.#parts.onChange();
      await this.#finishTrial();
    } finally {
      this.#ended();
    }
  }

  /** The program ends on purpose: that is not held against a version on trial. */
  leave(): void {
    const { trial } = this.#parts.record.get();
    if (trial === null) return;
    try {
      this.#parts.record.set({ trial: { ...trial, starts: Math.max(0, trial.starts - 1) } });
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'the state of updates could not be kept');
    }
  }

  #ended(): void {
    this.#isSwitching = false;
    this.#parts.onChange();
  }

  async #finishTrial(): Promise<void> {
    const { record, core, client, times, isRecording, log } = this.#parts;
    const { trial, previous } = record.get();
    if (trial === null) return;
    const verdict = await watchTrial({ core, client, times, known: trial.known_troubles, isRecording });
    if (verdict.kind === 'stopped') return;
    if (verdict.kind === 'good') {
      const { version } = trial;
      const at = this.#parts.now().toISOString();
      record.set({
        trial: null,
        last: { kind: 'updated', version, from: previous ?? this.#parts.programVersion, at },
      });
      log.info({ version }, 'the new core works');
      await this.#run({ kind: 'drop-library-copy', data_dir: trial.data_dir });
      await this.#tidy();
      return;
    }
    log.warn({ version: trial.version, reason: verdict.reason }, 'the new core is given up');
    this.#parts.onSwitch();
    await core.stop(verdict.reason === 'silent' ? silentLimitMs : giveUpLimitMs);
    await this.#takeBack(verdict.reason);
    await this.#choose();
    core.start();
    this.#parts.onChange();
    await this.#tidy();
  }

  /** No core may run. */
  async #takeBack(reason: RollBackReason): Promise<void> {
    const { record, log } = this.#parts;
    const { trial } = record.get();
    if (trial === null) return;
    // From here on every start comes back to this.
    record.set({ trial: { ...trial, starts: trialStarts } });
    const task = { kind: 'put-library-back', version: trial.version, data_dir: trial.data_dir } as const;
    const library = await this.#parts
      .runTask(task)
      .then((outcome) => libraryOutcomeSchema.parse(outcome))
      .catch((error: unknown): LibraryOutcome => {
        log.error({ err: error }, 'the library of before could not be put back');
        return 'set_aside';
      });
    this.#giveUp(record.get(), trial.version, reason, library);
  }

  #giveUp(now: UpdateRecord, version: string, reason: RollBackReason, library: LibraryOutcome): void {
    const { record, programVersion } = this.#parts;
    const at = this.#parts.now().toISOString();
    record.set({
      ...{ active: now.previous, previous: null, trial: null },
      given_up: { ...now.given_up, [version]: { reason, at } },
      last: { kind: 'rolled_back', version, to: now.previous ?? programVersion, at, reason, library },
    });
  }

  /** Finds the file to start; every byte of an unpacked core is looked at, so that what runs is what was signed. */
  async #choose(): Promise<void> {
    const { record, versions, keys, programVersion, builtInEntry, log } = this.#parts;
    for (;;) {
      const version = chosenVersion(record.get().active, programVersion);
      const stored = version === null ? undefined : await versions.verified(version, keys());
      this.#entry = stored?.entry ?? builtInEntry;
      if (version === null || stored !== undefined) return;
      log.error({ version }, 'an unpacked core is not what was signed');
      const { trial } = record.get();
      if (trial === null) this.#giveUp(record.get(), version, 'changed', 'kept');
      else await this.#takeBack('changed');
    }
  }

  /** A power cut right after a trial leaves one. */
  async #dropLeftCopy(): Promise<void> {
    const dataDir = this.#parts.dataDir();
    if (existsSync(path.join(dataDir, copyFolder))) {
      await this.#run({ kind: 'drop-library-copy', data_dir: dataDir });
    }
  }

  async #tidy(): Promise<void> {
    const { active, previous, next } = this.#parts.record.get();
    await this.#parts.versions.keepOnly([active, previous, next]);
  }

  async #run(task: Parameters<RunUpdateTask>[0]): Promise<void> {
    await this.#parts.runTask(task);
  }
}
