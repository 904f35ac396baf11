/**
 * Trains the net over embedded words: all tasks at once, Adam for its matrices, AdaGrad for the embeddings it reads,
 * with inputs, hidden units and whole words left out at random. One thread, seeded: the same lines, the same net.
 */
import { type NetLine, type NetParameters, type NetShape, inputsOf } from '../../main/analysis/chat/net.ts';
import { mostTokens, pieceBits } from '../../main/analysis/chat/tokens.ts';
import { shuffle } from '../../main/analysis/chat/learning/logistic.ts';
import { seeded } from '../../main/base/seeded.ts';
import { type NetScratch, multiply, netInputs, netScratch } from './net-forward.ts';

/** One label per task; -1 where a line has none for it. */
export type NetSample = { line: NetLine; labels: readonly number[] };

export type NetOptions = {
  epochs: number;
  batch: number;
  rate: number;
  embeddingRate: number;
  /** Share of hidden units left out; of inputs half as many. */
  dropout: number;
  wordDropout: number;
  decay: number;
  /** Share of certainty spread over all labels: labels are not always right. */
  smoothing: number;
  seed: number;
};

export const netOptions: NetOptions = {
  ...{ epochs: 10, batch: 16, rate: 0.002, embeddingRate: 0.05, dropout: 0.4, wordDropout: 0.1 },
  ...{ decay: 0.01, smoothing: 0.05, seed: 1 },
};

/** `table`: 2^pieceBits × size, in full precision while it is learned. */
export type FloatNet = { shape: NetShape; table: Float32Array; parameters: NetParameters };

export function newNet(shape: NetShape, table: Float32Array, seed: number): FloatNet {
  const random = seeded(seed);
  const around = (length: number, inputs: number): Float32Array =>
    Float32Array.from({ length }, () => ((random() + random() + random() - 1.5) * 2) / Math.sqrt(inputs));
  const { size, filters, hidden, labels } = shape;
  const inputs = inputsOf(shape);
  return {
    shape,
    table,
    parameters: {
      filters: around(filters * 3 * size, 3 * size),
      filterBiases: new Float32Array(filters),
      hidden: around(hidden * inputs, inputs),
      hiddenBiases: new Float32Array(hidden),
      output: around(labels * hidden, hidden),
      outputBiases: new Float32Array(labels),
    },
  };
}

