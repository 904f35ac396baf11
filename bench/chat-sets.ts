/** The figures of the chat models on lines they were never trained on, with 95 % intervals. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ChatReading } from '../contract/chat-analysis.ts';
import { ChatAnalyzer } from '../main/analysis/chat/chat-analyzer.ts';
import type { ClassroomLine } from '../main/analysis/chat/learning/classroom-text.ts';
import { keyOf } from '../main/analysis/chat/topic-candidates.ts';
import {
  type HeldOutSet,
  chatDataFolder,
  heldOutLines,
  heldOutSets,
  trainingLines,
} from '../models/chat/classroom-lines.ts';
import {
  accuracy,
  calibrationError,
  errorByChance,
  listF1,
  macroF1,
  precision,
  recall,
  shown,
  withInterval,
} from '../main/analysis/chat/learning/figures.ts';
import type { Outcome, Row } from './row.ts';

type Read = { line: ClassroomLine; reading: ChatReading; topics: string[] };

const analyzer = (() => {
  let loaded: ChatAnalyzer | undefined;
  return (): ChatAnalyzer => (loaded ??= ChatAnalyzer.load());
})();
const kept = new Map<HeldOutSet, Read[]>();

function readingsOf(set: HeldOutSet): Read[] {
  const found = kept.get(set);
  if (found !== undefined) return found;
  const all = heldOutLines(set).map((line) => ({
    line,
    reading: analyzer().analyze(line.text),
    topics: analyzer().keywordExtraction(line.text),
  }));
  kept.set(set, all);
  return all;
}

/** The set that decides whether the bar is met. */
const deciding: HeldOutSet = 'gate';

type Figure = { name: string; bar: number; atMost?: boolean; of: (lines: readonly Read[]) => number };

function setRow(
  id: string,
  what: string,
  figures: readonly Figure[],
  { extra = () => [], ifMissed }: { extra?: (lines: readonly Read[]) => string[]; ifMissed?: string } = {},
): Row {
  const barOf = ({ name, bar, atMost }: Figure): string => `${name} ${atMost === true ? '≤' : '≥'} ${bar}`;
  return {
    id,
    what,
    bar: figures.map((figure) => barOf(figure)).join(', '),
    ...(ifMissed === undefined ? {} : { ifMissed }),
    run: async (): Promise<Outcome> => {
      const textOf = (set: HeldOutSet): string =>
        figures.map(({ name, of }) => `${name} ${shown(withInterval(readingsOf(set), of))}`).join(', ');
      const lines = readingsOf(deciding);
      return {
        figure: textOf(deciding),
        baseline: `${lines.length} lines of the gate set`,
        isMet: figures.every(({ bar, atMost, of }) =>
          atMost === true ? of(lines) <= bar : of(lines) >= bar,
        ),
        notes: heldOutSets.flatMap((set) => [
          `${set} (${readingsOf(set).length} lines): ${textOf(set)}`,
          ...extra(readingsOf(set)).map((note) => `${set}: ${note}`),
        ]),
      };
    },
  };
}

const pairsOf = (task: 'sentiment' | 'intent') => (lines: readonly Read[]) =>
  lines.map(({ line, reading }) => ({ right: line[task], said: reading[task].label }));
const flagsOf = (task: 'spam' | 'abuse') => (lines: readonly Read[]) =>
  lines.map(({ line, reading }) => ({
    is: line[task],
    said: task === 'spam' ? reading.spam.is_spam : reading.spam.is_abusive,
  }));
const unsureShare = (task: 'sentiment' | 'intent') => (lines: readonly Read[]) => [
  `'unsure' of ${((100 * lines.filter(({ reading }) => reading[task].unsure).length) / lines.length).toFixed(1)} %`,
];

const labelRow = (task: 'sentiment' | 'intent', bars: [number, number], what: string): Row =>
  setRow(
    task,
    what,
    [
      { name: 'accuracy', bar: bars[0], of: (lines) => accuracy(pairsOf(task)(lines)) },
      { name: 'macro-F1', bar: bars[1], of: (lines) => macroF1(pairsOf(task)(lines)) },
    ],
    { extra: unsureShare(task) },
  );

const flagRow = (task: 'spam' | 'abuse', bars: [number, number], what: string): Row =>
  setRow(task, what, [
    { name: 'precision', bar: bars[0], of: (lines) => precision(flagsOf(task)(lines)) },
    { name: 'recall', bar: bars[1], of: (lines) => recall(flagsOf(task)(lines)) },
  ]);

