/**
 * One lesson while it is being recorded: take after take until someone stops it, its time is up, the source stays
 * away, or the disk is nearly full. Owns the lesson's state machine (starting → recording ⇄ reconnecting | paused →
 * stopping). A take's file is take-recorder.ts's business, rows of takes and gaps are lesson-timeline.ts's, what is
 * copied and what encoded is source-plan.ts's.
 */
import type { ErrorSummary } from '../../contract/errors.ts';
import type { AlarmKind, RecordingStatus } from '../../contract/recording.ts';
import { AppError, toErrorSummary } from '../base/app-error.ts';
import type { CaptureSource } from '../media/stream-url.ts';
import { closeBooks } from './finish-recording.ts';
import { IntentSwitch } from './intent-switch.ts';
import { LessonAlarms, type Level } from './lesson-alarms.ts';
import { type LessonStart, LessonTimeline } from './lesson-timeline.ts';
import type { RecorderParts } from './recorder-parts.ts';
import { bytesPerSecond, megabytes } from './room.ts';
import { saveProgress } from './save-progress.ts';
import { type SourceFacts, SourcePlan } from './source-plan.ts';
import { type Take, type TakeEnd, startTake } from './take-recorder.ts';

/** Waits before the next try to open a source that went away (ms); the last one repeats. */
const reconnectDelaysMs = [0, 500, 1000, 2000, 4000];
/**
 * How often size, length and last data go into the database (ms). Replies always have the live figures, and recovery
 * reads the files: what the row is for is when the lesson was last alive.
 */
const saveEveryMs = 30_000;
/** ffmpeg gets this long to open the source and deliver the first fragment (ms). */
const firstDataMs = 25_000;

export class LiveRecording {
  readonly recordingId: string;
  readonly sessionId: string;
  readonly #parts: RecorderParts;
  readonly #lesson: LessonStart;
  readonly #timeline: LessonTimeline;
  readonly #plan: SourcePlan;
  readonly #intent: IntentSwitch;
  readonly #alarms: LessonAlarms;
  readonly #statusChanges = new EventTarget();
  readonly #giveUp = new AbortController();
  #deadline: NodeJS.Timeout | undefined;
  #isDone = false;
  /** It has ended, but the database cannot be written. */
  #isStuck = false;
  #status: RecordingStatus = 'starting';
  #error: ErrorSummary | undefined;
  #take: Take | undefined;
  #frameRate: number | undefined;
  /** Monotonic ms of the last time the file grew, and since when it should: the start, or the end of a pause. */
  #lastDataMs: number | undefined;
  #awaitedSinceMs: number;
  #lastSavedMs = 0;
  /** Resolves when the lesson has ended and its books are closed. Never rejects. */
  readonly done: Promise<void>;

