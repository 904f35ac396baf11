/** BlazeFace (256 × 256, the model for faces at a distance): what its outputs mean. Pure. */
import { type Face, floatsOf, sigmoid } from './detection.ts';
import { type Point, keepSurest } from './boxes.ts';

export const blazefaceSize = 256;

/** Cells of 16 px hold two anchors each, cells of 32 px six; all anchors of a cell are its centre. */
const layers = [
  { stride: 16, perCell: 2 },
  { stride: 32, perCell: 6 },
];
const valuesPerAnchor = 16;
const mostOverlap = 0.3;

/** Raw outputs of the two layers, 512 and 384 anchors. */
export type BlazefaceOutput = { scores: readonly Float32Array[]; boxes: readonly Float32Array[] };

/** RGB bytes of 256 × 256 as the model wants them: −0.5 to 1.5, pixel by pixel. */
export function blazefaceInput(rgb: Uint8Array): Float32Array {
  return floatsOf(rgb, -0.5);
}

/** @returns faces in pixels of the input, the surest first */
export function decodeBlazeface({ scores, boxes }: BlazefaceOutput, leastConfidence: number): Face[] {
  const found: Face[] = [];
  for (const [layer, { stride, perCell }] of layers.entries()) {
    const cells = blazefaceSize / stride;
    for (let anchor = 0; anchor < cells * cells * perCell; anchor += 1) {
      const confidence = sigmoid(scores[layer]?.[anchor] ?? Number.NEGATIVE_INFINITY);
      if (confidence < leastConfidence) continue;
      const cell = Math.floor(anchor / perCell);
      const at = { x: ((cell % cells) + 0.5) * stride, y: (Math.floor(cell / cells) + 0.5) * stride };
      const values = boxes[layer]?.subarray(anchor * valuesPerAnchor, (anchor + 1) * valuesPerAnchor);
      if (values !== undefined) found.push(faceOf(confidence, at, values));
    }
  }
  return keepSurest(found, mostOverlap);
}

/** @param values centre and size of the box, then right eye, left eye, nose, mouth and both ears, from the anchor */
function faceOf(confidence: number, at: Point, values: Float32Array): Face {
  const point = (index: number): Point => ({
    x: at.x + (values[index] ?? 0),
    y: at.y + (values[index + 1] ?? 0),
  });
  const middle = point(0);
  const [width = 0, height = 0] = values.subarray(2, 4);
  return {
    confidence,
    box: { x: middle.x - width / 2, y: middle.y - height / 2, width, height },
    rightEye: point(4),
    leftEye: point(6),
    nose: point(8),
    mouth: point(10),
  };
}
