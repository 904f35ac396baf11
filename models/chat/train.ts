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
  netShape,
  softmax,
  taskColumns,
} from '../../main/analysis/chat/chat-model.ts';
import { findWords } from '../../main/analysis/chat/lexicon.ts';
import { inputsOf } from '../../main/analysis/chat/net.ts';
import { commonWordsOf, keyOf, keywordBits } from '../../main/analysis/chat/keywords.ts';
import {
  type Tensor,
  type Weights,
  floatsOf,
  quantize,
  readWeights,
  tensorOf,
  writeWeights,
} from '../../main/analysis/chat/weights.ts';
import { packageRoot } from '../../main/base/package-info.ts';
import { bestTemperature, thresholdForPrecision, unsureBelow } from './calibration.ts';
import { type ClassroomLine, chatDataFolder, trainingLines } from './classroom-lines.ts';
import { type HeadOptions, type Sample, headOptions, leaveOneOut, sampleOf, trainHeads } from './heads.ts';
import type { FloatNet } from './net-training.ts';
import { labelledCandidates, termsByHand, trainKeywords } from './keyword-training.ts';

/** Of the model: goes into answers and the manifest. */
const version = '1';

export type TrainedChat = { weights: Weights; terms: string };

export function trainChat(
  lines: readonly ClassroomLine[],
  written: readonly string[],
  open: Weights,
  options: HeadOptions = headOptions,
): TrainedChat {
  const samples = lines.map((line) => sampleOf(line));
  const table = scaledTable(floatsOf(tensorOf(open, 'pieces')));
  const unseen = leaveOneOut(samples, table, options);
  const numbers: Record<string, number> = {};
  for (const [index, task] of chatTaskNames.entries()) {
    const from = taskColumns[task];
    const logits = unseen.map((each) => each.subarray(from, from + chatTasks[task].length));
    const labels = samples.map((sample) => sample.labels[index] ?? 0);
    const temperature = bestTemperature(logits, labels);
    numbers[`temperature.${task}`] = temperature;
    const probabilities = logits.map((each) => softmax(each, temperature));
    if (task === 'spam' || task === 'abuse')
      Object.assign(numbers, flagThresholds(task, samples, probabilities));
    else {
      const fallback = (chatTasks[task] as readonly string[]).indexOf(
        task === 'sentiment' ? 'neutral' : 'other',
      );
      numbers[`unsure.${task}`] = unsureBelow(probabilities, labels, fallback);
    }
  }

  const common = tensorOf(open, 'common');
  const { keywords, bias } = trainTopics(lines, written, commonWordsOf(common.data as Int8Array));
  numbers['bias.keywords'] = bias;
  numbers['threshold.keywords'] = keywordThreshold;

  const heads = trainHeads(samples, table, options);
  const tensors = new Map<string, Tensor>([
    ['linear', quantize(heads.linear, columnCount)],
    ['biases', { rows: 1, columns: columnCount, data: heads.biases, scales: new Float32Array(0) }],
    ['pieces', quantize(heads.nets[0]?.table ?? table, netShape.size)],
    ...heads.nets.flatMap((net, index) => netTensors(net, index)),
    ['keywords', keywords],
    ['common', common],
  ]);
  return { weights: { version, tensors, numbers }, terms: `${allTerms(lines, written).join('\n')}\n` };
}

/** Embeddings come as large as they were learned; the nets learn fastest when they are about this large. */
export function scaledTable(table: Float32Array, aim = 0.5): Float32Array {
  const square = table.reduce((sum, value) => sum + value * value, 0) / table.length;
  const factor = square === 0 ? 1 : aim / Math.sqrt(square);
  return table.map((value) => value * factor);
}

function netTensors({ parameters, shape }: FloatNet, index: number): [string, Tensor][] {
  const columns: Record<keyof FloatNet['parameters'], number> = {
    filters: 3 * shape.size,
    filterBiases: 1,
    hidden: inputsOf(shape),
    hiddenBiases: 1,
    output: shape.hidden,
    outputBiases: 1,
  };
  return Object.entries(parameters).map(([name, values]) => {
    const width = columns[name as keyof typeof columns];
    // Biases are few and add up: they stay as they are.
    const tensor =
      width === 1
        ? { rows: values.length, columns: 1, data: values, scales: new Float32Array(0) }
        : quantize(values, width);
    return [`net${index}.${name}`, tensor];
  });
}

/** A word that is strong by itself needs less of the model; both together have to be as precise as is aimed for. */
function flagThresholds(
  task: 'spam' | 'abuse',
  samples: readonly Sample[],
  probabilities: readonly number[][],
): Record<string, number> {
  const scored = samples.map(({ line }, index) => ({
    score: probabilities[index]?.[1] ?? 0,
    is: line[task],
    hasWord: findWords(line.text)[task].some((hit) => hit.isStrong),
  }));
  const withWord = scored.filter((each) => each.hasWord);
  const wordThreshold = thresholdForPrecision(withWord, precisionAim[task]);
  const threshold = thresholdForPrecision(
    scored.filter((each) => !each.hasWord),
    precisionAim[task],
    withWord.filter((each) => each.score >= wordThreshold),
  );
  return { [`threshold.${task}`]: threshold, [`threshold.${task}_with_word`]: wordThreshold };
}

/** Share of right among what is flagged, on lines of hands left out. */
const precisionAim = { spam: 0.97, abuse: 0.93 } as const;
/** In log odds. */
const keywordThreshold = -1.3;

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

/** Puts the files into models/manifest.json, by which the build checks them. */
function noteInManifest(files: Readonly<Record<string, Buffer>>): void {
  const manifest = path.join(packageRoot, 'models', 'manifest.json');
  const entry = {
    name: 'chat',
    version,
    task: 'chat',
    licence: 'MIT',
    source: 'models/chat/train.ts: our own, from models/chat/data and public text (models/cards/chat.md)',
    origin: 'built_in',
    files: Object.entries(files).map(([name, content]) => ({
      path: `chat/${name}`,
      size_bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
  };
  const { models } = JSON.parse(readFileSync(manifest, 'utf8')) as { models: { name: string }[] };
  const at = models.findIndex((each) => each.name === entry.name);
  const next = at < 0 ? [...models, entry] : models.with(at, entry);
  writeFileSync(manifest, `${JSON.stringify({ models: next }, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { weights, terms } = trainChat(trainingLines(), writtenTerms(), readPublicWeights());
  const files = { 'chat.bin': writeWeights(weights), 'terms.txt': Buffer.from(terms) };
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(weightsFolder, name), content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    process.stdout.write(`${name}: ${content.length} bytes, SHA-256 ${sha256}\n`);
  }
  noteInManifest(files);
  process.stdout.write(`${JSON.stringify(weights.numbers, null, 1)}\n`);
}
