/** From loose words to segments in rows: doubles and bullets removed, lines cut where columns or cells meet. */
import type { Box } from '../../../contract/analysis.ts';
import { type RecognisedSymbol, around, median, sharedArea, sharedHeight } from './recognised.ts';

export type RecognisedWord = { symbols: RecognisedSymbol[]; confidence: number; box: Box };
/** A stretch of one line without a wide gap: a line, a cell of a table, or a line of one column. */
export type Segment = { words: RecognisedWord[]; box: Box };
/** As the recogniser found it. */
export type RecognisedLine = { words: RecognisedWord[]; box: Box };

/** A gap wider than this many heights parts columns or cells, not words. */
const columnGap = 1.6;

export function toSegments(lines: readonly RecognisedLine[]): Segment[] {
  const rows: RecognisedLine[][] = [];
  for (const line of withoutDoubles(lines).toSorted((left, right) => left.box.y - right.box.y)) {
    const row = rows.find((candidate) =>
      candidate.every((other) => sharedHeight(other.box, line.box) > 0.5 && isLikeSize(other.box, line.box)),
    );
    if (row === undefined) rows.push([line]);
    else row.push(line);
  }
  return rows.flatMap((row) => {
    const words = row.flatMap((line) => line.words).toSorted((left, right) => left.box.x - right.box.x);
    const { y, height } = around(row.map(({ box }) => box));
    // Boxes of words reach into the lines above and below; that of the line does not.
    return cutAtGaps(words).map(({ words: text, box }) => ({
      words: text,
      box: { x: box.x, y, width: box.width, height },
    }));
  });
}

/** The same place read twice, as parts of two lines: the longer line stays. */
function withoutDoubles(lines: readonly RecognisedLine[]): RecognisedLine[] {
  const kept: RecognisedLine[] = [];
  for (const line of lines.toSorted((left, right) => right.box.width - left.box.width)) {
    if (!kept.some((other) => sharedArea(other.box, line.box) > 0.5)) kept.push(line);
  }
  return kept;
}

/** Small print beside a heading is no part of its line; commas and dots are. */
function isLikeSize(left: Box, right: Box): boolean {
  return Math.max(left.height, right.height) < Math.min(left.height, right.height) * 4;
}

function cutAtGaps(row: readonly RecognisedWord[]): Segment[] {
  const height = median(row.map(({ box }) => box.height));
  const groups: RecognisedWord[][] = [];
  for (const word of row) {
    const group = groups.at(-1);
    const end = group === undefined ? 0 : Math.max(...group.map(({ box }) => box.x + box.width));
    if (group === undefined || word.box.x - end > height * columnGap) groups.push([word]);
    else group.push(word);
  }
  // Bullets and bars stand a little apart from their line: they go after the cut.
  return groups.flatMap((group) => {
    const text = withoutMark(group, height);
    if (text.length === 0) return [];
    return [{ words: [...text], box: around(text.map(({ box }) => box)) }];
  });
}

/** A dot or a bar before the text is drawn, whatever letter it was taken for. */
function withoutMark(group: readonly RecognisedWord[], lineHeight: number): readonly RecognisedWord[] {
  const [first, ...rest] = group;
  if (first === undefined || first.symbols.length > 2) return group;
  const height = rest.length === 0 ? lineHeight : median(rest.map(({ box }) => box.height));
  const text = textOf(first);
  const { width, height: markHeight } = first.box;
  const isBar = width < height * 0.35 && markHeight > height * 1.05 && /^[|lI1![\]]$/.test(text);
  const isDot = width < height * 0.6 && markHeight < height * 0.6 && !/^[-–~.,'"“‘]$/.test(text);
  const [second] = rest;
  if (second === undefined) return isBar || isDot || /^[|*•·=_-]+$/.test(text) ? [] : group;
  const isApart = second.box.x - first.box.x - width > height * 0.3;
  return isApart && (isBar || isDot) ? rest : group;
}

function textOf({ symbols }: RecognisedWord): string {
  return symbols.map(({ text }) => text).join('');
}
