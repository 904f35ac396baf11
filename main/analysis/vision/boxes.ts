/** Arithmetic of boxes that all detectors share. Pure. */
import type { Box } from '../../../contract/analysis.ts';

export type Point = { x: number; y: number };

export function area({ width, height }: Box): number {
  return Math.max(0, width) * Math.max(0, height);
}

export function overlapArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** Intersection over union, 0–1. */
export function overlapRatio(a: Box, b: Box): number {
  const shared = overlapArea(a, b);
  const union = area(a) + area(b) - shared;
  return union <= 0 ? 0 : shared / union;
}

/** Which part of `inner` lies in `outer`, 0–1. */
export function shareInside(inner: Box, outer: Box): number {
  const whole = area(inner);
  return whole === 0 ? 0 : overlapArea(inner, outer) / whole;
}

export function centre({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

export function contains({ x, y, width, height }: Box, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

/** Grown (factor > 1) or shrunk around its centre. */
export function scaledBox(box: Box, factor: number): Box {
  const { x, y } = centre(box);
  const width = box.width * factor;
  const height = box.height * factor;
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** The part of a box inside a picture; a box that lies outside has no width or height left. */
export function clipBox(box: Box, picture: { width: number; height: number }): Box {
  const x = Math.min(Math.max(0, box.x), picture.width);
  const y = Math.min(Math.max(0, box.y), picture.height);
  const right = Math.min(Math.max(0, box.x + box.width), picture.width);
  const bottom = Math.min(Math.max(0, box.y + box.height), picture.height);
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

/**
 * Non-maximum suppression: of things that overlap by more than `mostOverlap` (intersection over union) the surest stays.
 * @param kindOf only things of one kind stand in each other's way
 * @returns the surest first
 */
export function keepSurest<T extends { box: Box; confidence: number }>(
  found: readonly T[],
  mostOverlap: number,
  kindOf: (one: T) => string = () => '',
): T[] {
  const kept: T[] = [];
  for (const one of found.toSorted((a, b) => b.confidence - a.confidence)) {
    const isRepeated = kept.some(
      (other) => kindOf(other) === kindOf(one) && overlapRatio(other.box, one.box) > mostOverlap,
    );
    if (!isRepeated) kept.push(one);
  }
  return kept;
}
