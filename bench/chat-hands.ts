/** How the chat models do with writers they have not met: trained anew without each hand, asked about its lines. */
import { chatTasks, columnCount, taskColumns } from '../main/analysis/chat/chat-model.ts';
import { trainingLines } from '../models/chat/classroom-lines.ts';
import { type Pair, accuracy, macroF1, shown, withInterval } from '../main/analysis/chat/learning/figures.ts';
import { readLeftOut } from '../models/chat/train.ts';
import type { Outcome, Row } from './row.ts';

const both = (pairs: readonly Pair[]): string =>
  `${shown(withInterval(pairs, accuracy))} / ${shown(withInterval(pairs, macroF1))}`;

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
      notes: hands.map((hand) => {
        const of = (pairs: readonly (Pair & { hand: string })[]): string =>
          accuracy(pairs.filter((pair) => pair.hand === hand)).toFixed(3);
        return `hand ${hand}: mood ${of(sentiment)}, intent ${of(intent)}`;
      }),
    };
  },
};
