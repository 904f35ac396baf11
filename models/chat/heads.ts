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
import { type ClassroomLine, handGroups } from '../../main/analysis/chat/learning/classroom-text.ts';
import { trainLogistic } from '../../main/analysis/chat/learning/logistic.ts';
import { type NetLine, netLineOf } from '../../main/analysis/chat/net.ts';
import { netScratch } from './net-forward.ts';
import { type FloatNet, type NetOptions, floatLogits, netOptions, newNet, trainNet } from './net-training.ts';

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
  const { linear, biases } = trainLinear(samples, options);
  const tasks = chatTaskNames.map((task) => chatTasks[task].length);
  const netSamples = samples.map(({ netLine, labels }) => ({ line: netLine, labels }));
  const nets: FloatNet[] = [];
  let own: Float32Array = table.slice();
  for (let index = 0; index < netCount; index += 1) {
    const seed = options.net.seed + index;
    const net = newNet(netShape, own, seed + 100);
    trainNet(net, netSamples, tasks, {
      ...options.net,
      seed,
      // One table for all: the first net moves it, the others take it as it is.
      embeddingRate: index === 0 ? options.net.embeddingRate : 0,
    });
    own = net.table;
    nets.push(net);
  }
  return { linear, biases, nets };
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

/** What is said of each sample when the hands of its group were left out of the training. */
export function leaveOneOut(
  samples: readonly Sample[],
  table: Float32Array,
  options: HeadOptions = headOptions,
): Float64Array[] {
  const logits: Float64Array[] = samples.map(() => new Float64Array(columnCount));
  for (const group of handGroups(samples.map((sample) => sample.line))) {
    const heads = trainHeads(
      samples.filter((sample) => !group.includes(sample.line.hand)),
      table,
      options,
    );
    const read = readerOf(heads);
    for (const [index, sample] of samples.entries()) {
      if (group.includes(sample.line.hand)) logits[index] = read(sample);
    }
  }
  return logits;
}
