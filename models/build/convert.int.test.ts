/** Small graphs made here, read, converted and run: what the three real models do not all use. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { convert } from './convert.ts';
import { type TfGraph, halfToNumber, readTfGraph } from './tfjs-graph.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-tfjs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type WeightOfTest = { name: string; shape: number[]; dtype: string; quantization?: object; bytes: Buffer };

function graphOf(nodes: object[], weights: WeightOfTest[]): TfGraph {
  const file = path.join(folder, 'model.json');
  // Two shards, cut in the middle of a number.
  const data = Buffer.concat(weights.map(({ bytes }) => bytes));
  writeFileSync(path.join(folder, 'shard1'), data.subarray(0, 3));
  writeFileSync(path.join(folder, 'shard2'), data.subarray(3));
  const entries = weights.map((weight) => ({ ...weight, bytes: undefined }));
  const groups = [{ paths: ['shard1', 'shard2'], weights: entries }];
  writeFileSync(file, JSON.stringify({ modelTopology: { node: nodes }, weightsManifest: groups }));
  return readTfGraph(file);
}

const floats = (...values: number[]) => Buffer.from(Float32Array.from(values).buffer);

it('reads whole and quantised weights', () => {
  const { weights } = graphOf(
    [],
    [
      { name: 'whole', shape: [2], dtype: 'float32', bytes: floats(1.5, -2) },
      { name: 'counts', shape: [], dtype: 'int32', bytes: Buffer.from(Int32Array.of(-7).buffer) },
      {
        name: 'half',
        shape: [2],
        dtype: 'float32',
        quantization: { dtype: 'float16', original_dtype: 'float32' },
        bytes: Buffer.from(Uint16Array.of(0x3c00, 0xc000).buffer),
      },
      {
        name: 'bytes',
        shape: [3],
        dtype: 'float32',
        quantization: { dtype: 'uint8', scale: 0.5, min: -1 },
        bytes: Buffer.from([0, 2, 255]),
      },
      {
        name: 'words',
        shape: [1],
        dtype: 'int32',
        quantization: { dtype: 'uint16', scale: 0.1, min: 0 },
        bytes: Buffer.from(Uint16Array.of(1006).buffer),
      },
    ],
  );
  const values = Object.fromEntries([...weights].map(([name, weight]) => [name, [...weight.values]]));
  expect(values).toEqual({
    whole: [1.5, -2],
    counts: [-7],
    half: [1, -2],
    bytes: [-1, 0, 126.5],
    words: [101],
  });
});

it('reads half precision at its edges', () => {
  expect([0x0000, 0x0001, 0x03ff, 0x0400, 0x7bff, 0x7c00, 0xfc00].map(halfToNumber)).toEqual([
    0,
    2 ** -24,
    1023 * 2 ** -24,
    2 ** -14,
    65_504,
    Infinity,
    -Infinity,
  ]);
  expect(halfToNumber(0x7e00)).toBeNaN();
});

it('converts a graph that pads, multiplies and clips, with inputs and outputs where the recipe says', async () => {
  const graph = graphOf(
    [
      { name: 'before', op: 'Placeholder', attr: {} },
      { name: 'cut', op: 'NotMapped', input: ['before'] },
      { name: 'padded', op: 'Pad', input: ['cut', 'pads'] },
      { name: 'scaled', op: 'Mul', input: ['padded', 'factor'] },
      { name: 'clipped', op: 'Relu6', input: ['scaled'] },
    ],
    [
      { name: 'pads', shape: [2, 2], dtype: 'int32', bytes: Buffer.from(Int32Array.of(0, 0, 1, 2).buffer) },
      { name: 'factor', shape: [], dtype: 'float32', bytes: floats(3) },
    ],
  );
  const file = convert(graph, {
    inputs: { cut: [1, 3] },
    outputs: { result: 'clipped', constant: 'factor' },
  });
  const session = await InferenceSession.create(file);
  const { result, constant } = await session.run({ cut: new Tensor('float32', [-1, 1, 5], [1, 3]) });
  expect([...(result!.data as Float32Array)]).toEqual([0, 0, 3, 6, 0, 0]);
  expect([...(constant!.data as Float32Array)]).toEqual([3]);
});

it('refuses operators it does not know', () => {
  const graph = graphOf(
    [
      { name: 'x', op: 'Erf', input: ['in'] },
      { name: 'in', op: 'Placeholder' },
    ],
    [],
  );
  expect(() => convert(graph, { inputs: { in: [1] }, outputs: { x: 'x' } })).toThrow(
    /Erf \(x\) has no mapping/,
  );
  expect(() => convert(graph, { inputs: {}, outputs: { y: 'y' } })).toThrow(/no node y/);
});
