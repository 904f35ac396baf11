/** Grey pictures in memory, and where in them something is written. Coordinates are pixels, boxes `{x, y, width, height}`. */
import type { Box } from '../../../contract/analysis.ts';
import { around, sharedHeight } from './recognised.ts';

export type GreyPicture = { width: number; height: number; data: Uint8Array };

/** The part of a box that lies inside the picture, widened by `margin`. */
export function crop(picture: GreyPicture, box: Box, margin: number): { picture: GreyPicture; box: Box } {
  const x = Math.max(0, Math.floor(box.x - margin));
  const y = Math.max(0, Math.floor(box.y - margin));
  const width = Math.max(1, Math.min(picture.width, Math.ceil(box.x + box.width + margin)) - x);
  const height = Math.max(1, Math.min(picture.height, Math.ceil(box.y + box.height + margin)) - y);
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const from = (y + row) * picture.width + x;
    data.set(picture.data.subarray(from, from + width), row * width);
  }
  return { picture: { width, height, data }, box: { x, y, width, height } };
}

/** The grey level that parts two groups best (Otsu 1979), and whether the smaller group, the writing, is the darker. */
export function inkLevel(picture: GreyPicture): { level: number; isDark: boolean } {
  const counts = new Uint32Array(256);
  for (const value of picture.data) counts[value] = (counts[value] ?? 0) + 1;
  const total = picture.data.length;
  let sum = 0;
  for (let value = 0; value < 256; value += 1) sum += value * (counts[value] ?? 0);
  let best = { spread: -1, level: 127, below: 0 };
  let below = 0;
  let belowSum = 0;
  for (let level = 0; level < 255; level += 1) {
    below += counts[level] ?? 0;
    belowSum += level * (counts[level] ?? 0);
    if (below === 0 || below === total) continue;
    const step = belowSum / below - (sum - belowSum) / (total - below);
    const spread = below * (total - below) * step * step;
    if (spread > best.spread) best = { spread, level, below };
  }
  return { level: best.level, isDark: best.below * 2 <= total };
}

/** Columns without ink between columns with ink, by x. */
export function blankRuns(picture: GreyPicture): { start: number; end: number }[] {
  const { level, isDark } = inkLevel(picture);
  const runs: { start: number; end: number }[] = [];
  let start: number | undefined;
  let hasSeenInk = false;
  for (let x = 0; x < picture.width; x += 1) {
    let isBlank = true;
    for (let y = 0; y < picture.height && isBlank; y += 1) {
      const value = picture.data[y * picture.width + x] ?? 0;
      isBlank = isDark ? value > level : value <= level;
    }
    if (isBlank) {
      if (hasSeenInk) start ??= x;
      continue;
    }
    if (start !== undefined) runs.push({ start, end: x });
    start = undefined;
    hasSeenInk = true;
  }
  return runs;
}

const stepLevel = 40;
const pixelsPerBlock = 8;

/**
 * Boxes of what looks like lines of writing, found by contrast alone: rows of blocks with many steps between dark and
 * bright. For what the recogniser's own layout analysis passes over, such as writing on a panel.
 */
export function writtenLines(picture: GreyPicture): Box[] {
  const across = Math.floor(picture.width / pixelsPerBlock);
  const isBusy = (x: number, y: number): boolean => {
    let steps = 0;
    for (let column = x; column < x + pixelsPerBlock; column += 1) {
      const at = y * picture.width + column;
      if (Math.abs((picture.data[at] ?? 0) - (picture.data[at + 2] ?? 0)) > stepLevel) steps += 1;
    }
    // The edge of a panel is two.
    return steps >= 3;
  };
  const lines: { box: Box; endY: number }[] = [];
  for (let y = 0; y < picture.height; y += 1) {
    // Blocks of one row, joined over gaps as wide as between words.
    let from: number | undefined;
    let last = 0;
    for (let block = 0; block <= across; block += 1) {
      const busy = block < across && isBusy(block * pixelsPerBlock, y);
      if (busy) {
        from ??= block;
        last = block;
      }
      if (from === undefined || (block < across && block - last <= 4)) continue;
      if (last - from >= 2) addRow(lines, from * pixelsPerBlock, (last + 1) * pixelsPerBlock, y);
      from = undefined;
    }
  }
  return joined(lines.map(({ box }) => box)).filter(
    ({ width, height }) => height >= 12 && height <= 120 && width >= height,
  );
}

/** A row belongs to the line that ended just above it. */
function addRow(lines: { box: Box; endY: number }[], left: number, right: number, y: number): void {
  const line = lines.findLast(
    ({ box, endY }) => y - endY <= 3 && y > endY - 1 && left < box.x + box.width && right > box.x,
  );
  if (line === undefined) {
    lines.push({ box: { x: left, y, width: right - left, height: 1 }, endY: y });
    return;
  }
  const end = Math.max(line.box.x + line.box.width, right);
  line.box.x = Math.min(line.box.x, left);
  line.box.width = end - line.box.x;
  line.box.height = y + 1 - line.box.y;
  line.endY = y;
}

/** Pieces of one line become one. */
function joined(boxes: readonly Box[]): Box[] {
  const lines: Box[] = [];
  for (const box of boxes.toSorted((left, right) => right.width - left.width)) {
    const at = lines.findIndex(
      (line) =>
        sharedHeight(line, box) > 0.5 &&
        box.x < line.x + line.width + line.height &&
        box.x + box.width > line.x - line.height,
    );
    const line = lines[at];
    if (line === undefined) lines.push(box);
    else lines[at] = around([line, box]);
  }
  return lines;
}
