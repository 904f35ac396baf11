/**
 * What a linear model sees of a line: hashed pieces of its text. Character 1–4-grams carry words, jamo 3- and 5-grams
 * endings and typos, the last pieces of each sentence the intent (in Korean it sits in the ending), shapes what is no
 * word. Each group is scaled to the same length, so that long lines do not outweigh their endings.
 */
import { type FoundWords, findWords } from './lexicon.ts';
import { emojiSign, foldText, linkSign, toJamo } from './fold.ts';

/** Pieces are hashed into 2^bits places; two pieces in one place cost little, the table's size a lot. */
export const featureBits = 17;
const places = 1 << featureBits;

export type Features = { indices: Uint32Array; values: Float32Array };

/** Relative length of each group; found by leaving one hand out. */
const groupScale = { char: 1, jamo: 1, word: 0.7, ending: 1, shape: 0.6, lexicon: 0.6 } as const;
type Group = keyof typeof groupScale;
const groupSeed: Record<Group, number> = {
  char: 0x11,
  jamo: 0x22,
  word: 0x33,
  ending: 0x44,
  shape: 0x55,
  lexicon: 0x66,
};

const basis = 0x811c9dc5;
const prime = 0x01000193;

/** FNV-1a over UTF-16 units, mixed once more since only some of its bits are used. */
export function hashPiece(piece: string, seed: number): number {
  let hash = basis ^ seed;
  for (let at = 0; at < piece.length; at += 1) hash = Math.imul(hash ^ piece.charCodeAt(at), prime);
  return mixed(hash);
}

function mixed(hash: number): number {
  let result = hash ^ (hash >>> 15);
  result = Math.imul(result, 0x2c1b3c6d);
  result ^= result >>> 13;
  return result >>> 0;
}

/** Which group was the last to fill a place: tells a piece that comes again, without a set per line. */
const lastGroup = new Uint32Array(places);
let groupNumber = 0;

/** @param words what `findWords` found in the text */
export function featuresOf(text: string, words: FoundWords = findWords(text)): Features {
  const folded = foldText(text);
  const indices: number[] = [];
  const values: number[] = [];
  const add = (hash: number): void => {
    const place = hash & (places - 1);
    if (lastGroup[place] === groupNumber) return;
    lastGroup[place] = groupNumber;
    indices.push(place);
  };
  const group = (name: Group, fill: (seed: number) => void): void => {
    // Numbers come again after four thousand million groups; the places are clean then.
    groupNumber = groupNumber === 0xffffffff ? 1 : groupNumber + 1;
    if (groupNumber === 1) lastGroup.fill(0);
    const from = indices.length;
    fill(groupSeed[name]);
    const value = groupScale[name] / Math.sqrt(indices.length - from);
    for (let at = from; at < indices.length; at += 1) values.push(value);
  };
  const addAll = (name: Group, pieces: ReadonlySet<string>): void =>
    group(name, (seed) => {
      for (const piece of pieces) add(hashPiece(piece, seed));
    });
  group('char', (seed) => addGrams(`^${folded}$`, charLengths, seed, add));
  group('jamo', (seed) => addGrams(`^${toJamo(folded).replaceAll(' ', '')}$`, jamoLengths, seed, add));
  addAll('word', wordPieces(folded));
  addAll('ending', endingPieces(folded));
  addAll('shape', shapePieces(text, folded));
  addAll('lexicon', lexiconPieces(words));
  return { indices: Uint32Array.from(indices), values: Float32Array.from(values) };
}

const charLengths = [true, true, true, true];
const jamoLengths = [false, false, true, false, true];

/** Hashes of all runs of the wanted lengths (1 is the first), each begun once and grown sign by sign. */
function addGrams(text: string, wanted: readonly boolean[], seed: number, add: (hash: number) => void): void {
  for (let from = 0; from < text.length; from += 1) {
    let hash = basis ^ seed;
    for (let length = 0; length < wanted.length && from + length < text.length; length += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(from + length), prime);
      if (wanted[length] === true) add(mixed(hash));
    }
  }
}

function wordPieces(folded: string): Set<string> {
  const words = wordsOf(folded);
  const pieces = new Set<string>(words);
  for (let at = 0; at + 1 < words.length; at += 1) pieces.add(`${words[at]} ${words[at + 1]}`);
  return pieces;
}

