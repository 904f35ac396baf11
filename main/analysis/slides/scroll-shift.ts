/** Finds by how many rows a picture has been scrolled. */
import { type GreyFrame, frameHeight, frameWidth } from './picture-cells.ts';

/** Rows that both pictures must show. */
const leastOverlap = 30;
/** Correlation of a text with itself, scrolled by a fraction of a row and encoded anew, is above 0.8. */
const leastCorrelation = 0.7;
/** A still picture matches itself unmoved; a scrolled one clearly better when moved. */
const leastGain = 0.2;
const candidates = 4;

/**
 * @returns rows by which the content moved up (negative: down) from `before` to `after`; undefined when it did not.
 */
export function scrollShift(before: GreyFrame, after: GreyFrame): number | undefined {
  // Bars that stay and empty margins say nothing about movement.
  const area = changedArea(before.grey, after.grey);
  if (area === undefined) return undefined;
  const profiles = { before: rowProfile(before.grey, area), after: rowProfile(after.grey, area) };
  const height = area.bottom - area.top;
  const likely: { shift: number; score: number }[] = [];
  for (let shift = leastOverlap - height; shift <= height - leastOverlap; shift += 1) {
    if (Math.abs(shift) < 2) continue;
    likely.push({ shift, score: correlate(profiles.before, profiles.after, shift) });
  }
  likely.sort((left, right) => right.score - left.score);
  const unmoved = correlatePictures(before.grey, after.grey, area, 0);
  let best: { shift: number; score: number } | undefined;
  for (const { shift, score } of likely.slice(0, candidates)) {
    if (score < leastCorrelation / 2) break;
    const exact = correlatePictures(before.grey, after.grey, area, shift);
    if (best === undefined || exact > best.score) best = { shift, score: exact };
  }
  if (best === undefined || best.score < leastCorrelation || best.score < unmoved + leastGain)
    return undefined;
  return best.shift;
}

type Area = { left: number; right: number; top: number; bottom: number };

/** Smallest rectangle with everything that differs; undefined when that is not high enough to scroll in. */
function changedArea(before: Uint8Array, after: Uint8Array): Area | undefined {
  const area = { left: frameWidth, right: 0, top: frameHeight, bottom: 0 };
  for (let y = 0; y < frameHeight; y += 1) {
    for (let x = 0; x < frameWidth; x += 1) {
      if (Math.abs((before[y * frameWidth + x] ?? 0) - (after[y * frameWidth + x] ?? 0)) < 24) continue;
      area.left = Math.min(area.left, x);
      area.right = Math.max(area.right, x + 1);
      area.top = Math.min(area.top, y);
      area.bottom = Math.max(area.bottom, y + 1);
    }
  }
  return area.bottom - area.top < leastOverlap * 2 || area.right - area.left < leastOverlap
    ? undefined
    : area;
}

/** Mean of each row. */
function rowProfile(grey: Uint8Array, { left, right, top, bottom }: Area): Float32Array {
  const profile = new Float32Array(bottom - top);
  for (let y = top; y < bottom; y += 1) {
    let sum = 0;
    for (let x = left; x < right; x += 1) sum += grey[y * frameWidth + x] ?? 0;
    profile[y - top] = sum / (right - left);
  }
  return profile;
}

/** Correlation of `before` with `after` moved down by `shift`, −1 to 1. */
function correlate(before: Float32Array, after: Float32Array, shift: number): number {
  const sums = new Sums();
  const from = Math.max(0, shift);
  const to = Math.min(before.length, before.length + shift);
  for (let y = from; y < to; y += 1) sums.add(before[y] ?? 0, after[y - shift] ?? 0);
  return sums.correlation();
}

function correlatePictures(
  before: Uint8Array,
  after: Uint8Array,
  { left, right, top, bottom }: Area,
  shift: number,
): number {
  const sums = new Sums();
  const from = Math.max(top, top + shift);
  const to = Math.min(bottom, bottom + shift);
  for (let y = from; y < to; y += 1) {
    for (let x = left; x < right; x += 1) {
      sums.add(before[y * frameWidth + x] ?? 0, after[(y - shift) * frameWidth + x] ?? 0);
    }
  }
  return sums.correlation();
}

class Sums {
  #count = 0;
  #left = 0;
  #right = 0;
  #leftSquares = 0;
  #rightSquares = 0;
  #products = 0;

  add(left: number, right: number): void {
    this.#count += 1;
    this.#left += left;
    this.#right += right;
    this.#leftSquares += left * left;
    this.#rightSquares += right * right;
    this.#products += left * right;
  }

  /** 0 when one side is the same everywhere. */
  correlation(): number {
    const spread =
      (this.#leftSquares - this.#left ** 2 / this.#count) *
      (this.#rightSquares - this.#right ** 2 / this.#count);
    if (!(spread > 1)) return 0;
    return (this.#products - (this.#left * this.#right) / this.#count) / Math.sqrt(spread);
  }
}
