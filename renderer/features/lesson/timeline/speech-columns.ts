/** Spans of time (speech, clipped sound) made into one share per column of the screen. Pure. */
import type { Span } from '../../../../contract/analysis.ts';

/**
 * How much of each column the spans cover, 0–1.
 * @param spans by time, not overlapping
 * @param options.columns number of bars on the width of the view
 */
export function coveredColumns(
  spans: readonly Span[],
  options: { fromSec: number; toSec: number; columns: number },
): Float32Array {
  const { fromSec, toSec } = options;
  const columns = Math.max(0, options.columns);
  const shares = new Float32Array(columns);
  const width = (toSec - fromSec) / Math.max(1, columns);
  for (const { start_time: start, end_time: end } of spans) {
    if (end <= fromSec || start >= toSec) continue;
    const first = Math.max(0, Math.floor((start - fromSec) / width));
    const last = Math.min(columns - 1, Math.floor((end - fromSec) / width));
    for (let column = first; column <= last; column += 1) {
      const left = fromSec + column * width;
      const covered = Math.min(end, left + width) - Math.max(start, left);
      shares[column] = Math.min(1, (shares[column] ?? 0) + Math.max(0, covered) / width);
    }
  }
  return shares;
}
