/**
 * The way through a net while it learns, which keeps what the way back needs. The product reads with the same weights
 * in an order of its own (main/analysis/chat/net-reader.ts): there words come again, here the weights change.
 */
import { type NetLine, type NetParameters, type NetShape, inputsOf } from '../../main/analysis/chat/net.ts';
import { mostTokens } from '../../main/analysis/chat/tokens.ts';

type Floats = Float32Array | Float64Array;

/** What is worked out on the way; kept between lines, since making it anew costs more than the work. */
export type NetScratch<Numbers = Floats> = {
  /** (tokens + 2) × size, with an empty word on either side. */
  words: Numbers;
  /** filters × tokens, before the cut at 0. */
  filtered: Numbers;
  /** Token at which each filter is strongest; -1: nowhere. */
  strongest: Int32Array;
  inputs: Numbers;
  hidden: Numbers;
  logits: Float64Array;
};

export function netScratch<Numbers extends Floats>(
  shape: NetShape,
  kind: new (length: number) => Numbers,
): NetScratch<Numbers> {
  return {
    words: new kind((mostTokens + 2) * shape.size),
    filtered: new kind(shape.filters * mostTokens),
    strongest: new Int32Array(shape.filters),
    inputs: new kind(inputsOf(shape)),
    hidden: new kind(shape.hidden),
    logits: new Float64Array(shape.labels),
  };
}

/** Fills `scratch.inputs` from `scratch.words`, which hold the line's embedded words. */
export function netInputs(
  shape: NetShape,
  { filters, filterBiases }: NetParameters<Floats>,
  { pieces, picked }: NetLine,
  scratch: NetScratch,
): void {
  const { size } = shape;
  const { words, filtered, strongest, inputs } = scratch;
  const count = pieces.length;
  const reach = 3 * size;
  inputs.fill(0);
  // Four filters at once: one alone would wait for each of its own additions.
  for (let filter = 0; filter < shape.filters; filter += 4) {
    for (let token = 0; token < count; token += 1) {
      const at = token * size;
      const from = filter * reach;
      let first = filterBiases[filter] ?? 0;
      let second = filterBiases[filter + 1] ?? 0;
      let third = filterBiases[filter + 2] ?? 0;
      let fourth = filterBiases[filter + 3] ?? 0;
      for (let d = 0; d < reach; d += 1) {
        const word = words[at + d] ?? 0;
        first += (filters[from + d] ?? 0) * word;
        second += (filters[from + reach + d] ?? 0) * word;
        third += (filters[from + 2 * reach + d] ?? 0) * word;
        fourth += (filters[from + 3 * reach + d] ?? 0) * word;
      }
      filtered[filter * mostTokens + token] = first;
      filtered[(filter + 1) * mostTokens + token] = second;
      filtered[(filter + 2) * mostTokens + token] = third;
      filtered[(filter + 3) * mostTokens + token] = fourth;
    }
  }
  for (let filter = 0; filter < shape.filters; filter += 1) {
    let best = 0;
    let bestAt = -1;
    let sum = 0;
    for (let token = 0; token < count; token += 1) {
      const value = filtered[filter * mostTokens + token] ?? 0;
      if (value <= 0) continue;
      sum += value;
      if (value > best) {
        best = value;
        bestAt = token;
      }
    }
    strongest[filter] = bestAt;
    inputs[filter] = best;
    inputs[shape.filters + filter] = count === 0 ? 0 : sum / count;
  }
  let to = 2 * shape.filters;
  for (let token = 0; token < count; token += 1) {
    for (let d = 0; d < size; d += 1)
      inputs[to + d] = (inputs[to + d] ?? 0) + (words[(token + 1) * size + d] ?? 0) / count;
  }
  for (const token of picked) {
    to += size;
    if (token < 0) continue;
    for (let d = 0; d < size; d += 1) inputs[to + d] = words[(token + 1) * size + d] ?? 0;
  }
}

/** `out[row] = biases[row] + rows[row] · values` */
export function multiply(rows: Floats, biases: Floats, values: Floats, out: Floats): void {
  const width = values.length;
  let row = 0;
  // Two rows at once, each in two sums: one sum alone would wait for each of its own additions.
  for (; row + 1 < out.length; row += 2) {
    const from = row * width;
    let even = biases[row] ?? 0;
    let odd = 0;
    let nextEven = biases[row + 1] ?? 0;
    let nextOdd = 0;
    let at = 0;
    for (; at + 1 < width; at += 2) {
      const first = values[at] ?? 0;
      const second = values[at + 1] ?? 0;
      even += (rows[from + at] ?? 0) * first;
      odd += (rows[from + at + 1] ?? 0) * second;
      nextEven += (rows[from + width + at] ?? 0) * first;
      nextOdd += (rows[from + width + at + 1] ?? 0) * second;
    }
    if (at < width) {
      even += (rows[from + at] ?? 0) * (values[at] ?? 0);
      nextEven += (rows[from + width + at] ?? 0) * (values[at] ?? 0);
    }
    out[row] = even + odd;
    out[row + 1] = nextEven + nextOdd;
  }
  if (row < out.length) {
    const from = row * width;
    let even = biases[row] ?? 0;
    let odd = 0;
    for (let at = 0; at < width; at += 2) {
      even += (rows[from + at] ?? 0) * (values[at] ?? 0);
      if (at + 1 < width) odd += (rows[from + at + 1] ?? 0) * (values[at + 1] ?? 0);
    }
    out[row] = even + odd;
  }
}
