/**
 * Finds the learning topics of a line. Every piece of up to four words that could be one is a candidate, cut from its
 * particles and endings; a small linear model weighs what speaks for it: that it stands in a list of school terms, how
 * it ends, what follows, how common the word is elsewhere. A school's own terms always count, its forbidden ones never.
 */
import type { ChatGlossary } from '../../../contract/chat-analysis.ts';
import { hashPiece } from './features.ts';
import { cleanText, hasFinal, isSyllable } from './fold.ts';
import { type Cut, cutsOf } from './particles.ts';
import { type Weights, numberOf, tensorOf } from './weights.ts';

export type KeywordOptions = {
  glossary?: Pick<ChatGlossary, 'terms' | 'never_keywords'>;
  /** How many messages of the session hold a word (folded), of how many: what half the class says is no topic. */
  background?: { documents: number; frequency: (word: string) => number };
};

export type KeywordReader = { read(text: string, options?: KeywordOptions): string[] };

export const keywordBits = 18;
/** Of the table of common words. */
export const commonBits = 17;

export type Candidate = {
  /** As spelled in the line, without particles. */
  text: string;
  /** For comparing: lower case, no spaces. */
  key: string;
  /** First and last word, inclusive. */
  from: number;
  to: number;
  rest: string;
};

export type TermSet = ReadonlySet<string>;
export type CommonWords = (word: string) => number;