/** @param tasks number of labels of each task, in the order of the columns. Changes the net. */
export function trainNet(
  net: FloatNet,
  samples: readonly NetSample[],
  tasks: readonly number[],
  options: NetOptions = netOptions,
): void {
  const { shape, table, parameters } = net;
  const { size } = shape;
  const inputCount = inputsOf(shape);
  const scratch = netScratch(shape, Float32Array);
  const random = seeded(options.seed);
  const values = Object.values(parameters);
  const slopes = values.map((each) => new Float32Array(each.length));
  const first = values.map((each) => new Float32Array(each.length));
  const second = values.map((each) => new Float32Array(each.length));
  const slopeOf: NetParameters = {
    filters: slopes[0] ?? new Float32Array(),
    filterBiases: slopes[1] ?? new Float32Array(),
    hidden: slopes[2] ?? new Float32Array(),
    hiddenBiases: slopes[3] ?? new Float32Array(),
    output: slopes[4] ?? new Float32Array(),
    outputBiases: slopes[5] ?? new Float32Array(),
  };
  const pieceSquares = new Float32Array(1 << pieceBits).fill(1e-4);
  const inputMask = new Float32Array(inputCount);
  const hiddenMask = new Float32Array(shape.hidden);
  const isLeftOut = new Uint8Array(mostTokens);
  const toInputs = new Float32Array(inputCount);
  const toHidden = new Float32Array(shape.hidden);
  const toWords = new Float32Array((mostTokens + 2) * size);
  const order = Uint32Array.from(samples.keys());
  const steps = options.epochs * Math.ceil(samples.length / options.batch);
  let step = 0;
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    shuffle(order, random);
    for (const [at, index] of order.entries()) {
      const sample = samples[index];
      if (sample !== undefined) learnFrom(sample);
      if ((at + 1) % options.batch === 0 || at === order.length - 1) moveParameters();
    }
  }

  function learnFrom({ line, labels }: NetSample): void {
    embed(line);
    netInputs(shape, parameters, line, scratch);
    const keep = 1 - options.dropout / 2;
    for (let at = 0; at < inputCount; at += 1) {
      inputMask[at] = random() < keep ? 1 / keep : 0;
      scratch.inputs[at] = (scratch.inputs[at] ?? 0) * (inputMask[at] ?? 0);
    }
    multiply(parameters.hidden, parameters.hiddenBiases, scratch.inputs, scratch.hidden);
    for (let at = 0; at < shape.hidden; at += 1) {
      const isOn = (scratch.hidden[at] ?? 0) > 0 && random() >= options.dropout;
      hiddenMask[at] = isOn ? 1 / (1 - options.dropout) : 0;
      scratch.hidden[at] = (scratch.hidden[at] ?? 0) * (hiddenMask[at] ?? 0);
    }
    multiply(parameters.output, parameters.outputBiases, scratch.hidden, scratch.logits);
    toErrorsOfTasks(scratch.logits, labels, tasks, options.smoothing);
    backThroughLayers();
    backThroughFilters(line);
    moveEmbeddings(line);
  }

  function embed({ pieces }: NetLine): void {
    const { words } = scratch;
    words.fill(0, 0, (pieces.length + 2) * size);
    for (let token = 0; token < pieces.length; token += 1) {
      isLeftOut[token] = pieces.length > 2 && random() < options.wordDropout ? 1 : 0;
      if (isLeftOut[token] === 1) continue;
      const own = pieces[token] ?? [];
      const to = (token + 1) * size;
      for (const piece of own) {
        const from = piece * size;
        for (let d = 0; d < size; d += 1) words[to + d] = (words[to + d] ?? 0) + (table[from + d] ?? 0);
      }
      for (let d = 0; d < size; d += 1) words[to + d] = (words[to + d] ?? 0) / own.length;
    }
  }

  function backThroughLayers(): void {
    toHidden.fill(0);
    back(parameters.output, slopeOf.output, slopeOf.outputBiases, scratch.logits, scratch.hidden, toHidden);
    for (let at = 0; at < shape.hidden; at += 1) toHidden[at] = (toHidden[at] ?? 0) * (hiddenMask[at] ?? 0);
    toInputs.fill(0);
    back(parameters.hidden, slopeOf.hidden, slopeOf.hiddenBiases, toHidden, scratch.inputs, toInputs);
    for (let at = 0; at < inputCount; at += 1) toInputs[at] = (toInputs[at] ?? 0) * (inputMask[at] ?? 0);
  }

  function backThroughFilters({ pieces, picked }: NetLine): void {
    const count = pieces.length;
    const reach = 3 * size;
    const { words, filtered, strongest } = scratch;
    toWords.fill(0, 0, (count + 2) * size);
    for (let filter = 0; filter < shape.filters; filter += 1) {
      const ofMean = count === 0 ? 0 : (toInputs[shape.filters + filter] ?? 0) / count;
      const from = filter * reach;
      for (let token = 0; token < count; token += 1) {
        if ((filtered[filter * mostTokens + token] ?? 0) <= 0) continue;
        const slope = ofMean + (strongest[filter] === token ? (toInputs[filter] ?? 0) : 0);
        if (slope === 0) continue;
        slopeOf.filterBiases[filter] = (slopeOf.filterBiases[filter] ?? 0) + slope;
        const at = token * size;
        for (let d = 0; d < reach; d += 1) {
          slopeOf.filters[from + d] = (slopeOf.filters[from + d] ?? 0) + slope * (words[at + d] ?? 0);
          toWords[at + d] = (toWords[at + d] ?? 0) + slope * (parameters.filters[from + d] ?? 0);
        }
      }
    }
    let from = 2 * shape.filters;
    for (let token = 0; token < count; token += 1) {
      const to = (token + 1) * size;
      for (let d = 0; d < size; d += 1)
        toWords[to + d] = (toWords[to + d] ?? 0) + (toInputs[from + d] ?? 0) / count;
    }
    for (const token of picked) {
      from += size;
      if (token < 0) continue;
      const to = (token + 1) * size;
      for (let d = 0; d < size; d += 1) toWords[to + d] = (toWords[to + d] ?? 0) + (toInputs[from + d] ?? 0);
    }
  }

  function moveEmbeddings({ pieces }: NetLine): void {
    for (let token = 0; token < pieces.length; token += 1) {
      if (isLeftOut[token] === 1) continue;
      const own = pieces[token] ?? [];
      const from = (token + 1) * size;
      let square = 0;
      for (let d = 0; d < size; d += 1) square += ((toWords[from + d] ?? 0) / own.length) ** 2 / size;
      for (const piece of own) {
        const squares = (pieceSquares[piece] ?? 0) + square;
        pieceSquares[piece] = squares;
        const speed = options.embeddingRate / own.length / Math.sqrt(squares);
        const to = piece * size;
        for (let d = 0; d < size; d += 1)
          table[to + d] = (table[to + d] ?? 0) - speed * (toWords[from + d] ?? 0);
      }
    }
  }

  /** Adam (Kingma and Ba 2015) with decay of its own and a rate that falls to nothing. */
  function moveParameters(): void {
    step += 1;
    const rate = options.rate * (1 - (step - 1) / steps);
    const firstShare = 1 - 0.9 ** step;
    const secondShare = 1 - 0.999 ** step;
    for (const [index, value] of values.entries()) {
      const slope = slopes[index] ?? new Float32Array();
      const mean = first[index] ?? new Float32Array();
      const square = second[index] ?? new Float32Array();
      for (let at = 0; at < value.length; at += 1) {
        const each = (slope[at] ?? 0) / options.batch;
        slope[at] = 0;
        const newMean = 0.9 * (mean[at] ?? 0) + 0.1 * each;
        const newSquare = 0.999 * (square[at] ?? 0) + 0.001 * each * each;
        mean[at] = newMean;
        square[at] = newSquare;
        const old = value[at] ?? 0;
        const move = newMean / firstShare / (Math.sqrt(newSquare / secondShare) + 1e-8);
        value[at] = old - rate * (move + options.decay * old);
      }
    }
  }
}

