import { expect, it } from 'vitest';
import { seeded } from '../../base/seeded.ts';
import { blockLength, inBlocks, vectorSpace } from './vector-products.ts';

it.each([
  ['the processor', true],
  ['JavaScript', false],
])('adds products of rows and a vector by %s', (_name, isFast) => {
  const [count, width] = [13, 240];
  const random = seeded(3);
  const rows = Array.from({ length: count * width }, () => random() - 0.5);
  const vector = Array.from({ length: width }, () => random() - 0.5);
  const space = vectorSpace([blockLength(count, width), width, blockLength(count, 1)], isFast);
  const blocks = inBlocks(rows, width, space.take(blockLength(count, width)));
  const values = space.take(width);
  const out = space.take(blockLength(count, 1));
  values.set(vector);
  out.fill(1);
  space.addProducts(blocks, values, out);
  for (let row = 0; row < count; row += 1) {
    let sum = 1;
    for (const [column, value] of vector.entries()) sum += (rows[row * width + column] ?? 0) * value;
    expect(out[row]).toBeCloseTo(sum, 12);
  }
  expect(out[count]).toBe(1);
});
