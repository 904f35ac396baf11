/** What is told of recognised lines: their language, and which of them names the screen. */
import type { Box, TextLine } from '../../../contract/analysis.ts';
import { isHangul, isLatin, median } from './recognised.ts';

export function languageOf(text: string): TextLine['language'] {
  if (isHangul(text)) return isLatin(text) ? 'mixed' : 'ko';
  return isLatin(text) ? 'en' : 'other';
}

/** The largest writing; where sizes hardly differ, the first line. A heading of two lines is both. */
export function headingOf(lines: readonly { text: string; letterHeight: number; box: Box }[]): string {
  const largest = Math.max(0, ...lines.map(({ letterHeight }) => letterHeight));
  const first = lines.findIndex(
    ({ letterHeight, text }) => letterHeight >= largest * 0.85 && text.length > 1,
  );
  const line = lines[first];
  if (line === undefined) return '';
  const next = lines[first + 1];
  const isContinued =
    next !== undefined &&
    next.letterHeight >= line.letterHeight * 0.9 &&
    next.letterHeight > median(lines.map(({ letterHeight }) => letterHeight)) * 1.2 &&
    next.box.y - line.box.y < line.box.height * 2.2;
  return isContinued ? `${line.text} ${next.text}` : line.text;
}
