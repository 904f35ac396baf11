/**
 * Small grey pictures of a lesson, seen as a grid of cells. A cell is flat (ground) or holds ink: anything with
 * structure, mostly writing. Two questions are answered about a cell: is it the same as before, and if not, has
 * something only been added to it?
 */

/** 16:9 made a little flatter, so that cells are whole. A line of small print is about one cell high. */
export const frameWidth = 320;
export const frameHeight = 176;
export const cellSize = 8;
export const columns = frameWidth / cellSize;
export const rows = frameHeight / cellSize;
export const cellCount = columns * rows;

/** What H.264 at crf 28 does to a still picture from key frame to key frame stays below this (grey levels, mean). */
const codingNoise = 5;
/** Standard deviation of a cell from which on it holds ink (grey levels). */
const inkDeviation = 5;
/** A ground that changes by less has only got brighter or darker a little: dimming, camera exposure. */
const groundStep = 12;
/** Correlation of the same writing in two encodings, or dimmed: above 0.9; of two texts in one place: mostly below 0.5. */
const sameCorrelation = 0.75;
/** Share of the earlier ink that must still be there when something was added. */
const keptInk = 0.85;

export type GreyFrame = {
  timeSec: number;
  /** frameWidth × frameHeight, row by row. */
  grey: Uint8Array;
  mean: Float32Array;
  deviation: Float32Array;
};

export function toFrame(timeSec: number, grey: Uint8Array): GreyFrame {
  const mean = new Float32Array(cellCount);
  const deviation = new Float32Array(cellCount);
  for (let cell = 0; cell < cellCount; cell += 1) {
    let sum = 0;
    let squares = 0;
    const first = firstPixel(cell);
    for (let y = 0; y < cellSize; y += 1) {
      for (let at = first + y * frameWidth; at < first + y * frameWidth + cellSize; at += 1) {
        const value = grey[at] ?? 0;
        sum += value;
        squares += value * value;
      }
    }
    const cellMean = sum / (cellSize * cellSize);
    mean[cell] = cellMean;
    deviation[cell] = Math.sqrt(Math.max(0, squares / (cellSize * cellSize) - cellMean * cellMean));
  }
  return { timeSec, grey, mean, deviation };
}

/** Index of a cell's upper left pixel. */
function firstPixel(cell: number): number {
  return Math.floor(cell / columns) * cellSize * frameWidth + (cell % columns) * cellSize;
}

export function hasInk(frame: GreyFrame, cell: number): boolean {
  return (frame.deviation[cell] ?? 0) >= inkDeviation;
}

export type CellChange =
  | 'same'
  /** What was there is still there, and more. */
  | 'added'
  /** Ground of another brightness. */
  | 'ground'
  /** Ink is gone, and the ground it stood on is left. */
  | 'wiped'
  /** Ink is gone, and something smooth is there instead: somebody stands before it. */
  | 'hidden'
  /** Other ink. */
  | 'replaced';

export function compareCell(before: GreyFrame, after: GreyFrame, cell: number): CellChange {
  const first = firstPixel(cell);
  let difference = 0;
  let product = 0;
  const meanBefore = before.mean[cell] ?? 0;
  const meanAfter = after.mean[cell] ?? 0;
  for (let y = 0; y < cellSize; y += 1) {
    for (let at = first + y * frameWidth; at < first + y * frameWidth + cellSize; at += 1) {
      const left = before.grey[at] ?? 0;
      const right = after.grey[at] ?? 0;
      difference += Math.abs(left - right);
      product += (left - meanBefore) * (right - meanAfter);
    }
  }
  difference /= cellSize * cellSize;
  if (difference <= codingNoise) return 'same';
  const inkBefore = hasInk(before, cell);
  const inkAfter = hasInk(after, cell);
  if (!inkBefore && !inkAfter) return difference <= groundStep ? 'same' : 'ground';
  if (!inkBefore) return 'added';
  const { ground, isDarkInk, least } = inkOf(before, first);
  if (!inkAfter) return Math.abs(meanAfter - ground) <= groundStep * 2 ? 'wiped' : 'hidden';
  const spread = (before.deviation[cell] ?? 0) * (after.deviation[cell] ?? 0) * cellSize * cellSize;
  if (product / spread >= sameCorrelation) return 'same';
  return isGrown(before, after, first, { ground, isDarkInk, least }) ? 'added' : 'replaced';
}

/** @param isDarkInk darker than the ground. @param least difference from the ground that makes a pixel ink */
type Ink = { ground: number; isDarkInk: boolean; least: number };

/** The ground is what most of a cell is near to: paper is bright, boards are dark. */
function inkOf(frame: GreyFrame, first: number): Ink {
  let low = 255;
  let high = 0;
  let sum = 0;
  for (let y = 0; y < cellSize; y += 1) {
    for (let at = first + y * frameWidth; at < first + y * frameWidth + cellSize; at += 1) {
      const value = frame.grey[at] ?? 0;
      low = Math.min(low, value);
      high = Math.max(high, value);
      sum += value;
    }
  }
  const isDarkInk = sum / (cellSize * cellSize) > (low + high) / 2;
  return { ground: isDarkInk ? high : low, isDarkInk, least: (high - low) * 0.4 };
}

function isGrown(before: GreyFrame, after: GreyFrame, first: number, ink: Ink): boolean {
  const { ground, isDarkInk, least } = ink;
  let inked = 0;
  let kept = 0;
  let inkedAfter = 0;
  for (let y = 0; y < cellSize; y += 1) {
    for (let at = first + y * frameWidth; at < first + y * frameWidth + cellSize; at += 1) {
      const wasInk = Math.abs((before.grey[at] ?? 0) - ground) > least;
      const step = (after.grey[at] ?? 0) - ground;
      const isInk = (isDarkInk ? -step : step) > least * 0.75;
      if (isInk) inkedAfter += 1;
      if (!wasInk) continue;
      inked += 1;
      if (isInk) kept += 1;
    }
  }
  return inked > 0 && kept / inked >= keptInk && inkedAfter > inked;
}

/** Copies a cell of one frame into another. */
export function copyCell(from: GreyFrame, to: GreyFrame, cell: number): void {
  const first = firstPixel(cell);
  for (let y = 0; y < cellSize; y += 1) {
    const at = first + y * frameWidth;
    to.grey.set(from.grey.subarray(at, at + cellSize), at);
  }
  to.mean[cell] = from.mean[cell] ?? 0;
  to.deviation[cell] = from.deviation[cell] ?? 0;
}
