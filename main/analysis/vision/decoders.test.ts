import { describe, expect, test } from 'vitest';
import { blazefaceInput, decodeBlazeface } from './blazeface.ts';
import { cocoSsdAnchors, cocoSsdInput, decodeCocoSsd } from './coco-ssd.ts';
import { cocoLabels, cocoSsdLabels } from './labels.ts';
import { decodeMovenet } from './movenet.ts';
import { decodeYolox, planesOfBgr } from './yolox.ts';
import { decodeYunet } from './yunet.ts';

const numberOf = (label: string): number => cocoSsdLabels.indexOf(label);

const empty = () => ({
  scores: new Float32Array(1917 * 91).fill(-10),
  boxes: new Float32Array(1917 * 4),
});
const corners = ({ x, y, width, height }: (typeof cocoSsdAnchors)[number]): number[] => [
  y - height / 2,
  x - width / 2,
  y + height / 2,
  x + width / 2,
];

describe('coco-ssd', () => {
  test('has the anchors of the published model', () => {
    expect(cocoSsdAnchors).toHaveLength(1917);
    // First and last rows of the constants in the weights, as y0, x0, y1, x1.
    const expected: [number, number[]][] = [
      [0, [-0.0237, -0.0237, 0.0763, 0.0763]],
      [1, [-0.0444, -0.1151, 0.097, 0.1677]],
      [1083, [-0.125, -0.125, 0.225, 0.225]],
      [1086, [-0.051, -0.2531, 0.151, 0.3531]],
      [1916, [0.0127, 0.0127, 0.9873, 0.9873]],
    ];
    for (const [index, values] of expected) {
      for (const [at, value] of values.entries()) {
        expect(corners(cocoSsdAnchors[index]!)[at]).toBeCloseTo(value, 3);
      }
    }
  });

  test('finds a thing at its anchor, moved and stretched as the output says', () => {
    const { scores, boxes } = empty();
    scores[1916 * 91 + numberOf('laptop')] = 2;
    boxes.set([1, 0, 0, 5 * Math.log(0.5)], 1916 * 4);
    const [found, ...others] = decodeCocoSsd(scores, boxes, 0.5);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ label: 'laptop' });
    expect(found?.confidence).toBeCloseTo(1 / (1 + Math.exp(-2)));
    const size = Math.sqrt(0.95) * 300;
    expect(found?.box.height).toBeCloseTo(size, 3);
    expect(found?.box.width).toBeCloseTo(size / 2, 3);
    expect(found!.box.y + found!.box.height / 2).toBeCloseTo(150 + size / 10, 3);
  });

  test('leaves out what is too unsure and the background', () => {
    const { scores, boxes } = empty();
    scores[0] = 5;
    scores[1 * 91 + numberOf('person')] = -1;
    expect(decodeCocoSsd(scores, boxes, 0.5)).toEqual([]);
  });

  test('numbers its classes with the gaps of the original list', () => {
    expect([1, 13, 77, 84, 90].map((number) => cocoSsdLabels[number])).toEqual([
      ...['person', 'stop sign', 'cell phone', 'book', 'toothbrush'],
    ]);
    expect(cocoSsdLabels[12]).toBeUndefined();
  });

  test('takes bytes as −1 to 1', () => {
    expect([...cocoSsdInput(Uint8Array.of(0, 255))]).toEqual([-1, 1]);
  });
});

