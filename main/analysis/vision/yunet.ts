/** YuNet-n (640 × 640): what its outputs mean. Pure. */
import type { Face } from './detection.ts';
import { type Point, keepSurest } from './boxes.ts';

export const yunetSize = 640;

const strides = [8, 16, 32] as const;
const mostOverlap = 0.3;

/** Output tensors by their names in the model: `cls_8`, `obj_8`, `bbox_8`, `kps_8`, `cls_16` … */
export type YunetOutput = (name: string) => Float32Array;

/** @returns faces in pixels of the input, the surest first */
export function decodeYunet(output: YunetOutput, leastConfidence: number, size = yunetSize): Face[] {
  const found: Face[] = [];
  for (const stride of strides) {
    const cells = size / stride;
    const classes = output(`cls_${stride}`);
    const objectness = output(`obj_${stride}`);
    const boxes = output(`bbox_${stride}`);
    const points = output(`kps_${stride}`);
    for (let cell = 0; cell < cells * cells; cell += 1) {
      const confidence = Math.sqrt(share(classes[cell]) * share(objectness[cell]));
      if (confidence < leastConfidence) continue;
      const at = { x: cell % cells, y: Math.floor(cell / cells) };
      const box = boxes.subarray(cell * 4, cell * 4 + 4);
      found.push(faceOf(confidence, { at, stride, box, points: points.subarray(cell * 10, cell * 10 + 10) }));
    }
  }
  return keepSurest(found, mostOverlap);
}

/** @param raw offsets from the cell in cells; points are right eye, left eye, nose, right and left corner of the mouth */
function faceOf(
  confidence: number,
  raw: { at: Point; stride: number; box: Float32Array; points: Float32Array },
): Face {
  const { at, stride } = raw;
  const [dx = 0, dy = 0, logWidth = 0, logHeight = 0] = raw.box;
  const width = Math.exp(logWidth) * stride;
  const height = Math.exp(logHeight) * stride;
  const point = (index: number): Point => ({
    x: (at.x + (raw.points[index * 2] ?? 0)) * stride,
    y: (at.y + (raw.points[index * 2 + 1] ?? 0)) * stride,
  });
  const [right, left] = [point(3), point(4)];
  return {
    confidence,
    box: {
      x: (at.x + dx) * stride - width / 2,
      y: (at.y + dy) * stride - height / 2,
      width,
      height,
    },
    rightEye: point(0),
    leftEye: point(1),
    nose: point(2),
    mouth: { x: (right.x + left.x) / 2, y: (right.y + left.y) / 2 },
  };
}

function share(value: number | undefined): number {
  return Math.min(1, Math.max(0, value ?? 0));
}
