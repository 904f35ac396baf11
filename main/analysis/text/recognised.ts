/** What recognition gives before it is put in order: symbols with their places. */
import type { Box } from '../../../contract/analysis.ts';

export type RecognisedSymbol = {
  text: string;
  /** 0–1. */
  confidence: number;
  /** Of the word it was read in. Says more about nonsense than its own does. */
  wordConfidence: number;
  box: Box;
  /** First of a word, as the recogniser sees it; it takes most Korean syllables for words. */
  startsWord: boolean;
};

export function isHangul(text: string): boolean {
  return /[\uAC00-\uD7A3]/.test(text);
}

export function isLatin(text: string): boolean {
  return /[A-Za-z]/.test(text);
}

export function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

/** Share of the lower box's height that both have in common. */
export function sharedHeight(left: Box, right: Box): number {
  const shared = Math.min(left.y + left.height, right.y + right.height) - Math.max(left.y, right.y);
  return shared / Math.max(1, Math.min(left.height, right.height));
}

/** Share of the smaller box that lies in the other. */
export function sharedArea(left: Box, right: Box): number {
  const width = Math.min(left.x + left.width, right.x + right.width) - Math.max(left.x, right.x);
  const height = Math.min(left.y + left.height, right.y + right.height) - Math.max(left.y, right.y);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / Math.max(1, Math.min(left.width * left.height, right.width * right.height));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function meanWordConfidence(symbols: readonly RecognisedSymbol[]): number {
  return symbols.reduce((sum, symbol) => sum + symbol.wordConfidence, 0) / Math.max(1, symbols.length);
}
