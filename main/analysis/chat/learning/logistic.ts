/**
 * Multinomial logistic regression over sparse features, by AdaGrad with a seeded order: the same inputs give the same
 * weights, bit for bit.
 */
import type { Features } from '../features.ts';
import { seeded } from '../../../base/seeded.ts';

export type Example = {
  features: Features;
  label: number;
  weight?: number;
  /** Logits that are there already: what is learned is added to them. */
  offset?: ArrayLike<number>;
};

export type Logistic = {
  /** Places × labels, place by place. */
  weights: Float32Array;
  biases: Float32Array;
  labels: number;
};

export type TrainOptions = {
  places: number;
  labels: number;
  epochs: number;
  rate: number;
  decay: number;
  seed: number;
};

export function trainLogistic(examples: readonly Example[], options: TrainOptions): Logistic {
  const { places, labels, epochs, rate, decay, seed } = options;
  const weights = new Float32Array(places * labels);
  const squares = new Float32Array(places * labels).fill(1e-6);
  const biases = new Float32Array(labels);
  const biasSquares = new Float32Array(labels).fill(1e-6);
  const errors = new Float64Array(labels);
  const random = seeded(seed);
  const order = Uint32Array.from(examples.keys());
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (example !== undefined) step(example);
    }
  }
  return { weights, biases, labels };

  function step({ features: { indices, values }, label, weight = 1, offset }: Example): void {
    errors.set(biases);
    if (offset !== undefined) {
      for (let column = 0; column < labels; column += 1) {
        errors[column] = (errors[column] ?? 0) + (offset[column] ?? 0);
      }
    }
    for (let at = 0; at < indices.length; at += 1) {
      const base = (indices[at] ?? 0) * labels;
      const value = values[at] ?? 0;
      for (let column = 0; column < labels; column += 1) {
        errors[column] = (errors[column] ?? 0) + (weights[base + column] ?? 0) * value;
      }
    }
    toErrors(errors, label, weight);
    for (let at = 0; at < indices.length; at += 1) {
      const base = (indices[at] ?? 0) * labels;
      const value = values[at] ?? 0;
      for (let column = 0; column < labels; column += 1) {
        const place = base + column;
        const old = weights[place] ?? 0;
        const slope = (errors[column] ?? 0) * value + decay * old;
        const square = (squares[place] ?? 0) + slope * slope;
        squares[place] = square;
        weights[place] = old - (rate * slope) / Math.sqrt(square);
      }
    }
    for (let column = 0; column < labels; column += 1) {
      const slope = errors[column] ?? 0;
      const square = (biasSquares[column] ?? 0) + slope * slope;
      biasSquares[column] = square;
      biases[column] = (biases[column] ?? 0) - (0.3 * rate * slope) / Math.sqrt(square);
    }
  }
}

/** Scores become probabilities minus what is right. */
export function toErrors(scores: Float64Array, label: number, weight: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  for (let column = 0; column < scores.length; column += 1) {
    const power = Math.exp((scores[column] ?? 0) - most);
    scores[column] = power;
    sum += power;
  }
  for (let column = 0; column < scores.length; column += 1) {
    scores[column] = ((scores[column] ?? 0) / sum - (column === label ? 1 : 0)) * weight;
  }
}

export function logitsOf({ weights, biases, labels }: Logistic, { indices, values }: Features): number[] {
  const sums = [...biases];
  for (let at = 0; at < indices.length; at += 1) {
    const base = (indices[at] ?? 0) * labels;
    for (let column = 0; column < labels; column += 1) {
      sums[column] = (sums[column] ?? 0) + (weights[base + column] ?? 0) * (values[at] ?? 0);
    }
  }
  return sums;
}

export function shuffle(order: Uint32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] ?? 0;
    order[at] = order[other] ?? 0;
    order[other] = kept;
  }
}
