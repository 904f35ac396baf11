/**
 * One lesson while it is being recorded: take after take until someone stops it, its time is up, the source stays
 * away, or the disk is nearly full. Owns the lesson's state machine (starting → recording ⇄ reconnecting | paused →
 * stopping), the rows that describe it, and the gaps between takes. Each take's file is take-recorder.ts's business.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { AppError, toErrorSummary } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import type { ErrorSummary } from '../../contract/errors.ts';
import type { AlarmKind, Gap, RecordingStatus } from '../../contract/recording.ts';
import type { RecordingRow, TakeRow } from '../db/recordings.ts';
import { deleteTake, insertGap, insertTake, updateRecording, updateTake } from '../db/recordings.ts';
import { type ProbedMedia, firstAudio, firstVideo } from '../media/probe-output.ts';
import type { CaptureSource } from '../media/stream-url.ts';
import { type TakePlan, planTake, takeArguments } from '../media/take-arguments.ts';
import { takeKey } from '../storage/lesson-keys.ts';
import { type AlarmChange, AlarmWatch } from './alarms.ts';
import { finishRecording } from './finish-recording.ts';
import type { RecorderParts } from './recorder-parts.ts';
import { bytesPerSecond } from './room.ts';
import { SignalSampler } from './signal-sampler.ts';
import { type Take, type TakeEnd, startTake } from './take-recorder.ts';

/** Waits before the next try to open a source that went away (ms); the last one repeats. */
const reconnectDelaysMs = [0, 500, 1000, 2000, 4000];
/** How often size, length and last data go into the database (ms); replies always have the live figures. */
const saveEveryMs = 5000;
/**
 * How long ffmpeg looks for tracks before it begins (ms). Short at first, so that little is lost when it is killed in
 * these moments; a source whose second track had not appeared by then is opened again and given longer.
 */
const quickAnalyzeMs = 700;
const patientAnalyzeMs = 6000;
/** ffmpeg gets this long to open the source and deliver the first fragment (ms). */
const firstDataMs = 25_000;

type Intent = 'run' | 'pause' | 'stop';
type SourceFacts = Pick<RecordingRow, 'width' | 'height' | 'frame_rate' | 'video_codec' | 'audio_codec'>;

export type LessonStart = {
  recordingId: string;
  sessionId: string;
  source: CaptureSource;
  maxDurationSec: number | null;
  /** Wall clock (ms) of the first sample when the lesson goes on after a restart. */
  startedAtMs: number | undefined;
  /** What earlier runs of the program recorded. */
  takes: readonly TakeRow[];
  gapCount: number;
  reconnects: number;
  isPaused: boolean;
};

export class LiveRecording {
  readonly #parts: RecorderParts;
  readonly #lesson: LessonStart;
  readonly #alarms: AlarmWatch;
  readonly #changed = new EventTarget();
  /** Wall clock and monotonic clock read together once: later times follow the monotonic one, which never jumps. */
  readonly #anchor: { wallMs: number; monotonicMs: number };
  #intent: Intent;
  #status: RecordingStatus = 'starting';
  #error: ErrorSummary | undefined;
  #take: Take | undefined;
  #frameRate: number | undefined;
  #plan: { take: TakePlan; videoCodec: string | undefined } | undefined;
  #facts: SourceFacts | undefined;
  #seq: number;
  #gapSeq: number;
  #startedAtMs: number | undefined;
  /** Sum over the takes that have ended. */
  #keptSec: number;
  #keptBytes: number;
  /** Wall clock (ms) at which the last ended take's media ends. */
  #keptUntilMs: number | undefined;
  #gapReason: Gap['reason'];
  #reconnects: number;
  #lastDataMs: number | undefined;
  #lastSavedMs = 0;
  #freeMinutes: number | null = null;
  readonly done: Promise<void>;

