/**
 * What a linear model sees of a line: hashed pieces of its text. Character 1–4-grams carry words, jamo 3- and 5-grams
 * endings and typos, the last pieces of each sentence the intent (in Korean it sits in the ending), shapes what is no
 * word. Each group is scaled to the same length, so that long lines do not outweigh their endings.
 */
import { emojiSign, linkSign, putJamo, type Spellings, toJamo } from './fold.ts';
import { hashEnd, hashGrow, hashStart, hashUnit } from './hash.ts';
import { type FoundWords, wordsIn } from './lexicon.ts';

/** Pieces are hashed into 2^bits places; two pieces in one place cost little, the table's size a lot. */
export const featureBits = 17;
const places = 1 << featureBits;

export type Features = { indices: Uint32Array; values: Float32Array };

/** Relative length of each group; found by leaving one hand out. */
const groupScale = { char: 1, jamo: 1, word: 0.7, ending: 1, shape: 0.6, lexicon: 0.6 } as const;
type Group = keyof typeof groupScale;
/** Hash of nothing, of each group. */
const starts: Record<Group, number> = {
  char: hashStart(0x11),
  jamo: hashStart(0x22),
  word: hashStart(0x33),
  ending: hashStart(0x44),
  shape: hashStart(0x55),
  lexicon: hashStart(0x66),
};

/** Gathers the places of one line's pieces, each once per group; its space is used again by the next line. */
class Gathered {
  indices = new Uint32Array(1024);
  values = new Float32Array(1024);
  count = 0;
  #from = 0;
  /** Which group was the last to fill a place: tells a piece that comes again, without a set per line. */
  readonly #lastGroup = new Uint32Array(places);
  #group = 1;

  beginLine(): void {
    this.count = 0;
    this.#from = 0;
  }

