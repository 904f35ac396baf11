/**
 * Decides from sampled readings when something is wrong with what is being recorded. Pure: time comes in with each
 * observation. An alarm is raised once when its condition has held long enough and lowered once when it is over.
 * Looks are far apart, so a trouble is older than the look that finds it: it counts from where its sign began
 * (signal-gate.ts), but never from before a look at which all was well. Without a sign it counts from that look, so no
 * alarm comes early, and one of a stream that shows no signs comes late by the time between two looks at most.
 */
import type { AlarmKind } from '../../contract/recording.ts';
import type { Settings } from '../../contract/settings.ts';
import type { SignalReading } from '../media/signal-sample.ts';
import type { CaptureSource } from '../media/stream-url.ts';
import type { Onsets } from './signal-gate.ts';

/** Mean luma of limited-range black is 16; sensor noise and compression lift it a little. */
const blackLumaMean = 20;
/** A cursor or a caption on black is a picture. */
const blackLumaMax = 60;
/** Even a still camera picture differs by more than this from one key frame to the next (sensor noise). */
const frozenLumaChange = 0.02;
/** Quiet classrooms lie near −50 dBFS, an open but unused microphone near −65; below is a muted or missing one. */
const silentRmsDb = -60;
/** At full scale: the wave is cut off. */
const clippedPeakDb = -0.1;
/** One loud bang is no alarm: so many pieces of sound in a row, of three samples at least, must touch full scale. */
const clippedReadings = 8;

const nothing: readonly AlarmChange[] = [];
const noOnsets: Onsets = { dark: undefined, still: undefined, quiet: undefined };

export type AlarmLimits = {
  noDataAfterMs: number;
  blackAfterMs: number;
  /** undefined: never (screens, where a slide may stand for long). */
  frozenAfterMs: number | undefined;
  silentAfterMs: number;
  warnFreeMinutes: number;
};

/** From the settings (seconds) to what the watch works with. */
export function alarmLimits(
  { alarms, warn_free_minutes }: Settings['recording'],
  sourceKind: CaptureSource['kind'],
): AlarmLimits {
  return {
    noDataAfterMs: alarms.no_data_after_seconds * 1000,
    blackAfterMs: alarms.black_after_seconds * 1000,
    frozenAfterMs: sourceKind === 'screen' ? undefined : alarms.frozen_after_seconds * 1000,
    silentAfterMs: alarms.silent_after_seconds * 1000,
    warnFreeMinutes: warn_free_minutes,
  };
}

export type AlarmChange = { kind: AlarmKind; active: boolean; value: number | null };

export class AlarmWatch {
  readonly #limits: AlarmLimits;
  readonly #active = new Set<AlarmKind>();
  /** Since when (monotonic ms) each condition has held without a break. */
  readonly #since = new Map<AlarmKind, number>();
  #clippedInARow = 0;
  /** When (monotonic ms) a look last found it well. */
  #litMs = -Infinity;
  #heardMs = -Infinity;
  #pictureMs: number | undefined;
  /** The earliest moment from which the last picture may have stood: that of the last other one. */
  #otherPictureMs = -Infinity;

  constructor(limits: AlarmLimits) {
    this.#limits = limits;
  }

