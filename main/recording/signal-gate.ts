/**
 * Decides when a running take is worth decoding. Decoding a 1080p key frame costs as much as copying two seconds of
 * the stream; the sizes of its frames, which the index reads anyhow, cost nothing and give most troubles away: a black
 * picture encodes to next to nothing, a frozen one needs hardly any bytes between its key frames, silence hardly any at
 * all, and an encoder that begins anew breaks the rhythm of its key frames. Such a sign only makes us look, and tells
 * since when it has been there; what is wrong is for the decoded reading to say. A stream padded to a constant rate
 * shows no signs: it is looked at every `everyMs`, and less often the longer nothing was ever wrong with it: most that is
 * wrong is wrong from the start. Pure: time comes in with each observation.
 */
import type { TrackRun } from '../media/mp4-fragment.ts';

export type Sign =
  /** A key frame of far fewer bytes than usual: black, or a test card. */
  | 'dark'
  /** Nothing to say between two key frames. */
  | 'still'
  | 'quiet'
  /** A key frame out of turn or of another size: perhaps other parameters. */
  | 'changed';

/** Since when (monotonic ms) the signs of each trouble have been there. */
export type Onsets = { dark: number | undefined; still: number | undefined; quiet: number | undefined };

/** Between two looks while a sign is there or a trouble is being watched (ms). */
const soonMs = 10_000;

/** After a look that found nothing the next may be so much later, up to so many times `everyMs`. */
const calmStep = 1.5;
const calmest = 2.5;

/** A key frame below this part of the usual size is dark; above or below `odd` of it, changed. */
const darkPart = 0.35;
const odd = 1.8;
/** Frames between key frames: below this part of the usual size, or of the key frame's, nothing moves. */
const stillPart = 0.1;
const stillPartOfKey = 1 / 250;
/** A 1080p frame that says "as before" has some 30 to 100 bytes. */
const stillBytes = 100;
/** Sound below this part of the usual rate, or of so few bytes per packet, for so long (a pause is shorter). */
const quietPart = 0.35;
const quietPacketBytes = 16;
const quietSec = 3;
/** What is usual follows slowly. */
const pictureStep = 1.1;
const soundStep = 1.03;
/** Distance of key frames, against the usual one. */
const rhythmPart = 0.05;

type Watched = {
  sinceMs: number | undefined;
  /** A look was taken while it was there. */
  isSeen: boolean;
  /** How long ago the last look must be for it to call for another. */
  waitMs: number;
};

export class SignalGate {
  readonly #everyMs: number;
  readonly #soonMs: number;
  readonly #signs: Record<Sign, Watched>;
  readonly #watchesStill: boolean;
  #lastLookMs = -Infinity;
  /** Time between two looks for which nothing calls. */
  #restMs: number;
  #usualKeyBytes = 0;
  #usualInterBytes = 0;
  #usualSoundRate = 0;
  #usualGopSec = 0;
  #keyBytes = 0;
  #keySec = 0;
  /** Since the last key frame. */
  #interBytes = 0;
  #interCount = 0;
  #quietSec = 0;

