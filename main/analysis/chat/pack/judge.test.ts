import { expect, it } from 'vitest';
import { seeded } from '../../../base/seeded.ts';
import { columnCount, taskColumns } from '../chat-model.ts';
import { type JudgedLine, judge } from './judge.ts';

const random = seeded(8);
const lines: JudgedLine[] = Array.from({ length: 600 }, (_, index) => ({
  labels: [index % 3, index % 6, Number(index % 10 === 0), Number(index % 12 === 0)],
  hasWord: { spam: false, abuse: false },
}));

/** Logits that say the right mood of so large a share of the lines, and the right answer to all else. */
function logitsOf(shareOfMoods: number): Float32Array {
  const logits = new Float32Array(lines.length * columnCount);
  for (const [row, { labels }] of lines.entries()) {
    const [mood = 0, intent = 0, spam = 0, abuse = 0] = labels;
    const said = random() < shareOfMoods ? mood : (mood + 1) % 3;
    const base = row * columnCount;
    logits[base + taskColumns.sentiment + said] = 3;
    logits[base + taskColumns.intent + intent] = 3;
    logits[base + taskColumns.spam + spam] = 3;
    logits[base + taskColumns.abuse + abuse] = 3;
  }
  return logits;
}

/** What has to be added to come from one to the other. */
const between = (from: Float32Array, to: Float32Array) => to.map((value, at) => value - (from[at] ?? 0));

it('uses a pack for what it does better by more than chance, and for nothing else', () => {
  const builtIn = logitsOf(0.7);
  const { tasks, lines: count, numbers } = judge(lines, builtIn, between(builtIn, logitsOf(0.9)));
  expect(count).toBe(600);
  expect(tasks.map(({ task, isUsed }) => [task, isUsed])).toEqual([
    ['sentiment', true],
    ['intent', false],
    ['spam', false],
    ['abuse', false],
  ]);
  const [mood] = tasks;
  expect(mood?.builtIn.value).toBeCloseTo(0.7, 1);
  expect(mood?.withPack.value).toBeCloseTo(0.9, 1);
  expect(mood?.gain.low).toBeGreaterThan(0.1);
  expect(mood?.gain.high).toBeLessThan(0.3);
  expect(Object.keys(numbers).toSorted()).toEqual([
    'temperature.abuse',
    'temperature.intent',
    'temperature.sentiment',
    'temperature.spam',
    'threshold.abuse',
    'threshold.abuse_with_word',
    'threshold.spam',
    'threshold.spam_with_word',
    'unsure.intent',
    'unsure.sentiment',
  ]);
});

it('leaves aside a gain that chance may have given, and a loss', () => {
  const builtIn = logitsOf(0.8);
  const alike = judge(lines, builtIn, between(builtIn, logitsOf(0.805)));
  expect(alike.tasks[0]).toMatchObject({ isUsed: false });
  const worse = judge(lines, builtIn, between(builtIn, logitsOf(0.6)));
  expect(worse.tasks[0]).toMatchObject({ isUsed: false });
  expect(worse.tasks[0]?.gain.high).toBeLessThan(0);
});

it('says the same of the same lines', () => {
  const builtIn = logitsOf(0.7);
  const added = between(builtIn, logitsOf(0.8));
  expect(judge(lines, builtIn, added)).toEqual(judge(lines, builtIn, added));
});