  get active(): AlarmKind[] {
    return [...this.#active];
  }

  /** Something is wrong or may be: the next look should not be far. */
  get isWatching(): boolean {
    return this.#since.size > 0 || this.#clippedInARow > 0;
  }

  /**
   * @param nowMs monotonic
   * @param onsets since when the sizes of frames have spoken for a trouble
   * @returns what changed by this reading
   */
  observeReading(reading: SignalReading, nowMs: number, onsets: Onsets = noOnsets): readonly AlarmChange[] {
    const { silentAfterMs, blackAfterMs } = this.#limits;
    if (reading.kind === 'sound') {
      const { rmsDb } = reading;
      const isSilent = rmsDb < silentRmsDb;
      if (!isSilent) this.#heardMs = nowMs;
      this.#clippedInARow = reading.peakDb >= clippedPeakDb ? this.#clippedInARow + 1 : 0;
      return [
        ...this.#held('silent', isSilent ? between(this.#heardMs, onsets.quiet, nowMs) : undefined, nowMs, {
          afterMs: silentAfterMs,
          value: finite(rmsDb),
        }),
        ...this.#set('clipped', this.#clippedInARow >= clippedReadings, finite(reading.peakDb)),
      ];
    }
    const isBlack = reading.lumaMean < blackLumaMean && reading.lumaMax < blackLumaMax;
    if (!isBlack) this.#litMs = nowMs;
    return [
      ...this.#held('black_picture', isBlack ? between(this.#litMs, onsets.dark, nowMs) : undefined, nowMs, {
        afterMs: blackAfterMs,
        value: reading.lumaMean,
      }),
      ...this.#observeChange(reading, isBlack, nowMs, onsets.still),
    ];
  }

  #observeChange(
    reading: SignalReading & { kind: 'picture' },
    isBlack: boolean,
    nowMs: number,
    onsetMs: number | undefined,
  ): readonly AlarmChange[] {
    const beforeMs = this.#pictureMs;
    this.#pictureMs = nowMs;
    const { frozenAfterMs } = this.#limits;
    // A decoder that has just begun has nothing to compare with.
    if (frozenAfterMs === undefined || reading.isFirst || beforeMs === undefined) return nothing;
    const isFrozen = !isBlack && reading.lumaChange < frozenLumaChange;
    if (!isFrozen) this.#otherPictureMs = beforeMs;
    // It has stood at least since the picture that it equals.
    const sinceMs = isFrozen ? between(this.#otherPictureMs, onsetMs, beforeMs) : undefined;
    return this.#held('frozen_picture', sinceMs, nowMs, {
      afterMs: frozenAfterMs,
      value: reading.lumaChange,
    });
  }

  /** @param sinceDataMs how long nothing has arrived */
  observeData(sinceDataMs: number): readonly AlarmChange[] {
    return this.#set('no_data', sinceDataMs >= this.#limits.noDataAfterMs, sinceDataMs / 1000);
  }

  observeRoom(freeMinutes: number): readonly AlarmChange[] {
    return this.#set('low_room', freeMinutes < this.#limits.warnFreeMinutes, freeMinutes);
  }

  /** The recording was paused or has ended: nothing is wrong any more. */
  clear(): readonly AlarmChange[] {
    this.#since.clear();
    this.#pictureMs = undefined;
    this.#clippedInARow = 0;
    return this.active.flatMap((kind) => this.#set(kind, false, null));
  }

  /** @param sinceMs from when it counts when it is found now for the first time; undefined: all is well */
  #held(
    kind: AlarmKind,
    sinceMs: number | undefined,
    nowMs: number,
    { afterMs, value }: { afterMs: number; value: number | null },
  ): readonly AlarmChange[] {
    if (sinceMs === undefined) {
      this.#since.delete(kind);
      return this.#set(kind, false, value);
    }
    const since = this.#since.get(kind) ?? sinceMs;
    this.#since.set(kind, since);
    return nowMs - since >= afterMs ? this.#set(kind, true, value) : nothing;
  }

  #set(kind: AlarmKind, active: boolean, value: number | null): readonly AlarmChange[] {
    if (this.#active.has(kind) === active) return nothing;
    if (active) this.#active.add(kind);
    else this.#active.delete(kind);
    return [{ kind, active, value }];
  }
}

/** The onset, but neither before a look that spoke against it nor after the one that found it. */
function between(earliestMs: number, onsetMs: number | undefined, latestMs: number): number {
  return onsetMs === undefined ? latestMs : Math.min(Math.max(onsetMs, earliestMs), latestMs);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
