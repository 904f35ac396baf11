/** YOLOX-nano (416 × 416): what its output means. Pure. */
import type { Detection } from './detection.ts';
import { keepSurest } from './boxes.ts';
import { cocoLabels } from './labels.ts';

export const yoloxSize = 416;
/** Grey that fills what the picture leaves free, as in the model's training. */
export const yoloxBackground = 114;

const strides = [8, 16, 32];
const valuesPerCell = 5 + cocoLabels.length;
/** As in the model's own demonstration. */
const mostOverlap = 0.45;

/** RGB bytes as the model wants them: planes of blue, green and red, 0–255. */
export function planesOfBgr(rgb: Uint8Array): Float32Array {
  const pixels = rgb.length / 3;
  const planes = new Float32Array(rgb.length);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    planes[pixel] = rgb[pixel * 3 + 2] ?? 0;
    planes[pixels + pixel] = rgb[pixel * 3 + 1] ?? 0;
    planes[2 * pixels + pixel] = rgb[pixel * 3] ?? 0;
  }
  return planes;
}

/**
 * @param output 3549 cells (strides 8, 16, 32, row by row) of centre, logarithm of the size, objectness and 80 classes
 * @returns boxes in pixels of the input, the surest first
 */
export function decodeYolox(output: Float32Array, leastConfidence: number, size = yoloxSize): Detection[] {
  const found: Detection[] = [];
  let at = 0;
  for (const stride of strides) {
    const cells = size / stride;
    for (let cell = 0; cell < cells * cells; cell += 1, at += valuesPerCell) {
      const objectness = output[at + 4] ?? 0;
      if (objectness < leastConfidence) continue;
      const classes = output.subarray(at + 5, at + valuesPerCell);
      const best = indexOfLargest(classes);
      const confidence = objectness * (classes[best] ?? 0);
      const label = cocoLabels[best];
      if (confidence < leastConfidence || label === undefined) continue;
      const [x = 0, y = 0, logWidth = 0, logHeight = 0] = output.subarray(at, at + 4);
      const width = Math.exp(logWidth) * stride;
      const height = Math.exp(logHeight) * stride;
      const centreX = (x + (cell % cells)) * stride;
      const centreY = (y + Math.floor(cell / cells)) * stride;
      const box = { x: centreX - width / 2, y: centreY - height / 2, width, height };
      found.push({ label, confidence, box });
    }
  }
  return keepSurest(found, mostOverlap, (one) => one.label);
}

function indexOfLargest(values: Float32Array): number {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] ?? 0) > (values[best] ?? 0)) best = index;
  }
  return best;
}
