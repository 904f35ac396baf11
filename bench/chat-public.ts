/**
 * How far the same models go on public sets, trained on their own labels: a check of the method against published
 * figures, not a part of the product. The sets are not part of the project: without their folder nothing is measured.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { netCount, netShape } from '../main/analysis/chat/chat-model.ts';
import { type Features, featureBits, featuresOf } from '../main/analysis/chat/features.ts';
import { spellingsOf } from '../main/analysis/chat/fold.ts';
import { accuracy, macroF1, shown, withInterval } from '../main/analysis/chat/learning/figures.ts';
import { logitsOf, trainLogistic } from '../main/analysis/chat/learning/logistic.ts';
import { netLineOf } from '../main/analysis/chat/net.ts';
import { floatsOf, tensorOf } from '../main/analysis/chat/weights.ts';
import { trainNets } from '../models/chat/heads.ts';
import { netScratch } from '../models/chat/net-forward.ts';
import { floatLogits, netOptions } from '../models/chat/net-training.ts';
import { readPublicWeights, scaledTable } from '../models/chat/train.ts';
import type { Outcome, Row } from './row.ts';

const folder = process.env['AIRCLASS_CHAT_SETS'] ?? path.resolve('..', 'shared', 'data');

/** `labels`: of each task, in the order of its columns. */
type Labelled = { text: string; labels: readonly string[] };

function rowsOf(set: string, split: 'train' | 'dev', columns: readonly string[]): Labelled[] {
  const [header = '', ...rows] = readFileSync(path.join(folder, set, `${split}.tsv`), 'utf8').split('\n');
  const names = header.split('\t');
  const places = columns.map((column) => names.indexOf(column));
  return rows.flatMap((row) => {
    const cells = row.split('\t');
    const [text = ''] = cells;
    const labels = places.map((place) => cells[place] ?? '');
    return text === '' || labels.includes('') ? [] : [{ text, labels }];
  });
}

type Epochs = { linear: number; nets: number };
type Task = { labels: readonly string[]; from: number };

function tasksOf(rows: readonly Labelled[], count: number): Task[] {
  let from = 0;
  return Array.from({ length: count }, (_, index) => {
    const labels = [...new Set(rows.map((row) => row.labels[index] ?? ''))].toSorted();
    const task = { labels, from };
    from += labels.length;
    return task;
  });
}

/**
 * As the product is trained: a linear model for each task, and nets that learn all tasks together and begin with what
 * was learned of plain text.
 * @returns what is read of a text, task by task
 */
function learn(
  rows: readonly Labelled[],
  tasks: readonly Task[],
  epochs: Epochs,
): (text: string) => string[] {
  const lines = rows.map(({ text, labels }) => ({
    spellings: spellingsOf(text),
    labels: tasks.map((task, index) => task.labels.indexOf(labels[index] ?? '')),
  }));
  const features = lines.map(({ spellings }) => featuresOf(spellings));
  const linear = tasks.map((task, index) =>
    trainLogistic(
      lines.map(({ labels }, at) => ({ features: features[at] ?? nothing, label: labels[index] ?? 0 })),
      {
        ...{ places: 1 << featureBits, labels: task.labels.length, epochs: epochs.linear },
        ...{ rate: 0.05, decay: 1e-6, seed: 1 },
      },
    ),
  );
  const sizes = tasks.map((task) => task.labels.length);
  const shape = { ...netShape, labels: sizes.reduce((sum, size) => sum + size, 0) };
  const nets = trainNets(
    lines.map(({ spellings, labels }) => ({ line: netLineOf(spellings.folded), labels })),
    {
      ...{ tasks: sizes, shape, count: netCount },
      table: scaledTable(floatsOf(tensorOf(readPublicWeights(), 'pieces'))),
      options: { ...netOptions, epochs: epochs.nets },
    },
  );
  const scratch = netScratch(shape, Float32Array);
  return (text) => {
    const spellings = spellingsOf(text);
    const own = featuresOf(spellings);
    // The scratch holds one net's answer at a time.
    const said = nets.map((net) => [...floatLogits(net, netLineOf(spellings.folded), scratch)]);
    return tasks.map(({ labels, from }, index) => {
      const model = linear[index];
      if (model === undefined) return '';
      const sums = logitsOf(model, own).map(
        (sum, label) =>
          sum + said.reduce((all, logits) => all + (logits[from + label] ?? 0), 0) / nets.length,
      );
      return labels[sums.indexOf(Math.max(...sums))] ?? '';
    });
  };
}

const nothing: Features = { indices: new Uint32Array(0), values: new Float32Array(0) };

type PublicSet = {
  set: string;
  columns: readonly string[];
  keep?: (row: Labelled) => boolean;
  epochs: Epochs;
};

type Asked = { learned: number; asked: readonly Labelled[]; read: readonly string[][] };
const kept = new Map<string, Asked>();

/** A set is learned once for all its rows. */
function askedOf({ set, columns, keep = () => true, epochs }: PublicSet): Asked {
  const found = kept.get(set);
  if (found !== undefined) return found;
  const learned = rowsOf(set, 'train', columns).filter((row) => keep(row));
  const asked = rowsOf(set, 'dev', columns).filter((row) => keep(row));
  const read = learn(learned, tasksOf(learned, columns.length), epochs);
  const result = { learned: learned.length, asked, read: asked.map(({ text }) => read(text)) };
  kept.set(set, result);
  return result;
}

function publicRow(
  source: PublicSet,
  options: { id: string; what: string; bar: number; column: string; figure: 'accuracy' | 'macro-F1' },
): Row {
  const { id, what, bar, column, figure } = options;
  return {
    id,
    what,
    bar: `${figure} ≥ ${bar}`,
    run: async (): Promise<Outcome> => {
      if (!existsSync(path.join(folder, source.set))) {
        return { figure: 'not measured: the set is not there', baseline: '–', isMet: true, notes: [] };
      }
      const { learned, asked, read } = askedOf(source);
      const task = source.columns.indexOf(column);
      const pairs = asked.map(({ labels }, index) => ({
        right: labels[task] ?? '',
        said: read[index]?.[task] ?? '',
      }));
      const interval = withInterval(pairs, figure === 'accuracy' ? accuracy : macroF1);
      return {
        figure: `${figure} ${shown(interval)}`,
        baseline: `${learned} lines learned, ${asked.length} asked`,
        isMet: interval.value >= bar,
        notes: ['a split of our own (by hash), so that published figures can be compared roughly only'],
      };
    },
  };
}

const nsmc: PublicSet = {
  set: 'nsmc',
  columns: ['sentiment'],
  keep: ({ labels }) => labels[0] !== 'neutral',
  epochs: { linear: 3, nets: 2 },
};
const kodoli: PublicSet = {
  set: 'kodoli',
  columns: ['sentiment', 'abuse'],
  epochs: { linear: 4, nets: 3 },
};

export const publicRows: readonly Row[] = [
  publicRow(nsmc, {
    ...{ id: 'nsmc', what: 'NSMC film reviews, positive or negative', bar: 0.87 },
    ...{ column: 'sentiment', figure: 'accuracy' },
  }),
  publicRow(kodoli, {
    ...{ id: 'kodoli', what: 'KODOLI comments, three moods', bar: 0.76 },
    ...{ column: 'sentiment', figure: 'macro-F1' },
  }),
  publicRow(kodoli, {
    ...{ id: 'kodoli-abuse', what: 'KODOLI comments, abusive or not', bar: 0.89 },
    ...{ column: 'abuse', figure: 'macro-F1' },
  }),
];