  constructor(parts: RecorderParts, lesson: LessonStart) {
    this.#parts = parts;
    this.#lesson = lesson;
    this.recordingId = lesson.recordingId;
    this.sessionId = lesson.sessionId;
    this.#timeline = new LessonTimeline(parts, lesson);
    this.#plan = new SourcePlan(lesson.source);
    this.#intent = new IntentSwitch(lesson.isPaused ? 'pause' : 'run');
    this.#alarms = new LessonAlarms(parts, lesson);
    this.#awaitedSinceMs = parts.clock.monotonic();
    this.done = this.#run().finally(() => {
      this.#isDone = true;
    });
  }

  get status(): RecordingStatus {
    return this.#status;
  }
  get source(): CaptureSource {
    return this.#lesson.source;
  }
  get isResumed(): boolean {
    return this.#lesson.isResumed;
  }
  get level(): Level | null {
    return this.#alarms.level;
  }
  get alarms(): AlarmKind[] {
    return this.#alarms.active;
  }
  get reconnects(): number {
    return this.#timeline.reconnects;
  }
  get error(): ErrorSummary | undefined {
    return this.#error;
  }
  get facts(): SourceFacts | undefined {
    const { facts } = this.#plan;
    // The index knows the real rate; what ffmpeg says of a live source is a guess.
    return facts && { ...facts, frame_rate: this.#frameRate ?? facts.frame_rate };
  }
  get durationSec(): number {
    return this.#timeline.keptSec + (this.#take?.durationSec ?? 0);
  }
  get sizeBytes(): number {
    return this.#timeline.keptBytes + (this.#take?.sizeBytes ?? 0);
  }
  /** Wall clock (ms) of the last time the file grew. */
  get lastDataAtMs(): number | undefined {
    return this.#lastDataMs === undefined ? undefined : this.#timeline.wallOf(this.#lastDataMs);
  }
  get startedAtMs(): number | undefined {
    return this.#timeline.startedAtMs;
  }

  /** How long nothing has come from the source it is to record (ms); undefined while there is nothing to wait for. */
  get sinceDataMs(): number | undefined {
    const sinceMs = Math.max(this.#lastDataMs ?? 0, this.#awaitedSinceMs);
    return this.#intent.is('run') ? this.#parts.clock.monotonic() - sinceMs : undefined;
  }

  /** Bytes per second on the disk; what the room is divided by. */
  get rate(): number {
    const { expected_bitrate_kbps } = this.#parts.settings().recording;
    return bytesPerSecond(
      { sizeBytes: this.sizeBytes, durationSec: this.durationSec },
      expected_bitrate_kbps,
    );
  }

  /**
   * Ends the lesson; resolves when its takes are closed and its rows final.
   * @throws AppError disk_full when the rows cannot be written now; the media is kept and it is tried again
   */
  async stop(error?: ErrorSummary): Promise<void> {
    this.#error = error ?? this.#error;
    this.#intent.set('stop');
    while (!this.#isStuck && !this.#isDone) await Promise.race([this.done, this.#statusChange()]);
    if (!this.#isDone) throw new AppError(this.#error?.code ?? 'internal', this.#error?.detail);
  }

  /** As `stop`, but leaves rows that cannot be written to the next start. */
  async stopForGood(): Promise<void> {
    this.#giveUp.abort();
    this.#intent.set('stop');
    await this.done;
  }

  /** Resolves when the source has been let go. @throws AppError recording_not_active */
  async pause(): Promise<void> {
    if (!this.#intent.is('run')) throw new AppError('recording_not_active', 'The recording is not running.');
    this.#intent.set('pause');
    while (this.#status !== 'paused' && !this.#intent.is('stop')) await this.#statusChange();
  }

  /** @throws AppError recording_not_paused */
  async resume(): Promise<void> {
    if (!this.#intent.is('pause')) throw new AppError('recording_not_paused');
    await this.#setStatus('reconnecting');
    this.#intent.set('run');
  }

  /** Called by the room guard. @param freeMinutes minutes of room at the present rate of all recordings */
  observeRoom(freeMinutes: number): void {
    this.#alarms.observeRoom(freeMinutes);
  }

  /** Tells listeners how the lesson stands. */
  announceChange(): void {
    this.#parts.announce('recording.changed', {
      recording_id: this.recordingId,
      session_id: this.sessionId,
      status: this.#status,
      duration_seconds: this.durationSec,
      size_mb: megabytes(this.sizeBytes),
      is_test: this.#lesson.isTest,
      resumed_after_restart: this.isResumed,
      ...(this.#error === undefined ? {} : { error: this.#error }),
    });
  }

  async #run(): Promise<void> {
    this.#deadline = this.#endAfter(this.#lesson.isTest && this.startedAtMs === undefined ? firstDataMs : 0);
    const forgetIntent = this.#intent.onChange(() => {
      if (this.#intent.is('stop')) void this.#setStatus('stopping');
    });
    try {
      await this.#recordTakes();
    } catch (error) {
      this.#parts.log.error(
        { err: error, recordingId: this.recordingId },
        'recording ended by an unexpected error',
      );
      this.#error ??= toErrorSummary(error);
    }
    clearTimeout(this.#deadline);
    forgetIntent();
    this.#alarms.clear();
    await this.#finish();
  }

  async #recordTakes(): Promise<void> {
    const { clock, settings } = this.#parts;
    let awaySinceMs = clock.monotonic();
    let failures = 0;
    while (!this.#intent.is('stop')) {
      if (this.#intent.is('pause')) {
        this.#timeline.gapReason = 'paused';
        await this.#setStatus('paused');
        await this.#intent.change();
        awaySinceMs = clock.monotonic();
        this.#awaitedSinceMs = awaySinceMs;
        failures = 0;
        continue;
      }
      const end = await this.#recordTake();
      if (end.index !== undefined) {
        awaySinceMs = clock.monotonic();
        failures = 0;
      }
      if (!this.#intent.is('run')) continue;
      if (this.#isOver(end)) return;
      if (end.cause === 'rejected') continue;
      if (end.code === 'source_unsupported') this.#plan.lookLonger();
      if (end.cause === 'stalled' && end.index === undefined) this.#plan.nothingCame();
      if (end.index !== undefined && end.cause !== 'stopped') this.#timeline.gapReason = 'source_lost';
      const leftMs = awaySinceMs + settings().recording.source_timeout_seconds * 1000 - clock.monotonic();
      if (leftMs <= 0 || end.code === 'ffmpeg_missing' || end.code === 'encoder_missing') {
        this.#error = { code: end.code ?? 'source_lost', detail: end.detail };
        return;
      }
      await this.#setStatus(this.durationSec > 0 ? 'reconnecting' : 'starting');
      const waitMs = reconnectDelaysMs[Math.min(failures, reconnectDelaysMs.length - 1)] ?? 0;
      failures += 1;
      this.#alarms.observeData(clock.monotonic() - awaySinceMs);
      if (waitMs > 0) await this.#intent.change(Math.min(waitMs, leftMs));
    }
  }

  /** Ends that are the end of the lesson and not of a take. */
  #isOver(end: TakeEnd): boolean {
    if (end.cause === 'disk_full') {
      this.#error = { code: 'disk_full', detail: 'The disk is full. Everything up to then is kept.' };
      return true;
    }
    // What would be opened again has been recorded already: an HTTP file begins at its beginning.
    return (
      this.#plan.isFinite && this.durationSec > 0 && end.cause !== 'stalled' && end.cause !== 'source_failed'
    );
  }

  async #recordTake(): Promise<TakeEnd> {
    const { takeIndexes, clock, settings } = this.#parts;
    const ffmpeg = await this.#parts.ffmpeg();
    const { seq, file } = await this.#timeline.openTake();
    const { stall_seconds } = settings().recording;
    const sampler = this.#alarms.sample({
      file,
      ffmpeg: ffmpeg.path,
      onUndecodable: () => this.#onUndecodable(),
    });
    this.#plan.begin();
    const take = startTake({
      runner: this.#parts.runner,
      clock,
      log: this.#parts.log.child({ recordingId: this.recordingId, seq }),
      ffmpeg: ffmpeg.path,
      args: this.#plan.arguments(file, ffmpeg),
      file,
      stallMs: stall_seconds * 1000,
      firstDataMs: Math.max(firstDataMs, stall_seconds * 1000),
      rejectInput: (input) =>
        this.#plan.describe(input) === 'reopen' || (this.#plan.isFinite && this.#timeline.keptSec > 0),
      onFragment: (runs) => sampler.observe(runs),
      onGrowth: (growing) => {
        this.#onGrowth(growing);
        sampler.offer(growing);
      },
      onQuiet: (quietMs) => this.#alarms.observeData(quietMs),
    });
    this.#take = take;
    takeIndexes.setLive(this.recordingId, seq, () => take.index());
    const forgetIntent = this.#intent.onChange(() => void take.stop());
    if (!this.#intent.is('run')) void take.stop();
    try {
      const end = await take.ended;
      const { cause, code, index } = end;
      this.#parts.log.info(
        { recordingId: this.recordingId, seq, cause, code, seconds: index?.durationSec },
        'take ended',
      );
      if (take.mediaStartMs !== undefined) await this.#timeline.firstData(take.mediaStartMs);
      await this.#timeline.closeTake(end);
      return end;
    } finally {
      forgetIntent();
      await sampler.close();
      this.#take = undefined;
      takeIndexes.clearLive(this.recordingId, seq);
    }
  }

  #onGrowth(take: Take): void {
    this.#lastDataMs = take.lastGrowthMs;
    this.#timeline.grew(take.sizeBytes);
    // Once: an index of a long take is not free, and the rate of a take does not change.
    if (this.#frameRate === undefined && take.durationSec > 2) this.#frameRate = take.index()?.frameRate;
    this.#alarms.observeData(0);
    if (this.#status !== 'recording' && take.mediaStartMs !== undefined) {
      void this.#onFirstData(take.mediaStartMs);
      return;
    }
    const nowMs = this.#parts.clock.monotonic();
    if (nowMs - this.#lastSavedMs < saveEveryMs) return;
    this.#lastSavedMs = nowMs;
    void this.#save({});
  }

  async #onFirstData(mediaStartMs: number): Promise<void> {
    try {
      const isFirst = await this.#timeline.firstData(mediaStartMs);
      if (isFirst && this.#lesson.isTest) {
        clearTimeout(this.#deadline);
        this.#deadline = this.#endAfter(0);
      }
      if (isFirst && this.#intent.is('run')) await this.#setStatus('recording');
    } catch (error) {
      this.#logUnsaved(error);
    }
  }

  async #finish(): Promise<void> {
    this.#status = 'stopping';
    const { recordingId: recording_id, sessionId: session_id } = this;
    const status = await closeBooks(this.#parts, recording_id, {
      saveTakes: async () => this.#timeline.saveRest(),
      error: () => this.#error,
      giveUp: this.#giveUp.signal,
      onFailed: (error) => {
        this.#error ??= toErrorSummary(error);
        this.#logUnsaved(error);
        this.announceChange();
        this.#isStuck = true;
        this.#statusChanges.dispatchEvent(new Event('change'));
      },
    });
    if (status === undefined) return;
    this.#status = status;
    this.announceChange();
    this.#parts.announce('library.changed', { recording_id, session_id });
  }

  /** Picture or sound have other parameters than the take's header says: a copy goes on only in a new take. */
  #onUndecodable(): void {
    if (!this.#intent.is('run')) return;
    this.#timeline.gapReason = 'source_changed';
    void this.#take?.stop();
  }

  /** @param graceMs how long the source may take until it counts: a trial is to be as long as was asked for */
  #endAfter(graceMs: number): NodeJS.Timeout | undefined {
    const { maxDurationSec } = this.#lesson;
    if (maxDurationSec === null) return undefined;
    const { startedAtMs } = this;
    const elapsedMs = startedAtMs === undefined ? 0 : this.#parts.clock.now() - startedAtMs;
    return setTimeout(
      () => this.#intent.set('stop'),
      Math.max(0, maxDurationSec * 1000 + graceMs - elapsedMs),
    );
  }

  async #statusChange(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#statusChanges.addEventListener('change', () => resolve(), { once: true });
    });
  }

  async #setStatus(status: RecordingStatus): Promise<void> {
    if (this.#status === status) return;
    if (this.#intent.is('stop') && status !== 'stopping') return;
    this.#status = status;
    if (status === 'paused') this.#alarms.clear();
    this.#statusChanges.dispatchEvent(new Event('change'));
    this.announceChange();
    await this.#save({ status });
  }

  async #save(change: { status?: RecordingStatus }): Promise<void> {
    try {
      await saveProgress(this.#parts.db, this, change);
    } catch (error) {
      this.#logUnsaved(error);
    }
  }

  /** The media is on disk; recovery reads it from there when the database could not be written. */
  #logUnsaved(error: unknown): void {
    this.#parts.log.error(
      { err: error, recordingId: this.recordingId },
      'state of a recording could not be saved',
    );
  }
}
