/**
 * A small net over embedded words: what stands side by side (a convolution of three words), the words where an intent
 * shows (first, last), and all together, through one hidden layer to the labels of all tasks. It knows more of words
 * nobody wrote in the training lines than the linear model, the linear model more of single phrases: their sum is
 * better than either (docs/chat.md).
 */
import { piecesOf, tokensOf } from './tokens.ts';

export type NetShape = {
  /** Of an embedding. */
  size: number;
  /** A multiple of four. */
  filters: number;
  hidden: number;
  labels: number;
};

/** All by rows. */
export type NetParameters<Numbers = Float32Array> = {
  /** filters × (3 · size) */
  filters: Numbers;
  filterBiases: Numbers;
  /** hidden × inputs */
  hidden: Numbers;
  hiddenBiases: Numbers;
  /** labels × hidden */
  output: Numbers;
  outputBiases: Numbers;
};

/** Words that are looked at by their place: last, the one before, first, second, last sign. */
export const pickedWords = 5;
const picks = pickedWords + 1;

export function inputsOf({ size, filters }: NetShape): number {
  return 2 * filters + picks * size;
}

/** A line as the net takes it. */
export type NetLine = {
  /** Places of each token's pieces in the table of embeddings. */
  pieces: readonly (readonly number[])[];
  /** Index of the token at each picked place; -1 where there is none. */
  picked: readonly number[];
};

const laughter = /^[ㅋㅎㅠㅜㅡ]+$/u;
const wordSign = /[\p{L}\p{N}]/u;

/** @returns whether a token is a word: its place in the line counts, that of a stop or a laugh does not */
export function isWord(token: string): boolean {
  return wordSign.test(token) && !laughter.test(token);
}

/** @param areWords of each token, as `isWord` says. @returns the index of the token at each picked place; -1: none */
export function pickedOf(areWords: readonly boolean[]): number[] {
  const last = areWords.lastIndexOf(true);
  const first = areWords.indexOf(true);
  return [
    last,
    last > 0 ? areWords.lastIndexOf(true, last - 1) : -1,
    first,
    first < 0 ? -1 : areWords.indexOf(true, first + 1),
    areWords.length - 1,
  ];
}

export function netLineOf(folded: string): NetLine {
  const tokens = tokensOf(folded);
  return {
    pieces: tokens.map((token) => piecesOf(token)),
    picked: pickedOf(tokens.map((token) => isWord(token))),
  };
}
