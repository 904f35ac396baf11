/**
 * Products of rows of weights and a vector, which is nearly all of a net's work. JavaScript takes one number after the
 * other; the processor can take two: so the one loop that matters is WebAssembly, put together here sign by sign, and
 * five times as fast. What has no such instructions (processors from before 2008) runs the same sums in JavaScript.
 */

/** The types that come with Node's leave it out. */
declare const WebAssembly: {
  Memory: new (options: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (code: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: { p: Products } };
  validate(code: Uint8Array): boolean;
};
type Memory = InstanceType<typeof WebAssembly.Memory>;

/** Rows go in blocks of so many, each column of a block side by side; what is left is filled up with zeros. */
export const blockRows = 8;

export type VectorSpace = {
  /** Numbers that products can be made of: all zero, at the beginning of a block. @throws Error when there is no room */
  take(length: number): Float64Array;
  /** `out[row] += rows[row] · values`. All three were taken from this space, the rows as `inBlocks` lays them. */
  addProducts(rows: Float64Array, values: Float64Array, out: Float64Array): void;
};

const bytesPerNumber = 8;
const bytesPerPage = 65_536;
const blockBytes = blockRows * bytesPerNumber;

/** @param lengths of everything that will be taken */
export function vectorSpace(lengths: readonly number[], isFast = true): VectorSpace {
  const bytes = lengths.reduce((sum, length) => sum + roomFor(length), 0);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / bytesPerPage) });
  const products = (isFast ? fastProducts(memory) : undefined) ?? plainProducts(memory);
  let next = 0;
  return {
    take: (length) => {
      const taken = new Float64Array(memory.buffer, next, length);
      next += roomFor(length);
      return taken;
    },
    addProducts: (rows, values, out) =>
      products(
        rows.byteOffset,
        values.byteOffset,
        out.byteOffset,
        rows.length / values.length,
        values.length,
      ),
  };
}

function roomFor(length: number): number {
  return Math.ceil(length / blockRows) * blockBytes;
}

/** How many numbers `rows` rows of a width take in blocks. */
export function blockLength(rows: number, width: number): number {
  return Math.ceil(rows / blockRows) * blockRows * width;
}

/** @param rows row by row. @param out of `blockLength` */
export function inBlocks(rows: ArrayLike<number>, width: number, out: Float64Array): Float64Array {
  for (let at = 0; at < rows.length; at += 1) {
    const row = Math.floor(at / width);
    const block = Math.floor(row / blockRows) * blockRows * width;
    out[block + (at % width) * blockRows + (row % blockRows)] = rows[at] ?? 0;
  }
  return out;
}

/** Of places in memory; the rows are a multiple of `blockRows`. */
type Products = (rows: number, values: number, out: number, rowCount: number, width: number) => void;

function plainProducts(memory: Memory): Products {
  const numbers = new Float64Array(memory.buffer);
  return (rows, values, out, rowCount, width) => {
    for (let row = 0; row < rowCount; row += 1) {
      const block =
        rows / bytesPerNumber + Math.floor(row / blockRows) * blockRows * width + (row % blockRows);
      const place = out / bytesPerNumber + row;
      let sum = numbers[place] ?? 0;
      for (let column = 0; column < width; column += 1) {
        sum += (numbers[block + column * blockRows] ?? 0) * (numbers[values / bytesPerNumber + column] ?? 0);
      }
      numbers[place] = sum;
    }
  };
}

/** @returns undefined where the processor has no such instructions */
function fastProducts(memory: Memory): Products | undefined {
  const code = productsModule();
  if (!WebAssembly.validate(code)) return undefined;
  return new WebAssembly.Instance(new WebAssembly.Module(code), { m: { m: memory } }).exports.p;
}

// The words of WebAssembly that are needed: webassembly.github.io/spec/core/binary/instructions.html
const i32 = 0x7f;
const v128 = 0x7b;
const noResult = 0x40;
const loop = [0x03, noResult];
const end = [0x0b];
const branchIf = (depth: number): number[] => [0x0d, depth];
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
/** Up to 8,191: two bytes of seven bits, the lower first. */
const number = (count: number): number[] => [(count & 0x7f) | 0x80, count >> 7];
const constant = (count: number): number[] => [0x41, ...number(count)];
const add = [0x6a];
const subtract = [0x6b];
const times = [0x6c];
const isLess = [0x49];
/** Two numbers at once; places are aligned to eight bytes (2^3). */
const load = (offset: number): number[] => [0xfd, 0x00, 3, offset];
const loadOneTwice = [0xfd, 0x0a, 3, 0];
const store = (offset: number): number[] => [0xfd, 0x0b, 3, offset];
const addPair = [0xfd, 0xf0, 0x01];
const timesPair = [0xfd, 0xf2, 0x01];

// Locals: what it is called with, then its own.
const [rows, values, out, rowCount, width, value, valuesEnd, twice] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
/** Eight rows in four sums of two. */
const pairs = [8, 9, 10, 11].map((sum, index) => ({ sum, offset: 2 * index * bytesPerNumber }));
const ownLocals = [2, ...[2, i32], ...[5, v128]];

const addColumn = [
  ...[get(value), loadOneTwice, set(twice)].flat(),
  ...pairs.flatMap(({ sum, offset }) =>
    [get(sum), get(rows), load(offset), get(twice), timesPair, addPair, set(sum)].flat(),
  ),
  ...[get(rows), constant(blockBytes), add, set(rows)].flat(),
];
const addBlock = [
  ...pairs.flatMap(({ sum, offset }) => [get(out), load(offset), set(sum)].flat()),
  ...[get(values), set(value)].flat(),
  ...[loop, addColumn, get(value), constant(bytesPerNumber), add, tee(value), get(valuesEnd), isLess].flat(),
  ...[branchIf(0), end].flat(),
  ...pairs.flatMap(({ sum, offset }) => [get(out), get(sum), store(offset)].flat()),
  ...[get(out), constant(blockBytes), add, set(out)].flat(),
];
const addAllBlocks = [
  ...[get(values), get(width), constant(bytesPerNumber), times, add, set(valuesEnd)].flat(),
  ...[loop, addBlock, get(rowCount), constant(blockRows), subtract, tee(rowCount), branchIf(0), end].flat(),
  ...end,
];

/** Exports `p`, a `Products`; takes its memory as `m` of `m`. */
function productsModule(): Uint8Array {
  const code = [...ownLocals, ...addAllBlocks];
  return Uint8Array.from([
    ...[...Buffer.from('\0asm'), 1, 0, 0, 0],
    ...section(1, [1, 0x60, 5, ...[i32, i32, i32, i32, i32], 0]),
    ...section(2, [1, ...named('m'), ...named('m'), 0x02, 0x00, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...named('p'), 0x00, 0]),
    ...section(10, [1, ...number(code.length), ...code]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...number(content.length), ...content];
}

function named(text: string): number[] {
  return [text.length, ...Buffer.from(text)];
}
