/**
 * Decides from sampled readings when something is wrong with what is being recorded. Pure: time comes in with each
 * observation. An alarm is raised once when its condition has held long enough and lowered once when it is over.
 */
import type { AlarmKind } from '../../contract/recording.ts';
import type { Settings } from '../../contract/settings.ts';
import type { SignalReading } from '../media/signal-sample.ts';
import type { CaptureSource } from '../media/stream-url.ts';

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

  constructor(limits: AlarmLimits) {
    this.#limits = limits;
  }

  get active(): AlarmKind[] {
    return [...this.#active];
  }

  /** @param nowMs monotonic; @returns what changed by this reading */
  observeReading(reading: SignalReading, nowMs: number): AlarmChange[] {
    if (reading.kind === 'sound') {
      this.#clippedInARow = reading.peakDb >= clippedPeakDb ? this.#clippedInARow + 1 : 0;
      return [
        ...this.#held(
          'silent',
          reading.rmsDb < silentRmsDb,
          nowMs,
          this.#limits.silentAfterMs,
          finite(reading.rmsDb),
        ),
        ...this.#set('clipped', this.#clippedInARow >= clippedReadings, finite(reading.peakDb)),
      ];
    }
    const isBlack = reading.lumaMean < blackLumaMean && reading.lumaMax < blackLumaMax;
    const isFrozen = !reading.isFirst && !isBlack && reading.lumaChange < frozenLumaChange;
    return [
      ...this.#held('black_picture', isBlack, nowMs, this.#limits.blackAfterMs, reading.lumaMean),
      ...(this.#limits.frozenAfterMs === undefined || reading.isFirst
        ? []
        : this.#held('frozen_picture', isFrozen, nowMs, this.#limits.frozenAfterMs, reading.lumaChange)),
    ];
  }

  /** @param sinceDataMs how long nothing has arrived */
  observeData(sinceDataMs: number): AlarmChange[] {
    return this.#set('no_data', sinceDataMs >= this.#limits.noDataAfterMs, sinceDataMs / 1000);
  }

  observeRoom(freeMinutes: number): AlarmChange[] {
    return this.#set('low_room', freeMinutes < this.#limits.warnFreeMinutes, freeMinutes);
  }

  /** The recording was paused or has ended: nothing is wrong any more. */
  clear(): AlarmChange[] {
    this.#since.clear();
    this.#clippedInARow = 0;
    return this.active.flatMap((kind) => this.#set(kind, false, null));
  }

  #held(
    kind: AlarmKind,
    holds: boolean,
    nowMs: number,
    afterMs: number,
    value: number | null,
  ): AlarmChange[] {
    if (!holds) {
      this.#since.delete(kind);
      return this.#set(kind, false, value);
    }
    const since = this.#since.get(kind) ?? nowMs;
    this.#since.set(kind, since);
    return nowMs - since >= afterMs ? this.#set(kind, true, value) : [];
  }

  #set(kind: AlarmKind, active: boolean, value: number | null): AlarmChange[] {
    if (this.#active.has(kind) === active) return [];
    if (active) this.#active.add(kind);
    else this.#active.delete(kind);
    return [{ kind, active, value }];
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
