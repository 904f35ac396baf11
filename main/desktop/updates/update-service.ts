/**
 * Updates of the desktop program: what there is, unpacking it in the background, and starting it in a quiet moment. Which
 * core is started, and whether it stays, is core-choice.ts.
 */
import type { UpdateOffer, UpdatesState, WaitReason } from '../../../contract/updates.ts';
import type { ErrorSummary } from '../../../contract/errors.ts';
import { AppError, isAppError, toErrorSummary } from '../../base/app-error.ts';
import type { Logger } from '../../base/logger.ts';
import { waitFor } from '../../updates/decisions.ts';
import type { UpdateManifest } from '../../updates/manifest.ts';
import type { RecordFile } from '../../updates/update-record.ts';
import type { HandedFiles } from '../handed-files.ts';
import type { CoreChoice } from './core-choice.ts';
import type { Feed } from './feed.ts';
import { createOffers } from './offers.ts';
import type { UpdateTrust } from './trust.ts';
import type { RunUpdateTask } from './update-process.ts';

export type UpdateServiceParts = {
  folder: string;
  programVersion: string;
  record: RecordFile;
  choice: CoreChoice;
  trust: () => UpdateTrust;
  feed: () => Feed | undefined;
  files: HandedFiles;
  runTask: RunUpdateTask;
  /** What of a version that was unpacked is for people. */
  notesOf: (version: string) => Promise<UpdateManifest['notes']>;
  isRecording: () => boolean;
  isCoreRunning: () => boolean;
  imports: () => number;
  /** Asks the core: whether a planned recording is about to begin. */
  isScheduleNear: () => Promise<boolean>;
  /** The setting. */
  isAutomatic: () => Promise<boolean>;
  /** Somebody is working in the window. */
  isInUse: () => boolean;
  now: () => Date;
  log: Logger;
  onState: (state: UpdatesState) => void;
};

const noNotes = { ko: '', en: '' };

export class UpdateService {
  readonly #parts: UpdateServiceParts;
  readonly #offers: ReturnType<typeof createOffers>;
  #staging: { version: string; progress: number; cancel: AbortController } | undefined;
  #stagingError: ErrorSummary | null = null;
  #share: { checkedAt: string | null; error: ErrorSummary | null } = { checkedAt: null, error: null };
  #waitsFor: WaitReason | undefined;
  #isLooking = false;
  #notes: { version: string; notes: UpdateManifest['notes'] } | undefined;
  #lastTold = '';

