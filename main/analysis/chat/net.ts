/**
 * A small net over embedded words: what stands side by side (a convolution of three words), the words where an intent
 * shows (first, last), and all together, through one hidden layer to the labels of all tasks. It knows more of words
 * nobody wrote in the training lines than the linear model, the linear model more of single phrases: their sum is
 * better than either (docs/chat.md).
 */
import { foldText } from './fold.ts';
import { mostTokens, piecesOf, tokensOf } from './tokens.ts';

export type NetShape = {
  /** Of an embedding. */
  size: number;
  filters: number;
  hidden: number;
  labels: number;
};

/** All by rows. */
export type NetParameters = {
  /** filters × (3 · size) */
  filters: Float32Array;
  filterBiases: Float32Array;
  /** hidden × inputs */
  hidden: Float32Array;
  hiddenBiases: Float32Array;
  /** labels × hidden */
  output: Float32Array;
  outputBiases: Float32Array;
};

/** Words that are looked at by their place: last, the one before, first, second, last sign. */
export const pickedWords = 5;
const picks = pickedWords + 1;

export function inputsOf({ size, filters }: NetShape): number {
  return 2 * filters + picks * size;
}

/** A line as the net takes it. */
export type NetLine = {
  /** Places of each token's pieces in the table of embeddings. */
  pieces: readonly (readonly number[])[];
  /** Index of the token at each picked place; -1 where there is none. */
  picked: readonly number[];
};

const laughter = /^[ㅋㅎㅠㅜㅡ]+$/u;

export function netLineOf(text: string): NetLine {
  const tokens = tokensOf(foldText(text));
  const words = [...tokens.keys()].filter(
    (at) => /[\p{L}\p{N}]/u.test(tokens[at] ?? '') && !laughter.test(tokens[at] ?? ''),
  );
  return {
    pieces: tokens.map((token) => piecesOf(token)),
    picked: [words.at(-1) ?? -1, words.at(-2) ?? -1, words[0] ?? -1, words[1] ?? -1, tokens.length - 1],
  };
}

/** What is worked out on the way; kept between lines, since making it anew costs more than the work. */
export type NetScratch = {
  /** (tokens + 2) × size, with an empty word on either side. */
  words: Float32Array;
  /** filters × tokens, before the cut at 0. */
  filtered: Float32Array;
  /** Token at which each filter is strongest; -1: nowhere. */
  strongest: Int32Array;
  inputs: Float32Array;
  hidden: Float32Array;
  logits: Float64Array;
};

export function netScratch(shape: NetShape): NetScratch {
  return {
    words: new Float32Array((mostTokens + 2) * shape.size),
    filtered: new Float32Array(shape.filters * mostTokens),
    strongest: new Int32Array(shape.filters),
    inputs: new Float32Array(inputsOf(shape)),
    hidden: new Float32Array(shape.hidden),
    logits: new Float64Array(shape.labels),
  };
}

/** Fills `scratch.inputs` from `scratch.words`, which hold the line's embedded words. */
export function netInputs(
  shape: NetShape,
  { filters, filterBiases }: NetParameters,
  { pieces, picked }: NetLine,
  scratch: NetScratch,
): void {
  const { size } = shape;
  const { words, filtered, strongest, inputs } = scratch;
  const count = pieces.length;
  const reach = 3 * size;
  inputs.fill(0);
  for (let filter = 0; filter < shape.filters; filter += 1) {
    const from = filter * reach;
    const bias = filterBiases[filter] ?? 0;
    let best = 0;
    let bestAt = -1;
    let sum = 0;
    for (let token = 0; token < count; token += 1) {
      const at = token * size;
      let value = bias;
      for (let d = 0; d < reach; d += 1) value += (filters[from + d] ?? 0) * (words[at + d] ?? 0);
      filtered[filter * mostTokens + token] = value;
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
export function multiply(
  rows: Float32Array,
  biases: Float32Array,
  values: Float32Array,
  out: Float32Array | Float64Array,
): void {
  const width = values.length;
  for (let row = 0; row < out.length; row += 1) {
    const from = row * width;
    let sum = biases[row] ?? 0;
    for (let at = 0; at < width; at += 1) sum += (rows[from + at] ?? 0) * (values[at] ?? 0);
    out[row] = sum;
  }
}

/** The table of embeddings as the product holds it: bytes with a scale per dimension. */
export type PieceTable = { data: Int8Array; scales: Float32Array };

export type Net = { shape: NetShape; table: PieceTable; parameters: NetParameters };

/** @returns one logit per label; valid until the next call with the same scratch */
export function netLogits(
  { shape, table, parameters }: Net,
  line: NetLine,
  scratch: NetScratch,
): Float64Array {
  const { size } = shape;
  const { words, hidden } = scratch;
  words.fill(0, 0, (line.pieces.length + 2) * size);
  for (const [token, pieces] of line.pieces.entries()) {
    const to = (token + 1) * size;
    for (const piece of pieces) {
      const from = piece * size;
      for (let d = 0; d < size; d += 1) words[to + d] = (words[to + d] ?? 0) + (table.data[from + d] ?? 0);
    }
    for (let d = 0; d < size; d += 1)
      words[to + d] = ((words[to + d] ?? 0) * (table.scales[d] ?? 0)) / pieces.length;
  }
  netInputs(shape, parameters, line, scratch);
  multiply(parameters.hidden, parameters.hiddenBiases, scratch.inputs, hidden);
  for (let at = 0; at < hidden.length; at += 1) hidden[at] = Math.max(0, hidden[at] ?? 0);
  multiply(parameters.output, parameters.outputBiases, hidden, scratch.logits);
  return scratch.logits;
}
