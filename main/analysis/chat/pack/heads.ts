/**
 * The heads on the vectors of a pack: for each task a linear model whose answer is added to that of the built-in models,
 * so that it need only learn what they miss. Pure arithmetic and its file.
 */
import { type ChatTask, chatTaskNames, chatTasks, columnCount, taskColumns } from '../chat-model.ts';
import type { Features } from '../features.ts';
import { trainLogistic } from '../learning/logistic.ts';
import { type Tensor, type Weights, tensorOf } from '../weights.ts';

/** Of the method: raised when the same lines would give other heads. */
export const headsVersion = 1;

/**
 * Gentle on purpose: what brings nothing new must do no harm. Measured with random projections of the built-in features for
 * vectors, hands left out: mood fell by 0.003 with this rate and by 0.022 with four times the rate, while without the
 * built-in answer both learned as much from them (0.65, 0.64).
 */
const training = { epochs: 12, rate: 0.05, decay: 3e-5, seed: 5 } as const;

export type Heads = {
  size: number;
  /** Taken from each number of a vector, and what it is divided by then. */
  means: Float32Array;
  deviations: Float32Array;
  /** (size + 1) × columns, row by row; the last row is added as it is. */
  weights: Float32Array;
};

export type FitSamples = {
  /** One vector after another. */
  vectors: Float32Array;
  size: number;
  /** Logits of the built-in models, calibrated; columns of `taskColumns`, line by line. */
  builtIn: Float32Array;
  /** Right label of each task of `chatTaskNames`, line by line. */
  labels: Uint8Array;
};

/** @param rows lines that are learned from. Deterministic. */
export function fitHeads({ vectors, size, builtIn, labels }: FitSamples, rows: ArrayLike<number>): Heads {
  const chosen = Array.from(rows);
  const { means, deviations } = scalesOf(vectors, size, chosen);
  const indices = Uint32Array.from({ length: size }, (_, at) => at);
  const features: Features[] = chosen.map((row) => {
    const values = new Float32Array(size);
    for (let at = 0; at < size; at += 1)
      values[at] = ((vectors[row * size + at] ?? 0) - (means[at] ?? 0)) / (deviations[at] ?? 1);
    return { indices, values };
  });
  const weights = new Float32Array((size + 1) * columnCount);
  for (const [place, task] of chatTaskNames.entries()) {
    const from = taskColumns[task];
    const width = chatTasks[task].length;
    const examples = chosen.map((row, at) => ({
      features: features[at] ?? { indices, values: new Float32Array(size) },
      label: labels[row * chatTaskNames.length + place] ?? 0,
      offset: builtIn.subarray(row * columnCount + from, row * columnCount + from + width),
    }));
    const head = trainLogistic(examples, { ...training, places: size, labels: width });
    for (let at = 0; at < size; at += 1) {
      for (let column = 0; column < width; column += 1)
        weights[at * columnCount + from + column] = head.weights[at * width + column] ?? 0;
    }
    weights.set(head.biases, size * columnCount + from);
  }
  return { size, means, deviations, weights };
}

/** What the heads add to the built-in logits, line by line. @throws Error when the vectors have another size */
export function headLogits(heads: Heads, vectors: Float32Array, size: number): Float32Array {
  if (size !== heads.size) throw new Error(`the vectors have ${size} numbers, the heads ${heads.size}`);
  const lines = vectors.length / size;
  const logits = new Float32Array(lines * columnCount);
  for (let line = 0; line < lines; line += 1) {
    const base = line * columnCount;
    for (let column = 0; column < columnCount; column += 1)
      logits[base + column] = heads.weights[size * columnCount + column] ?? 0;
    for (let at = 0; at < size; at += 1) {
      const value = ((vectors[line * size + at] ?? 0) - (heads.means[at] ?? 0)) / (heads.deviations[at] ?? 1);
      for (let column = 0; column < columnCount; column += 1)
        logits[base + column] =
          (logits[base + column] ?? 0) + value * (heads.weights[at * columnCount + column] ?? 0);
    }
  }
  return logits;
}

function scalesOf(vectors: Float32Array, size: number, rows: readonly number[]) {
  const means = new Float32Array(size);
  const deviations = new Float32Array(size);
  for (let at = 0; at < size; at += 1) {
    let sum = 0;
    let squares = 0;
    for (const row of rows) {
      const value = vectors[row * size + at] ?? 0;
      sum += value;
      squares += value * value;
    }
    const mean = sum / rows.length;
    means[at] = mean;
    // Each weighs about the same, and all together as much as one: long vectors learn no faster than short ones.
    const deviation = Math.sqrt(Math.max(0, squares / rows.length - mean * mean));
    deviations[at] = Math.max(1e-6, deviation * Math.sqrt(size));
  }
  return { means, deviations };
}

export function writeHeads(heads: Heads, numbers: Readonly<Record<string, number>>): Weights {
  return {
    version: String(headsVersion),
    numbers,
    tensors: new Map([
      ['means', plain(heads.means, 1)],
      ['deviations', plain(heads.deviations, 1)],
      ['heads', plain(heads.weights, columnCount)],
    ]),
  };
}

function plain(data: Float32Array, columns: number): Tensor {
  return { rows: data.length / columns, columns, data, scales: new Float32Array(0) };
}

/** @throws Error when it is no file of such heads */
export function readHeads(file: Weights): Heads {
  const floats = (name: string): Float32Array => {
    const { data } = tensorOf(file, name);
    if (data instanceof Float32Array) return data;
    throw new Error(`the heads have ${name} in another form`);
  };
  const heads = { means: floats('means'), deviations: floats('deviations'), weights: floats('heads') };
  const size = heads.means.length;
  if (heads.weights.length !== (size + 1) * columnCount || heads.deviations.length !== size)
    throw new Error('the heads do not fit together');
  return { size, ...heads };
}

/** The part of a line's logits that belongs to a task. */
export function ofTask(logits: Float32Array, line: number, task: ChatTask): Float32Array {
  const from = line * columnCount + taskColumns[task];
  return logits.subarray(from, from + chatTasks[task].length);
}