const topicsOf = (lang: 'ko' | 'en') => (lines: readonly Read[]) =>
  listF1(
    lines
      .filter(({ line }) => line.lang === lang)
      .map(({ line, topics }) => ({
        right: line.keywords.map((word) => keyOf(word)),
        said: topics.map((word) => keyOf(word)),
      })),
  );

const cleanFlagged = (lines: readonly Read[]): number => {
  const clean = lines.filter(({ line }) => !line.spam && !line.abuse);
  return clean.filter(({ reading }) => reading.spam.is_spam || reading.spam.is_abusive).length / clean.length;
};

const surenessOf = (task: 'sentiment' | 'intent', lines: readonly Read[]) =>
  lines
    .filter(({ reading }) => !reading[task].unsure)
    .map(({ line, reading }) => ({
      isRight: reading[task].label === line[task],
      confidence: reading[task].confidence,
    }));
const calibrationOf = (task: 'sentiment' | 'intent') => (lines: readonly Read[]) =>
  calibrationError(surenessOf(task, lines));
const calibrationByChance = (lines: readonly Read[]): string[] => {
  const parts = (['sentiment', 'intent'] as const).map((task) => {
    const { mean, high } = errorByChance(surenessOf(task, lines));
    return `${task} ${mean.toFixed(3)} (up to ${high.toFixed(3)})`;
  });
  return [`by chance alone, were every confidence exact: ${parts.join(', ')}`];
};

type Labels = Pick<ClassroomLine, 'sentiment' | 'intent' | 'spam' | 'abuse'>;

const agreement: Row = {
  id: 'agreement',
  what: 'how far two people agree about the labels',
  bar: 'reported',
  run: async (): Promise<Outcome> => {
    const lines = new Map(
      [...trainingLines(), ...heldOutSets.flatMap((set) => heldOutLines(set))].map((line) => [line.id, line]),
    );
    const [, ...rows] = readFileSync(path.join(chatDataFolder, 'second.tsv'), 'utf8').trim().split('\n');
    const both = rows.flatMap((row) => {
      const [id = '', sentiment = '', intent = '', spam, abuse] = row.split('\t');
      const line = lines.get(id);
      return line === undefined
        ? []
        : [{ line, second: { sentiment, intent, spam: spam === '1', abuse: abuse === '1' } }];
    });
    const same = (task: keyof Labels): string =>
      `${task} ${shown(withInterval(both, (part) => part.filter(({ line, second }) => line[task] === second[task]).length / part.length))}`;
    return {
      figure: `${same('sentiment')}, ${same('intent')}`,
      baseline: `${both.length} lines labelled twice`,
      isMet: true,
      notes: [
        `${same('spam')}, ${same('abuse')}`,
        'no model can be expected to agree with one of them more than they do with each other',
      ],
    };
  },
};

export const setRows: readonly Row[] = [
  labelRow('sentiment', [0.9, 0.88], 'mood of a line'),
  labelRow('intent', [0.87, 0.86], 'intent of a line, without context'),
  flagRow('spam', [0.97, 0.8], 'spam found'),
  flagRow('abuse', [0.93, 0.8], 'abuse found'),
  setRow('clean', 'lines with nothing wrong that are flagged', [
    { name: 'share', bar: 0.005, atMost: true, of: cleanFlagged },
  ]),
  setRow(
    'topics',
    'learning topics, F1',
    [
      { name: 'Korean', bar: 0.75, of: topicsOf('ko') },
      { name: 'English', bar: 0.7, of: topicsOf('en') },
    ],
    {
      ifMissed:
        'not all topics of these lines stand in the list of terms; the others have to be guessed from how they ' +
        "end and what follows them. A school's own terms go into its glossary.",
    },
  ),
  setRow(
    'calibration',
    'calibration error of what is not called unsure',
    [
      { name: 'sentiment', bar: 0.05, atMost: true, of: calibrationOf('sentiment') },
      { name: 'intent', bar: 0.05, atMost: true, of: calibrationOf('intent') },
    ],
    {
      extra: calibrationByChance,
      ifMissed:
        'most of it is chance: with every confidence exact, as many lines would show the error that is noted above.',
    },
  ),
  agreement,
];
