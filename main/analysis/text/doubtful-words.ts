/**
 * Which words of a line need a second look, and which of several readings of a place is the best. Tesseract decides on
 * the language word by word, and takes what stands between spaces for a word: `DNA는`, `변수(variable)에` come out as
 * nonsense in either language. Such a place is read in each, and as a Latin word with a Korean ending.
 */
import type { Box } from '../../../contract/analysis.ts';
import { type RecognisedSymbol, around, isHangul, isLatin, median } from './recognised.ts';
import type { RecognisedWord } from './segments.ts';
import { spaceShare } from './word-gaps.ts';

/** Words below are worth a second look: of right ones hardly any, of wrong ones most. */
export const sureConfidence = 0.8;
/** What letters and syllables are taken for, and what slides seldom hold. */
const rareSigns = /[[\]{}|<>\\^\u3131-\u318E]/;
/** Endings (조사) have at most so many syllables: 에서는. */
const longestEnding = 3;
const surePart = 0.75;

export type Place = { words: RecognisedWord[]; isDoubtful: boolean; box: Box };

/**
 * The line word by word as they stand in the picture, by x: if a part of one is doubtful, all of it is read again.
 * @param blanks columns without ink in the line
 */
export function toPlaces(
  words: readonly RecognisedWord[],
  blanks: readonly { start: number; end: number }[],
): Place[] {
  const isMixed = words.some((word) => isHangul(textOf(word))) && words.some((word) => isLatin(textOf(word)));
  const height = median(words.map(({ box }) => box.height));
  const places: Place[] = [];
  for (const word of words) {
    const text = textOf(word);
    const isDoubtful = word.confidence < sureConfidence || rareSigns.test(text) || (isMixed && isLatin(text));
    const place = places.at(-1);
    const last = place?.words.at(-1);
    // What the recogniser found inside a place it could not read belongs to it, wherever it thinks it is.
    const joins =
      place !== undefined &&
      last !== undefined &&
      (sharedWidth(place.box, word.box) > 0.6 || !hasSpace(last.box, word.box, blanks, height));
    if (!joins) {
      places.push({ words: [word], isDoubtful, box: word.box });
      continue;
    }
    place.words.push(word);
    place.isDoubtful ||= isDoubtful;
    place.box = around([place.box, word.box]);
  }
  return places;
}

function hasSpace(
  left: Box,
  right: Box,
  blanks: readonly { start: number; end: number }[],
  height: number,
): boolean {
  const [from, to] = [left.x + left.width / 2, right.x + right.width / 2];
  return blanks.some(
    ({ start, end }) =>
      (start + end) / 2 > from && (start + end) / 2 < to && end - start >= height * spaceShare,
  );
}

/**
 * How much a reading looks like writing, 0–1: mean confidence in signs and in words (which knows what words are usual),
 * less for signs that misread letters turn into.
 */
export function plausibility(symbols: readonly RecognisedSymbol[]): number {
  if (symbols.length === 0) return 0;
  const sum = symbols.reduce((total, symbol) => total + symbol.confidence + symbol.wordConfidence, 0);
  const odd = symbols.filter(({ text }, at) => isOdd(text, symbols[at - 1]?.text ?? '')).length;
  return (sum / 2 - odd * 0.5) / symbols.length;
}

/** Single letters of Hangul, brackets of other scripts, digits that follow a letter at once and the reverse. */
function isOdd(text: string, before: string): boolean {
  if (/[\u3131-\u318E\u3000-\u303F\uFF00-\uFFEF^{}|~`\\]/.test(text)) return true;
  return (/\d/.test(text) && isHangul(before)) || (isLatin(text) && (isHangul(before) || /\d/.test(before)));
}

/** A whole reading in one language may be kept when it is of one script. */
export function isOneScript(symbols: readonly RecognisedSymbol[]): boolean {
  const texts = symbols.map(({ text }) => text);
  return !(texts.some(isHangul) && texts.some(isLatin));
}

/**
 * Where a Korean ending may begin.
 * @param blanks columns without ink. @returns x, at most one for each length of ending
 */
export function endingStarts(
  box: Box,
  blanks: readonly { start: number; end: number }[],
  syllableWidth: number,
): number[] {
  const right = box.x + box.width;
  const starts: number[] = [];
  for (let syllables = 1; syllables <= longestEnding; syllables += 1) {
    const wanted = right - syllables * syllableWidth * 1.08;
    const nearest = blanks
      .filter(({ start, end }) => start > box.x + 3 && end < right - 3)
      .map(({ start, end }) => (start + end) / 2)
      .toSorted((left, other) => Math.abs(left - wanted) - Math.abs(other - wanted))[0];
    if (
      nearest !== undefined &&
      Math.abs(nearest - wanted) < syllableWidth * 0.45 &&
      !starts.includes(nearest)
    )
      starts.push(nearest);
  }
  return starts;
}

/**
 * Where a gloss in brackets stands, as in 변수(variable)에, by its reading in English: from bracket to bracket.
 * @returns undefined when there is none, or it is not read well
 */
export function glossIn(english: readonly RecognisedSymbol[]): readonly RecognisedSymbol[] | undefined {
  const from = english.findIndex(({ text }) => text === '(');
  const to = english.findIndex(({ text }, at) => at > from && text === ')');
  if (from < 0 || to < from + 3) return undefined;
  const gloss = english.slice(from, to + 1);
  const sure = gloss.filter(({ text, confidence }) => confidence > 0.8 && /[A-Za-z ()-]/.test(text)).length;
  return sure >= gloss.length * 0.85 ? gloss : undefined;
}

/** Share of the word's width that lies within the place. */
function sharedWidth(place: Box, word: Box): number {
  const shared = Math.min(place.x + place.width, word.x + word.width) - Math.max(place.x, word.x);
  return shared / Math.max(1, word.width);
}

/** In a Korean line what is read as signs alone, or as a single Latin letter, is a syllable that was not read. */
export function isUnlikelyInKorean(symbols: readonly RecognisedSymbol[]): boolean {
  const letters = symbols.filter(({ text }) => isLatin(text)).length;
  return letters < 2 && !symbols.some(({ text }) => isHangul(text) || /\d/.test(text));
}

/** A Latin word and a Korean ending, each read for itself. */
export function isWordWithEnding(
  word: readonly RecognisedSymbol[],
  ending: readonly RecognisedSymbol[],
): boolean {
  return (
    word.some(({ text }) => isLatin(text)) &&
    ending.length > 0 &&
    ending.length <= longestEnding &&
    ending.every(({ text }) => isHangul(text)) &&
    word.every(({ text }, at) => !isHangul(text) && (text !== '(' || at === 0)) &&
    plausibility(word) >= surePart &&
    plausibility(ending) >= surePart
  );
}

function textOf({ symbols }: RecognisedWord): string {
  return symbols.map(({ text }) => text).join('');
}

/** Two readings of one place that were made apart say the same, 0–1: nonsense is read differently each time. */
export function agreement(left: readonly RecognisedSymbol[], right: readonly RecognisedSymbol[]): number {
  let above = Array.from({ length: right.length + 1 }, () => 0);
  for (const symbol of left) {
    const row = [0];
    for (const [at, other] of right.entries()) {
      row.push(
        symbol.text === other.text ? (above[at] ?? 0) + 1 : Math.max(above[at + 1] ?? 0, row[at] ?? 0),
      );
    }
    above = row;
  }
  return (2 * (above.at(-1) ?? 0)) / Math.max(1, left.length + right.length);
}
