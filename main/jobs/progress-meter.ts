/** Progress of one running job: how far, how long still, and whether it is time to tell anyone. */
import type { Clock } from '../base/clock.ts';

/** At most two announcements a second: the page redraws no faster and the rows are written as often. */
const announceEveryMs = 500;
/** An estimate from less than this is noise (ms). */
const shortestMeasureMs = 2000;

export class ProgressMeter {
  readonly #clock: Clock;
  readonly #startedMs: number;
  #startFraction: number | undefined;
  #fraction: number;
  #announcedMs: number | undefined;

  /** @param earlier 0–1, where an earlier attempt got to. */
  constructor(clock: Clock, earlier: number) {
    this.#clock = clock;
    this.#startedMs = clock.monotonic();
    this.#fraction = earlier;
  }

  get fraction(): number {
    return this.#fraction;
  }

  /** @returns whether it should be announced now. */
  report(fraction: number): boolean {
    this.#fraction = Math.min(1, Math.max(0, Number.isFinite(fraction) ? fraction : 0));
    // The first report is where this attempt begins: what an earlier one made took no time of this one.
    this.#startFraction ??= this.#fraction;
    const nowMs = this.#clock.monotonic();
    if (this.#announcedMs !== undefined && nowMs - this.#announcedMs < announceEveryMs) return false;
    this.#announcedMs = nowMs;
    return true;
  }

  /** Seconds to the end at this attempt's mean rate; null while that is unknown. */
  etaSeconds(): number | null {
    const elapsedMs = this.#clock.monotonic() - this.#startedMs;
    const gained = this.#fraction - (this.#startFraction ?? this.#fraction);
    if (elapsedMs < shortestMeasureMs || gained <= 0) return null;
    return Math.round(((1 - this.#fraction) * elapsedMs) / gained / 100) / 10;
  }
}