const wordPattern = /[\p{L}\p{N}]+(?:['’·./^*+_-][\p{L}\p{N}]+)*(?:\+\+|#|²|³)?/gu;
const longestTopic = 4;

export function keyOf(term: string): string {
  return cleanText(term)
    .toLowerCase()
    .replaceAll(/[\s·'’-]/gu, '');
}

export type Line = {
  text: string;
  words: { text: string; at: number; end: number }[];
  /** Cuts of words that were looked at, since a word belongs to many candidates. */
  cuts: Map<string, Cut[]>;
};

export function lineOf(text: string): Line {
  const clean = cleanText(text);
  const words = [...clean.matchAll(wordPattern)].map((match) => ({
    text: match[0],
    at: match.index,
    end: match.index + match[0].length,
  }));
  return { text: clean, words, cuts: new Map() };
}

export function candidatesOf(line: Line, terms: TermSet): Candidate[] {
  const candidates: Candidate[] = [];
  for (let from = 0; from < line.words.length; from += 1) {
    for (let to = from; to < line.words.length && to < from + longestTopic; to += 1) {
      const first = line.words[from];
      const last = line.words[to];
      if (first === undefined || last === undefined) break;
      // A topic does not go on over a stop or a bracket.
      const before = line.words[to - 1];
      if (to > from && before !== undefined && !/^[ '‘’"]$/u.test(line.text.slice(before.end, last.at)))
        break;
      const head = line.text.slice(first.at, last.at);
      for (const { stem, rest } of wordCuts(line, last.text, terms, to === from)) {
        const text = `${head}${stem}`;
        const key = keyOf(text);
        if (key.length > 0 && !/^[\d.,/]+$/u.test(key)) candidates.push({ text, key, from, to, rest });
      }
    }
  }
  return candidates;
}

function wordCuts(line: Line, word: string, terms: TermSet, isAlone: boolean): Cut[] {
  const lastSign = word.at(-1) ?? '';
  if (!isSyllable(lastSign)) return englishCuts(word);
  const cuts = [...cutsIn(line, word)];
  // 'DNA가', 'pH는': what stands before the first syllable.
  const foreign = /^[a-zα-ω0-9+#-]+(?=[가-힣])/iu.exec(word)?.[0];
  if (foreign !== undefined && !cuts.some(({ stem }) => stem === foreign)) {
    cuts.push({ stem: foreign, rest: word.slice(foreign.length) });
  }
  // Spaces left out: the longest known term at the beginning of the word.
  if (isAlone) {
    for (let length = word.length - 1; length >= 2; length -= 1) {
      const stem = word.slice(0, length);
      if (!terms.has(keyOf(stem))) continue;
      if (!cuts.some((cut) => cut.stem === stem)) cuts.push({ stem, rest: word.slice(length) });
      break;
    }
  }
  return cuts;
}

function cutsIn(line: Line, word: string): Cut[] {
  const known = line.cuts.get(word);
  if (known !== undefined) return known;
  const cuts = cutsOf(word);
  line.cuts.set(word, cuts);
  return cuts;
}

/** Dictionary form: the singular where there is a plain one. */
function englishCuts(word: string): { stem: string; rest: string }[] {
  const cuts = [{ stem: word, rest: '' }];
  const add = (stem: string, rest: string): void => {
    cuts.push({ stem, rest });
  };
  if (/^[a-z]+'s$/iu.test(word)) add(word.slice(0, -2), "'s");
  if (/[a-z]{3}ies$/iu.test(word)) add(`${word.slice(0, -3)}y`, 'ies');
  if (/(?:s|x|z|ch|sh)es$/iu.test(word)) add(word.slice(0, -2), 'es');
  if (/[a-z]{2}[^su\W]s$/iu.test(word)) add(word.slice(0, -1), 's');
  return cuts;
}

const script = (text: string): string =>
  /[가-힣]/u.test(text) ? (/[a-z]/iu.test(text) ? 'mixed' : 'ko') : /[a-z]/iu.test(text) ? 'en' : 'sign';

/** Pieces of evidence, each by its name; hashed by the caller. */
export function evidenceOf(candidate: Candidate, line: Line, terms: TermSet, common: CommonWords): string[] {
  const { text, key, from, to, rest } = candidate;
  const kind = script(text);
  const words = to - from + 1;
  const inTerms = terms.has(key);
  const next = line.words[to + 1]?.text.toLowerCase() ?? '$';
  const previous = line.words[from - 1]?.text.toLowerCase() ?? '^';
  const size = Math.min(key.length, 8);
  const head = line.words[from]?.text ?? '';
  const evidence = [
    `script ${kind}`,
    `size ${kind} ${size}`,
    `words ${kind} ${words}`,
    `terms ${inTerms}`,
    `terms ${inTerms} ${kind} ${words} ${size}`,
    `rest ${rest === '' ? '-' : rest}`,
    `rest? ${rest !== ''} ${inTerms}`,
    `key ${key}`,
    `end1 ${key.slice(-1)}`,
    `end2 ${key.slice(-2)}`,
    `begin2 ${key.slice(0, 2)}`,
    `next ${next}`,
    `next2 ${next.slice(0, 2)}`,
    `next-2 ${next.slice(-2)}`,
    `previous ${previous}`,
    `previous-1 ${previous.slice(-1)}`,
    `common ${words === 1 ? commonLevel(common(key)) : 'several'}`,
    `common ${kind} ${inTerms} ${words === 1 ? commonLevel(common(key)) : 'several'}`,
    `place ${from === 0} ${to === line.words.length - 1}`,
  ];
  if (kind === 'ko') {
    evidence.push(`end3 ${key.slice(-3)}`);
    const final = hasFinal(text);
    if (final !== undefined && rest !== '') evidence.push(`joint ${final} ${rest.slice(0, 2)}`);
    if (!inTerms) {
      // A longer or shorter reading that is known speaks against this one.
      const word = line.words[to]?.text ?? '';
      if (cutsIn(line, word).some((cut) => cut.stem !== text && terms.has(keyOf(cut.stem))))
        evidence.push('other cut is a term');
    }
  } else if (kind === 'en') {
    evidence.push(
      `end3 ${key.slice(-3)}`,
      `end4 ${key.slice(-4)}`,
      `capital ${/^[A-Z]/u.test(text)} ${from === 0}`,
    );
    if (/^[A-Z]{2,5}$/u.test(text)) evidence.push('capitals');
  }
  if (words > 1) {
    const first = keyOf(head);
    const last = keyOf(text.slice(text.lastIndexOf(' ') + 1));
    evidence.push(`first ${first}`, `last ${last}`);
    evidence.push(
      `first common ${kind} ${commonLevel(common(first))}`,
      `last common ${kind} ${commonLevel(common(last))}`,
    );
    evidence.push(`parts ${terms.has(first)} ${terms.has(last)} ${inTerms}`);
    evidence.push(`first-1 ${first.slice(-1)}`);
  }
  return evidence;
}

/** A word's number of messages per million, in steps of four. */
function commonLevel(perMillion: number): number {
  return perMillion <= 0 ? -1 : Math.max(0, Math.round(Math.log2(perMillion) / 2));
}

export function commonWordsOf(table: Int8Array): CommonWords {
  return (key) => {
    const level = table[hashPiece(key, commonSeed) & ((1 << commonBits) - 1)] ?? 0;
    return level === 0 ? 0 : 2 ** (level / 4);
  };
}
export const commonSeed = 0x77;
export const evidenceSeed = 0x88;

/** @param places a power of two */
export function evidencePlace(evidence: string, places: number): number {
  return hashPiece(evidence, evidenceSeed) & (places - 1);
}

/** @param terms of the school subjects, one each; empty lines and lines that begin with # are left out */
export function createKeywordReader(weights: Weights, terms: readonly string[]): KeywordReader {
  const known = new Set(
    terms.filter((term) => term !== '' && !term.startsWith('#')).map((term) => keyOf(term)),
  );
  const { data, scales } = tensorOf(weights, 'keywords');
  const scale = scales[0] ?? 1;
  const common = commonWordsOf(tensorOf(weights, 'common').data as Int8Array);
  const threshold = numberOf(weights, 'threshold.keywords');
  const bias = numberOf(weights, 'bias.keywords');
  return {
    read: (text, { glossary, background } = {}) => {
      const line = lineOf(text);
      const own = new Set((glossary?.terms ?? []).map((term) => keyOf(term)));
      const never = new Set((glossary?.never_keywords ?? []).map((term) => keyOf(term)));
      const all = own.size === 0 ? known : new Set([...known, ...own]);
      const scored = candidatesOf(line, all).flatMap((candidate) => {
        if (never.has(candidate.key)) return [];
        if (own.has(candidate.key)) return [{ candidate, score: 1000 + candidate.key.length }];
        // Of longer ones hardly any that is not listed is a topic, and they are most of the work.
        if (candidate.to - candidate.from >= 2 && !all.has(candidate.key)) return [];
        if (background !== undefined && isEverywhere(candidate.key, background)) return [];
        let score = bias;
        for (const evidence of evidenceOf(candidate, line, all, common)) {
          score += scale * (data[evidencePlace(evidence, data.length)] ?? 0);
        }
        return score >= threshold ? [{ candidate, score }] : [];
      });
      return chosen(scored);
    },
  };
}

/** In a tenth of at least fifty messages. */
function isEverywhere(key: string, background: NonNullable<KeywordOptions['background']>): boolean {
  return background.documents >= 50 && background.frequency(key) > background.documents / 10;
}

/** The best that do not overlap, in the order of the line, each once. */
export function chosen(scored: readonly { candidate: Candidate; score: number }[]): string[] {
  const taken: Candidate[] = [];
  for (const { candidate } of scored.toSorted((left, right) => right.score - left.score)) {
    if (taken.some((other) => other.from <= candidate.to && candidate.from <= other.to)) continue;
    taken.push(candidate);
  }
  const found = new Map<string, string>();
  for (const { key, text } of taken.toSorted((left, right) => left.from - right.from)) {
    if (!found.has(key)) found.set(key, text);
  }
  return [...found.values()];
}
