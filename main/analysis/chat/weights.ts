/**
 * The file of our own small models: a line of JSON that names the tensors, then their bytes. Weights are whole numbers
 * of one byte with a scale per column, which costs no accuracy that can be measured (docs/chat.md) and a quarter of
 * the room.
 */
import { z } from 'zod';

const magic = 'AIRCLASS-CHAT-1\n';

const tensorSchema = z.object({
  name: z.string(),
  type: z.enum(['int8', 'float32']),
  /** Rows × columns. */
  rows: z.int().min(1),
  columns: z.int().min(1),
  /** Of each column, for int8. */
  scales: z.array(z.number()).optional(),
});
const headerSchema = z.object({
  version: z.string(),
  tensors: z.array(tensorSchema),
  /** What is no tensor: temperatures, thresholds. */
  numbers: z.record(z.string(), z.number()),
});

export type Tensor = {
  rows: number;
  columns: number;
  data: Int8Array | Float32Array;
  scales: Float32Array;
};
export type Weights = {
  version: string;
  tensors: ReadonlyMap<string, Tensor>;
  numbers: Readonly<Record<string, number>>;
};

/** @throws Error when it is no such file, or shorter than it says */
export function readWeights(file: Uint8Array): Weights {
  const head = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (head.toString('latin1', 0, magic.length) !== magic) throw new Error('this is no file of chat weights');
  const end = head.indexOf('\n', magic.length);
  const header = headerSchema.parse(JSON.parse(head.toString('utf8', magic.length, end)));
  const tensors = new Map<string, Tensor>();
  let at = end + 1;
  for (const { name, type, rows, columns, scales } of header.tensors) {
    const bytes = rows * columns * (type === 'int8' ? 1 : 4);
    if (at + bytes > file.byteLength) throw new Error('the file of chat weights is cut short');
    // Copied, since floats have to begin at a multiple of four; a Buffer's own slice copies nothing.
    const part = new Uint8Array(file.subarray(at, at + bytes));
    const data = type === 'int8' ? new Int8Array(part.buffer) : new Float32Array(part.buffer);
    tensors.set(name, { rows, columns, data, scales: Float32Array.from(scales ?? []) });
    at += bytes;
  }
  return { version: header.version, tensors, numbers: header.numbers };
}

export function writeWeights(weights: Weights): Buffer {
  const { version, numbers } = weights;
  const tensors = [...weights.tensors].map(([name, { rows, columns, data, scales }]) => {
    const type = data instanceof Int8Array ? 'int8' : 'float32';
    const shape = { name, type, rows, columns };
    return scales.length > 0 ? Object.assign(shape, { scales: [...scales] }) : shape;
  });
  const header = `${magic}${JSON.stringify({ version, tensors, numbers })}\n`;
  const parts = [...weights.tensors.values()].map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  return Buffer.concat([Buffer.from(header), ...parts]);
}

/** Rows × columns, row by row, as bytes with a scale per column. */
export function quantize(values: Float32Array, columns: number): Tensor {
  const rows = values.length / columns;
  const scales = new Float32Array(columns);
  for (let at = 0; at < values.length; at += 1) {
    const column = at % columns;
    scales[column] = Math.max(scales[column] ?? 0, Math.abs(values[at] ?? 0) / 127);
  }
  const data = new Int8Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const scale = scales[at % columns] ?? 0;
    data[at] = scale === 0 ? 0 : Math.round((values[at] ?? 0) / scale);
  }
  return { rows, columns, data, scales };
}

/** A tensor in full precision. */
export function floatsOf({ data, columns, scales }: Tensor): Float32Array {
  if (data instanceof Float32Array) return data;
  return Float32Array.from(data, (value, at) => value * (scales[at % columns] ?? 0));
}

/** @throws Error when the file has no such tensor */
export function tensorOf(weights: Weights, name: string): Tensor {
  const tensor = weights.tensors.get(name);
  if (tensor === undefined) throw new Error(`the chat weights have no ${name}`);
  return tensor;
}

/** @throws Error when the file has no such number */
export function numberOf(weights: Weights, name: string): number {
  const value = weights.numbers[name];
  if (value === undefined) throw new Error(`the chat weights have no ${name}`);
  return value;
}
