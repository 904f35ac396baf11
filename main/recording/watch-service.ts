/**
 * Automatic recording: looks at the streams somebody set up, within their days and hours, and records each while it is
 * on air. A watch's recording is an ordinary lesson; when the source stays away or the hours are over it is stopped.
 */
import type { z } from 'zod';
import type { ErrorSummary } from '../../contract/errors.ts';
import {
  type StartRecording,
  type Watch,
  isActive,
  savedSourceId,
  type watchChangeSchema,
  type watchRequestSchema,
  type weekdays,
} from '../../contract/recording.ts';
import type { LessonFields } from '../../contract/common.ts';
import { AppError, isAppError, toErrorSummary } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import { findRecording } from '../db/recordings.ts';
import {
  type WatchRow,
  deleteWatch,
  findWatch,
  insertWatch,
  listWatchRows,
  updateWatch,
} from '../db/watches.ts';
import { createInputWatcher } from '../media/input-watcher.ts';
import { sourceProbeArguments } from '../media/source-probe.ts';
import type { CaptureSource } from '../media/stream-url.ts';
import type { RecorderParts } from './recorder-parts.ts';
import { openAddress } from './saved-sources.ts';
import { hasKnownEnd } from './source-plan.ts';
import { type LocalTime, fillTemplate, isInWindow, localTime } from './watch-window.ts';

export type WatchRecorder = {
  startRecording(request: StartRecording): Promise<{ recording_id: string }>;
  stopRecording(recordingId: string): Promise<unknown>;
};

/** Between two looks at all watches (ms); a look at a stream that is off costs one failed connection. */
const defaultPollMs = 15_000;
const lookTimeoutMs = 8000;

/** `unrecorded`: it is on air, and its recording could not begin; `failed`: it could not be looked at. */
export type WatchLook = 'off_air' | 'recorded' | 'unrecorded' | 'failed';

export class WatchService {
  readonly #parts: RecorderParts;
  readonly #recorder: WatchRecorder;
  readonly #pollMs: number;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  readonly #stopping = new AbortController();
  /** What the last look at each watch came to, while it is open; those that are closed are not in it. */
  readonly #lastLooks = new Map<string, WatchLook>();

  constructor(parts: RecorderParts, recorder: WatchRecorder, options: { pollMs?: number } = {}) {
    this.#parts = parts;
    this.#recorder = recorder;
    this.#pollMs = options.pollMs ?? defaultPollMs;
  }

