/** Makes faces on kept pictures unrecognisable. Pure. */
import type { Box } from '../../../contract/analysis.ts';
import { clipBox } from './boxes.ts';

/**
 * A hidden region keeps so many patches along its longer side, some four across the face inside it. People still
 * recognise faces they know well from 7 × 10 (Sinha et al. 2006, "Face recognition by humans", result 1).
 */
const patches = 6;

/** Replaces what lies in the box by patches of its average colours, in place. @param rgb three bytes a pixel */
export function hideDetail(picture: { rgb: Uint8Array; width: number; height: number }, box: Box): void {
  const inside = clipBox(box, picture);
  const left = Math.floor(inside.x);
  const top = Math.floor(inside.y);
  const right = Math.min(picture.width, Math.ceil(inside.x + inside.width));
  const bottom = Math.min(picture.height, Math.ceil(inside.y + inside.height));
  const side = Math.max(1, Math.ceil(Math.max(right - left, bottom - top) / patches));
  for (let y = top; y < bottom; y += side) {
    for (let x = left; x < right; x += side) {
      fillWithAverage(picture, {
        left: x,
        top: y,
        right: Math.min(right, x + side),
        bottom: Math.min(bottom, y + side),
      });
    }
  }
}

type Patch = { left: number; top: number; right: number; bottom: number };

function fillWithAverage({ rgb, width }: { rgb: Uint8Array; width: number }, patch: Patch): void {
  const sums: [number, number, number] = [0, 0, 0];
  const pixels = (patch.right - patch.left) * (patch.bottom - patch.top);
  const each = (visit: (at: number) => void): void => {
    for (let y = patch.top; y < patch.bottom; y += 1)
      for (let x = patch.left; x < patch.right; x += 1) visit((y * width + x) * 3);
  };
  each((at) => {
    sums[0] += rgb[at] ?? 0;
    sums[1] += rgb[at + 1] ?? 0;
    sums[2] += rgb[at + 2] ?? 0;
  });
  each((at) => {
    for (const [channel, sum] of sums.entries()) rgb[at + channel] = Math.round(sum / pixels);
  });
}
