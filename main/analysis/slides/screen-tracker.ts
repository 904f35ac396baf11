/**
 * Finds the distinct screens of a lesson in its key frames, one after another. Only what two frames in a row agree on is
 * believed, so transitions, films and people never count. Against the screen that is on:
 * - ink that was only added to is the same screen in a later state: a build, or a board that is written on;
 * - ink that is gone or replaced, or another ground, is a new screen;
 * - everything moved up or down is a scrolled document: a new screen after most of a page.
 * What keeps changing (a film in a slide, a webcam, captions, a clock) is left out of the comparison.
 */
import {
  type CellChange,
  type GreyFrame,
  cellCount,
  columns,
  compareCell,
  copyCell,
  frameHeight,
  hasInk,
  toFrame,
} from './picture-cells.ts';
import { scrollShift } from './scroll-shift.ts';

export type FoundScreen = {
  startSec: number;
  endSec: number;
  /** A frame that shows it best: its last state, with the least in front of it. */
  pictureSec: number;
  /** What it looked like, without what moved. */
  looks: GreyFrame;
  /** 0–1 of the picture that kept moving: a film, a webcam, people before a camera. */
  movingShare: number;
};

/** Cells with ink below which a picture is blank: six are a short word. */
const leastInk = 6;
/** Share of the ink that must be gone for a new screen. Slides of one template keep a heading and a foot. */
const lostShare = 0.2;
const leastLost = 6;
/** Share of the ground that must have changed for a new screen. */
const groundShare = 0.5;
/** Share of the ink that moves from frame to frame while nothing can be said. */
const shakenShare = 0.4;
/** From here on the frame may already show something else. */
const doubtShare = 0.1;
/** Nothing recognised for so long (s): the screen has ended. */
const lostForSec = 10;
/** A cell that changed in about two of the last five pairs is left out until it has rested as long. */
const busyActivity = 2;
const activityDecay = 0.85;
/** Cells around somebody who stands before the writing: their edge is no writing. */
const shadow = 2;
/** Share of the ink that must be in sight to say that it is the same screen. */
const sightShare = 0.3;
/** Scrolled by more of a page than this: a new screen. */
const pageShare = 0.75;
/** The end of a document that is left out otherwise. */
const tailShare = 0.3;

/** A frame and the cells with ink that are in sight in it. */
type View = { timeSec: number; cells: Uint8Array };

type Screen = {
  startSec: number;
  /** Seen last in this frame. */
  seenSec: number;
  /** First frame since then in which it could not be recognised. */
  missedSec: number | undefined;
  looks: GreyFrame;
  isKnown: Uint8Array;
  /** Since the cell was learned something happened in it: without that, what is different has crept there. */
  hasMoved: Uint8Array;
  activity: Float32Array;
  moves: Uint16Array;
  pairs: number;
  best: View;
  /** Rows scrolled since it began, and the view after the last scroll. */
  offset: number;
  tail: { startSec: number; best: View } | undefined;
};

/** What a tracker knows; another one goes on from it. */
export type TrackerState = {
  before: GreyFrame | undefined;
  previous: GreyFrame | undefined;
  screen: Screen | undefined;
};

export class ScreenTracker {
  #before: GreyFrame | undefined;
  #previous: GreyFrame | undefined;
  #screen: Screen | undefined;

  /** @param state taken over, not copied */
  constructor(state?: TrackerState) {
    this.#before = state?.before;
    this.#previous = state?.previous;
    this.#screen = state?.screen;
  }

