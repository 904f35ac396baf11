/** Grey frames drawn for tests: ground, and lines of something that looks like writing from far away. */
import { type GreyFrame, frameHeight, frameWidth, toFrame } from './picture-cells.ts';

export type Picture = {
  ground?: number;
  ink?: number;
  /** Rows of writing by their number from the top (12 px each); the text decides on the pattern. */
  lines?: Readonly<Record<number, string>>;
  /** Flat or patterned boxes over everything. */
  boxes?: readonly { x: number; y: number; width: number; height: number; grey?: number; seed?: number }[];
  /** Rows by which the lines are moved up. */
  scrolled?: number;
};

/** 0–1, the same for the same numbers. */
function chance(seed: number, x: number, y: number): number {
  let mixed = Math.imul(seed + 1, 0x9e3779b1);
  for (const part of [x + 7, y + 3]) {
    mixed = Math.imul(mixed ^ (mixed >>> 15) ^ part, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  }
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

export function draw(timeSec: number, picture: Picture): GreyFrame {
  const { ground = 240, ink = 40, lines = {}, boxes = [], scrolled = 0 } = picture;
  const grey = new Uint8Array(frameWidth * frameHeight).fill(ground);
  for (const [row, text] of Object.entries(lines)) {
    for (const [position, letter] of Array.from(text).entries()) {
      if (letter === ' ') continue;
      const [left, top] = [20 + position * 9, Number(row) * 12 + 6 - scrolled];
      for (let y = 0; y < 8; y += 1) {
        for (let x = 0; x < 8; x += 1) {
          const [px, py] = [left + x, top + y];
          if (px >= frameWidth || py < 0 || py >= frameHeight) continue;
          // Strokes are two pixels wide, as letters are at this size.
          if (chance(letter.codePointAt(0) ?? 0, x >> 1, y >> 1) < 0.45) grey[py * frameWidth + px] = ink;
        }
      }
    }
  }
  for (const { x, y, width, height, grey: flat, seed } of boxes) {
    for (let py = y; py < Math.min(frameHeight, y + height); py += 1) {
      for (let px = x; px < Math.min(frameWidth, x + width); px += 1) {
        grey[py * frameWidth + px] = flat ?? Math.floor(chance(seed ?? 0, px >> 2, py >> 2) * 255);
      }
    }
  }
  return toFrame(timeSec, grey);
}
