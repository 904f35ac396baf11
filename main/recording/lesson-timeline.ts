/**
 * The time line of a running lesson: its takes one behind the other, the gaps between them, and the rows for both. Wall
 * times follow the monotonic clock from one common reading, so a clock that is set in mid-lesson makes no gap.
 */
import type { Gap } from '../../contract/recording.ts';
import { isoTime } from '../base/clock.ts';
import { type TakeRow, deleteTake, insertGap, insertTake, updateTake } from '../db/recordings.ts';
import type { CaptureSource } from '../media/stream-url.ts';
import { takeKey } from '../storage/lesson-keys.ts';
import type { RecorderParts } from './recorder-parts.ts';
import type { TakeEnd } from './take-recorder.ts';

export type TimelineStart = {
  recordingId: string;
  /** Wall clock (ms) of the first sample when the lesson goes on after a restart. */
  startedAtMs: number | undefined;
  /** What earlier runs of the program recorded. */
  takes: readonly TakeRow[];
  gapCount: number;
  reconnects: number;
};

/** What a running lesson begins with. */
export type LessonStart = TimelineStart & {
  sessionId: string;
  source: CaptureSource;
  maxDurationSec: number | null;
  isTest: boolean;
  /** It ran before the program was restarted. */
  isResumed: boolean;
  isPaused: boolean;
};

type OpenTake = { seq: number; key: string; startMs: number | undefined };

export class LessonTimeline {
  readonly #parts: RecorderParts;
  readonly #recordingId: string;
  readonly #anchor: { wallMs: number; monotonicMs: number };
  #open: OpenTake | undefined;
  #lastSeq: number;
  #gapSeq: number;
  #startedAtMs: number | undefined;
  #keptSec: number;
  #keptBytes: number;
  /** Wall clock (ms) at which the media of the last ended take ends. */
  #keptUntilMs: number | undefined;
  #reconnects: number;
  /** Bytes of the open take that the tally has. */
  #talliedBytes = 0;
  /** What the database has not taken yet, in order. */
  readonly #unsaved: (() => Promise<void>)[] = [];
  #saving: Promise<void> = Promise.resolve();
  /** Why the next gap, if there is one, came about. */
  gapReason: Gap['reason'] = 'recorder_stopped';

  constructor(parts: RecorderParts, start: TimelineStart) {
    this.#parts = parts;
    this.#recordingId = start.recordingId;
    this.#anchor = { wallMs: parts.clock.now(), monotonicMs: parts.clock.monotonic() };
    const last = start.takes.at(-1);
    this.#lastSeq = last?.seq ?? 0;
    this.#gapSeq = start.gapCount;
    this.#startedAtMs = start.startedAtMs;
    this.#reconnects = start.reconnects;
    this.#keptSec = start.takes.reduce((sum, take) => sum + take.duration_seconds, 0);
    this.#keptBytes = start.takes.reduce((sum, take) => sum + take.size_bytes, 0);
    this.#keptUntilMs =
      last === undefined ? undefined : Date.parse(last.started_at) + last.duration_seconds * 1000;
  }

  /** Seconds in takes that have ended. */
  get keptSec(): number {
    return this.#keptSec;
  }
  get keptBytes(): number {
    return this.#keptBytes;
  }
  get startedAtMs(): number | undefined {
    return this.#startedAtMs;
  }
  get reconnects(): number {
    return this.#reconnects;
  }

  wallOf(monotonicMs: number): number {
    return this.#anchor.wallMs + (monotonicMs - this.#anchor.monotonicMs);
  }

