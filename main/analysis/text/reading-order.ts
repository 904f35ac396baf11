/** In which order people read segments: down a column before the next one, but along the rows of a table. */
import type { Box } from '../../../contract/analysis.ts';
import { around, median, sharedHeight } from './recognised.ts';

type Placed = { box: Box; text: string };
/** A line of the page: one segment, or the cells of a table's row. */
export type OrderedLine<T> = T[];

/** Mean length from which on what stands side by side is columns of text, not cells. */
const sentenceLength = 8;

/** @param hasRules whether lines are drawn between the rows of an area, as in tables */
export function inReadingOrder<T extends Placed>(
  segments: readonly T[],
  hasRules: (area: Box, rows: number) => boolean,
): OrderedLine<T>[] {
  const rows = toRows(segments);
  const lines: OrderedLine<T>[] = [];
  for (let at = 0; at < rows.length;) {
    // Rows with the same gutter hang together; a wide line ends them.
    let end = at;
    while (end < rows.length && (rows[end]?.length ?? 0) > 1) end += 1;
    if (end === at) {
      lines.push(rows[at] ?? []);
      at += 1;
      continue;
    }
    // A short last line of one column stands alone in its row.
    const gutter = gutterOf(rows.slice(at, end).flat());
    if (gutter !== undefined) end = endOfColumns(rows, end, gutter);
    const block = rows.slice(at, end);
    lines.push(...ordered(block, gutter, hasRules));
    at = end;
  }
  return lines;
}

function endOfColumns(rows: readonly Placed[][], from: number, gutter: number): number {
  let end = from;
  while (end < rows.length && !crosses(rows[end] ?? [], gutter) && isNear(rows, end)) end += 1;
  return end;
}

function toRows<T extends Placed>(segments: readonly T[]): T[][] {
  const rows: T[][] = [];
  for (const segment of segments.toSorted((left, right) => left.box.y - right.box.y)) {
    const row = rows.find((candidate) =>
      candidate.every((other) => sharedHeight(other.box, segment.box) > 0.5),
    );
    if (row === undefined) rows.push([segment]);
    else row.push(segment);
  }
  for (const row of rows) row.sort((left, right) => left.box.x - right.box.x);
  return rows.toSorted(
    (left, right) => around(left.map(({ box }) => box)).y - around(right.map(({ box }) => box)).y,
  );
}

function ordered<T extends Placed>(
  rows: T[][],
  gutter: number | undefined,
  hasRules: (area: Box, rows: number) => boolean,
): OrderedLine<T>[] {
  const all = rows.flat();
  const meanLength = all.reduce((sum, { text }) => sum + text.length, 0) / all.length;
  const most = Math.max(...rows.map((row) => row.length));
  const isTable =
    gutter === undefined ||
    most > 2 ||
    rows.length < 2 ||
    meanLength < sentenceLength ||
    hasRules(around(all.map(({ box }) => box)), rows.length);
  if (isTable) return rows;
  const left = all.filter(({ box }) => box.x + box.width / 2 < gutter);
  const right = all.filter(({ box }) => box.x + box.width / 2 >= gutter);
  return [...toRows(left), ...toRows(right)];
}

/** The middle of the widest band that no segment reaches into, or undefined. */
function gutterOf(segments: readonly Placed[]): number | undefined {
  const sorted = segments.toSorted((left, right) => left.box.x - right.box.x);
  let end = sorted[0] === undefined ? 0 : sorted[0].box.x + sorted[0].box.width;
  let widest = { width: 0, middle: 0 };
  for (const { box } of sorted) {
    if (box.x - end > widest.width) widest = { width: box.x - end, middle: (box.x + end) / 2 };
    end = Math.max(end, box.x + box.width);
  }
  return widest.width > 0 ? widest.middle : undefined;
}

function crosses(row: readonly Placed[], gutter: number): boolean {
  return row.some(({ box }) => box.x < gutter && box.x + box.width > gutter);
}

/** No further below than lines of a paragraph are. */
function isNear(rows: readonly Placed[][], at: number): boolean {
  const above = around((rows[at - 1] ?? []).map(({ box }) => box));
  const row = rows[at] ?? [];
  return around(row.map(({ box }) => box)).y - above.y < median(row.map(({ box }) => box.height)) * 3;
}
