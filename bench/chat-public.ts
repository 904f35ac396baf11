/**
 * How far the same features go on public sets, trained on their own labels: a check of the method against published
 * figures, not a part of the product. The sets are not part of the project: without their folder nothing is measured.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { featureBits, featuresOf } from '../main/analysis/chat/features.ts';
import { spellingsOf } from '../main/analysis/chat/fold.ts';
import { accuracy, macroF1, shown, withInterval } from '../main/analysis/chat/learning/figures.ts';
import { type Example, logitsOf, trainLogistic } from '../main/analysis/chat/learning/logistic.ts';
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

function publicRow(options: {
  id: string;
  set: string;
  what: string;
  bar: number;
  column: string;
  keep?: (row: Labelled) => boolean;
  figure: 'accuracy' | 'macro-F1';
  epochs: number;
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
      const examples: Example[] = learned.map(({ text, label }) => ({
        features: featuresOf(spellingsOf(text)),
        label: labels.indexOf(label),
      }));
      const model = trainLogistic(examples, {
        ...{ places: 1 << featureBits, labels: labels.length, epochs, rate: 0.05, decay: 1e-6, seed: 1 },
      });
      const pairs = asked.map(({ text, label }) => {
        const logits = logitsOf(model, featuresOf(spellingsOf(text)));
        return { right: label, said: labels[logits.indexOf(Math.max(...logits))] ?? '' };
      });
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
    ...{ column: 'sentiment', keep: ({ label }) => label !== 'neutral', figure: 'accuracy', epochs: 3 },
  }),
  publicRow({
    ...{ id: 'kodoli', set: 'kodoli', what: 'KODOLI comments, three moods', bar: 0.76 },
    ...{ column: 'sentiment', figure: 'macro-F1', epochs: 4 },
  }),
  publicRow({
    ...{ id: 'kodoli-abuse', set: 'kodoli', what: 'KODOLI comments, abusive or not', bar: 0.89 },
    ...{ column: 'abuse', figure: 'macro-F1', epochs: 4 },
  }),
];