  /** As it is now: changed by the next `push`. */
  get state(): TrackerState {
    return { before: this.#before, previous: this.#previous, screen: this.#screen };
  }

  /** @returns screens that have ended. @param frame by time */
  push(frame: GreyFrame): FoundScreen[] {
    const previous = this.#previous;
    const found = previous === undefined ? [] : this.#compare(previous, frame);
    this.#before = previous;
    this.#previous = frame;
    return found;
  }

  /** The last screen lasts until the end. */
  end(endSec: number): FoundScreen[] {
    const screen = this.#screen;
    this.#screen = undefined;
    if (screen === undefined) return [];
    return finished(
      screen,
      screen.missedSec === undefined ? endSec : (screen.seenSec + screen.missedSec) / 2,
    );
  }

  #compare(previous: GreyFrame, frame: GreyFrame): FoundScreen[] {
    const moving = new Uint8Array(cellCount);
    let movingCells = 0;
    for (let cell = 0; cell < cellCount; cell += 1) {
      if (compareCell(previous, frame, cell) === 'same') continue;
      moving[cell] = 1;
      movingCells += 1;
    }
    const isUpheaval = movingCells > cellCount / 2;
    const screen = this.#screen;
    if (screen === undefined) {
      if (!isUpheaval) this.#begin(previous, frame, moving);
      return [];
    }
    noteActivity(screen, moving, isUpheaval);
    const change = weigh(screen, frame, moving);
    if (isUpheaval || change.shaken > shakenShare) {
      const shift = scrollShift(previous, frame);
      if (shift !== undefined) return this.#scroll(screen, previous, frame, shift);
      return this.#miss(screen, frame);
    }
    if (isDifferent(change)) {
      const shift = scrollShift(screen.looks, frame);
      if (shift !== undefined) return this.#scroll(screen, this.#before ?? previous, previous, shift);
      const boundarySec = this.#boundary(screen, previous);
      const ended = finished(screen, boundarySec.end);
      this.#begin(previous, frame, moving, boundarySec.start);
      return ended;
    }
    learn(screen, frame, moving, change, middle(this.#before, previous));
    if (change.shaken > doubtShare) screen.missedSec ??= frame.timeSec;
    else {
      screen.seenSec = frame.timeSec;
      screen.missedSec = undefined;
    }
    return [];
  }

  #miss(screen: Screen, frame: GreyFrame): FoundScreen[] {
    screen.missedSec ??= frame.timeSec;
    if (frame.timeSec - screen.seenSec < lostForSec) return [];
    this.#screen = undefined;
    return finished(screen, (screen.seenSec + screen.missedSec) / 2);
  }

  /** Somewhere between the last frame of the old and the first of the new: in the middle the error is least. */
  #boundary(screen: Screen, first: GreyFrame): { end: number; start: number } {
    const missedSec = screen.missedSec ?? first.timeSec;
    const end = (Math.min(screen.seenSec, missedSec) + missedSec) / 2;
    const start = middle(this.#before, first);
    // A transition takes one frame; what lies further apart is something that was on no screen.
    return this.#before === undefined || this.#before.timeSec <= missedSec
      ? { end, start: end }
      : { end, start };
  }

  #begin(
    previous: GreyFrame,
    frame: GreyFrame,
    moving: Uint8Array,
    startSec = middle(this.#before, previous),
  ): void {
    const screen: Screen = {
      startSec,
      seenSec: frame.timeSec,
      missedSec: undefined,
      looks: toFrame(frame.timeSec, new Uint8Array(frame.grey)),
      isKnown: new Uint8Array(cellCount),
      hasMoved: new Uint8Array(cellCount),
      activity: new Float32Array(cellCount),
      moves: new Uint16Array(cellCount),
      pairs: 0,
      best: { timeSec: frame.timeSec, cells: new Uint8Array(cellCount) },
      offset: 0,
      tail: undefined,
    };
    this.#screen = screen;
    noteActivity(screen, moving, false);
    learn(screen, frame, moving, weigh(screen, frame, moving), startSec);
  }

  /** @param after the first frame after the scroll */
  #scroll(screen: Screen, before: GreyFrame, after: GreyFrame, shift: number): FoundScreen[] {
    const atSec = (before.timeSec + after.timeSec) / 2;
    screen.offset += shift;
    if (Math.abs(screen.offset) >= frameHeight * pageShare) {
      const ended = finished({ ...screen, tail: undefined }, atSec);
      this.#begin(after, after, new Uint8Array(cellCount), atSec);
      return ended;
    }
    screen.seenSec = after.timeSec;
    screen.missedSec = undefined;
    screen.looks = toFrame(after.timeSec, new Uint8Array(after.grey));
    screen.isKnown.fill(0);
    screen.activity.fill(0);
    screen.tail = { startSec: atSec, best: { timeSec: after.timeSec, cells: new Uint8Array(cellCount) } };
    return [];
  }
}

/** Between two frames; the first frame begins the lesson. */
function middle(before: GreyFrame | undefined, after: GreyFrame): number {
  return before === undefined ? 0 : (before.timeSec + after.timeSec) / 2;
}

function noteActivity(screen: Screen, moving: Uint8Array, isUpheaval: boolean): void {
  screen.pairs += 1;
  for (let cell = 0; cell < cellCount; cell += 1) {
    const moves = moving[cell] ?? 0;
    screen.moves[cell] = (screen.moves[cell] ?? 0) + moves;
    if (moves === 1) screen.hasMoved[cell] = 1;
    const activity = (screen.activity[cell] ?? 0) * activityDecay;
    screen.activity[cell] = isUpheaval ? activity : activity + moves;
  }
}

type Change = {
  /** Of each still cell against what the screen looked like; undefined where nothing is known or can be said. */
  kinds: (CellChange | undefined)[];
  /** Cells with ink in sight, and those of them whose ink is gone. */
  ink: number;
  lost: number;
  /** 0–1 of the ink that is moving now, and that is in sight. */
  shaken: number;
  inSight: number;
  ground: number;
  groundChanged: number;
};

