/** Where a viewer of a running lesson is: with it, behind it, or seeing its last half minute again. Pure. */
export type LiveMode =
  | { kind: 'live' }
  | { kind: 'behind' }
  /** Goes back to live by itself at `untilSec`. */
  | { kind: 'replay'; untilSec: number };

export type LiveClock = {
  /** Where the player is, seconds. */
  positionSec: number;
  /** The newest moment that can be played. */
  edgeSec: number;
  /** How far behind it a player must stay to play without stopping. */
  lagSec: number;
};

export const replaySec = 30;
/** Further behind than this a viewer who thinks to be live is shown something old. */
const driftSec = 12;
/** Nearer to live than this a seek is meant as 'live'. */
const nearLiveSec = 2;
const endToleranceSec = 0.3;

export function livePosition({ edgeSec, lagSec }: LiveClock): number {
  return Math.max(0, edgeSec - lagSec);
}

/** @returns how to go on after a seek to `toSec` */
export function modeAfterSeek(toSec: number, clock: LiveClock): LiveMode {
  return toSec >= livePosition(clock) - nearLiveSec ? { kind: 'live' } : { kind: 'behind' };
}

/** The last half minute, or what there is of it. */
export function replayOf(clock: LiveClock): { fromSec: number; mode: LiveMode } {
  return {
    fromSec: Math.max(0, livePosition(clock) - replaySec),
    mode: { kind: 'replay', untilSec: livePosition(clock) },
  };
}

/** @returns where to jump to without being asked; undefined: nowhere */
export function jumpOf(mode: LiveMode, clock: LiveClock): number | undefined {
  const { positionSec, edgeSec, lagSec } = clock;
  if (mode.kind === 'replay') {
    return positionSec >= mode.untilSec - endToleranceSec ? livePosition(clock) : undefined;
  }
  if (mode.kind === 'live' && edgeSec - positionSec > lagSec + driftSec) return livePosition(clock);
  return undefined;
}