  /** Writes the row of the next take before its process starts: whatever dies next, recovery knows about the file. */
  async openTake(): Promise<{ seq: number; key: string; file: string }> {
    const { db, store, clock } = this.#parts;
    const seq = this.#lastSeq + 1;
    const key = takeKey(this.#recordingId, seq);
    await store.prepare(key);
    await insertTake(db, {
      recording_id: this.#recordingId,
      seq,
      file_key: key,
      state: 'recording',
      started_at: isoTime(this.wallOf(clock.monotonic())),
      ended_at: null,
      start_time: this.#keptSec,
      duration_seconds: 0,
      size_bytes: 0,
    });
    this.#open = { seq, key, startMs: undefined };
    this.#talliedBytes = 0;
    return { seq, key, file: store.localPath(key) };
  }

  /**
   * The first fragment of the open take is there: the gap before it is known. Later calls do nothing.
   * @returns whether this was the first call for the take
   */
  async firstData(mediaStartMonotonicMs: number): Promise<boolean> {
    const take = this.#open;
    if (take === undefined || take.startMs !== undefined) return false;
    const { db } = this.#parts;
    const recordingId = this.#recordingId;
    const previousEndMs = this.#keptUntilMs;
    // A source that delivers ahead of time (HLS) may seem to begin before the last take ended.
    const startMs = Math.max(this.wallOf(mediaStartMonotonicMs), previousEndMs ?? 0);
    take.startMs = startMs;
    this.#lastSeq = take.seq;
    this.#startedAtMs ??= startMs;
    const rows: (() => Promise<void>)[] = [
      async () => updateTake(db, { recordingId, seq: take.seq }, { started_at: isoTime(startMs) }),
    ];
    if (previousEndMs !== undefined) rows.push(this.#gapRow(previousEndMs, startMs, this.#startedAtMs));
    await this.#save(...rows);
    return true;
  }

  /** @param sizeBytes of the open take */
  grew(sizeBytes: number): void {
    this.#parts.tally.writtenBytes += Math.max(0, sizeBytes - this.#talliedBytes);
    this.#talliedBytes = sizeBytes;
  }

  #gapRow(fromMs: number, toMs: number, startedAtMs: number): () => Promise<void> {
    const { tally } = this.#parts;
    tally.gaps[this.gapReason] += 1;
    if (this.gapReason === 'source_lost') {
      this.#reconnects += 1;
      tally.reconnects += 1;
    }
    const gapSeq = this.#gapSeq;
    this.#gapSeq += 1;
    const gap = {
      start_time: (fromMs - startedAtMs) / 1000,
      end_time: (toMs - startedAtMs) / 1000,
      position: this.#keptSec,
      reason: this.gapReason,
    };
    return async () => insertGap(this.#parts.db, this.#recordingId, gapSeq, gap);
  }

  /** Writes what could not be written before (a full disk). @throws when it still cannot */
  async saveRest(): Promise<void> {
    const before = this.#saving;
    // One after the other, in the order in which it happened; what fails stays for the next call.
    this.#saving = (async () => {
      await before.catch(() => undefined);
      for (let row = this.#unsaved[0]; row !== undefined; row = this.#unsaved[0]) {
        await row();
        this.#unsaved.shift();
      }
    })();
    await this.#saving;
  }

  /** A database that cannot be written now must not end a recording that can. */
  async #save(...rows: (() => Promise<void>)[]): Promise<void> {
    this.#unsaved.push(...rows);
    try {
      await this.saveRest();
    } catch (error) {
      this.#parts.log.error(
        { err: error, recordingId: this.#recordingId },
        'rows of a take could not be saved yet',
      );
    }
  }

  /** The open take has ended: it is kept with its index, or leaves no trace when nothing was in it. */
  async closeTake(end: TakeEnd): Promise<void> {
    const take = this.#open;
    if (take === undefined) return;
    this.#open = undefined;
    const { db, store, takeIndexes, clock } = this.#parts;
    const id = { recordingId: this.#recordingId, seq: take.seq };
    if (end.index === undefined) {
      this.#lastSeq = take.seq - 1;
      if (this.#keptSec === 0) this.#startedAtMs = undefined;
      await store.remove(take.key);
      await deleteTake(db, id);
      return;
    }
    const { durationSec, sizeBytes } = end.index;
    this.grew(sizeBytes);
    const startTime = this.#keptSec;
    const untilMs = (take.startMs ?? this.wallOf(clock.monotonic())) + durationSec * 1000;
    this.#lastSeq = take.seq;
    this.#keptUntilMs = untilMs;
    this.#keptSec += durationSec;
    this.#keptBytes += sizeBytes;
    await this.#save(
      async () =>
        updateTake(db, id, {
          state: 'complete',
          ended_at: isoTime(untilMs),
          start_time: startTime,
          duration_seconds: durationSec,
          size_bytes: sizeBytes,
        }),
      // Only saves reading the media again; without it the index is made anew.
      async () => takeIndexes.save(take.key, end.snapshot),
    );
  }
}
