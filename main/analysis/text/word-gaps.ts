/** Puts spaces between symbols: the recogniser takes most Korean syllables for words, so the picture decides. */
import { type RecognisedSymbol, isHangul, isLatin, median } from './recognised.ts';

/** Blank columns between words, as a share of the height of the writing; between syllables there is at most half. */
export const spaceShare = 0.26;

/**
 * A syllable is about as wide as high; the recogniser's boxes are sometimes twice as high as what stands in them. Higher
 * than so many widths is not believed.
 */
const highestSyllable = 1.5;

/** @param blanks columns without ink in the line, in the same coordinates as the symbols */
export function spacedText(
  symbols: readonly RecognisedSymbol[],
  blanks: readonly { start: number; end: number }[],
): string {
  const height = writingHeight(symbols);
  const isLatinLine =
    symbols.some(({ text }) => isLatin(text)) && !symbols.some(({ text }) => isHangul(text));
  let line = '';
  let before: RecognisedSymbol | undefined;
  for (const [position, symbol] of symbols.entries()) {
    if (before !== undefined && isSpace(before, symbol, blanks, height)) line += ' ';
    // A capital I standing alone.
    const isAlone = symbol.startsWord && (symbols[position + 1]?.startsWord ?? true);
    line += symbol.text === '|' && isLatinLine && isAlone ? 'I' : symbol.text;
    before = symbol;
  }
  return line.trim();
}

function writingHeight(symbols: readonly RecognisedSymbol[]): number {
  const height =
    median(symbols.filter(({ text }) => isHangul(text) || isLatin(text)).map(({ box }) => box.height)) ||
    median(symbols.map(({ box }) => box.height));
  const width = median(symbols.filter(({ text }) => isHangul(text)).map(({ box }) => box.width));
  return width > 0 ? Math.min(height, width * highestSyllable) : height;
}

function isSpace(
  left: RecognisedSymbol,
  right: RecognisedSymbol,
  blanks: readonly { start: number; end: number }[],
  height: number,
): boolean {
  if (!isHangul(left.text) && !isHangul(right.text)) return right.startsWord;
  const from = left.box.x + left.box.width / 2;
  const to = right.box.x + right.box.width / 2;
  return blanks.some(({ start, end }) => {
    const middle = (start + end) / 2;
    return middle > from && middle < to && end - start >= height * spaceShare;
  });
}
