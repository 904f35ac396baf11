/** Quiet at the start and the end of what is to be cut out. Pure; in seconds. */
import type { Span } from '../../../../contract/analysis.ts';
import type { ClipRange } from './clip-range.ts';

/** Stays before the first and after the last word, so that nothing sounds cut off. */
const keptSec = 0.5;
/** Trimming less is not worth a suggestion; as the shortest pause. */
const worthSec = 3;

/**
 * The part without its quiet ends.
 * @param spans where somebody speaks, by time
 * @returns undefined when there is nothing worth trimming, or nobody speaks in it
 */
export function withoutQuietEnds(
  range: ClipRange,
  spans: readonly Span[],
): { range: ClipRange; startQuietSec: number; endQuietSec: number } | undefined {
  const inside = spans.filter(
    ({ start_time: from, end_time: to }) => to > range.startSec && from < range.endSec,
  );
  const first = inside[0];
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const startSec = Math.max(range.startSec, first.start_time - keptSec);
  const endSec = Math.min(range.endSec, last.end_time + keptSec);
  const startQuietSec = startSec - range.startSec;
  const endQuietSec = range.endSec - endSec;
  if (startQuietSec < worthSec && endQuietSec < worthSec) return undefined;
  return { range: { startSec: exact(startSec), endSec: exact(endSec) }, startQuietSec, endQuietSec };
}

/** Milliseconds are what the cut is exact to. */
function exact(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
