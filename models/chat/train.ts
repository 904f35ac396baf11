/**
 * Makes the weights of the chat models from models/chat/data and from what was learned of public text
 * (models/chat/weights/public.bin, made by train-public.ts): `npm run models:train-chat`. Everything is seeded; the same
 * lines give the same file, byte for byte.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
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
import { termsOver, writeTerms } from '../../main/analysis/chat/terms.ts';
import { keyOf } from '../../main/analysis/chat/topic-candidates.ts';
import { commonWordsOf, keywordBits } from '../../main/analysis/chat/topic-evidence.ts';
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
import {
  bestTemperature,
  flagThresholds,
  unsureBelow,
} from '../../main/analysis/chat/learning/calibration.ts';
import { type ClassroomLine, classroomText } from '../../main/analysis/chat/learning/classroom-text.ts';
import { chatDataFolder, trainingLines } from './classroom-lines.ts';
import { type HeadOptions, headOptions, leaveOneOut, sampleOf, trainHeads } from './heads.ts';
import type { FloatNet } from './net-training.ts';
import { labelledCandidates, termsByHand, termsOfLines, trainKeywords } from './keyword-training.ts';

/** Of the model: goes into answers and the manifest. */
const version = '1';

/** `leftOut`: logits of each line by models that had not seen its hand, for whoever wants to do better. */
export type TrainedChat = { weights: Weights; terms: string; leftOut: Weights };

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
      Object.assign(
        numbers,
        flagThresholds(
          task,
          samples.map(({ line }, at) => ({
            score: probabilities[at]?.[1] ?? 0,
            is: line[task],
            hasWord: findWords(line.text)[task].some((hit) => hit.isStrong),
          })),
        ),
      );
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
  return {
    weights: { version, tensors, numbers },
    terms: writeTerms(allTerms(lines, written), termsOfLines(lines, written)),
    leftOut: leftOutFile(lines, unseen),
  };
}

function leftOutFile(lines: readonly ClassroomLine[], logits: readonly Float64Array[]): Weights {
  const all = new Float32Array(logits.length * columnCount);
  for (const [row, each] of logits.entries()) all.set(each, row * columnCount);
  // Of exactly these lines, in this order.
  return {
    version: hashOfLines(lines),
    tensors: new Map([['logits', quantize(all, columnCount)]]),
    numbers: {},
  };
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

const noTerms = termsOver(new Map());

/** In log odds; chosen by leaving hands out. */
const keywordThreshold = -1;

function trainTopics(
  lines: readonly ClassroomLine[],
  written: readonly string[],
  common: ReturnType<typeof commonWordsOf>,
): { keywords: Tensor; bias: number } {
  const terms = termsByHand(lines, written);
  const model = trainKeywords(
    lines.map((line) => labelledCandidates(line, terms.get(line.hand) ?? noTerms, common)),
  );
  const difference = new Float32Array(1 << keywordBits);
  for (let place = 0; place < difference.length; place += 1) {
    difference[place] = (model.weights[2 * place + 1] ?? 0) - (model.weights[2 * place] ?? 0);
  }
  return { keywords: quantize(difference, 1), bias: (model.biases[1] ?? 0) - (model.biases[0] ?? 0) };
}

/** Each once. */
function allTerms(lines: readonly ClassroomLine[], written: readonly string[]): string[] {
  const byKey = new Map<string, string>();
  for (const term of [...written, ...lines.flatMap((line) => line.keywords)]) {
    if (!byKey.has(keyOf(term))) byKey.set(keyOf(term), term);
  }
  return [...byKey.values()];
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

/**
 * Logits that models which had not seen a line's hand gave it, line by line, as the last training left them.
 * @throws Error when they are of other lines
 */
export function readLeftOut(lines: readonly ClassroomLine[]): Float32Array {
  const leftOut = readWeights(readFileSync(path.join(weightsFolder, 'left-out.bin')));
  if (leftOut.version !== hashOfLines(lines))
    throw new Error('the lines have changed: npm run models:train-chat');
  return floatsOf(tensorOf(leftOut, 'logits'));
}

function hashOfLines(lines: readonly ClassroomLine[]): string {
  return createHash('sha256').update(classroomText(lines)).digest('hex');
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

const isCalled = process.argv[1] === fileURLToPath(import.meta.url);
const packFolder = isCalled ? parseArgs({ options: { pack: { type: 'string' } } }).values.pack : undefined;
if (packFolder !== undefined) {
  const { fitPackIn } = await import('./fit-pack.ts');
  await fitPackIn(path.resolve(packFolder), (line) => process.stdout.write(`${line}\n`));
} else if (isCalled) {
  const lines = trainingLines();
  const { weights, terms, leftOut } = trainChat(lines, writtenTerms(), readPublicWeights());
  const files = {
    'chat.bin': writeWeights(weights),
    'terms.txt': Buffer.from(terms),
    'left-out.bin': writeWeights(leftOut),
    'lines.tsv': Buffer.from(classroomText(lines)),
  };
  for (const [name, content] of Object.entries(files)) {
    // The lines are in models/chat/data; the build puts them together.
    if (name !== 'lines.tsv') writeFileSync(path.join(weightsFolder, name), content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    process.stdout.write(`${name}: ${content.length} bytes, SHA-256 ${sha256}\n`);
  }
  noteInManifest(files);
  process.stdout.write(`${JSON.stringify(weights.numbers, null, 1)}\n`);
}
