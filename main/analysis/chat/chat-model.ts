/**
 * What our own small models say of one line: a probability for each label of each task, calibrated on lines of hands
 * the model had not seen. Pure arithmetic, no state but scratch space.
 */
import { intentLabels, sentimentLabels } from '../../../contract/chat-analysis.ts';
import { type Features, featuresOf } from './features.ts';
import { cleanText, foldText } from './fold.ts';
import { type FoundWords, findWords, withoutWords } from './lexicon.ts';
import { type Net, type NetShape, embedWords, netLineOf, netLogits, netScratch } from './net.ts';
import { type Tensor, type Weights, floatsOf, numberOf, tensorOf } from './weights.ts';

/** Labels of each task, in the order of the model's columns. */
export const chatTasks = {
  sentiment: sentimentLabels,
  intent: intentLabels,
  spam: ['0', '1'],
  abuse: ['0', '1'],
} as const;
export type ChatTask = keyof typeof chatTasks;
export const chatTaskNames = Object.keys(chatTasks) as ChatTask[];

/** First column of each task in the table of weights. */
export const taskColumns: Readonly<Record<ChatTask, number>> = columnsOfTasks();
export const columnCount: number = chatTaskNames.reduce((sum, task) => sum + chatTasks[task].length, 0);

/** Probabilities in the order of the task's labels. */
export type ChatScores = Record<ChatTask, number[]> & { words: FoundWords };

export type ChatModel = {
  version: string;
  score(text: string, allowed?: readonly string[]): ChatScores;
  /** A number that was chosen with the weights, e.g. `threshold.spam`. */
  number(name: string): number;
};

/** The nets' sizes; they share one table of embeddings. */
export const netShape: NetShape = { size: 40, filters: 64, hidden: 64, labels: columnCount };
/** How many are trained; how many there are is up to the weights. */
export const netCount = 2;

export function createChatModel(weights: Weights): ChatModel {
  const linear = tensorOf(weights, 'linear');
  const biases = tensorOf(weights, 'biases').data;
  const temperatures = chatTaskNames.map((task) => numberOf(weights, `temperature.${task}`));
  const nets: Net[] = [];
  while (weights.tensors.has(`net${nets.length}.filters`)) nets.push(netOf(weights, nets.length));
  const table = nets.length > 0 ? tensorOf(weights, 'pieces') : undefined;
  const scratch = netScratch(netShape, Float64Array);
  return {
    version: weights.version,
    number: (name) => numberOf(weights, name),
    score: (text, allowed = []) => {
      if (foldText(text) === '') return { ...nothing, words: findWords('') };
      const whole = scoreText(text);
      if (allowed.length === 0) return whole;
      // What a school allows counts neither as spam nor as abuse; what it says of mood and intent stays.
      const rest = withoutWords(text, allowed);
      if (rest === cleanText(text)) return whole;
      const { spam, abuse, words } =
        rest.trim() === '' ? { ...nothing, words: findWords('') } : scoreText(rest);
      return { ...whole, spam, abuse, words };
    },
  };

  function scoreText(text: string): ChatScores {
    const words = findWords(text);
    const logits = linearLogits(linear, featuresOf(text, words));
    const line = netLineOf(text);
    if (table !== undefined) embedWords(netShape, table, line, scratch);
    for (const net of nets) {
      const own = netLogits(net, line, scratch);
      for (let column = 0; column < columnCount; column += 1) {
        logits[column] = (logits[column] ?? 0) + (own[column] ?? 0) / nets.length;
      }
    }
    for (let column = 0; column < columnCount; column += 1) {
      logits[column] = (logits[column] ?? 0) + (biases[column] ?? 0);
    }
    const probabilities = chatTaskNames.map((task, index) => {
      const from = taskColumns[task];
      return softmax(logits.subarray(from, from + chatTasks[task].length), temperatures[index] ?? 1);
    });
    const [sentiment = [], intent = [], spam = [], abuse = []] = probabilities;
    return { sentiment, intent, spam, abuse, words };
  }
}

function netOf(weights: Weights, index: number): Net {
  const of = (name: string): Float64Array =>
    Float64Array.from(floatsOf(tensorOf(weights, `net${index}.${name}`)));
  return {
    shape: netShape,
    parameters: {
      filters: of('filters'),
      filterBiases: of('filterBiases'),
      hidden: of('hidden'),
      hiddenBiases: of('hiddenBiases'),
      output: of('output'),
      outputBiases: of('outputBiases'),
    },
  };
}

/** Of a line without a sign that can be seen: neutral, other, nothing wrong, and none of it certain. */
const nothing: Record<ChatTask, number[]> = {
  sentiment: [0.33, 0.34, 0.33],
  intent: [0.16, 0.16, 0.16, 0.16, 0.16, 0.2],
  spam: [1, 0],
  abuse: [1, 0],
};

function linearLogits({ data, scales, columns }: Tensor, { indices, values }: Features): Float64Array {
  const sums = new Float64Array(columns);
  for (let at = 0; at < indices.length; at += 1) {
    const base = (indices[at] ?? 0) * columns;
    const value = values[at] ?? 0;
    for (let column = 0; column < columns; column += 1) {
      sums[column] = (sums[column] ?? 0) + value * (data[base + column] ?? 0);
    }
  }
  for (let column = 0; column < columns; column += 1)
    sums[column] = (sums[column] ?? 0) * (scales[column] ?? 1);
  return sums;
}

/** @param temperature above 1 makes it less sure */
export function softmax(logits: ArrayLike<number>, temperature = 1): number[] {
  const scaled = Array.from(logits, (logit) => logit / temperature);
  const most = Math.max(...scaled);
  const powers = scaled.map((value) => Math.exp(value - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function columnsOfTasks(): Record<ChatTask, number> {
  let next = 0;
  const first = { sentiment: 0, intent: 0, spam: 0, abuse: 0 };
  for (const task of Object.keys(chatTasks) as ChatTask[]) {
    first[task] = next;
    next += chatTasks[task].length;
  }
  return first;
}