/** Adds the slopes of `out = rows · values + biases`, and what they mean for the values. */
function back(
  rows: Float32Array,
  rowSlopes: Float32Array,
  biasSlopes: Float32Array,
  errors: Float32Array | Float64Array,
  values: Float32Array,
  toValues: Float32Array,
): void {
  const width = values.length;
  for (let row = 0; row < errors.length; row += 1) {
    const error = errors[row] ?? 0;
    if (error === 0) continue;
    biasSlopes[row] = (biasSlopes[row] ?? 0) + error;
    const from = row * width;
    for (let at = 0; at < width; at += 1) {
      rowSlopes[from + at] = (rowSlopes[from + at] ?? 0) + error * (values[at] ?? 0);
      toValues[at] = (toValues[at] ?? 0) + error * (rows[from + at] ?? 0);
    }
  }
}

/** Logits become probabilities minus what is right, task by task; nothing where a line has no label. */
function toErrorsOfTasks(
  logits: Float64Array,
  labels: readonly number[],
  tasks: readonly number[],
  smoothing: number,
): void {
  let from = 0;
  for (const [task, count] of tasks.entries()) {
    const label = labels[task] ?? -1;
    const part = logits.subarray(from, from + count);
    from += count;
    if (label < 0) {
      part.fill(0);
      continue;
    }
    const most = Math.max(...part);
    let sum = 0;
    for (let at = 0; at < count; at += 1) {
      part[at] = Math.exp((part[at] ?? 0) - most);
      sum += part[at] ?? 0;
    }
    for (let at = 0; at < count; at += 1) {
      const aim = (at === label ? 1 - smoothing : 0) + smoothing / count;
      part[at] = (part[at] ?? 0) / sum - aim;
    }
  }
}

/** @returns one logit per label, in full precision */
export function floatLogits(
  { shape, table, parameters }: FloatNet,
  line: NetLine,
  scratch: NetScratch<Float32Array>,
): Float64Array {
  const { size } = shape;
  const { words, hidden } = scratch;
  words.fill(0, 0, (line.pieces.length + 2) * size);
  for (const [token, pieces] of line.pieces.entries()) {
    const to = (token + 1) * size;
    for (const piece of pieces) {
      for (let d = 0; d < size; d += 1)
        words[to + d] = (words[to + d] ?? 0) + (table[piece * size + d] ?? 0) / pieces.length;
    }
  }
  netInputs(shape, parameters, line, scratch);
  multiply(parameters.hidden, parameters.hiddenBiases, scratch.inputs, hidden);
  for (let at = 0; at < hidden.length; at += 1) hidden[at] = Math.max(0, hidden[at] ?? 0);
  multiply(parameters.output, parameters.outputBiases, hidden, scratch.logits);
  return Float64Array.from(scratch.logits);
}
