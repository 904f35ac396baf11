/** Peaks of a recording (min, max per bucket) made into one bar per column of the screen. Pure. */

export type Waveform = { bucket_ms: number; peaks: readonly number[] };

/**
 * Loudest excursion of each column, 0–1. A column between two buckets takes the nearer one; columns beyond the
 * recording are silent.
 * @param options.columns number of bars on the width of the view
 */
export function waveformColumns(
  { bucket_ms: bucketMs, peaks }: Waveform,
  options: { fromSec: number; toSec: number; columns: number },
): Float32Array {
  const { fromSec, toSec, columns } = options;
  const heights = new Float32Array(Math.max(0, columns));
  const buckets = Math.floor(peaks.length / 2);
  const perColumn = ((toSec - fromSec) * 1000) / bucketMs / columns;
  const first = (fromSec * 1000) / bucketMs;
  for (let column = 0; column < heights.length; column += 1) {
    const from = Math.max(0, Math.floor(first + column * perColumn));
    const to = Math.min(buckets, Math.max(from + 1, Math.ceil(first + (column + 1) * perColumn)));
    let loudest = 0;
    for (let bucket = from; bucket < to; bucket += 1) {
      loudest = Math.max(loudest, -(peaks[bucket * 2] ?? 0), peaks[bucket * 2 + 1] ?? 0);
    }
    heights[column] = Math.min(1, loudest / 127);
  }
  return heights;
}

/** How much quiet rooms are drawn larger: the loud passages of a lesson fill the lane. At most eightfold. */
export function waveformGain({ peaks }: Waveform): number {
  const sizes = peaks.filter((_, index) => index % 2 === 1).toSorted((left, right) => left - right);
  const loud = sizes[Math.floor(sizes.length * 0.98)] ?? 0;
  return loud <= 0 ? 1 : Math.min(8, Math.max(1, (127 * 0.85) / loud));
}
