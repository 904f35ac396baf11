/**
 * What speaks for and against a candidate being a learning topic: each piece of evidence is a place in the table of
 * weights, found by hashing its name and what it is about.
 */
import { hasFinal } from './fold.ts';
import { hashEnd, hashGrow, hashStart, hashUnit } from './hash.ts';
import type { Terms } from './terms.ts';
import { type Candidate, type TopicLine, pieceKey } from './topic-candidates.ts';

/** Messages per million that hold a word, by its key. */
export type CommonWords = (word: string) => number;

/** Of the table of common words. */
export const commonBits = 17;
const commonStart = hashStart(0x77);

/** Where a word stands in the table of common words. */
export function commonPlace(key: string): number {
  return hashEnd(hashGrow(commonStart, key)) & ((1 << commonBits) - 1);
}

export function commonWordsOf(table: Int8Array): CommonWords {
  return (key) => {
    const level = table[commonPlace(key)] ?? 0;
    return level === 0 ? 0 : 2 ** (level / 4);
  };
}

/** A word's number of messages per million, in steps of four. */
function commonLevel(perMillion: number): number {
  return perMillion <= 0 ? -1 : Math.max(0, Math.round(Math.log2(perMillion) / 2));
}

export const keywordBits = 18;
const start = hashStart(0x88);
const named = (name: string): number => hashGrow(start, name);
/** Hash of each kind of evidence, to be grown by what it is about. */
const names = {
  script: named('script '),
  size: named('size '),
  words: named('words '),
  terms: named('terms '),
  rest: named('rest '),
  restAndTerms: named('rest? '),
  cut: named('cut '),
  writers: named('writers '),
  restAndWriters: named('rest? writers '),
  key: named('key '),
  end1: named('end1 '),
  end2: named('end2 '),
  end3: named('end3 '),
  end4: named('end4 '),
  begin2: named('begin2 '),
  next: named('next '),
  nextBegin2: named('next2 '),
  nextEnd2: named('next-2 '),
  previous: named('previous '),
  previousEnd1: named('previous-1 '),
  common: named('common '),
  place: named('place '),
  joint: named('joint '),
  otherCut: named('other cut is a term '),
  company: named('company '),
  capital: named('capital '),
  capitals: named('capitals'),
  first: named('first '),
  last: named('last '),
  firstCommon: named('first common '),
  lastCommon: named('last common '),
  parts: named('parts '),
  firstEnd1: named('first-1 '),
};
const space = 0x20;

/** Grown by some words with spaces between. */
function grown(hash: number, ...about: (string | number | boolean)[]): number {
  let result = hash;
  for (const [index, each] of about.entries()) {
    if (index > 0) result = hashUnit(result, space);
    result = hashGrow(result, String(each));
  }
  return result;
}

/** Grown by the last so many units. */
function grownByEnd(hash: number, text: string, length: number): number {
  return hashGrow(hash, text, Math.max(0, text.length - length));
}

/** Grown by the first so many units. */
function grownByBegin(hash: number, text: string, length: number): number {
  return hashGrow(hash, text, 0, Math.min(text.length, length));
}

type Script = 'ko' | 'en' | 'mixed' | 'sign';

const syllable = /[가-힣]/u;
const latin = /[a-z]/iu;

function scriptOf(text: string): Script {
  if (syllable.test(text)) return latin.test(text) ? 'mixed' : 'ko';
  return latin.test(text) ? 'en' : 'sign';
}

const begins = /^[A-Z]/u;
const abbreviation = /^[A-Z]{2,5}$/u;

/** @param add takes a place among 2^keywordBits */
export function addEvidence(
  candidate: Candidate,
  line: TopicLine,
  terms: Terms,
  common: CommonWords,
  add: (place: number) => void,
): void {
  const { text, key, from, to, rest, cut, isTerm: inTerms, isOtherTerm } = candidate;
  const put = (hash: number): void => add(hashEnd(hash) & ((1 << keywordBits) - 1));
  const kind = scriptOf(text);
  const words = to - from + 1;
  const next = line.words[to + 1]?.lower ?? '$';
  const previous = line.words[from - 1]?.lower ?? '^';
  const size = Math.min(key.length, 8);
  const level = words === 1 ? commonLevel(common(key)) : 'several';
  put(grown(names.script, kind));
  put(grown(names.size, kind, size));
  put(grown(names.words, kind, words));
  put(grown(names.terms, inTerms));
  put(grown(names.terms, inTerms, kind, words, size));
  put(grown(names.rest, rest === '' ? '-' : rest));
  put(grown(names.restAndTerms, rest !== '', inTerms));
  const writers = terms.writers(key);
  put(grown(names.cut, cut, inTerms));
  put(grown(names.cut, cut, inTerms, writers, size));
  put(grown(names.writers, inTerms, writers));
  put(grown(names.writers, inTerms, writers, size));
  put(grown(names.restAndWriters, rest !== '', inTerms, writers));
  put(hashGrow(names.key, key));
  put(grownByEnd(names.end1, key, 1));
  put(grownByEnd(names.end2, key, 2));
  put(grownByBegin(names.begin2, key, 2));
  put(hashGrow(names.next, next));
  put(grownByBegin(names.nextBegin2, next, 2));
  put(grownByEnd(names.nextEnd2, next, 2));
  put(hashGrow(names.previous, previous));
  put(grownByEnd(names.previousEnd1, previous, 1));
  put(grown(names.common, level));
  put(grown(names.common, kind, inTerms, level));
  put(grown(names.place, from === 0, to === line.words.length - 1));
  const company = companyOf(candidate, line);
  put(grown(names.company, company, inTerms));
  put(grown(names.company, company, kind, inTerms, level));
  // A longer or shorter reading that is known speaks against this one.
  if (isOtherTerm) put(grown(names.otherCut, inTerms));
  if (kind === 'ko') {
    put(grownByEnd(names.end3, key, 3));
    const final = hasFinal(text);
    if (final !== undefined && rest !== '') put(grown(names.joint, final, rest.slice(0, 2)));
  } else if (kind === 'en') {
    put(grownByEnd(names.end3, key, 3));
    put(grownByEnd(names.end4, key, 4));
    put(grown(names.capital, begins.test(text), from === 0));
    if (abbreviation.test(text)) put(names.capitals);
  }
  if (words > 1) {
    const first = line.words[from]?.key ?? '';
    const last = pieceKey(text.slice(text.lastIndexOf(' ') + 1));
    put(hashGrow(names.first, first));
    put(hashGrow(names.last, last));
    put(grown(names.firstCommon, kind, commonLevel(common(first))));
    put(grown(names.lastCommon, kind, commonLevel(common(last))));
    put(grown(names.parts, terms.has(first), terms.has(last), inTerms));
    put(grownByEnd(names.firstEnd1, first, 1));
  }
}

/** Known terms in the rest of the line, up to two: where one is talked about there are others. */
function companyOf({ from, to }: Candidate, { areTerms }: TopicLine): number {
  let company = 0;
  for (let at = 0; at < areTerms.length && company < 2; at += 1) {
    if (areTerms[at] === true && (at < from || at > to)) company += 1;
  }
  return company;
}
