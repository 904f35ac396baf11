/** How near an analysis comes to the truth of a generated lesson. */
import type { Span } from '../../../contract/analysis.ts';
import type { TrueScreen } from './scene.ts';

/** Number of signs to change, add or leave out to make one text of another (Levenshtein). */
export function editDistance(from: string, to: string): number {
  const right = Array.from(to);
  let above = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [row, letter] of Array.from(from).entries()) {
    const line = [row + 1];
    for (const [at, other] of right.entries()) {
      const changed = (above[at] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min((above[at + 1] ?? 0) + 1, (line[at] ?? 0) + 1, changed));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}

export type TextErrors = { withoutSpaces: number; withSpaces: number };

/**
 * Character error rates. Compatibility forms of a sign count as the sign (NFKC), line ends as spaces.
 * @param truth lines in reading order
 */
export function textErrors(truth: readonly string[], read: string): TextErrors {
  const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const right = plain(truth.join(' '));
  const found = plain(read);
  const packed = (text: string): string => text.replaceAll(' ', '');
  return {
    withoutSpaces: editDistance(packed(right), packed(found)) / packed(right).length,
    withSpaces: editDistance(right, found) / right.length,
  };
}

export type ScreenScore = {
  precision: number;
  recall: number;
  f1: number;
  /** Of the screens that were found: the largest distance of a beginning or an end from the truth (s). */
  worstEdgeSec: number;
  meanEdgeSec: number;
};

/** A screen is found by the span that shares most with it, if that is at least half of what both cover. */
export function scoreScreens(truth: readonly TrueScreen[], found: readonly Span[]): ScreenScore {
  const free = new Set(found);
  const edges: number[] = [];
  for (const { startSec, endSec } of truth) {
    let best: { span: Span; share: number } | undefined;
    for (const span of free) {
      const shared = Math.min(endSec, span.end_time) - Math.max(startSec, span.start_time);
      const share = shared / (Math.max(endSec, span.end_time) - Math.min(startSec, span.start_time));
      if (share >= 0.5 && share > (best?.share ?? 0)) best = { span, share };
    }
    if (best === undefined) continue;
    free.delete(best.span);
    edges.push(Math.abs(best.span.start_time - startSec), Math.abs(best.span.end_time - endSec));
  }
  const hits = edges.length / 2;
  return {
    precision: hits / Math.max(1, found.length),
    recall: hits / Math.max(1, truth.length),
    f1: (2 * hits) / Math.max(1, found.length + truth.length),
    worstEdgeSec: Math.max(0, ...edges),
    meanEdgeSec: edges.reduce((sum, edge) => sum + edge, 0) / Math.max(1, edges.length),
  };
}
