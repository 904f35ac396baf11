/**
 * Statistics that one odd pupil or minute does not throw off: median, median absolute deviation, shrinkage. Pure.
 */

/** Makes the MAD of a normal distribution its standard deviation (Rousseeuw and Croux 1993). */
const madToSigma = 1.4826;

/** @returns NaN of nothing */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Spread of most values: 1.4826 · median |x − median|. @returns NaN of nothing */
export function robustSigma(values: readonly number[]): number {
  const middle = median(values);
  return madToSigma * median(values.map((value) => Math.abs(value - middle)));
}

/**
 * How far a value lies from the median of the values, in robust standard deviations.
 * @param floor smallest spread that is believed: half of the values being equal does not make the others outliers
 */
export function robustZ(value: number, values: readonly number[], floor: number): number {
  return (value - median(values)) / Math.max(robustSigma(values), floor);
}

/**
 * A share drawn towards what is usual, the more the fewer observations it rests on (posterior mean of a beta prior).
 * @param weight how many observations the usual share is worth
 */
export function shrunkShare(hits: number, count: number, usual: number, weight: number): number {
  return (hits + usual * weight) / (count + weight);
}

export function clamp(value: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, value));
}

/** To three decimals: more is noise. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
