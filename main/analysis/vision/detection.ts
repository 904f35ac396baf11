/** What detectors find, in pixels of whatever picture they were given. */
import type { Box, DetectedObject } from '../../../contract/analysis.ts';
import type { Point } from './boxes.ts';

export type Detection = DetectedObject;

/** A face with the points that say where it looks. Left and right are the person's own. */
export type Face = {
  confidence: number;
  box: Box;
  rightEye: Point;
  leftEye: Point;
  nose: Point;
  mouth: Point;
};

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Inverse of `sigmoid`, for comparing before the exponential is computed. */
export function logit(share: number): number {
  return Math.log(share / (1 - share));
}

/**
 * Bytes as a model wants them: two units wide, from `lowest` on. A plain loop, since `Float32Array.from` with a function
 * takes 27 ms for 300 × 300 pixels and this takes one.
 */
export function floatsOf(bytes: Uint8Array, lowest: number): Float32Array {
  const floats = new Float32Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1) floats[at] = (bytes[at] ?? 0) / 127.5 + lowest;
  return floats;
}
