/**
 * How far the same models go on public sets, trained on their own labels: a check of the method against published
 * figures, not a part of the product. The sets are not part of the project: without their folder nothing is measured.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { netCount, netShape } from '../main/analysis/chat/chat-model.ts';
import { featureBits, featuresOf } from '../main/analysis/chat/features.ts';
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

type Labelled = { text: string; label: string };

function rowsOf(set: string, split: 'train' | 'dev', column: string): Labelled[] {
  const [header = '', ...rows] = readFileSync(path.join(folder, set, `${split}.tsv`), 'utf8').split('\n');
  const at = header.split('\t').indexOf(column);
  return rows.flatMap((row) => {
    const cells = row.split('\t');
    const [text = ''] = cells;
    const label = cells[at] ?? '';
    return text === '' || label === '' ? [] : [{ text, label }];
  });
}

type Epochs = { linear: number; nets: number };

/** As the product is trained: the linear model, and the nets that begin with what was learned of plain text. */
function learn(
  learned: readonly Labelled[],
  labels: readonly string[],
  epochs: Epochs,
): (text: string) => string {
  const lines = learned.map(({ text, label }) => ({
    spellings: spellingsOf(text),
    label: labels.indexOf(label),
  }));
  const linear = trainLogistic(
    lines.map(({ spellings, label }) => ({ features: featuresOf(spellings), label })),
    {
      ...{ places: 1 << featureBits, labels: labels.length, epochs: epochs.linear },
      ...{ rate: 0.05, decay: 1e-6, seed: 1 },
    },
  );
  const shape = { ...netShape, labels: labels.length };
  const nets = trainNets(
    lines.map(({ spellings, label }) => ({ line: netLineOf(spellings.folded), labels: [label] })),
    {
      ...{ tasks: [labels.length], shape, count: netCount },
      table: scaledTable(floatsOf(tensorOf(readPublicWeights(), 'pieces'))),
      options: { ...netOptions, epochs: epochs.nets },
    },
  );
  const scratch = netScratch(shape, Float32Array);
  return (text) => {
    const spellings = spellingsOf(text);
    const sums = [...logitsOf(linear, featuresOf(spellings))];
    for (const net of nets) {
      const logits = floatLogits(net, netLineOf(spellings.folded), scratch);
      for (const [index, sum] of sums.entries()) sums[index] = sum + (logits[index] ?? 0) / nets.length;
    }
    return labels[sums.indexOf(Math.max(...sums))] ?? '';
  };
}

function publicRow(options: {
  id: string;
  set: string;
  what: string;
  bar: number;
  column: string;
  keep?: (row: Labelled) => boolean;
  figure: 'accuracy' | 'macro-F1';
  epochs: Epochs;
}): Row {
  const { id, set, what, bar, column, keep = () => true, figure, epochs } = options;
  return {
    id,
    what,
    bar: `${figure} ≥ ${bar}`,
    run: async (): Promise<Outcome> => {
      if (!existsSync(path.join(folder, set))) {
        return { figure: 'not measured: the set is not there', baseline: '–', isMet: true, notes: [] };
      }
      const learned = rowsOf(set, 'train', column).filter((row) => keep(row));
      const asked = rowsOf(set, 'dev', column).filter((row) => keep(row));
      const labels = [...new Set(learned.map(({ label }) => label))].toSorted();
      const read = learn(learned, labels, epochs);
      const pairs = asked.map(({ text, label }) => ({ right: label, said: read(text) }));
      const measure = figure === 'accuracy' ? accuracy : macroF1;
      const interval = withInterval(pairs, measure);
      return {
        figure: `${figure} ${shown(interval)}`,
        baseline: `${learned.length} lines learned, ${asked.length} asked`,
        isMet: interval.value >= bar,
        notes: ['a split of our own (by hash), so that published figures can be compared roughly only'],
      };
    },
  };
}

export const publicRows: readonly Row[] = [
  publicRow({
    ...{ id: 'nsmc', set: 'nsmc', what: 'NSMC film reviews, positive or negative', bar: 0.87 },
    ...{ column: 'sentiment', keep: ({ label }) => label !== 'neutral', figure: 'accuracy' },
    epochs: { linear: 3, nets: 2 },
  }),
  publicRow({
    ...{ id: 'kodoli', set: 'kodoli', what: 'KODOLI comments, three moods', bar: 0.76 },
    ...{ column: 'sentiment', figure: 'macro-F1' },
    epochs: { linear: 4, nets: 3 },
  }),
  publicRow({
    ...{ id: 'kodoli-abuse', set: 'kodoli', what: 'KODOLI comments, abusive or not', bar: 0.89 },
    ...{ column: 'abuse', figure: 'macro-F1' },
    epochs: { linear: 4, nets: 3 },
  }),
];
