/**
 * Whether a pack reads better than the built-in models: both are asked about lines whose writers neither had met, task by
 * task, and the pack is used for a task only where it is better by more than chance. Pure, seeded.
 */
import { seeded } from '../../../base/seeded.ts';
import { type ChatTask, chatTaskNames, chatTasks, softmax } from '../chat-model.ts';
import { bestTemperature, flagThresholds, unsureBelow } from '../learning/calibration.ts';
import type { Interval } from '../learning/figures.ts';
import { ofTask } from './heads.ts';

/** A line as far as judging needs it. */
export type JudgedLine = {
  /** Right label of each task of `chatTaskNames`. */
  labels: readonly number[];
  /** Of the tasks spam and abuse: the line holds a word that is strong by itself. */
  hasWord: Readonly<Record<'spam' | 'abuse', boolean>>;
};

export type TaskFigures = {
  task: ChatTask;
  /** Mood and intent: share of lines that are right; spam and abuse: F1 of what is flagged. 95 % intervals. */
  builtIn: Interval;
  withPack: Interval;
  /** Of the same lines: how much more. */
  gain: Interval;
  isUsed: boolean;
};

export type Judgement = {
  lines: number;
  tasks: TaskFigures[];
  /** Temperatures and thresholds of the pack's answers, as the built-in models have them. */
  numbers: Record<string, number>;
};

type Said = { labels: Uint8Array; numbers: Record<string, number> };

/**
 * @param builtIn calibrated logits of each line, by models that had not seen its hand
 * @param added what heads that had not seen its hand either add to them
 */
export function judge(lines: readonly JudgedLine[], builtIn: Float32Array, added: Float32Array): Judgement {
  const both = builtIn.map((logit, at) => logit + (added[at] ?? 0));
  const numbers: Record<string, number> = {};
  const tasks = chatTaskNames.map((task, place): TaskFigures => {
    // Both choose their thresholds on the same lines, so that neither has an advantage.
    const own = answersOf(task, place, lines, builtIn);
    const pack = answersOf(task, place, lines, both);
    Object.assign(numbers, pack.numbers);
    const right = Uint8Array.from(lines, ({ labels }) => labels[place] ?? 0);
    const figures = comparison(task, right, own.labels, pack.labels);
    return Object.assign(figures, { task, isUsed: figures.gain.low > 0 });
  });
  return { lines: lines.length, tasks, numbers };
}

function answersOf(task: ChatTask, place: number, lines: readonly JudgedLine[], all: Float32Array): Said {
  const logits = lines.map((_line, line) => ofTask(all, line, task));
  const right = lines.map(({ labels }) => labels[place] ?? 0);
  const temperature = bestTemperature(logits, right);
  const probabilities = logits.map((each) => softmax(each, temperature));
  const numbers: Record<string, number> = { [`temperature.${task}`]: temperature };
  if (task === 'spam' || task === 'abuse') {
    const scored = lines.map(({ hasWord }, line) => ({
      ...{ score: probabilities[line]?.[1] ?? 0, is: right[line] === 1, hasWord: hasWord[task] },
    }));
    Object.assign(numbers, flagThresholds(task, scored));
    const limit = (hasWord: boolean): number =>
      numbers[hasWord ? `threshold.${task}_with_word` : `threshold.${task}`] ?? 1;
    return { numbers, labels: Uint8Array.from(scored, (each) => Number(each.score >= limit(each.hasWord))) };
  }
  const fallback = (chatTasks[task] as readonly string[]).indexOf(task === 'sentiment' ? 'neutral' : 'other');
  const unsure = unsureBelow(probabilities, right, fallback);
  numbers[`unsure.${task}`] = unsure;
  const labels = Uint8Array.from(probabilities, (each) => {
    const most = Math.max(...each);
    return most < unsure ? fallback : each.indexOf(most);
  });
  return { numbers, labels };
}

const draws = 1000;

/** Figures with 95 % intervals by drawing the lines anew (percentile bootstrap), the same lines for both. */
function comparison(task: ChatTask, right: Uint8Array, own: Uint8Array, pack: Uint8Array) {
  // Lines with the same three labels count the same: drawing is counting.
  const kinds = new Map<number, number>();
  const codes = Uint8Array.from(right, (label, line) => {
    const code = (label * 6 + (own[line] ?? 0)) * 6 + (pack[line] ?? 0);
    const known = kinds.get(code) ?? kinds.size;
    kinds.set(code, known);
    return known;
  });
  const measure = task === 'spam' || task === 'abuse' ? flagF1 : shareRight;
  const figureOf = (counts: Uint32Array, answer: (code: number) => number): number =>
    measure([...kinds].map(([code, kind]) => [Math.floor(code / 36), answer(code), counts[kind] ?? 0]));
  const both = (counts: Uint32Array) => {
    const builtIn = figureOf(counts, (code) => Math.floor(code / 6) % 6);
    const withPack = figureOf(counts, (code) => code % 6);
    return { builtIn, withPack, gain: withPack - builtIn };
  };
  const random = seeded(95);
  const drawn = Array.from({ length: draws }, () => {
    const counts = new Uint32Array(kinds.size);
    for (let line = 0; line < codes.length; line += 1) {
      const kind = codes[Math.floor(random() * codes.length)] ?? 0;
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return both(counts);
  });
  const counts = new Uint32Array(kinds.size);
  for (const kind of codes) counts[kind] = (counts[kind] ?? 0) + 1;
  const value = both(counts);
  const interval = (name: keyof typeof value): Interval => {
    const sorted = drawn.map((each) => each[name]).toSorted((left, rightOne) => left - rightOne);
    const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
    return { value: value[name], low: at(0.025), high: at(0.975) };
  };
  return { builtIn: interval('builtIn'), withPack: interval('withPack'), gain: interval('gain') };
}

/** Right label, label that was given, lines. */
type Count = [right: number, said: number, lines: number];

function shareRight(counts: readonly Count[]): number {
  let hits = 0;
  let all = 0;
  for (const [right, said, lines] of counts) {
    if (right === said) hits += lines;
    all += lines;
  }
  return all === 0 ? 0 : hits / all;
}

/** Of label 1. */
function flagF1(counts: readonly Count[]): number {
  let hits = 0;
  let wrong = 0;
  for (const [right, said, lines] of counts) {
    if (right === 1 && said === 1) hits += lines;
    else if (right !== said) wrong += lines;
  }
  return hits === 0 ? 0 : (2 * hits) / (2 * hits + wrong);
}
