/**
 * coco-ssd (SSD with MobileNet v2, 300 × 300): what its outputs mean. The anchors follow the formula of the TensorFlow
 * object detection API (SSD anchor generator: six layers, scales 0.2–0.95) with which the model was trained; they equal
 * the constants inside the published weights. Pure.
 */
import { type Detection, floatsOf, logit, sigmoid } from './detection.ts';
import { keepSurest } from './boxes.ts';
import { cocoSsdLabels } from './labels.ts';

export const cocoSsdSize = 300;

const classCount = 91;
const layerSizes = [19, 10, 5, 3, 2, 1];
const smallestScale = 0.2;
const largestScale = 0.95;
/** The centre's offset is given in tenths of the anchor, the size as a logarithm in fifths. */
const centreScale = 10;
const sizeScale = 5;
const mostOverlap = 0.5;

type Anchor = { x: number; y: number; width: number; height: number };

/** Centre and size as shares of the picture, in the order of the outputs. */
export const cocoSsdAnchors: readonly Anchor[] = makeAnchors();

function makeAnchors(): Anchor[] {
  const last = layerSizes.length - 1;
  const scaleOf = (layer: number): number =>
    layer > last ? 1 : smallestScale + ((largestScale - smallestScale) * layer) / last;
  return layerSizes.flatMap((cells, layer) => {
    const scale = scaleOf(layer);
    const between = Math.sqrt(scale * scaleOf(layer + 1));
    // The finest layer has fewer shapes: its many cells are for small things.
    const shapes =
      layer === 0
        ? [shapeOf(0.1, 1), shapeOf(scale, 2), shapeOf(scale, 0.5)]
        : [...[1, 2, 0.5, 3, 0.3333].map((ratio) => shapeOf(scale, ratio)), shapeOf(between, 1)];
    const anchors: Anchor[] = [];
    for (let row = 0; row < cells; row += 1) {
      for (let column = 0; column < cells; column += 1) {
        const at = { x: (column + 0.5) / cells, y: (row + 0.5) / cells };
        for (const shape of shapes) anchors.push({ ...at, ...shape });
      }
    }
    return anchors;
  });
}

/** @param ratio width to height */
function shapeOf(scale: number, ratio: number): { width: number; height: number } {
  return { width: scale * Math.sqrt(ratio), height: scale / Math.sqrt(ratio) };
}

/** RGB bytes of 300 × 300 as the model wants them: −1 to 1, pixel by pixel. */
export function cocoSsdInput(rgb: Uint8Array): Float32Array {
  return floatsOf(rgb, -1);
}

/**
 * @param scores logits, 1917 × 91
 * @param boxes 1917 × 4: offsets of y, x, height, width from the anchor
 * @returns boxes in pixels of the 300 × 300 input, the surest first
 */
export function decodeCocoSsd(
  scores: Float32Array,
  boxes: Float32Array,
  leastConfidence: number,
): Detection[] {
  const leastLogit = logit(leastConfidence);
  const found: Detection[] = [];
  for (const [position, anchor] of cocoSsdAnchors.entries()) {
    let best = -1;
    let bestLogit = leastLogit;
    for (let number = 1; number < classCount; number += 1) {
      const score = scores[position * classCount + number] ?? Number.NEGATIVE_INFINITY;
      if (score <= bestLogit) continue;
      bestLogit = score;
      best = number;
    }
    const label = cocoSsdLabels[best];
    if (label === undefined) continue;
    const [dy = 0, dx = 0, dh = 0, dw = 0] = boxes.subarray(position * 4, position * 4 + 4);
    const height = Math.exp(dh / sizeScale) * anchor.height;
    const width = Math.exp(dw / sizeScale) * anchor.width;
    const x = (dx / centreScale) * anchor.width + anchor.x - width / 2;
    const y = (dy / centreScale) * anchor.height + anchor.y - height / 2;
    const box = {
      x: x * cocoSsdSize,
      y: y * cocoSsdSize,
      width: width * cocoSsdSize,
      height: height * cocoSsdSize,
    };
    found.push({ label, confidence: sigmoid(bestLogit), box });
  }
  return keepSurest(found, mostOverlap, (one) => one.label);
}
