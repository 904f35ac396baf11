/**
 * What our own small models say of one line: a probability for each label of each task, calibrated on lines of hands
 * the model had not seen. Pure arithmetic, no state but scratch space.
 */
import { intentLabels, sentimentLabels } from '../../../contract/chat-analysis.ts';
import { gatherFeatures } from './features.ts';
import { type Spellings, spellingsOf } from './fold.ts';
import { type FoundWords, withoutWords, wordsIn } from './lexicon.ts';
import { createNetReader } from './net-reader.ts';
import { type NetParameters, type NetShape, netLineOf } from './net.ts';
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
export type ChatScores = Record<ChatTask, number[]> & {
  words: FoundWords;
  /** A number that was chosen with what scored the line, e.g. `threshold.spam`. */
  number: (name: string) => number;
};

/** What a pack adds to the built-in answers about lines it was asked about beforehand (`textsToScore`). */
export type ChatUpgrade = {
  /** Which model, in which version, the answers come from then. */
  name: string;
  version: string;
  /** Where it was found to be better; elsewhere the built-in answer stays. */
  tasks: ReadonlySet<ChatTask>;
  /** `temperature.…`, `unsure.…` and `threshold.…` of these tasks. */
  numbers: Readonly<Record<string, number>>;
  /** Columns as in `taskColumns`. */
  logits: ReadonlyMap<string, ArrayLike<number>>;
};

export type ChatModel = {
  version: string;
  score(line: Spellings, allowed?: readonly string[]): ChatScores;
  /** The same weights with what a pack adds. */
  upgraded(upgrade: ChatUpgrade): ChatModel;
};

/** The nets' sizes; they share one table of embeddings. */
export const netShape: NetShape = { size: 40, filters: 64, hidden: 64, labels: columnCount };
/** How many are trained; how many there are is up to the weights. */
export const netCount = 2;

export function createChatModel(weights: Weights): ChatModel {
  const linear = tensorOf(weights, 'linear');
  const biases = tensorOf(weights, 'biases').data;
  const temperatures = chatTaskNames.map((task) => numberOf(weights, `temperature.${task}`));
  const nets: NetParameters[] = [];
  while (weights.tensors.has(`net${nets.length}.filters`)) nets.push(netOf(weights, nets.length));
  const reader = nets.length > 0 ? createNetReader(netShape, tensorOf(weights, 'pieces'), nets) : undefined;
  const logits = new Float64Array(columnCount);
  const builtInNumber = (name: string): number => numberOf(weights, name);
  return modelWith(undefined);

  function modelWith(upgrade: ChatUpgrade | undefined): ChatModel {
    const upgradedNumber = (name: string): number =>
      upgrade !== undefined && isOfTasks(name, upgrade.tasks)
        ? (upgrade.numbers[name] ?? builtInNumber(name))
        : builtInNumber(name);
    const scored = (line: Spellings): ChatScores => {
      const added = upgrade?.logits.get(line.text);
      return upgrade === undefined || added === undefined
        ? scoreLine(line, builtInNumber)
        : scoreLine(line, upgradedNumber, { upgrade, added });
    };
    return {
      version: upgrade?.version ?? weights.version,
      upgraded: (next) => modelWith(next),
      score: (line, allowed = []) => {
        const empty = { ...nothing, words: wordsIn(''), number: builtInNumber };
        if (line.folded === '') return empty;
        const whole = scored(line);
        const rest = withoutAllowed(line, allowed);
        if (rest === undefined) return whole;
        const { spam, abuse, words } = rest === '' ? empty : scored(spellingsOf(rest));
        return { ...whole, spam, abuse, words };
      },
    };
  }

  function scoreLine(
    line: Spellings,
    number: ChatScores['number'],
    more?: { upgrade: ChatUpgrade; added: ArrayLike<number> },
  ): ChatScores {
    const words = wordsIn(line.clean);
    logits.fill(0);
    addLinear(linear, gatherFeatures(line, words), logits);
    reader?.addLogits(netLineOf(line.folded), logits);
    for (let column = 0; column < columnCount; column += 1) {
      logits[column] = (logits[column] ?? 0) + (biases[column] ?? 0);
    }
    const probabilities = chatTaskNames.map((task, index) => {
      const from = taskColumns[task];
      const own = logits.subarray(from, from + chatTasks[task].length);
      const temperature = temperatures[index] ?? 1;
      if (more === undefined || !more.upgrade.tasks.has(task)) return softmax(own, temperature);
      // Added to what is calibrated: that is what the heads were learned with.
      const both = own.map((logit, column) => logit / temperature + (more.added[from + column] ?? 0));
      return softmax(both, more.upgrade.numbers[`temperature.${task}`] ?? 1);
    });
    const [sentiment = [], intent = [], spam = [], abuse = []] = probabilities;
    return { sentiment, intent, spam, abuse, words, number };
  }
}

