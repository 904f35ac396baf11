import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { intentLabels, sentimentLabels } from '../../contract/chat-analysis.ts';
import { keyOf } from '../../main/analysis/chat/topic-candidates.ts';
import {
  chatDataFolder,
  heldOutLines,
  heldOutSets,
  readClassroomLines,
  trainingLines,
} from './classroom-lines.ts';
import { writtenTerms } from './train.ts';

const training = trainingLines();
const heldOut = heldOutSets.flatMap((set) => heldOutLines(set));
/** Lines that differ in spaces, case or stops alone are the same line. */
const sameness = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}]/gu, '') || text.trim();

describe('the classroom lines', () => {
  it('are all read, each hand in its own file', () => {
    expect(training.length).toBeGreaterThan(9900);
    expect(heldOutSets.map((set) => heldOutLines(set).length)).toEqual([150, 300, 300]);
    for (const name of readdirSync(chatDataFolder).filter((each) => each.startsWith('hand-'))) {
      const hands = new Set(readClassroomLines(path.join(chatDataFolder, name)).map((line) => line.hand));
      expect(hands).toEqual(new Set([name.slice('hand-'.length, -'.tsv'.length)]));
    }
  });

  it('have ids of their own', () => {
    const ids = [...training, ...heldOut].map((line) => line.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('that decide are not among those that are learned', () => {
    const learned = new Set(training.map((line) => sameness(line.text)));
    expect(heldOut.filter((line) => learned.has(sameness(line.text))).map((line) => line.id)).toEqual([]);
  });

  it('are composed and hold no text twice within a hand', () => {
    for (const line of [...training, ...heldOut]) expect(line.text).toBe(line.text.normalize('NFC').trim());
    const seen = training.map((line) => `${line.hand} ${line.text}`);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('are labelled as the rules say', () => {
    const unlike = (line: (typeof training)[number]) =>
      (line.abuse && (line.sentiment !== 'negative' || line.intent !== 'other')) ||
      (line.spam && !line.abuse && (line.sentiment !== 'neutral' || line.intent !== 'other'));
    expect([...training, ...heldOut].filter(unlike).map((line) => line.id)).toEqual([]);
    const doubled = [...training, ...heldOut].filter(
      ({ keywords }) =>
        keywords.some((each) => each.trim() === '') || new Set(keywords).size < keywords.length,
    );
    expect(doubled.map((line) => line.id)).toEqual([]);
  });
});

it('a second person labelled lines that are there, with the same labels to choose from', () => {
  const ids = new Set([...training, ...heldOut].map((line) => line.id));
  const [header, ...rows] = readFileSync(path.join(chatDataFolder, 'second.tsv'), 'utf8').trim().split('\n');
  expect(header).toBe('id\tsentiment\tintent\tspam\tabuse');
  expect(rows.length).toBeGreaterThan(250);
  for (const row of rows) {
    const [id = '', sentiment, intent, spam, abuse] = row.split('\t');
    expect(ids.has(id)).toBe(true);
    expect(sentimentLabels).toContain(sentiment);
    expect(intentLabels).toContain(intent);
    expect([spam, abuse].every((flag) => flag === '0' || flag === '1')).toBe(true);
  }
});

it('the terms of school subjects stand there once each', () => {
  const keys = writtenTerms().map((term) => keyOf(term));
  expect(keys.length).toBeGreaterThan(3000);
  expect(new Set(keys).size).toBe(keys.length);
});
