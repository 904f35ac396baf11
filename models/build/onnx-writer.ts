/**
 * Writes an ONNX file: the few messages of onnx.proto3 that a converted graph needs, in the protobuf wire format.
 * Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3. The same calls give the same
 * bytes, so that a converted model can be known by its hash.
 */

/** IR version 8 goes with operator set 18, the first in which Resize and reductions take their axes the way we use. */
const irVersion = 8;
const operatorSet = 18;

const elementTypes = { float32: 1, int32: 6, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;
/** Value of Cast's `to`. */
export const elementTypeCode: Readonly<Record<ElementType, number>> = elementTypes;

/** A whole number, a list of whole numbers or a word; `{ float }` where the operator wants a float. */
export type Attribute = number | readonly number[] | string | { float: number };

const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

export class OnnxWriter {
  readonly #nodes: Buffer[] = [];
  readonly #initializers: Buffer[] = [];
  readonly #inputs: Buffer[] = [];
  readonly #outputs: Buffer[] = [];
  #names = 0;

  /** A name nothing else in the graph has. */
  freshName(stem: string): string {
    this.#names += 1;
    return `${stem}__${this.#names}`;
  }

  /** @param inputs names of tensors; an empty name leaves out an optional input */
  node(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): void {
    const node = [
      ...inputs.map((name) => bytes(1, name)),
      ...outputs.map((name) => bytes(2, name)),
      bytes(3, this.freshName(operator)),
      bytes(4, operator),
      ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
    ];
    this.#nodes.push(bytes(1, Buffer.concat(node)));
  }

  /** A constant tensor. @returns its name */
  constant(
    type: ElementType,
    shape: readonly number[],
    values: ArrayLike<number>,
    name = this.freshName('constant'),
  ): string {
    const tensor = [
      ...shape.map((size) => integer(1, size)),
      integer(2, elementTypes[type]),
      bytes(8, name),
      bytes(9, rawData(type, values)),
    ];
    this.#initializers.push(bytes(5, Buffer.concat(tensor)));
    return name;
  }

  /** @param shape a word where the size is up to who asks */
  input(name: string, type: ElementType, shape: readonly (number | string)[]): void {
    this.#inputs.push(bytes(11, valueInfo(name, type, shape)));
  }

  /** The runtime works out the shape. */
  output(name: string, type: ElementType): void {
    this.#outputs.push(bytes(12, valueInfo(name, type)));
  }

  file(producer: string): Buffer {
    const graph = [
      ...this.#nodes,
      bytes(2, 'graph'),
      ...this.#initializers,
      ...this.#inputs,
      ...this.#outputs,
    ];
    return Buffer.concat([
      integer(1, irVersion),
      bytes(2, producer),
      bytes(7, Buffer.concat(graph)),
      bytes(8, Buffer.concat([bytes(1, ''), integer(2, operatorSet)])),
    ]);
  }
}

function attribute(name: string, value: Attribute): Buffer {
  const typed = (type: keyof typeof attributeTypes, ...fields: Buffer[]): Buffer =>
    Buffer.concat([bytes(1, name), ...fields, integer(20, attributeTypes[type])]);
  if (typeof value === 'number') return typed('int', integer(3, value));
  if (typeof value === 'string') return typed('string', bytes(4, value));
  if ('float' in value) return typed('float', float(2, value.float));
  return typed('ints', ...value.map((each) => integer(8, each)));
}

function valueInfo(name: string, type: ElementType, shape?: readonly (number | string)[]): Buffer {
  const dimensions = shape?.map((size) =>
    bytes(1, typeof size === 'string' ? bytes(2, size) : integer(1, size)),
  );
  const tensorType = [
    integer(1, elementTypes[type]),
    ...(dimensions === undefined ? [] : [bytes(2, Buffer.concat(dimensions))]),
  ];
  return Buffer.concat([bytes(1, name), bytes(2, bytes(1, Buffer.concat(tensorType)))]);
}

function rawData(type: ElementType, values: ArrayLike<number>): Buffer {
  const size = type === 'int64' ? 8 : 4;
  const data = Buffer.alloc(values.length * size);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (type === 'float32') data.writeFloatLE(value, index * size);
    else if (type === 'int32') data.writeInt32LE(value, index * size);
    else data.writeBigInt64LE(BigInt(value), index * size);
  }
  return data;
}

// The wire format: https://protobuf.dev/programming-guides/encoding/

const wireTypes = { varint: 0, lengthDelimited: 2, fixed32: 5 } as const;

/** Negative numbers take ten bytes, as protobuf wants of int64. */
export function varint(value: number): Buffer {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Buffer.from(out);
}

function tag(field: number, wireType: keyof typeof wireTypes): Buffer {
  return varint((field << 3) | wireTypes[wireType]);
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([tag(field, 'varint'), varint(value)]);
}

function float(field: number, value: number): Buffer {
  const data = Buffer.alloc(4);
  data.writeFloatLE(value);
  return Buffer.concat([tag(field, 'fixed32'), data]);
}

function bytes(field: number, value: Buffer | string): Buffer {
  const data = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([tag(field, 'lengthDelimited'), varint(data.length), data]);
}