  /**
   * @param options.everyMs time between two looks for which nothing calls, at first
   * @param options.watchesStill false where a picture may stand for long (screens)
   */
  constructor(options: { everyMs: number; watchesStill: boolean }) {
    this.#everyMs = options.everyMs;
    this.#restMs = options.everyMs;
    this.#soonMs = Math.min(soonMs, options.everyMs);
    this.#watchesStill = options.watchesStill;
    const none = (): Watched => ({ sinceMs: undefined, isSeen: false, waitMs: this.#soonMs });
    this.#signs = { dark: none(), still: none(), quiet: none(), changed: none() };
  }

  get onsets(): Onsets {
    const { dark, still, quiet } = this.#signs;
    return { dark: dark.sinceMs, still: still.sinceMs, quiet: quiet.sinceMs };
  }

  /** @param nowMs monotonic time at which the fragment was found */
  observe(runs: readonly TrackRun[], nowMs: number): void {
    for (const run of runs) {
      if (run.track.kind === 'audio') this.#observeSound(run, nowMs);
      else this.#observePicture(run, nowMs);
    }
  }

  /** @param isWatched something is wrong, or may be: it is looked at again soon */
  isDue(nowMs: number, isWatched: boolean): boolean {
    const waitedMs = nowMs - this.#lastLookMs;
    if (waitedMs < this.#soonMs) return false;
    if (isWatched || waitedMs >= this.#restMs) return true;
    const { dark, still, quiet, changed } = this.#signs;
    return (
      calls(dark, waitedMs) || calls(still, waitedMs) || calls(quiet, waitedMs) || calls(changed, waitedMs)
    );
  }

  /** A look is taken now. A sign that comes again and again without any trouble calls less and less often. */
  look(nowMs: number, isWatched: boolean): void {
    const isFirst = this.#lastLookMs === -Infinity;
    this.#lastLookMs = nowMs;
    const isCalm = !isWatched && Object.values(this.#signs).every(({ sinceMs }) => sinceMs === undefined);
    if (!isCalm) this.#restMs = this.#everyMs;
    else if (!isFirst) this.#restMs = Math.min(this.#restMs * calmStep, this.#everyMs * calmest);
    for (const sign of Object.values(this.#signs)) {
      sign.isSeen = true;
      sign.waitMs =
        sign.sinceMs === undefined
          ? Math.max(this.#soonMs, sign.waitMs / 2)
          : Math.min(this.#everyMs, sign.waitMs * 2);
    }
    this.#signs.changed.sinceMs = undefined;
  }

  #observePicture(run: TrackRun, nowMs: number): void {
    if (!run.startsWithKeyframe) {
      this.#interBytes += run.bytes;
      this.#interCount += run.sampleCount;
      return;
    }
    const sec = run.baseDecodeTime / run.track.timescale;
    const last = { keyBytes: this.#keyBytes, gopSec: sec - this.#keySec };
    this.#keyBytes = run.firstBytes;
    this.#keySec = sec;
    if (last.keyBytes > 0) this.#endGop(last, nowMs);
    this.#interBytes = run.bytes - run.firstBytes;
    this.#interCount = run.sampleCount - 1;

    const usual = this.#usualKeyBytes;
    this.#mark('dark', usual > 0 && run.firstBytes < usual * darkPart, nowMs);
    if (usual > 0 && (run.firstBytes > usual * odd || run.firstBytes * odd < usual)) {
      this.#mark('changed', true, nowMs);
    }
    if (!this.#isNew('dark')) this.#usualKeyBytes = follow(usual, run.firstBytes, pictureStep);
  }

  #endGop(gop: { keyBytes: number; gopSec: number }, nowMs: number): void {
    if (this.#interCount > 0) {
      const bytes = this.#interBytes / this.#interCount;
      const limit = Math.max(
        this.#usualInterBytes * stillPart,
        Math.min(gop.keyBytes * stillPartOfKey, stillBytes * 4),
        stillBytes,
      );
      this.#mark('still', this.#watchesStill && bytes < limit, nowMs - gop.gopSec * 1000);
      if (!this.#isNew('still')) this.#usualInterBytes = follow(this.#usualInterBytes, bytes, pictureStep);
    } else {
      // Key frames alone: only a picture that is the same to the last byte encodes to the same size.
      this.#mark('still', this.#watchesStill && gop.keyBytes === this.#keyBytes, nowMs - gop.gopSec * 1000);
    }
    if (this.#usualGopSec > 0 && Math.abs(gop.gopSec - this.#usualGopSec) > this.#usualGopSec * rhythmPart) {
      this.#mark('changed', true, nowMs);
    }
    this.#usualGopSec = follow(this.#usualGopSec, gop.gopSec, pictureStep);
  }

  #observeSound(run: TrackRun, nowMs: number): void {
    const sec = run.duration / run.track.timescale;
    if (sec <= 0) return;
    const rate = run.bytes / sec;
    const isQuiet = rate < this.#usualSoundRate * quietPart || run.bytes < quietPacketBytes * run.sampleCount;
    this.#quietSec = isQuiet ? this.#quietSec + sec : 0;
    this.#mark('quiet', this.#quietSec >= quietSec, nowMs - this.#quietSec * 1000);
    if (!this.#isNew('quiet')) this.#usualSoundRate = follow(this.#usualSoundRate, rate, soundStep);
  }

  #mark(name: Sign, isThere: boolean, sinceMs: number): void {
    const sign = this.#signs[name];
    if (isThere && sign.sinceMs !== undefined) return;
    sign.sinceMs = isThere ? sinceMs : undefined;
    sign.isSeen = false;
  }

  /** It is there and nobody has looked yet: until then it must not become the usual thing. */
  #isNew(name: Sign): boolean {
    const sign = this.#signs[name];
    return sign.sinceMs !== undefined && !sign.isSeen;
  }
}

function calls(sign: Watched, waitedMs: number): boolean {
  return sign.sinceMs !== undefined && waitedMs >= sign.waitMs;
}

/** Goes from `usual` towards `value`, by one step at most. */
function follow(usual: number, value: number, step: number): number {
  return usual === 0 ? value : Math.min(Math.max(value, usual / step), usual * step);
}
