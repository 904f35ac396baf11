/** Whether a figure that was read again and again grows: the straight line through it, and how sure its slope is. Pure. */

export type Reading = { atSec: number; value: number };

export type Trend = {
  /** Of the line of least squares, per hour. */
  perHour: number;
  /** Half the width of its 95 % interval, per hour; Infinity with fewer than three readings. */
  plusMinus: number;
  /** Means of the first and of the last quarter of the readings. */
  firstQuarter: number;
  lastQuarter: number;
};

export function trendOf(readings: readonly Reading[]): Trend {
  const count = readings.length;
  const quarter = Math.max(1, Math.floor(count / 4));
  const firstQuarter = mean(readings.slice(0, quarter).map(({ value }) => value));
  const lastQuarter = mean(readings.slice(-quarter).map(({ value }) => value));
  const meanAt = mean(readings.map(({ atSec }) => atSec));
  const meanValue = mean(readings.map(({ value }) => value));
  const spread = sum(readings.map(({ atSec }) => (atSec - meanAt) ** 2));
  if (count < 2 || spread === 0) return { perHour: 0, plusMinus: Infinity, firstQuarter, lastQuarter };
  const slope = sum(readings.map(({ atSec, value }) => (atSec - meanAt) * (value - meanValue))) / spread;
  const residual = sum(
    readings.map(({ atSec, value }) => (value - meanValue - slope * (atSec - meanAt)) ** 2),
  );
  const error = count < 3 ? Infinity : Math.sqrt(residual / (count - 2) / spread);
  const plusMinus = error === 0 ? 0 : error * tQuantile(count - 2) * 3600;
  return { perHour: slope * 3600, plusMinus, firstQuarter, lastQuarter };
}

/**
 * Flat: nothing says that it grows for good. Either the slope is within its own uncertainty of 0, or so small that it
 * does not matter, and the last quarter is not much higher than the first.
 * @param options.perHourShare slope that does not matter, as a share of the mean
 * @param options.growthShare last quarter over the first
 */
export function isFlat(trend: Trend, options: { perHourShare: number; growthShare: number }): boolean {
  const { perHour, plusMinus, firstQuarter, lastQuarter } = trend;
  const level = Math.max(Math.abs(firstQuarter), Math.abs(lastQuarter));
  if (level === 0) return true;
  const mayBeNone = Number.isFinite(plusMinus) && perHour - plusMinus <= 0;
  const isSmall = perHour <= options.perHourShare * level;
  return (mayBeNone || isSmall) && lastQuarter <= firstQuarter * (1 + options.growthShare);
}

/** The second half of what was read: the first is warming up. */
export function secondHalf(readings: readonly Reading[]): Reading[] {
  return readings.slice(Math.floor(readings.length / 2));
}

/** Two-sided 95 % point of Student's t (Cornish-Fisher expansion; within 2 % from three degrees on). */
function tQuantile(degrees: number): number {
  const exact = [12.706, 4.303, 3.182, 2.776, 2.571][degrees - 1];
  if (exact !== undefined) return exact;
  const z = 1.959_964;
  return z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}
