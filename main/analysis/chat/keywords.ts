/**
 * Finds the learning topics of a line. Every piece of up to four words that could be one is a candidate, cut from its
 * particles and endings; a small linear model weighs what speaks for it: that it stands in a list of school terms, how
 * it ends, what follows, how common the word is elsewhere. A school's own terms always count, its forbidden ones never.
 */
import type { ChatGlossary } from '../../../contract/chat-analysis.ts';
import { isSameList } from './same-list.ts';
import type { Terms } from './terms.ts';
import { type Candidate, candidatesOf, keyOf, topicLineOf } from './topic-candidates.ts';
import { addEvidence, commonWordsOf } from './topic-evidence.ts';
import { type Weights, numberOf, tensorOf } from './weights.ts';

type Glossary = Pick<ChatGlossary, 'terms' | 'never_keywords'>;

export type KeywordOptions = {
  glossary?: Glossary;
  /** How many messages of the session hold a word (folded), of how many: what half the class says is no topic. */
  background?: { documents: number; frequency: (word: string) => number };
};

export type KeywordReader = { read(text: string, options?: KeywordOptions): string[] };

/** @param known terms of the school subjects */
export function createKeywordReader(weights: Weights, known: Terms): KeywordReader {
  const { data, scales } = tensorOf(weights, 'keywords');
  const scale = scales[0] ?? 1;
  const common = commonWordsOf(tensorOf(weights, 'common').data as Int8Array);
  const threshold = numberOf(weights, 'threshold.keywords');
  const bias = numberOf(weights, 'bias.keywords');
  const glossaries = glossariesOver(known);
  return {
    read: (text, { glossary, background } = {}) => {
      const line = topicLineOf(text);
      const { own, never, all } = glossaries(glossary);
      let score = 0;
      const add = (place: number): void => {
        score += scale * (data[place] ?? 0);
      };
      const scored: Scored[] = [];
      // Of longer ones hardly any that is not listed is a topic, and they are most of the work.
      for (const candidate of candidatesOf(line, all, (key) => all.has(key))) {
        if (never.has(candidate.key)) continue;
        if (own.has(candidate.key)) {
          scored.push({ candidate, score: 1000 + candidate.key.length, isOwn: true });
          continue;
        }
        if (background !== undefined && isEverywhere(candidate.key, background)) continue;
        score = bias;
        addEvidence(candidate, line, all, common, add);
        if (score >= threshold) scored.push({ candidate, score });
      }
      return chosen(scored);
    },
  };
}

/** A school's own words, by their keys. */
type OwnWords = { own: ReadonlySet<string>; never: ReadonlySet<string>; all: Terms };

/** The same glossary is asked for with every line: its keys are made anew when a word of it changes. */
function glossariesOver(known: Terms): (glossary: Glossary | undefined) => OwnWords {
  const none: OwnWords = { own: new Set(), never: new Set(), all: known };
  let last: Glossary = { terms: [], never_keywords: [] };
  let words = none;
  return (glossary) => {
    if (glossary === undefined) return none;
    const { terms, never_keywords: never } = glossary;
    if (!isSameList(last.terms, terms) || !isSameList(last.never_keywords, never)) {
      last = { terms: [...terms], never_keywords: [...never] };
      const own = new Set(terms.map((term) => keyOf(term)));
      words = {
        own,
        never: new Set(never.map((term) => keyOf(term))),
        all: { ...known, has: (key) => known.has(key) || own.has(key) },
      };
    }
    return words;
  };
}

/** In a tenth of at least fifty messages. */
function isEverywhere(key: string, background: NonNullable<KeywordOptions['background']>): boolean {
  return background.documents >= 50 && background.frequency(key) > background.documents / 10;
}

/** `isOwn`: a word of the school's glossary, which always counts. */
type Scored = { candidate: Candidate; score: number; isOwn?: boolean };

/**
 * The best that do not overlap, in the order of the line, each once. A known compound stands for its parts, which alone
 * are often the more familiar terms (산성 용액, not 산성 and 용액).
 */
export function chosen(scored: readonly Scored[]): string[] {
  const compounds = scored
    .map(({ candidate }) => candidate)
    .filter(({ isTerm, from, to }) => isTerm && to > from);
  const taken: Candidate[] = [];
  for (const { candidate, isOwn } of scored.toSorted((left, right) => right.score - left.score)) {
    if (isOwn !== true && compounds.some((compound) => isPartOf(candidate, compound))) continue;
    if (taken.some((other) => other.from <= candidate.to && candidate.from <= other.to)) continue;
    taken.push(candidate);
  }
  const found = new Map<string, string>();
  for (const { key, text } of taken.toSorted((left, right) => left.from - right.from)) {
    if (!found.has(key)) found.set(key, text);
  }
  return [...found.values()];
}

function isPartOf(part: Candidate, whole: Candidate): boolean {
  return whole.from <= part.from && part.to <= whole.to && part.to - part.from < whole.to - whole.from;
}