  start(): void {
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** What the last look at each open watch came to. */
  lastLooks(): WatchLook[] {
    return [...this.#lastLooks.values()];
  }

  async listWatches(): Promise<Watch[]> {
    return (await listWatchRows(this.#parts.db)).map(toWatch);
  }

  /** @throws AppError stream_url_invalid, source_not_saved */
  async addWatch(request: z.infer<typeof watchRequestSchema>): Promise<Watch> {
    const row: WatchRow = {
      watch_id: newId(),
      ...(await this.#address(request.stream_url)),
      session_template: JSON.stringify(request.session_template),
      days: JSON.stringify(request.days),
      from_time: request.from,
      to_time: request.to,
      enabled: request.enabled ? 1 : 0,
      created_at: isoTime(this.#parts.clock.now()),
      last_checked_at: null,
      recording_id: null,
      error_code: null,
      error_detail: null,
    };
    await insertWatch(this.#parts.db, row);
    this.#schedule(0);
    return toWatch(row);
  }

  /**
   * Takes effect at once: what it records now is stopped when it is switched off or outside its new hours.
   * @throws AppError watch_not_found, stream_url_invalid, source_not_saved
   */
  async changeWatch(watchId: string, change: z.infer<typeof watchChangeSchema>): Promise<Watch> {
    const { db } = this.#parts;
    const before = await findWatch(db, watchId);
    if (before === undefined) throw new AppError('watch_not_found');
    const { stream_url: url, session_template: template, days, from, to, enabled } = change;
    await updateWatch(db, watchId, {
      ...(url === undefined ? {} : await this.#address(url)),
      ...(template === undefined ? {} : { session_template: JSON.stringify(template) }),
      ...(days === undefined ? {} : { days: JSON.stringify(days) }),
      ...(from === undefined ? {} : { from_time: from }),
      ...(to === undefined ? {} : { to_time: to }),
      ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
      // What went wrong with it as it was.
      error_code: null,
      error_detail: null,
    });
    const row = await findWatch(db, watchId);
    if (row === undefined) throw new AppError('watch_not_found');
    this.#schedule(0);
    return toWatch(row);
  }

  /** A recording it has started goes on. @throws AppError watch_not_found */
  async removeWatch(watchId: string): Promise<void> {
    if (!(await deleteWatch(this.#parts.db, watchId))) throw new AppError('watch_not_found');
    this.#lastLooks.delete(watchId);
  }

  #schedule(ms: number): void {
    if (this.#stopping.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#looking = this.#looking.then(() => this.#lookAtAll()).finally(() => this.#schedule(this.#pollMs));
    }, ms);
    this.#timer.unref();
  }

  async #lookAtAll(): Promise<void> {
    try {
      for (const row of await listWatchRows(this.#parts.db)) {
        if (this.#stopping.signal.aborted) return;
        await this.#look(row);
      }
    } catch (error) {
      this.#parts.log.error({ err: error }, 'watches could not be looked at');
    }
  }

  async #look(row: WatchRow): Promise<void> {
    const { clock, db, settings } = this.#parts;
    const now = localTime(clock.now(), settings().time_zone);
    const days = JSON.parse(row.days) as (typeof weekdays)[number][];
    const isOpen = row.enabled === 1 && isInWindow({ days, from: row.from_time, to: row.to_time }, now);
    const running = await this.#runningOf(row);
    if (running !== undefined) {
      this.#note(row, isOpen ? 'recorded' : undefined);
      if (!isOpen) await this.#recorder.stopRecording(running);
      return;
    }
    if (!isOpen) {
      this.#note(row, undefined);
      return;
    }
    let look: WatchLook = 'failed';
    const change: Parameters<typeof updateWatch>[2] = { last_checked_at: isoTime(clock.now()) };
    try {
      const url = this.#parts.secrets.open(row.stream_sealed);
      const address = await openAddress(this.#parts, url);
      const isOnAir = await this.#isOnAir(address.source);
      look = isOnAir ? 'unrecorded' : 'off_air';
      if (isOnAir) {
        const { recording_id } = await this.#recorder.startRecording(requestOf(row, url, now));
        look = 'recorded';
        Object.assign(change, { recording_id });
      }
      Object.assign(change, { error_code: null, error_detail: null });
    } catch (error) {
      const summary: ErrorSummary = toErrorSummary(error);
      // Somebody records this session by hand: that is what the watch wanted.
      if (isAppError(error, 'recording_active')) look = 'recorded';
      else {
        this.#parts.log.warn({ err: error, watchId: row.watch_id }, 'watch could not record');
        Object.assign(change, { error_code: summary.code, error_detail: summary.detail });
      }
    }
    this.#note(row, look);
    await updateWatch(db, row.watch_id, change);
  }

  /** @param look undefined: it is outside its hours */
  #note(row: WatchRow, look: WatchLook | undefined): void {
    if (look === undefined) this.#lastLooks.delete(row.watch_id);
    else this.#lastLooks.set(row.watch_id, look);
  }

  async #runningOf(row: WatchRow): Promise<string | undefined> {
    if (row.recording_id === null) return undefined;
    const recording = await findRecording(this.#parts.db, row.recording_id);
    return recording !== undefined && isActive(recording.status) ? row.recording_id : undefined;
  }

  async #isOnAir(source: CaptureSource): Promise<boolean> {
    const ffmpeg = await this.#parts.ffmpeg();
    let isThere = false;
    const child = this.#parts.runner.start({
      command: ffmpeg.path,
      args: sourceProbeArguments(source, ffmpeg.inputDevices),
      purpose: 'watch',
      stdout: 'ignore',
      timeoutMs: lookTimeoutMs,
      signal: this.#stopping.signal,
    });
    child.onStderrLine(
      createInputWatcher((input) => {
        // A file with a length is not a broadcast: it would be recorded again and again.
        isThere = !(source.protocol.startsWith('http') && hasKnownEnd(input));
        void child.kill();
      }),
    );
    await child.exited;
    return isThere && !this.#stopping.signal.aborted;
  }

  /** `saved:` is kept as it is, so that a changed address of the saved source holds for its watches too. */
  async #address(url: string): Promise<Pick<WatchRow, 'stream_url' | 'stream_sealed'>> {
    const { source } = await openAddress(this.#parts, url);
    const sourceId = savedSourceId(url);
    return {
      stream_url: sourceId === undefined ? source.redacted : `saved:${sourceId}`,
      stream_sealed: this.#parts.secrets.seal(url),
    };
  }
}

function requestOf(row: WatchRow, url: string, now: LocalTime): StartRecording {
  const template = JSON.parse(row.session_template) as LessonFields & { session_id: string };
  return {
    ...template,
    stream_url: url,
    session_id: fillTemplate(template.session_id, now),
    ...(template.title === undefined ? {} : { title: fillTemplate(template.title, now) }),
  };
}

function toWatch(row: WatchRow): Watch {
  return {
    watch_id: row.watch_id,
    stream_url: row.stream_url,
    session_template: JSON.parse(row.session_template) as Watch['session_template'],
    days: JSON.parse(row.days) as Watch['days'],
    from: row.from_time,
    to: row.to_time,
    enabled: row.enabled === 1,
    created_at: row.created_at,
    last_checked_at: row.last_checked_at,
    recording_id: row.recording_id,
    ...(row.error_code === null ? {} : { error: { code: row.error_code, detail: row.error_detail ?? '' } }),
  };
}
