/**
 * Trains what reads a line: the linear model over pieces of text and the nets over embedded words, for all tasks; once
 * for the product, and with hands left out to see how they do with people they have not met.
 */
import {
  chatTaskNames,
  chatTasks,
  columnCount,
  netCount,
  netShape,
  taskColumns,
} from '../../main/analysis/chat/chat-model.ts';
import { type Features, featureBits, featuresOf } from '../../main/analysis/chat/features.ts';
import { spellingsOf } from '../../main/analysis/chat/fold.ts';
import type { ClassroomLine } from '../../main/analysis/chat/learning/classroom-text.ts';
import { trainLogistic } from '../../main/analysis/chat/learning/logistic.ts';
import { type NetLine, type NetShape, netLineOf } from '../../main/analysis/chat/net.ts';
import { netScratch } from './net-forward.ts';
import {
  type FloatNet,
  type NetOptions,
  type NetSample,
  floatLogits,
  netOptions,
  newNet,
  trainNet,
} from './net-training.ts';

export type Sample = { line: ClassroomLine; features: Features; netLine: NetLine; labels: number[] };

export function sampleOf(line: ClassroomLine): Sample {
  const labels = [
    chatTasks.sentiment.indexOf(line.sentiment),
    chatTasks.intent.indexOf(line.intent),
    line.spam ? 1 : 0,
    line.abuse ? 1 : 0,
  ];
  const spellings = spellingsOf(line.text);
  return { line, features: featuresOf(spellings), netLine: netLineOf(spellings.folded), labels };
}

/** `table`: of the first net, which the others read as it left it. */
export type Heads = { linear: Float32Array; biases: Float32Array; nets: FloatNet[] };

export type HeadOptions = {
  linear: { epochs: number; rate: number; decay: number; seed: number };
  net: NetOptions;
};
export const headOptions: HeadOptions = {
  linear: { epochs: 10, rate: 0.3, decay: 1e-5, seed: 1 },
  net: netOptions,
};

/** @param table embeddings to begin with; it is copied */
export function trainHeads(
  samples: readonly Sample[],
  table: Float32Array,
  options: HeadOptions = headOptions,
): Heads {
  const nets = trainNets(
    samples.map(({ netLine, labels }) => ({ line: netLine, labels })),
    {
      tasks: chatTaskNames.map((task) => chatTasks[task].length),
      ...{ shape: netShape, count: netCount, table, options: options.net },
    },
  );
  return { ...trainLinear(samples, options), nets };
}

/** @param plan.tasks number of labels of each task @param plan.table embeddings to begin with; it is copied */
export function trainNets(
  samples: readonly NetSample[],
  plan: {
    tasks: readonly number[];
    shape: NetShape;
    count: number;
    table: Float32Array;
    options: NetOptions;
  },
): FloatNet[] {
  const { tasks, shape, count, options } = plan;
  const nets: FloatNet[] = [];
  let own: Float32Array = plan.table.slice();
  for (let index = 0; index < count; index += 1) {
    const seed = options.seed + index;
    const net = newNet(shape, own, seed + 100);
    trainNet(net, samples, tasks, {
      ...options,
      seed,
      // One table for all: the first net moves it, the others take it as it is.
      embeddingRate: index === 0 ? options.embeddingRate : 0,
    });
    own = net.table;
    nets.push(net);
  }
  return nets;
}

function trainLinear(samples: readonly Sample[], options: HeadOptions): Omit<Heads, 'nets'> {
  const places = 1 << featureBits;
  const linear = new Float32Array(places * columnCount);
  const biases = new Float32Array(columnCount);
  for (const [index, task] of chatTaskNames.entries()) {
    const labels = chatTasks[task].length;
    const examples = samples.map((sample) => ({
      features: sample.features,
      label: sample.labels[index] ?? 0,
    }));
    const head = trainLogistic(examples, { ...options.linear, places, labels });
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

/** @returns one function for many lines: it keeps its scratch space */
export function readerOf({ linear, biases, nets }: Heads): (sample: Sample) => Float64Array {
  const scratch = netScratch(netShape, Float32Array);
  return ({ features: { indices, values }, netLine }) => {
    const sums = Float64Array.from(biases);
    for (let at = 0; at < indices.length; at += 1) {
      const base = (indices[at] ?? 0) * columnCount;
      for (let column = 0; column < columnCount; column += 1) {
        sums[column] = (sums[column] ?? 0) + (linear[base + column] ?? 0) * (values[at] ?? 0);
      }
    }
    for (const net of nets) {
      const logits = floatLogits(net, netLine, scratch);
      for (let column = 0; column < columnCount; column += 1) {
        sums[column] = (sums[column] ?? 0) + (logits[column] ?? 0) / nets.length;
      }
    }
    return sums;
  };
}

/**
 * What is said of each sample by heads that were trained without its hand. One hand at a time: with three left out the
 * others know so much less that what is learned from it (temperatures, thresholds) is too careful for the product.
 */
export function leaveOneOut(
  samples: readonly Sample[],
  table: Float32Array,
  options: HeadOptions = headOptions,
): Float64Array[] {
  const logits: Float64Array[] = samples.map(() => new Float64Array(columnCount));
  for (const hand of new Set(samples.map((sample) => sample.line.hand))) {
    const heads = trainHeads(
      samples.filter((sample) => sample.line.hand !== hand),
      table,
      options,
    );
    const read = readerOf(heads);
    for (const [index, sample] of samples.entries()) {
      if (sample.line.hand === hand) logits[index] = read(sample);
    }
  }
  return logits;
}
