/**
 * Makes the weights of the chat models from models/chat/data and from what was learned of public text
 * (models/chat/weights/public.bin, made by train-public.ts): `npm run models:train-chat`. Everything is seeded; the same
 * lines give the same file, byte for byte.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  chatTaskNames,
  chatTasks,
  columnCount,
  softmax,
  taskColumns,
} from '../../main/analysis/chat/chat-model.ts';
import { commonWordsOf, keyOf, keywordBits } from '../../main/analysis/chat/keywords.ts';
import {
  type Tensor,
  type Weights,
  quantize,
  readWeights,
  tensorOf,
  writeWeights,
} from '../../main/analysis/chat/weights.ts';
import { bestTemperature, thresholdForPrecision } from './calibration.ts';
import { type ClassroomLine, chatDataFolder, trainingLines } from './classroom-lines.ts';
import { leaveOneOut, sampleOf, trainHeads } from './heads.ts';
import { labelledCandidates, termsByHand, trainKeywords } from './keyword-training.ts';

/** Of the model: goes into answers and the manifest. */
const version = '1';

export type TrainedChat = { weights: Weights; terms: string };

export function trainChat(
  lines: readonly ClassroomLine[],
  written: readonly string[],
  open: Weights,
): TrainedChat {
  const samples = lines.map((line) => sampleOf(line));
  const unseen = leaveOneOut(samples);
  const numbers: Record<string, number> = {};
  for (const [index, task] of chatTaskNames.entries()) {
    const from = taskColumns[task];
    const logits = unseen.map((each) => each.subarray(from, from + chatTasks[task].length));
    const labels = samples.map((sample) => sample.labels[index] ?? 0);
    const temperature = bestTemperature(logits, labels);
    numbers[`temperature.${task}`] = temperature;
    if (task === 'spam' || task === 'abuse') {
      const scores = logits.map((each) => softmax(each, temperature)[1] ?? 0);
      const threshold = thresholdForPrecision(
        scores,
        labels.map((label) => label === 1),
        precisionAim[task],
      );
      numbers[`threshold.${task}`] = threshold;
      numbers[`threshold.${task}_with_word`] = threshold;
    }
  }
  numbers['unsure.sentiment'] = 0.45;
  numbers['unsure.intent'] = 0.35;

  const common = tensorOf(open, 'common');
  const { keywords, bias } = trainTopics(lines, written, commonWordsOf(common.data as Int8Array));
  numbers['bias.keywords'] = bias;
  numbers['threshold.keywords'] = keywordThreshold;

  const heads = trainHeads(samples);
  const tensors = new Map<string, Tensor>([
    ['linear', quantize(heads.linear, columnCount)],
    ['biases', { rows: 1, columns: columnCount, data: heads.biases, scales: new Float32Array(0) }],
    ['keywords', keywords],
    ['common', common],
  ]);
  return { weights: { version, tensors, numbers }, terms: `${allTerms(lines, written).join('\n')}\n` };
}

/** Share of right among what is flagged, on lines of hands left out. */
const precisionAim = { spam: 0.97, abuse: 0.93 } as const;
/** In log odds. */
const keywordThreshold = -1;

function trainTopics(
  lines: readonly ClassroomLine[],
  written: readonly string[],
  common: ReturnType<typeof commonWordsOf>,
): { keywords: Tensor; bias: number } {
  const terms = termsByHand(lines, written);
  const model = trainKeywords(
    lines.map((line) => labelledCandidates(line, terms.get(line.hand) ?? new Set(), common)),
  );
  const difference = new Float32Array(1 << keywordBits);
  for (let place = 0; place < difference.length; place += 1) {
    difference[place] = (model.weights[2 * place + 1] ?? 0) - (model.weights[2 * place] ?? 0);
  }
  return { keywords: quantize(difference, 1), bias: (model.biases[1] ?? 0) - (model.biases[0] ?? 0) };
}

/** Each once, by code unit. */
function allTerms(lines: readonly ClassroomLine[], written: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const term of [...written, ...lines.flatMap((line) => line.keywords)]) {
    if (!byKey.has(keyOf(term))) byKey.set(keyOf(term), term);
  }
  return [...byKey.values()].toSorted();
}

/** Terms written by hand, one a line; lines that begin with # say where they belong. */
export function writtenTerms(folder: string = chatDataFolder): string[] {
  return ['terms-ko.txt', 'terms-en.txt'].flatMap((name) =>
    readFileSync(path.join(folder, name), 'utf8')
      .split('\n')
      .map((term) => term.trim())
      .filter((term) => term !== '' && !term.startsWith('#')),
  );
}

export const weightsFolder: string = fileURLToPath(new URL('weights', import.meta.url));

export function readPublicWeights(): Weights {
  return readWeights(readFileSync(path.join(weightsFolder, 'public.bin')));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { weights, terms } = trainChat(trainingLines(), writtenTerms(), readPublicWeights());
  const files = { 'chat.bin': writeWeights(weights), 'terms.txt': Buffer.from(terms) };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(weightsFolder, name), content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    process.stdout.write(`${name}: ${content.length} bytes, SHA-256 ${sha256}\n`);
  }
  process.stdout.write(`${JSON.stringify(weights.numbers, null, 1)}\n`);
}
