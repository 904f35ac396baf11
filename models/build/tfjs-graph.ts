/** Reads a TensorFlow.js graph model: `model.json` with the nodes, and the shards of weights beside it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** Base64, or the bytes themselves in files of older converters. */
const wordSchema = z
  .union([z.string(), z.array(z.int())])
  .transform((word) =>
    (typeof word === 'string' ? Buffer.from(word, 'base64') : Buffer.from(word)).toString(),
  );

const attributeSchema = z.looseObject({
  s: wordSchema.optional(),
  b: z.boolean().optional(),
  i: z.coerce.number().optional(),
  f: z.number().optional(),
  /** `DT_FLOAT`, or its number in files of older converters. */
  type: z.union([z.string(), z.number()]).optional(),
  list: z
    .looseObject({ i: z.array(z.coerce.number()).optional(), s: z.array(wordSchema).optional() })
    .optional(),
});

const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attributeSchema).default({}),
});
export type TfNode = z.infer<typeof nodeSchema>;

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z
    .object({
      dtype: z.enum(['float16', 'uint8', 'uint16']),
      scale: z.number().optional(),
      min: z.number().optional(),
    })
    .optional(),
});
type WeightEntry = z.infer<typeof weightSchema>;

const modelSchema = z.object({
  modelTopology: z.object({ node: z.array(nodeSchema) }),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) })),
});

export type Weight = {
  type: 'float32' | 'int32';
  shape: readonly number[];
  values: Float32Array | Int32Array;
};

export type TfGraph = {
  nodes: ReadonlyMap<string, TfNode>;
  weights: ReadonlyMap<string, Weight>;
};

/** @param file path of `model.json`; shards lie in the same folder */
export function readTfGraph(file: string): TfGraph {
  const model = modelSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const weights = new Map<string, Weight>();
  for (const group of model.weightsManifest) {
    const shards = group.paths.map((name) => readFileSync(path.join(path.dirname(file), name)));
    const data = Buffer.concat(shards);
    let offset = 0;
    for (const entry of group.weights) {
      const { weight, sizeBytes } = readWeight(entry, data, offset);
      weights.set(entry.name, weight);
      offset += sizeBytes;
    }
    if (offset !== data.length)
      throw new Error(`${file}: ${data.length - offset} bytes of weights are left over`);
  }
  return { nodes: new Map(model.modelTopology.node.map((node) => [node.name, node])), weights };
}

function readWeight(entry: WeightEntry, data: Buffer, offset: number): { weight: Weight; sizeBytes: number } {
  const count = entry.shape.reduce((product, size) => product * size, 1);
  const values = entry.dtype === 'int32' ? new Int32Array(count) : new Float32Array(count);
  const stored = entry.quantization?.dtype ?? entry.dtype;
  const { scale = 1, min = 0 } = entry.quantization ?? {};
  const sizeOf = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1 } as const;
  const size = sizeOf[stored];
  for (let index = 0; index < count; index += 1) {
    const at = offset + index * size;
    if (stored === 'float32') values[index] = data.readFloatLE(at);
    else if (stored === 'int32') values[index] = data.readInt32LE(at);
    else if (stored === 'float16') values[index] = halfToNumber(data.readUInt16LE(at));
    else {
      // Affine quantisation: https://github.com/tensorflow/tfjs, io_utils.decodeWeights
      const code = stored === 'uint8' ? data.readUInt8(at) : data.readUInt16LE(at);
      values[index] = entry.dtype === 'int32' ? Math.round(code * scale + min) : code * scale + min;
    }
  }
  return { weight: { type: entry.dtype, shape: entry.shape, values }, sizeBytes: count * size };
}

/** IEEE 754 binary16. */
export function halfToNumber(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

export function wordAttribute(node: TfNode, name: string): string | undefined {
  return node.attr[name]?.s;
}

export function wordListAttribute(node: TfNode, name: string): string[] {
  return node.attr[name]?.list?.s ?? [];
}

export function numberListAttribute(node: TfNode, name: string): number[] {
  return node.attr[name]?.list?.i ?? [];
}

/** Whether an attribute that names a type says int32. */
export function isInt32Attribute(node: TfNode, name: string): boolean {
  const type = node.attr[name]?.type;
  return type === 'DT_INT32' || type === 3;
}
