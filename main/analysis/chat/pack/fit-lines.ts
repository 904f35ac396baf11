/** What a pack is fitted to: the classroom lines, and what the built-in models said of each without its hand. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../base/app-error.ts';
import { chatTaskNames, chatTasks, columnCount, taskColumns } from '../chat-model.ts';
import { handGroups, parseClassroomLines } from '../learning/classroom-text.ts';
import { findWords } from '../lexicon.ts';
import { floatsOf, numberOf, readWeights, tensorOf } from '../weights.ts';
import type { JudgedLine } from './judge.ts';

export type FitLines = {
  texts: string[];
  judged: JudgedLine[];
  /** Label of each task, line by line. */
  labels: Uint8Array;
  /** Calibrated logits of each line by built-in models that had not seen its hand. */
  builtIn: Float32Array;
  /** Rows of each group of hands that are left out together. */
  groups: Uint32Array[];
};

/**
 * @param folder of the built-in chat models
 * @throws AppError model_damaged when the files do not belong together
 */
export function readFitLines(folder: string): FitLines {
  const text = readFileSync(path.join(folder, 'lines.tsv'), 'utf8');
  const lines = parseClassroomLines(text, 'lines.tsv');
  const leftOut = readWeights(readFileSync(path.join(folder, 'left-out.bin')));
  if (leftOut.version !== createHash('sha256').update(text).digest('hex'))
    throw new AppError('model_damaged', 'The classroom lines are not those the built-in models know.');
  const chat = readWeights(readFileSync(path.join(folder, 'chat.bin')));
  const builtIn = floatsOf(tensorOf(leftOut, 'logits')).slice();
  for (const task of chatTaskNames) {
    const temperature = numberOf(chat, `temperature.${task}`);
    for (let line = 0; line < lines.length; line += 1) {
      const from = line * columnCount + taskColumns[task];
      for (let at = from; at < from + chatTasks[task].length; at += 1)
        builtIn[at] = (builtIn[at] ?? 0) / temperature;
    }
  }
  const judged = lines.map((line): JudgedLine => {
    const words = findWords(line.text);
    return {
      labels: [
        chatTasks.sentiment.indexOf(line.sentiment),
        chatTasks.intent.indexOf(line.intent),
        Number(line.spam),
        Number(line.abuse),
      ],
      hasWord: {
        spam: words.spam.some((hit) => hit.isStrong),
        abuse: words.abuse.some((hit) => hit.isStrong),
      },
    };
  });
  return {
    texts: lines.map((line) => line.text),
    judged,
    labels: Uint8Array.from(judged.flatMap(({ labels }) => labels)),
    builtIn,
    groups: handGroups(lines).map((group) =>
      Uint32Array.from(lines.keys().filter((row) => group.includes(lines[row]?.hand ?? '?'))),
    ),
  };
}