  add(hash: number): void {
    const place = hashEnd(hash) & (places - 1);
    if (this.#lastGroup[place] === this.#group) return;
    this.#lastGroup[place] = this.#group;
    if (this.count === this.indices.length) this.#grow();
    this.indices[this.count] = place;
    this.count += 1;
  }

  endGroup(group: Group): void {
    const value = groupScale[group] / Math.sqrt(this.count - this.#from);
    this.values.fill(value, this.#from, this.count);
    this.#from = this.count;
    // Numbers come again after four thousand million groups; the places are clean then.
    this.#group = this.#group === 0xffffffff ? 1 : this.#group + 1;
    if (this.#group === 1) this.#lastGroup.fill(0);
  }

  #grow(): void {
    const [indices, values] = [this.indices, this.values];
    this.indices = new Uint32Array(2 * indices.length);
    this.values = new Float32Array(2 * values.length);
    this.indices.set(indices);
    this.values.set(values);
  }
}

const gathered = new Gathered();

/** @param words what `findWords` found in the text */
export function featuresOf(line: Spellings, words: FoundWords = wordsIn(line.clean)): Features {
  const { indices, values, count } = gatherFeatures(line, words);
  return { indices: indices.slice(0, count), values: values.slice(0, count) };
}

/** The first `count` are the line's, until the next line is gathered: nothing is copied. */
export function gatherFeatures(line: Spellings, words: FoundWords): Readonly<Features & { count: number }> {
  const { folded } = line;
  const ownWords = wordsOf(folded);
  if (units.length < 3 * folded.length + 2) units = new Uint16Array(6 * folded.length);
  gathered.beginLine();
  addCharGrams(folded);
  gathered.endGroup('char');
  addJamoGrams(folded);
  gathered.endGroup('jamo');
  addWords(ownWords);
  gathered.endGroup('word');
  addEndings(folded);
  gathered.endGroup('ending');
  addShapes(line, ownWords);
  gathered.endGroup('shape');
  addLexicon(words);
  gathered.endGroup('lexicon');
  return gathered;
}

/** What runs are cut from: a line between its beginning and its end. */
let units = new Uint16Array(1024);
const lineBegin = 0x5e;
const lineEnd = 0x24;

/** All runs of one to four signs. */
function addCharGrams(folded: string): void {
  const count = folded.length + 2;
  units[0] = lineBegin;
  for (let at = 0; at < folded.length; at += 1) units[at + 1] = folded.charCodeAt(at);
  units[count - 1] = lineEnd;
  for (let from = 0; from < count; from += 1) {
    let hash = starts.char;
    const to = Math.min(from + 4, count);
    for (let at = from; at < to; at += 1) {
      hash = hashUnit(hash, units[at] ?? 0);
      gathered.add(hash);
    }
  }
}

/** All runs of three and of five jamo. */
function addJamoGrams(folded: string): void {
  units[0] = lineBegin;
  const count = putJamo(folded, units, 1) + 2;
  units[count - 1] = lineEnd;
  for (let from = 0; from + 2 < count; from += 1) {
    let hash = hashUnit(starts.jamo, units[from] ?? 0);
    hash = hashUnit(hashUnit(hash, units[from + 1] ?? 0), units[from + 2] ?? 0);
    gathered.add(hash);
    if (from + 4 >= count) continue;
    gathered.add(hashUnit(hashUnit(hash, units[from + 3] ?? 0), units[from + 4] ?? 0));
  }
}

/** Each word, then each with the one after it. */
function addWords(words: readonly string[]): void {
  const hashes = words.map((word) => hashGrow(starts.word, word));
  for (const hash of hashes) gathered.add(hash);
  for (let at = 0; at + 1 < words.length; at += 1) {
    gathered.add(hashGrow(hashUnit(hashes[at] ?? 0, space), words[at + 1] ?? ''));
  }
}
const space = 0x20;

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

const sentenceEnd = /(?<=[.!?~…])\s+|(?<=[.!?])(?=[^\s.!?)\]])/u;
const stopSign = /[?!.~…]/u;
const bar = 0x7c;
const firstWords = hashGrow(starts.ending, 'F');
const endingStarts = ['L', 'M'].map((mark) => {
  const whole = hashGrow(starts.ending, mark);
  return { whole, jamo: hashGrow(whole, 'j'), words: hashGrow(whole, 'w') };
}) as [EndingStart, EndingStart];
type EndingStart = { whole: number; jamo: number; words: number };

/** Of the last sentence (L) and of those before it (M); F are their first words. */
function addEndings(folded: string): void {
  const sentences = folded.split(sentenceEnd).filter((each) => each !== '');
  for (const [index, sentence] of sentences.entries()) {
    const core = withoutTail(sentence);
    const start = endingStarts[index === sentences.length - 1 ? 0 : 1];
    const stop = stopSign.exec(sentence.slice(core.length))?.[0] ?? '';
    for (let length = 1; length <= 4 && length <= core.length; length += 1) {
      const hash = hashGrow(start.whole, core, core.length - length);
      gathered.add(hash);
      if (length <= 2) gathered.add(hashGrow(hashUnit(hash, bar), stop));
    }
    const words = core.split(' ');
    const last = words.at(-1) ?? '';
    const jamo = toJamo(last);
    for (let length = 2; length <= 7 && length <= jamo.length; length += 1) {
      gathered.add(hashGrow(start.jamo, jamo, jamo.length - length));
    }
    gathered.add(hashGrow(hashUnit(hashGrow(start.words, words.at(-2) ?? '^'), space), last));
    const first = hashGrow(firstWords, words[0] ?? '');
    gathered.add(first);
    if (words.length > 1) gathered.add(hashGrow(hashUnit(first, space), words[1] ?? ''));
  }
}

function addLexicon({ abuse, spam }: FoundWords): void {
  for (const [kind, hits] of [
    ['abuse', abuse],
    ['spam', spam],
  ] as const) {
    for (const { reason, severity, isStrong, entry } of hits) {
      gathered.add(hashGrow(starts.lexicon, `${kind} ${isStrong}`));
      gathered.add(hashGrow(starts.lexicon, `${kind} ${reason} ${severity}`));
      gathered.add(hashGrow(starts.lexicon, `${kind} ${entry}`));
    }
    if (hits.length > 1) gathered.add(hashGrow(starts.lexicon, `${kind} several`));
  }
}

const shapeHash = (name: string): number => hashGrow(starts.shape, name);
/** Lengths below which a line is of each class; longer ones are of the last. */
const lengthClasses = [3, 6, 12, 22, 40];
const lengthHashes = Array.from({ length: 6 }, (_, length) => shapeHash(`len${length}`));
const wordCountHashes = Array.from({ length: 9 }, (_, count) => shapeHash(`words${count}`));
const patterns = (
  [
    ['?', /\?/u],
    ['?$', /\?[^\p{L}\p{N}]*$/u],
    ['?mid', /\?.*[\p{L}\p{N}]/u],
    ['!', /!/u],
    ['...', /\.\.|…/u],
    ['~', /~/u],
    ['laugh', /[ㅋㅎ]{2}|haha|lol|lmao/u],
    ['cry', /[ㅠㅜ]/u],
    ['^^', /\^\^|:\)|:d\b/u],
    ['digit', /0/u],
    ['digit^', /^0/u],
    ['digit$', /0$/u],
    ['only digits', /^[\d\s.,/+\-*=()xy^<>번개]+$/u],
    ['formula', /[=+*/^<>√π]|\d\s*[a-z]/u],
    ['link', new RegExp(linkSign, 'u')],
    ['latin', /[a-z]/u],
    ['at', /^@|->|>>/u],
  ] as const
).map(([name, pattern]) => ({ hash: shapeHash(name), pattern }));
const picture = /\p{Extended_Pictographic}/u;
const wordSign = /[a-z\uac00-\ud7a3]/u;
const syllable = /[\uac00-\ud7a3]/u;
const jamoFirst = /^[^a-z\uac00-\ud7a3]*[\u3131-\u3163]/u;
const shapes = {
  picture: shapeHash(emojiSign),
  noWords: shapeHash('no words'),
  jamoOnly: shapeHash('jamo only'),
  oneWord: shapeHash('one word'),
  noSyllable: shapeHash('no syllable'),
};

function addShapes({ text, folded }: Spellings, words: readonly string[]): void {
  const lengthClass = lengthClasses.findIndex((length) => folded.length < length);
  gathered.add(lengthHashes.at(lengthClass) ?? 0);
  gathered.add(wordCountHashes[Math.min(words.length, 8)] ?? 0);
  for (const { hash, pattern } of patterns) if (pattern.test(folded)) gathered.add(hash);
  const hasSyllable = syllable.test(folded);
  if (picture.test(text)) gathered.add(shapes.picture);
  if (!hasSyllable && !wordSign.test(folded)) gathered.add(shapes.noWords);
  if (!hasSyllable && jamoFirst.test(folded)) gathered.add(shapes.jamoOnly);
  if (words.length === 1) gathered.add(shapes.oneWord);
  // What was folded away: repeating is how a screen is filled.
  const folding = text.length - folded.length;
  if (folding > 8) gathered.add(shapeHash(`folded${folding > 60 ? 3 : folding > 25 ? 2 : 1}`));
  const repeats = words.length > 3 ? words.length - new Set(words).size : 0;
  if (repeats > 2) gathered.add(shapeHash(`repeats${repeats > 8 ? 2 : 1}`));
  if (!hasSyllable) gathered.add(shapes.noSyllable);
}