export function wordsOf(folded: string): string[] {
  return folded.match(/[\p{L}\p{N}']+/gu) ?? [];
}

/** Laughing, crying and stops at the end say nothing about the ending before them. */
const tail = /[^\p{L}\p{N}]+$|(?<=[\p{L}\p{N}\s])[ㅋㅎㅠㅜㅡ\s]+$/u;

export function withoutTail(sentence: string): string {
  let rest = sentence;
  for (;;) {
    const shorter = rest.replace(tail, '');
    if (shorter === rest) return rest;
    rest = shorter;
  }
}

function endingPieces(folded: string): Set<string> {
  const pieces = new Set<string>();
  const sentences = folded.split(/(?<=[.!?~…])\s+|(?<=[.!?])(?=[^\s.!?)\]])/u).filter((each) => each !== '');
  for (const [index, sentence] of sentences.entries()) {
    const core = withoutTail(sentence);
    const isLast = index === sentences.length - 1;
    const mark = isLast ? 'L' : 'M';
    const stop = /[?!.~…]/u.exec(sentence.slice(core.length))?.[0] ?? '';
    for (let length = 1; length <= 4 && length <= core.length; length += 1) {
      pieces.add(`${mark}${core.slice(-length)}`);
      if (length <= 2) pieces.add(`${mark}${core.slice(-length)}|${stop}`);
    }
    const last = core.slice(core.lastIndexOf(' ') + 1);
    const jamo = toJamo(last);
    for (const length of [2, 3, 4, 5, 6, 7]) {
      if (length <= jamo.length) pieces.add(`${mark}j${jamo.slice(-length)}`);
    }
    const words = core.split(' ');
    pieces.add(`${mark}w${words.at(-2) ?? '^'} ${last}`);
    pieces.add(`F${words[0] ?? ''}`);
    pieces.add(`F${words.slice(0, 2).join(' ')}`);
  }
  return pieces;
}

function lexiconPieces({ abuse, spam }: FoundWords): Set<string> {
  const pieces = new Set<string>();
  for (const [kind, hits] of [
    ['abuse', abuse],
    ['spam', spam],
  ] as const) {
    for (const { reason, severity, isStrong, entry } of hits) {
      pieces.add(`${kind} ${isStrong}`).add(`${kind} ${reason} ${severity}`).add(`${kind} ${entry}`);
    }
    if (hits.length > 1) pieces.add(`${kind} several`);
  }
  return pieces;
}

function shapePieces(text: string, folded: string): Set<string> {
  const pieces = new Set<string>();
  const words = wordsOf(folded);
  const length = folded.length;
  pieces.add(
    `len${length < 3 ? 0 : length < 6 ? 1 : length < 12 ? 2 : length < 22 ? 3 : length < 40 ? 4 : 5}`,
  );
  pieces.add(`words${Math.min(words.length, 8)}`);
  const has = (name: string, pattern: RegExp): void => {
    if (pattern.test(folded)) pieces.add(name);
  };
  has('?', /\?/u);
  has('?$', /\?[^\p{L}\p{N}]*$/u);
  has('?mid', /\?.*[\p{L}\p{N}]/u);
  has('!', /!/u);
  has('...', /\.\.|…/u);
  has('~', /~/u);
  has('laugh', /[ㅋㅎ]{2}|haha|lol|lmao/u);
  has('cry', /[ㅠㅜ]/u);
  has('^^', /\^\^|:\)|:d\b/u);
  has('digit', /0/u);
  has('digit^', /^0/u);
  has('digit$', /0$/u);
  has('only digits', /^[\d\s.,/+\-*=()xy^<>번개]+$/u);
  has('formula', /[=+*/^<>√π]|\d\s*[a-z]/u);
  if (folded.includes(linkSign)) pieces.add('link');
  has('latin', /[a-z]/u);
  has('at', /^@|->|>>/u);
  if (/\p{Extended_Pictographic}/u.test(text)) pieces.add(emojiSign);
  if (!/[a-z\uac00-\ud7a3]/u.test(folded)) pieces.add('no words');
  if (/^[^a-z\uac00-\ud7a3]*[\u3131-\u3163]/u.test(folded) && !/[\uac00-\ud7a3]/u.test(folded))
    pieces.add('jamo only');
  if (words.length === 1) pieces.add('one word');
  // What was folded away: repeating is how a screen is filled.
  const folding = text.length - folded.length;
  if (folding > 8) pieces.add(`folded${folding > 60 ? 3 : folding > 25 ? 2 : 1}`);
  const repeats = words.length - new Set(words).size;
  if (repeats > 2) pieces.add(`repeats${repeats > 8 ? 2 : 1}`);
  if (!/[\uac00-\ud7a3]/u.test(folded)) pieces.add('no syllable');
  return pieces;
}
