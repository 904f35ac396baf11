/** Trains the heads that read a line: one set for the product, others with a hand left out to see how they do. */
import { chatTaskNames, chatTasks, columnCount, taskColumns } from '../../main/analysis/chat/chat-model.ts';
import { type Features, featureBits, featuresOf } from '../../main/analysis/chat/features.ts';
import type { ClassroomLine } from './classroom-lines.ts';
import { trainLogistic } from './logistic.ts';

export type Sample = { line: ClassroomLine; features: Features; labels: number[] };

export function sampleOf(line: ClassroomLine): Sample {
  const labels = [
    chatTasks.sentiment.indexOf(line.sentiment),
    chatTasks.intent.indexOf(line.intent),
    line.spam ? 1 : 0,
    line.abuse ? 1 : 0,
  ];
  return { line, features: featuresOf(line.text), labels };
}

export type Heads = { linear: Float32Array; biases: Float32Array };

export type HeadOptions = { epochs: number; rate: number; decay: number; seed: number };
export const headOptions: HeadOptions = { epochs: 10, rate: 0.3, decay: 1e-5, seed: 1 };

export function trainHeads(samples: readonly Sample[], options: HeadOptions = headOptions): Heads {
  const places = 1 << featureBits;
  const linear = new Float32Array(places * columnCount);
  const biases = new Float32Array(columnCount);
  for (const [index, task] of chatTaskNames.entries()) {
    const labels = chatTasks[task].length;
    const examples = samples.map((sample) => ({
      features: sample.features,
      label: sample.labels[index] ?? 0,
    }));
    const head = trainLogistic(examples, { ...options, places, labels });
    const from = taskColumns[task];
    for (let place = 0; place < places; place += 1) {
      for (let column = 0; column < labels; column += 1) {
        linear[place * columnCount + from + column] = head.weights[place * labels + column] ?? 0;
      }
    }
    biases.set(head.biases, from);
  }
  return { linear, biases };
}

export function headLogits({ linear, biases }: Heads, { indices, values }: Features): Float64Array {
  const sums = Float64Array.from(biases);
  for (let at = 0; at < indices.length; at += 1) {
    const base = (indices[at] ?? 0) * columnCount;
    for (let column = 0; column < columnCount; column += 1) {
      sums[column] = (sums[column] ?? 0) + (linear[base + column] ?? 0) * (values[at] ?? 0);
    }
  }
  return sums;
}

/** Hands in groups of two or three, so that a round of leaving out is seven trainings and not one per hand. */
export function handGroups(lines: readonly ClassroomLine[], groups = 7): string[] {
  const hands = [...new Set(lines.map((line) => line.hand))].toSorted();
  return Array.from({ length: Math.min(groups, hands.length) }, (_, group) =>
    hands.filter((_hand, index) => index % groups === group).join(''),
  );
}

/** What the heads say of each sample when the hands of its group were left out of their training. */
export function leaveOneOut(samples: readonly Sample[], options: HeadOptions = headOptions): Float64Array[] {
  const logits: Float64Array[] = samples.map(() => new Float64Array(columnCount));
  for (const group of handGroups(samples.map((sample) => sample.line))) {
    const heads = trainHeads(
      samples.filter((sample) => !group.includes(sample.line.hand)),
      options,
    );
    for (const [index, sample] of samples.entries()) {
      if (group.includes(sample.line.hand)) logits[index] = headLogits(heads, sample.features);
    }
  }
  return logits;
}
