/**
 * The pieces of a line that could be learning topics: up to four words in a row, the last cut from its particles and
 * endings in every way that may be right.
 */
import { cleanText, isSyllable } from './fold.ts';
import { cutsOf } from './particles.ts';

export type Candidate = {
  /** As spelled in the line, without particles. */
  text: string;
  /** For comparing: lower case, no spaces. */
  key: string;
  /** First and last word, inclusive. */
  from: number;
  to: number;
  rest: string;
  /** Of its last word. */
  cut: CutKind;
  /** Whether it is a known term, and whether the same words cut in another way are one. */
  isTerm: boolean;
  isOtherTerm: boolean;
};

/** Keys of known terms. */
export type TermSet = Pick<ReadonlySet<string>, 'has'>;

/**
 * How a word was cut: not at all, before a particle or ending, after Latin letters or digits, to the singular, or after a
 * known term that is written together with what follows it.
 */
export type CutKind = 'whole' | 'particle' | 'foreign' | 'singular' | 'glued';
type KeyedCut = { stem: string; rest: string; key: string; kind: CutKind };

export type TopicWord = {
  text: string;
  at: number;
  end: number;
  lower: string;
  key: string;
  /** Made when they are first asked for, since a word belongs to many candidates. */
  cuts: readonly KeyedCut[] | undefined;
};
export type TopicLine = {
  text: string;
  words: TopicWord[];
  /** Words that are a known term in one of their cuts, by their place; set with the candidates. */
  areTerms: boolean[];
};

const wordPattern = /[\p{L}\p{N}]+(?:['’·./^*+_-][\p{L}\p{N}]+)*(?:\+\+|#|²|³)?/gu;
const longestTopic = 4;
/** A topic does not go on over a stop or a bracket. */
const joints: ReadonlySet<string> = new Set([' ', "'", '‘', '’', '"']);

export function keyOf(term: string): string {
  return pieceKey(cleanText(term));
}

const noPartOfKey = /[\s·'’-]/gu;

/** @param piece of a clean text */
export function pieceKey(piece: string): string {
  return piece.toLowerCase().replaceAll(noPartOfKey, '');
}

export function topicLineOf(text: string): TopicLine {
  const clean = cleanText(text);
  const words = [...clean.matchAll(wordPattern)].map(({ 0: word, index }) => {
    const lower = word.toLowerCase();
    const key = lower.replaceAll(noPartOfKey, '');
    return { text: word, at: index, end: index + word.length, lower, key, cuts: undefined };
  });
  return { text: clean, words, areTerms: [] };
}

const number = /^[\d.,/]+$/u;

/** @param isWorth of what spans more than two words: whether its key is worth a look; default: all are */
export function candidatesOf(
  line: TopicLine,
  terms: TermSet,
  isWorth: (key: string) => boolean = () => true,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (const [from, first] of line.words.entries()) {
    for (let to = from; to < from + longestTopic; to += 1) {
      const last = line.words[to];
      const before = line.words[to - 1];
      if (last === undefined) break;
      if (to > from && before !== undefined && !joints.has(line.text.slice(before.end, last.at))) break;
      const head = line.text.slice(first.at, last.at);
      const headKey = pieceKey(head);
      const span: Candidate[] = [];
      let known = 0;
      for (const { stem, rest, key: stemKey, kind: cut } of wordCuts(last, terms, to === from)) {
        const key = `${headKey}${stemKey}`;
        if (key.length === 0 || number.test(key)) continue;
        const isTerm = terms.has(key);
        if (isTerm) known += 1;
        if (to - from < 2 || isWorth(key))
          span.push({ text: `${head}${stem}`, key, from, to, rest, cut, isTerm, isOtherTerm: false });
      }
      for (const candidate of span) candidate.isOtherTerm = known > (candidate.isTerm ? 1 : 0);
      candidates.push(...span);
      if (to === from) line.areTerms[from] = known > 0;
    }
  }
  return candidates;
}

const foreignHead = /^[a-zα-ω0-9+#-]+(?=[가-힣])/iu;

function wordCuts(word: TopicWord, terms: TermSet, isAlone: boolean): readonly KeyedCut[] {
  const { text } = word;
  if (!isSyllable(text.at(-1) ?? '')) return englishCuts(text);
  const cuts = [...cutsIn(word)];
  const add = (stem: string, kind: CutKind): void => {
    if (!cuts.some((cut) => cut.stem === stem)) cuts.push(keyed(stem, text.slice(stem.length), kind));
  };
  // 'DNA가', 'pH는': what stands before the first syllable.
  const foreign = foreignHead.exec(text)?.[0];
  if (foreign !== undefined) add(foreign, 'foreign');
  // Spaces left out: the longest known term at the beginning of the word.
  if (isAlone) {
    for (let length = text.length - 1; length >= 2; length -= 1) {
      const stem = text.slice(0, length);
      if (!terms.has(pieceKey(stem))) continue;
      add(stem, 'glued');
      break;
    }
  }
  return cuts;
}

function keyed(stem: string, rest: string, kind: CutKind): KeyedCut {
  return { stem, rest, key: pieceKey(stem), kind };
}

function cutsIn(word: TopicWord): readonly KeyedCut[] {
  word.cuts ??= cutsOf(word.text).map(({ stem, rest }) =>
    keyed(stem, rest, rest === '' ? 'whole' : 'particle'),
  );
  return word.cuts;
}

const possessive = /^[a-z]+'s$/iu;
const pluralOfY = /[a-z]{3}ies$/iu;
const pluralInEs = /(?:s|x|z|ch|sh)es$/iu;
const plural = /[a-z]{2}[^su\W]s$/iu;

/** Dictionary form: the singular where there is a plain one. */
function englishCuts(word: string): KeyedCut[] {
  const cuts = [keyed(word, '', 'whole')];
  if (!/s$/iu.test(word)) return cuts;
  if (possessive.test(word)) cuts.push(keyed(word.slice(0, -2), "'s", 'singular'));
  if (pluralOfY.test(word)) cuts.push(keyed(`${word.slice(0, -3)}y`, 'ies', 'singular'));
  if (pluralInEs.test(word)) cuts.push(keyed(word.slice(0, -2), 'es', 'singular'));
  if (plural.test(word)) cuts.push(keyed(word.slice(0, -1), 's', 'singular'));
  return cuts;
}