  constructor(parts: RecorderParts, lesson: LessonStart) {
    this.#parts = parts;
    this.#lesson = lesson;
    this.#anchor = { wallMs: parts.clock.now(), monotonicMs: parts.clock.monotonic() };
    this.#intent = lesson.isPaused ? 'pause' : 'run';
    const last = lesson.takes.at(-1);
    this.#seq = last?.seq ?? 0;
    this.#gapSeq = lesson.gapCount;
    this.#startedAtMs = lesson.startedAtMs;
    this.#keptSec = lesson.takes.reduce((sum, take) => sum + take.duration_seconds, 0);
    this.#keptBytes = lesson.takes.reduce((sum, take) => sum + take.size_bytes, 0);
    this.#keptUntilMs =
      last === undefined ? undefined : Date.parse(last.started_at) + last.duration_seconds * 1000;
    this.#gapReason = 'recorder_stopped';
    this.#reconnects = lesson.reconnects;
    const { alarms, warn_free_minutes } = parts.settings().recording;
    this.#alarms = new AlarmWatch({
      noDataAfterMs: alarms.no_data_after_seconds * 1000,
      blackAfterMs: alarms.black_after_seconds * 1000,
      frozenAfterMs: lesson.source.kind === 'screen' ? undefined : alarms.frozen_after_seconds * 1000,
      silentAfterMs: alarms.silent_after_seconds * 1000,
      warnFreeMinutes: warn_free_minutes,
    });
    this.done = this.#run();
  }

  get recordingId(): string {
    return this.#lesson.recordingId;
  }
  get sessionId(): string {
    return this.#lesson.sessionId;
  }
  get status(): RecordingStatus {
    return this.#status;
  }
  get alarms(): AlarmKind[] {
    return this.#alarms.active;
  }
  get reconnects(): number {
    return this.#reconnects;
  }
  get error(): ErrorSummary | undefined {
    return this.#error;
  }
  get facts(): SourceFacts | undefined {
    // The index knows the real rate; what ffmpeg says of a live source is a guess.
    return this.#facts && { ...this.#facts, frame_rate: this.#frameRate ?? this.#facts.frame_rate };
  }
  get durationSec(): number {
    return this.#keptSec + (this.#take?.durationSec ?? 0);
  }
  get sizeBytes(): number {
    return this.#keptBytes + (this.#take?.sizeBytes ?? 0);
  }
  get freeMinutes(): number | null {
    return this.#freeMinutes;
  }
  /** Wall clock (ms) of the last time the file grew. */
  get lastDataAtMs(): number | undefined {
    return this.#lastDataMs === undefined ? undefined : this.#wallOf(this.#lastDataMs);
  }
  get startedAtMs(): number | undefined {
    return this.#startedAtMs;
  }

  /** Bytes per second on the disk; what the room is divided by. */
  get rate(): number {
    const { expected_bitrate_kbps } = this.#parts.settings().recording;
    return bytesPerSecond(
      { sizeBytes: this.sizeBytes, durationSec: this.durationSec },
      expected_bitrate_kbps,
    );
  }

  /** Ends the lesson; resolves when its takes are closed and its rows final. */
  async stop(error?: ErrorSummary): Promise<void> {
    this.#error = error ?? this.#error;
    await this.#intend('stop');
    await this.done;
  }

  async pause(): Promise<void> {
    if (this.#intent !== 'run') throw new AppError('recording_not_active', 'The recording is not running.');
    await this.#intend('pause');
    await this.#reached('paused');
  }

  async resume(): Promise<void> {
    if (this.#intent !== 'pause') throw new AppError('recording_not_paused');
    await this.#intend('run');
  }

  /** Called by the room guard. @param freeMinutes minutes of room at the present rate of all recordings */
  observeRoom(freeMinutes: number): void {
    this.#freeMinutes = freeMinutes;
    this.#announceAlarms(this.#alarms.observeRoom(freeMinutes));
  }

  async #run(): Promise<void> {
    const deadline = this.#deadline();
    try {
      await this.#recordTakes();
    } catch (error) {
      this.#parts.log.error(
        { err: error, recordingId: this.recordingId },
        'recording ended by an unexpected error',
      );
      this.#error ??= toErrorSummary(error);
    } finally {
      clearTimeout(deadline);
    }
    this.#announceAlarms(this.#alarms.clear());
    await this.#finish();
  }

  /** Closes the books; when the database cannot be written (a full disk) start-up recovery does it. */
  async #finish(): Promise<void> {
    try {
      this.#status = await finishRecording(this.#parts, this.recordingId, this.#error);
      this.announceChange(this.#status);
      this.#parts.announce('library.changed', { recording_id: this.recordingId, session_id: this.sessionId });
    } catch (error) {
      this.#parts.log.error({ err: error, recordingId: this.recordingId }, 'lesson could not be closed');
      this.#error ??= toErrorSummary(error);
      this.#status = 'stopping';
    }
  }

  async #recordTakes(): Promise<void> {
    let awaySinceMs = this.#parts.clock.monotonic();
    let failures = 0;
    for (;;) {
      if (this.#intent === 'stop') return;
      if (this.#intent === 'pause') {
        await this.#setStatus('paused');
        await this.#intentChange();
        awaySinceMs = this.#parts.clock.monotonic();
        failures = 0;
        continue;
      }
      const end = await this.#recordTake();
      if (end.index !== undefined) {
        awaySinceMs = this.#parts.clock.monotonic();
        failures = 0;
      }
      if (this.#hasIntent('stop')) return;
      if (this.#hasIntent('pause')) {
        this.#gapReason = 'paused';
        continue;
      }
      if (this.#isOver(end)) return;
      // Tracks whose parameters were not known yet cannot be written: next time ffmpeg looks longer.
      if (end.code === 'source_unsupported') this.#analyzeMs = patientAnalyzeMs;
      if (end.cause === 'rejected') continue;
      this.#gapReason = 'source_lost';
      const awayMs = this.#parts.clock.monotonic() - awaySinceMs;
      const timeoutMs = this.#parts.settings().recording.source_timeout_seconds * 1000;
      if (awayMs >= timeoutMs || end.code === 'ffmpeg_missing' || end.code === 'encoder_missing') {
        this.#error = { code: end.code ?? 'source_lost', detail: end.detail };
        return;
      }
      await this.#setStatus(this.durationSec > 0 ? 'reconnecting' : 'starting');
      const waitMs = reconnectDelaysMs[Math.min(failures, reconnectDelaysMs.length - 1)] ?? 0;
      failures += 1;
      await this.#waitForData(Math.min(waitMs, timeoutMs - awayMs), awaySinceMs);
    }
  }

  /** Ends that are the end of the lesson and not of a take. */
  #isOver(end: TakeEnd): boolean {
    if (end.cause === 'disk_full') {
      this.#error = { code: 'disk_full', detail: end.detail };
      return true;
    }
    return end.cause === 'source_ended' && this.#isFinite;
  }

  /** An HTTP source with a known length: a file, or a broadcast that was closed. It will not come back. */
  #isFinite = false;

  #analyzeMs = quickAnalyzeMs;

  #rejectInput(input: ProbedMedia): boolean {
    const video = firstVideo(input);
    const audio = firstAudio(input);
    this.#isFinite = this.#lesson.source.protocol.startsWith('http') && input.durationSec !== undefined;
    this.#facts = {
      width: video?.width ?? null,
      height: video?.height ?? null,
      frame_rate: video?.frameRate ?? null,
      video_codec: video?.codec ?? null,
      audio_codec: audio?.codec ?? null,
    };
    // What is being opened again has been recorded already: an HTTP file would be recorded from its beginning.
    if (this.#isFinite && this.#keptSec > 0) {
      this.#intent = 'stop';
      return true;
    }
    if (this.#lesson.source.kind !== 'stream') return false;
    if ((video === undefined || audio === undefined) && this.#analyzeMs < patientAnalyzeMs) {
      this.#analyzeMs = patientAnalyzeMs;
      return true;
    }
    const wanted = planTake({ video: video?.codec, audio: audio?.codec });
    const used = this.#plan?.take ?? copyPlan;
    const fits =
      (video === undefined || wanted.video === used.video) &&
      (audio === undefined || wanted.audio === used.audio) &&
      (video?.codec === 'hevc') === (this.#plan?.videoCodec === 'hevc');
    this.#plan = { take: wanted, videoCodec: video?.codec };
    return !fits;
  }

  async #recordTake(): Promise<TakeEnd> {
    const { parts, recordingId } = this.#context();
    const seq = this.#seq + 1;
    const key = takeKey(recordingId, seq);
    await parts.store.prepare(key);
    const file = parts.store.localPath(key);
    const ffmpeg = await parts.ffmpeg();
    // The row comes before the process: whatever dies next, start-up recovery knows about the file.
    await insertTake(parts.db, {
      recording_id: recordingId,
      seq,
      file_key: key,
      state: 'recording',
      started_at: isoTime(this.#wallOf(parts.clock.monotonic())),
      ended_at: null,
      start_time: this.#keptSec,
      duration_seconds: 0,
      size_bytes: 0,
    });
    const { stall_seconds } = parts.settings().recording;
    const sampler = this.#startSampler(file, ffmpeg.path);
    const take = startTake({
      runner: parts.runner,
      clock: parts.clock,
      log: parts.log.child({ recordingId, seq }),
      ffmpeg: ffmpeg.path,
      args: takeArguments({
        source: this.#lesson.source,
        plan:
          this.#plan?.take ??
          (this.#lesson.source.kind === 'stream' ? copyPlan : devicePlan(this.#lesson.source)),
        videoCodec: this.#plan?.videoCodec,
        output: file,
        encoders: ffmpeg.encoders,
        inputDevices: ffmpeg.inputDevices,
        analyzeMs: this.#analyzeMs,
      }),
      file,
      stallMs: stall_seconds * 1000,
      firstDataMs: Math.max(firstDataMs, stall_seconds * 1000),
      rejectInput: (input) => this.#rejectInput(input),
      onGrowth: (growing) => {
        this.#onGrowth(growing, seq);
        sampler.offer(growing.index());
      },
    });
    this.#take = take;
    parts.takeIndexes.setLive(recordingId, seq, () => take.index());
    const watch = setInterval(() => this.#watchData(take), 1000);
    const onIntent = () => void take.stop();
    this.#changed.addEventListener('intent', onIntent, { once: true });
    if (!this.#hasIntent('run')) onIntent();
    try {
      const end = await take.ended;
      await this.#keepTake(seq, take, end);
      return end;
    } finally {
      clearInterval(watch);
      this.#changed.removeEventListener('intent', onIntent);
      await sampler.close();
      this.#take = undefined;
      parts.takeIndexes.clearLive(recordingId, seq);
    }
  }

  #onGrowth(take: Take, seq: number): void {
    this.#lastDataMs = take.lastGrowthMs;
    this.#frameRate ??= take.index()?.frameRate;
    this.#announceAlarms(this.#alarms.observeData(0));
    if (this.#seq < seq && take.mediaStartMs !== undefined) {
      this.#seq = seq;
      void this.#onFirstData(take.mediaStartMs, seq);
      return;
    }
    const nowMs = this.#parts.clock.monotonic();
    if (nowMs - this.#lastSavedMs < saveEveryMs) return;
    this.#lastSavedMs = nowMs;
    void this.#save({});
  }

  /** The first fragment of a take: the lesson is being recorded, and the gap before it is known. */
  async #onFirstData(mediaStartMs: number, seq: number): Promise<void> {
    const { parts, recordingId } = this.#context();
    const startMs = Math.max(this.#wallOf(mediaStartMs), this.#keptUntilMs ?? 0);
    const previousEndMs = this.#keptUntilMs;
    this.#startedAtMs ??= startMs;
    this.#takeStartMs = startMs;
    try {
      await updateTake(parts.db, { recordingId, seq }, { started_at: isoTime(startMs) });
      if (previousEndMs !== undefined) {
        if (this.#gapReason === 'source_lost') this.#reconnects += 1;
        await insertGap(parts.db, recordingId, this.#gapSeq, {
          start_time: (previousEndMs - this.#startedAtMs) / 1000,
          end_time: (startMs - this.#startedAtMs) / 1000,
          position: this.#keptSec,
          reason: this.#gapReason,
        });
        this.#gapSeq += 1;
      }
      if (this.#hasIntent('run')) await this.#setStatus('recording');
    } catch (error) {
      parts.log.error({ err: error, recordingId }, 'state of a running recording could not be saved');
    }
  }
  #takeStartMs: number | undefined;

  async #keepTake(seq: number, take: Take, end: TakeEnd): Promise<void> {
    const { parts, recordingId } = this.#context();
    const key = takeKey(recordingId, seq);
    parts.log.info(
      { recordingId, seq, cause: end.cause, code: end.code, seconds: end.index?.durationSec ?? 0 },
      'take ended',
    );
    if (end.index === undefined) {
      await parts.store.remove(key);
      await deleteTake(parts.db, { recordingId, seq });
      return;
    }
    if (this.#seq < seq && take.mediaStartMs !== undefined) {
      this.#seq = seq;
      await this.#onFirstData(take.mediaStartMs, seq);
    }
    this.#seq = seq;
    const startMs = this.#takeStartMs ?? this.#wallOf(parts.clock.monotonic());
    await parts.takeIndexes.save(key, end.snapshot);
    this.#keptUntilMs = startMs + end.index.durationSec * 1000;
    await updateTake(
      parts.db,
      { recordingId, seq },
      {
        state: 'complete',
        ended_at: isoTime(this.#keptUntilMs),
        start_time: this.#keptSec,
        duration_seconds: end.index.durationSec,
        size_bytes: end.index.sizeBytes,
      },
    );
    this.#keptSec += end.index.durationSec;
    this.#keptBytes += end.index.sizeBytes;
    this.#takeStartMs = undefined;
  }

  #startSampler(file: string, ffmpeg: string): SignalSampler {
    const { parts, recordingId } = this.#context();
    return new SignalSampler({
      runner: parts.runner,
      clock: parts.clock,
      log: parts.log,
      ffmpeg,
      file,
      everyMs: parts.settings().recording.alarms.sample_seconds * 1000,
      onReading: (reading, nowMs) => this.#announceAlarms(this.#alarms.observeReading(reading, nowMs)),
      onLevel: (rmsDb, peakDb) =>
        parts.announce('recording.level', { recording_id: recordingId, rms_db: rmsDb, peak_db: peakDb }),
    });
  }

  #watchData(take: Take): void {
    this.#announceAlarms(this.#alarms.observeData(this.#parts.clock.monotonic() - take.lastGrowthMs));
  }

  /** Waits for the next try while the no-data alarm goes on counting. */
  async #waitForData(ms: number, awaySinceMs: number): Promise<void> {
    this.#announceAlarms(this.#alarms.observeData(this.#parts.clock.monotonic() - awaySinceMs));
    if (ms <= 0) return;
    const waiting = new AbortController();
    await Promise.race([
      delay(ms, undefined, { signal: waiting.signal }).catch(() => undefined),
      this.#intentChange(waiting.signal),
    ]);
    waiting.abort();
  }

  #deadline(): NodeJS.Timeout | undefined {
    const { maxDurationSec } = this.#lesson;
    if (maxDurationSec === null) return undefined;
    const elapsedMs = this.#startedAtMs === undefined ? 0 : this.#anchor.wallMs - this.#startedAtMs;
    return setTimeout(() => void this.#intend('stop'), Math.max(0, maxDurationSec * 1000 - elapsedMs));
  }

  async #intend(intent: Intent): Promise<void> {
    if (this.#intent === intent || this.#intent === 'stop') return;
    this.#intent = intent;
    if (intent === 'stop' && this.#status !== 'stopping') await this.#setStatus('stopping');
    this.#changed.dispatchEvent(new Event('intent'));
  }

  #hasIntent(intent: Intent): boolean {
    return this.#intent === intent;
  }

  async #intentChange(signal?: AbortSignal): Promise<void> {
    const before = this.#intent;
    if (before === 'stop') return;
    await new Promise<void>((resolve) => {
      this.#changed.addEventListener('intent', () => resolve(), {
        once: true,
        ...(signal === undefined ? {} : { signal }),
      });
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  async #reached(status: RecordingStatus): Promise<void> {
    while (this.#status !== status && this.#status !== 'stopping') {
      await new Promise<void>((resolve) => {
        this.#changed.addEventListener('status', () => resolve(), { once: true });
      });
    }
  }

  async #setStatus(status: RecordingStatus): Promise<void> {
    if (this.#status === status) return;
    // Nothing leads back from stopping.
    if (this.#intent === 'stop' && status !== 'stopping') return;
    this.#status = status;
    if (status === 'paused') this.#announceAlarms(this.#alarms.clear());
    this.#changed.dispatchEvent(new Event('status'));
    await this.#save({ status });
    this.announceChange(status);
  }

  /** Tells listeners how the lesson stands. */
  announceChange(status: RecordingStatus): void {
    this.#parts.announce('recording.changed', {
      recording_id: this.recordingId,
      session_id: this.sessionId,
      status,
      duration_seconds: this.durationSec,
      size_mb: megabytes(this.sizeBytes),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    });
  }

  async #save(change: { status?: RecordingStatus }): Promise<void> {
    const { parts, recordingId } = this.#context();
    try {
      await updateRecording(parts.db, recordingId, {
        ...change,
        ...this.facts,
        duration_seconds: this.durationSec,
        size_bytes: this.sizeBytes,
        reconnects: this.#reconnects,
        started_at: this.#startedAtMs === undefined ? null : isoTime(this.#startedAtMs),
        last_data_at: this.lastDataAtMs === undefined ? null : isoTime(this.lastDataAtMs),
      });
    } catch (error) {
      // The media is on disk; recovery reads it from there when the database could not be written.
      parts.log.error({ err: error, recordingId }, 'state of a running recording could not be saved');
    }
  }

  #announceAlarms(changes: readonly AlarmChange[]): void {
    for (const change of changes) {
      this.#parts.log.warn({ recordingId: this.recordingId, ...change }, 'recording alarm');
      this.#parts.announce('recording.alarm', { recording_id: this.recordingId, ...change });
    }
  }

  #wallOf(monotonicMs: number): number {
    return this.#anchor.wallMs + (monotonicMs - this.#anchor.monotonicMs);
  }

  #context(): { parts: RecorderParts; recordingId: string } {
    return { parts: this.#parts, recordingId: this.#lesson.recordingId };
  }
}

const copyPlan: TakePlan = { video: 'copy', audio: 'copy' };

/** Screens and cameras deliver raw pictures and sound. */
function devicePlan(source: CaptureSource): TakePlan {
  const hasSound =
    (source.kind === 'screen' && source.audioDevice !== undefined) ||
    (source.kind === 'camera' && source.microphone !== undefined);
  return { video: 'encode', audio: hasSound ? 'encode' : 'none' };
}

/** 10^6 bytes, two decimals. */
export function megabytes(bytes: number): number {
  return Math.round(bytes / 10_000) / 100;
}
