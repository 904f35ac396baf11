import { expect, test } from 'vitest';
import { clipBox, keepSurest, overlapRatio, scaledBox, shareInside } from './boxes.ts';

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

test('two boxes overlap by the shared part of what both cover', () => {
  expect(overlapRatio(box(0, 0, 10, 10), box(5, 0, 10, 10))).toBeCloseTo(50 / 150);
  expect(overlapRatio(box(0, 0, 10, 10), box(20, 0, 10, 10))).toBe(0);
  expect(shareInside(box(0, 0, 10, 10), box(5, 0, 100, 10))).toBeCloseTo(0.5);
});

test('a box is cut at the edges of the picture, and is empty outside of it', () => {
  expect(clipBox(box(-5, 10, 20, 200), { width: 100, height: 50 })).toEqual(box(0, 10, 15, 40));
  expect(clipBox(box(200, 200, 10, 10), { width: 100, height: 50 })).toMatchObject({ width: 0, height: 0 });
});

test('a box grows around its middle', () => {
  expect(scaledBox(box(10, 10, 20, 10), 2)).toEqual(box(0, 5, 40, 20));
});

test('of things found twice the surest stays, of each kind by itself', () => {
  const found = [
    { kind: 'person', confidence: 0.6, box: box(1, 0, 10, 10) },
    { kind: 'person', confidence: 0.9, box: box(0, 0, 10, 10) },
    { kind: 'chair', confidence: 0.5, box: box(0, 0, 10, 10) },
    { kind: 'person', confidence: 0.4, box: box(50, 0, 10, 10) },
  ];
  const kept = keepSurest(found, 0.5, ({ kind }) => kind);
  expect(kept.map(({ kind, confidence }) => [kind, confidence])).toEqual([
    ['person', 0.9],
    ['chair', 0.5],
    ['person', 0.4],
  ]);
});