function weigh(screen: Screen, frame: GreyFrame, moving: Uint8Array): Change {
  const kinds: Change['kinds'] = Array.from({ length: cellCount });
  const change: Change = { kinds, ink: 0, lost: 0, shaken: 0, inSight: 1, ground: 0, groundChanged: 0 };
  const isShadowed = new Uint8Array(cellCount);
  let known = 0;
  let still = 0;
  for (let cell = 0; cell < cellCount; cell += 1) {
    if (screen.isKnown[cell] !== 1 || (screen.activity[cell] ?? 0) >= busyActivity) continue;
    const isInk = hasInk(screen.looks, cell);
    if (isInk) known += 1;
    if (moving[cell] === 1) continue;
    const kind = compareCell(screen.looks, frame, cell);
    if (kind !== 'same' && screen.hasMoved[cell] === 0) {
      // It has crept away from what it was, as in a slow film.
      screen.activity[cell] = busyActivity * 2;
      continue;
    }
    kinds[cell] = kind;
    if (isInk) still += 1;
    else {
      change.ground += 1;
      if (kind === 'ground') change.groundChanged += 1;
    }
    if (kind === 'ground' || kind === 'hidden') castShadow(isShadowed, cell);
  }
  const isSomebodyThere = change.groundChanged <= change.ground * groundShare;
  for (let cell = 0; cell < cellCount; cell += 1) {
    if (isSomebodyThere && isShadowed[cell] === 1) kinds[cell] = undefined;
    const kind = kinds[cell];
    if (kind === undefined || !hasInk(screen.looks, cell)) continue;
    change.ink += 1;
    if (kind === 'wiped' || kind === 'replaced' || kind === 'hidden') change.lost += 1;
  }
  if (known < leastInk) {
    change.shaken = screen.tail === undefined ? 0 : movingInk(frame, moving);
    return change;
  }
  change.shaken = 1 - still / known;
  change.inSight = still === 0 ? 0 : change.ink / still;
  return change;
}

/** Share of what is written that moves, where nothing is known yet: after a scroll the next may follow at once. */
function movingInk(frame: GreyFrame, moving: Uint8Array): number {
  let ink = 0;
  let moved = 0;
  for (let cell = 0; cell < cellCount; cell += 1) {
    if (!hasInk(frame, cell)) continue;
    ink += 1;
    moved += moving[cell] ?? 0;
  }
  return ink < leastInk * 2 ? 0 : moved / ink;
}

function castShadow(isShadowed: Uint8Array, cell: number): void {
  const column = cell % columns;
  for (let down = -shadow; down <= shadow; down += 1) {
    for (
      let right = Math.max(-shadow, -column);
      right <= Math.min(shadow, columns - 1 - column);
      right += 1
    ) {
      isShadowed[cell + down * columns + right] = 1;
    }
  }
}

function isDifferent({ ink, lost, inSight, ground, groundChanged }: Change): boolean {
  return (
    inSight < sightShare ||
    (lost >= leastLost && lost / ink >= lostShare) ||
    groundChanged > ground * groundShare
  );
}

/** Takes over what two frames agree on. @param changedSec when it came */
function learn(
  screen: Screen,
  frame: GreyFrame,
  moving: Uint8Array,
  change: Change,
  changedSec: number,
): void {
  let added = 0;
  for (let cell = 0; cell < cellCount; cell += 1) {
    if (moving[cell] === 1) continue;
    if (screen.isKnown[cell] === 1 && change.kinds[cell] !== 'added') {
      if (change.kinds[cell] === 'same') screen.hasMoved[cell] = 0;
      continue;
    }
    copyCell(frame, screen.looks, cell);
    screen.isKnown[cell] = 1;
    screen.hasMoved[cell] = 0;
    if (hasInk(frame, cell)) added += 1;
  }
  // Before anything was written there was no screen; nor was a speck that two passing pictures had in common.
  const isFirstInk = change.ink === 0 ? added > 0 : change.ink < leastInk && added > leastInk * 2;
  if (isFirstInk && screen.tail === undefined) screen.startSec = Math.max(screen.startSec, changedSec);
  const view = screen.tail ?? screen;
  const cells = new Uint8Array(cellCount);
  let visible = 0;
  let visibleInBest = 0;
  for (let cell = 0; cell < cellCount; cell += 1) {
    if ((screen.activity[cell] ?? 0) >= busyActivity) continue;
    visibleInBest += view.best.cells[cell] ?? 0;
    const kind = change.kinds[cell];
    const isInSight = moving[cell] !== 1 && (kind === undefined || kind === 'same' || kind === 'added');
    if (!isInSight || screen.isKnown[cell] !== 1 || !hasInk(frame, cell)) continue;
    cells[cell] = 1;
    visible += 1;
  }
  if (visible >= visibleInBest * 0.98) view.best = { timeSec: frame.timeSec, cells };
}

function finished(screen: Screen, endSec: number): FoundScreen[] {
  const { looks, tail } = screen;
  let ink = 0;
  let movingCells = 0;
  for (let cell = 0; cell < cellCount; cell += 1) {
    if (screen.isKnown[cell] === 1 && hasInk(looks, cell)) ink += 1;
    if ((screen.moves[cell] ?? 0) >= Math.max(2, screen.pairs * 0.3)) movingCells += 1;
  }
  if (ink < leastInk) return [];
  const whole = {
    startSec: screen.startSec,
    endSec,
    pictureSec: screen.best.timeSec,
    looks,
    movingShare: movingCells / cellCount,
  };
  if (tail === undefined || Math.abs(screen.offset) < frameHeight * tailShare) return [whole];
  return [
    { ...whole, endSec: tail.startSec },
    { ...whole, startSec: tail.startSec, pictureSec: tail.best.timeSec },
  ];
}