  constructor(parts: UpdateServiceParts) {
    this.#parts = parts;
    this.#offers = createOffers({
      ...{ files: parts.files, record: parts.record, trust: parts.trust },
      coreVersion: () => parts.choice.version,
    });
  }

  get state(): UpdatesState {
    const { record, choice, programVersion } = this.#parts;
    const { keys, allowsFiles, shareFolder } = this.#parts.trust();
    const { next, trial, last } = record.get();
    const none = {
      state: 'none',
      address: null,
      version: null,
      progress: null,
      checked_at: null,
      error: null,
    };
    return {
      program_version: programVersion,
      core_version: choice.version,
      files: {
        state: !allowsFiles ? 'off' : keys.length === 0 ? 'no_key' : 'on',
        share_folder: shareFolder ?? null,
        checked_at: this.#share.checkedAt,
        error: this.#share.error,
      },
      feed: this.#parts.feed()?.state ?? (none as UpdatesState['feed']),
      staging: this.#staging ? { version: this.#staging.version, progress: this.#staging.progress } : null,
      staging_error: this.#stagingError,
      ready:
        next === null
          ? null
          : {
              version: next,
              notes: this.#notes?.version === next ? this.#notes.notes : noNotes,
              waits_for: this.#waitsFor ?? null,
            },
      trial: trial === null ? null : { version: trial.version },
      last,
    };
  }

  /** Tells the page, if there is something new to tell. */
  tell(): void {
    const { state } = this;
    const text = JSON.stringify(state);
    if (text === this.#lastTold) return;
    this.#lastTold = text;
    this.#parts.onState(state);
  }

  /** @throws AppError not_found, updates_off, and why this file cannot be taken */
  async offer(fileId: string): Promise<UpdateOffer> {
    return this.#offers.look(this.#parts.files.get(fileId));
  }

  /**
   * Begins to check and unpack a file; how it goes is in the state.
   * @throws AppError update_in_progress, and as `offer`
   */
  async stage(fileId: string): Promise<void> {
    this.#refuseWhileBusy();
    const offer = await this.offer(fileId);
    this.#refuseWhileBusy();
    void this.#stage(offer);
  }

  cancel(): void {
    this.#staging?.cancel.abort();
  }

  /**
   * Starts what is ready; resolves when it works, or the core before runs again.
   * @throws AppError recording_in_progress, not_ready (imports), update_not_ready, update_in_progress, update_damaged,
   *   disk_full
   */
  async switchNow(): Promise<void> {
    this.#refuseWhileBusy();
    const reason = await this.#findWait();
    if (reason === 'recording') throw new AppError('recording_in_progress');
    if (reason === 'imports') throw new AppError('not_ready', 'files are being imported');
    await this.#switch();
  }

  /** The core that runs now keeps failing: a newer one may not. @returns whether there is one. Never rejects */
  async rescue(): Promise<boolean> {
    if (this.#parts.record.get().next === null || this.#isBusy) return false;
    return this.#switch().then(
      () => true,
      () => false,
    );
  }

  /** In a quiet moment, if the setting allows it. Never rejects. @param isStart the program has just been started */
  async switchWhenQuiet(isStart = false): Promise<void> {
    if (this.#parts.record.get().next === null || this.#isBusy || this.#isLooking) return;
    this.#isLooking = true;
    const isQuiet = await this.#isQuiet(isStart).finally(() => {
      this.#isLooking = false;
    });
    if (!isQuiet || this.#isBusy) return;
    await this.#switch().catch((error: unknown) => {
      this.#parts.log.warn({ err: error }, 'the new core was not started');
    });
  }

  async #isQuiet(isStart: boolean): Promise<boolean> {
    const { isAutomatic, isInUse } = this.#parts;
    this.#waitsFor = await this.#findWait();
    this.tell();
    if (this.#waitsFor !== undefined || (isInUse() && !isStart)) return false;
    return isAutomatic().catch(() => false);
  }

  /** Looks at the feed and the school's folder. Never rejects. */
  async check(): Promise<void> {
    await Promise.all([this.#parts.feed()?.check(), this.#checkShare()]);
  }

  async #checkShare(): Promise<void> {
    const { allowsFiles, keys, shareFolder } = this.#parts.trust();
    if (shareFolder === undefined || !allowsFiles || keys.length === 0 || this.#isBusy) return;
    try {
      const offer = await this.#offers.newestIn(shareFolder);
      this.#share = { checkedAt: this.#parts.now().toISOString(), error: null };
      this.tell();
      if (offer !== undefined && !this.#isBusy) await this.#stage(offer);
    } catch (error) {
      this.#share = { ...this.#share, error: toErrorSummary(error) };
      this.tell();
    }
  }

  /** Never rejects. */
  async #stage(offer: UpdateOffer): Promise<void> {
    const { runTask, folder, files, record, log } = this.#parts;
    const staging = { version: offer.version, progress: 0, cancel: new AbortController() };
    this.#staging = staging;
    this.#stagingError = null;
    this.tell();
    try {
      const { file } = files.get(offer.file_id);
      await runTask(
        { kind: 'stage', updates_folder: folder, file, keys: [...this.#parts.trust().keys] },
        {
          signal: staging.cancel.signal,
          onProgress: (progress) => {
            staging.progress = progress;
            this.tell();
          },
        },
      );
      const { [offer.version]: _again, ...givenUp } = record.get().given_up;
      record.set({ next: offer.version, given_up: givenUp });
      this.#notes = { version: offer.version, notes: offer.notes };
      log.info({ version: offer.version }, 'a new core is ready');
    } catch (error) {
      if (!staging.cancel.signal.aborted) {
        this.#stagingError = toErrorSummary(error);
        if (!isAppError(error)) log.error({ err: error }, 'an update could not be unpacked');
      }
    } finally {
      this.#staging = undefined;
    }
    this.tell();
    await this.switchWhenQuiet();
  }

  /** Words of a version that was unpacked before this start. */
  async readNotes(): Promise<void> {
    const { next } = this.#parts.record.get();
    if (next === null || this.#notes?.version === next) return;
    this.#notes = { version: next, notes: await this.#parts.notesOf(next).catch(() => noNotes) };
    this.tell();
  }

  async #switch(): Promise<void> {
    try {
      await this.#parts.choice.switchToNext();
    } catch (error) {
      this.#stagingError = toErrorSummary(error);
      throw error;
    } finally {
      this.#waitsFor = undefined;
      this.tell();
    }
  }

  async #findWait(): Promise<WaitReason | undefined> {
    const { isRecording, isCoreRunning, imports, isScheduleNear } = this.#parts;
    // A core that cannot be asked records nothing by itself either.
    const isNear = isCoreRunning() && (await isScheduleNear().catch(() => false));
    return waitFor({
      ...{ isRunning: isCoreRunning(), isRecording: isRecording() },
      ...{ isScheduleNear: isNear, imports: imports() },
    });
  }

  get #isBusy(): boolean {
    return this.#staging !== undefined || this.#parts.choice.isSwitching;
  }

  #refuseWhileBusy(): void {
    if (this.#isBusy) throw new AppError('update_in_progress');
  }
}