describe('YOLOX', () => {
  test('finds a thing in its cell, its size as a logarithm of the stride', () => {
    const output = new Float32Array(3549 * 85);
    // Stride 32 has 13 × 13 cells after 52² + 26² others: column 4, row 2.
    const at = (52 * 52 + 26 * 26 + 2 * 13 + 4) * 85;
    output.set([0.5, 0.5, Math.log(2), Math.log(3), 0.9], at);
    output[at + 5 + cocoLabels.indexOf('cell phone')] = 0.5;
    const [found] = decodeYolox(output, 0.4);
    expect(found?.label).toBe('cell phone');
    expect(found?.confidence).toBeCloseTo(0.45);
    expect(found?.box.x).toBeCloseTo(4.5 * 32 - 32);
    expect(found?.box.y).toBeCloseTo(2.5 * 32 - 48);
    expect(found?.box.width).toBeCloseTo(64);
    expect(decodeYolox(output, 0.5)).toEqual([]);
  });

  test('takes planes of blue, green and red', () => {
    expect([...planesOfBgr(Uint8Array.of(1, 2, 3, 4, 5, 6))]).toEqual([3, 6, 2, 5, 1, 4]);
  });
});

describe('BlazeFace', () => {
  test('finds a face with its points from the middle of the cell', () => {
    const scores = [new Float32Array(512).fill(-10), new Float32Array(384).fill(-10)];
    const boxes = [new Float32Array(512 * 16), new Float32Array(384 * 16)];
    // Second layer: cells of 32 px with six anchors: column 3, row 1.
    const anchor = (8 + 3) * 6 + 2;
    scores[1]![anchor] = 3;
    boxes[1]!.set([2, -4, 40, 50, -8, -6, 8, -6, 0, 4, 0, 12], anchor * 16);
    const [face, ...others] = decodeBlazeface({ scores, boxes }, 0.5);
    expect(others).toEqual([]);
    expect(face?.box).toEqual({ x: 112 + 2 - 20, y: 48 - 4 - 25, width: 40, height: 50 });
    expect(face).toMatchObject({
      rightEye: { x: 104, y: 42 },
      leftEye: { x: 120, y: 42 },
      nose: { x: 112, y: 52 },
      mouth: { x: 112, y: 60 },
    });
  });

  test('takes bytes as −0.5 to 1.5', () => {
    expect([...blazefaceInput(Uint8Array.of(0, 255))]).toEqual([-0.5, 1.5]);
  });
});

describe('YuNet', () => {
  test('finds a face whose mouth is the middle of its corners', () => {
    const sizes = { cls: 1, obj: 1, bbox: 4, kps: 10 };
    const outputs = new Map<string, Float32Array>();
    for (const stride of [8, 16, 32]) {
      for (const [name, values] of Object.entries(sizes))
        outputs.set(`${name}_${stride}`, new Float32Array((640 / stride) ** 2 * values));
    }
    const cell = 5 * 40 + 10;
    outputs.get('cls_16')![cell] = 0.9;
    outputs.get('obj_16')![cell] = 1.4;
    outputs.get('bbox_16')!.set([0.5, 0.5, Math.log(2), Math.log(3)], cell * 4);
    outputs.get('kps_16')!.set([0, 0, 1, 0, 0.5, 0.5, 0, 1, 1, 1], cell * 10);
    const [face, ...others] = decodeYunet((name) => outputs.get(name)!, 0.6);
    expect(others).toEqual([]);
    expect(face?.confidence).toBeCloseTo(Math.sqrt(0.9));
    expect(face?.box.x).toBeCloseTo(10.5 * 16 - 16);
    expect(face?.box.height).toBeCloseTo(48);
    expect(face).toMatchObject({ rightEye: { x: 160, y: 80 }, leftEye: { x: 176, y: 80 } });
    expect(face?.mouth).toEqual({ x: 168, y: 96 });
  });
});

test('MoveNet names its joints y before x, in the square that was looked at', () => {
  const output = new Float32Array(17 * 3);
  output.set([0.25, 0.5, 0.9], 10 * 3);
  const pose = decodeMovenet(output, { x: 100, y: 200, width: 40, height: 40 });
  expect(pose.rightWrist.x).toBeCloseTo(120);
  expect(pose.rightWrist.y).toBeCloseTo(210);
  expect(pose.rightWrist.confidence).toBeCloseTo(0.9);
});