/**
 * A line without the words a school allows, which count neither as spam nor as abuse; what the line says of mood and
 * intent stays.
 * @returns undefined when it holds none, '' when nothing else is in it
 */
function withoutAllowed({ text, clean }: Spellings, allowed: readonly string[]): string | undefined {
  if (allowed.length === 0) return undefined;
  const rest = withoutWords(text, allowed);
  if (rest === clean) return undefined;
  return rest.trim() === '' ? '' : rest;
}

/** What a pack has to be asked about before these texts are read with it, each once. */
export function textsToScore(texts: Iterable<string>, allowed: readonly string[]): string[] {
  const asked = new Set<string>();
  for (const text of texts) {
    const line = spellingsOf(text);
    if (line.folded === '') continue;
    asked.add(text);
    const rest = withoutAllowed(line, allowed);
    if (rest !== undefined && rest !== '') asked.add(rest);
  }
  return [...asked];
}

/** `threshold.spam_with_word` belongs to spam. */
function isOfTasks(name: string, tasks: ReadonlySet<string>): boolean {
  const [, task = ''] = /^\w+\.([a-z]+)/.exec(name) ?? [];
  return tasks.has(task);
}

function netOf(weights: Weights, index: number): NetParameters {
  const of = (name: string): Float32Array => floatsOf(tensorOf(weights, `net${index}.${name}`));
  return {
    filters: of('filters'),
    filterBiases: of('filterBiases'),
    hidden: of('hidden'),
    hiddenBiases: of('hiddenBiases'),
    output: of('output'),
    outputBiases: of('outputBiases'),
  };
}

/** Of a line without a sign that can be seen: neutral, other, nothing wrong, and none of it certain. */
const nothing: Record<ChatTask, number[]> = {
  sentiment: [0.33, 0.34, 0.33],
  intent: [0.16, 0.16, 0.16, 0.16, 0.16, 0.2],
  spam: [1, 0],
  abuse: [1, 0],
};

/** Weights are whole numbers and every piece of a group counts the same: they are added first, then multiplied. */
function addLinear(
  { data, scales, columns }: Tensor,
  { indices, values, count }: ReturnType<typeof gatherFeatures>,
  logits: Float64Array,
): void {
  for (let from = 0; from < count;) {
    const value = values[from] ?? 0;
    linearSums.fill(0);
    let at = from;
    for (; at < count && values[at] === value; at += 1) {
      const base = (indices[at] ?? 0) * columns;
      for (let column = 0; column < columns; column += 1) {
        linearSums[column] = (linearSums[column] ?? 0) + (data[base + column] ?? 0);
      }
    }
    for (let column = 0; column < columns; column += 1) {
      logits[column] = (logits[column] ?? 0) + value * (linearSums[column] ?? 0) * (scales[column] ?? 1);
    }
    from = at;
  }
}
const linearSums = new Int32Array(columnCount);

/** @param temperature above 1 makes it less sure */
export function softmax(logits: ArrayLike<number>, temperature = 1): number[] {
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < logits.length; at += 1) most = Math.max(most, (logits[at] ?? 0) / temperature);
  const powers: number[] = [];
  let sum = 0;
  for (let at = 0; at < logits.length; at += 1) {
    const power = Math.exp((logits[at] ?? 0) / temperature - most);
    powers.push(power);
    sum += power;
  }
  for (let at = 0; at < powers.length; at += 1) powers[at] = (powers[at] ?? 0) / sum;
  return powers;
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
