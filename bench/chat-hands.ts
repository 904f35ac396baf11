/** How the chat models do with writers they have not met: trained anew without each hand, asked about its lines. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chatTasks, columnCount, softmax, taskColumns } from '../main/analysis/chat/chat-model.ts';
import { bestTemperature } from '../main/analysis/chat/learning/calibration.ts';
import { trainingLines } from '../models/chat/classroom-lines.ts';
import {
  type Pair,
  accuracy,
  calibrationError,
  macroF1,
  shown,
  withInterval,
} from '../main/analysis/chat/learning/figures.ts';
import { numberOf, readWeights } from '../main/analysis/chat/weights.ts';
import { readLeftOut, weightsFolder } from '../models/chat/train.ts';
import type { Outcome, Row } from './row.ts';

const both = (pairs: readonly Pair[]): string =>
  `${shown(withInterval(pairs, accuracy))} / ${shown(withInterval(pairs, macroF1))}`;

const calibrationBar = 0.05;

/**
 * How far confidence and truth lie apart on each hand, with models and a temperature that had not seen it. Where one
 * set of a few hundred lines says little, all hands together say what the next one may expect.
 */
function calibrationOfHands(task: 'sentiment' | 'intent'): string {
  const lines = trainingLines();
  const all = readLeftOut(lines);
  const from = taskColumns[task];
  const samples = lines.map((line, index) => ({
    hand: line.hand,
    logits: all.subarray(index * columnCount + from, index * columnCount + from + chatTasks[task].length),
    label: (chatTasks[task] as readonly string[]).indexOf(line[task]),
  }));
  const unsureBelow = numberOf(
    readWeights(readFileSync(path.join(weightsFolder, 'chat.bin'))),
    `unsure.${task}`,
  );
  const errors = [...Map.groupBy(samples, ({ hand }) => hand)].map(([hand, own]) => {
    const others = samples.filter((sample) => sample.hand !== hand);
    const temperature = bestTemperature(
      others.map(({ logits }) => logits),
      others.map(({ label }) => label),
    );
    const answers = own.map(({ logits, label }) => {
      const probabilities = [...softmax(logits, temperature)];
      const confidence = Math.max(...probabilities);
      return { confidence, isRight: probabilities.indexOf(confidence) === label };
    });
    return calibrationError(answers.filter(({ confidence }) => confidence >= unsureBelow));
  });
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const met = errors.filter((error) => error <= calibrationBar).length;
  return (
    `calibration error of what is not called unsure, ${task}: ${mean.toFixed(3)} in the mean of a hand ` +
    `(${Math.min(...errors).toFixed(3)}–${Math.max(...errors).toFixed(3)}), at most ${calibrationBar} in ${met} of ${errors.length}`
  );
}

export const leftOutHands: Row = {
  id: 'hands',
  what: 'mood and intent of lines by hands that were left out of the training',
  bar: 'reported',
  run: async (): Promise<Outcome> => {
    const lines = trainingLines();
    const logits = readLeftOut(lines);
    const pairsOf = (task: 'sentiment' | 'intent'): (Pair & { hand: string })[] =>
      lines.map((line, index) => {
        const from = index * columnCount + taskColumns[task];
        const own = [...logits.subarray(from, from + chatTasks[task].length)];
        return {
          right: line[task],
          said: chatTasks[task][own.indexOf(Math.max(...own))] ?? '',
          hand: line.hand,
        };
      });
    const [sentiment, intent] = [pairsOf('sentiment'), pairsOf('intent')];
    const hands = [...new Set(lines.map((line) => line.hand))].toSorted();
    return {
      figure: `mood ${both(sentiment)}, intent ${both(intent)} (accuracy / macro-F1)`,
      baseline: `${lines.length} lines, ${new Set(lines.map(({ hand }) => hand)).size} trainings`,
      isMet: true,
      notes: [
        calibrationOfHands('sentiment'),
        calibrationOfHands('intent'),
        ...hands.map((hand) => {
          const of = (pairs: readonly (Pair & { hand: string })[]): string =>
            accuracy(pairs.filter((pair) => pair.hand === hand)).toFixed(3);
          return `hand ${hand}: mood ${of(sentiment)}, intent ${of(intent)}`;
        }),
      ],
    };
  },
};
