/** Figures about labels, with intervals: how often right, how even over the labels, how honest about it. Pure. */
import { seeded } from '../../../base/seeded.ts';

export type Interval = { value: number; low: number; high: number };

/** 95 % by drawing the lines anew a thousand times (percentile bootstrap, Efron 1979); seeded. */
export function withInterval<Line>(
  lines: readonly Line[],
  figure: (lines: readonly Line[]) => number,
): Interval {
  const random = seeded(95);
  const draws = Array.from({ length: 1000 }, () =>
    figure(lines.map(() => lines[Math.floor(random() * lines.length)] as Line)),
  )
    .filter((value) => Number.isFinite(value))
    .toSorted((left, right) => left - right);
  const at = (share: number): number => draws[Math.floor(share * (draws.length - 1))] ?? Number.NaN;
  return { value: figure(lines), low: at(0.025), high: at(0.975) };
}

export function shown({ value, low, high }: Interval, digits = 3): string {
  return `${value.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}

export type Pair = { right: string; said: string };

export function accuracy(pairs: readonly Pair[]): number {
  return pairs.filter(({ right, said }) => right === said).length / pairs.length;
}

/** Mean of the labels' F1; labels that stand in none of the lines are left out. */
export function macroF1(pairs: readonly Pair[]): number {
  const labels = [...new Set(pairs.map(({ right }) => right))];
  const scores = labels.map((label) => {
    const hits = pairs.filter(({ right, said }) => right === label && said === label).length;
    const wrong = pairs.filter(({ right, said }) => (right === label) !== (said === label)).length;
    return hits === 0 ? 0 : (2 * hits) / (2 * hits + wrong);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export type Flag = { is: boolean; said: boolean };

/** NaN when nothing was flagged. */
export function precision(flags: readonly Flag[]): number {
  const said = flags.filter((each) => each.said);
  return said.filter((each) => each.is).length / said.length;
}

export function recall(flags: readonly Flag[]): number {
  const is = flags.filter((each) => each.is);
  return is.filter((each) => each.said).length / is.length;
}

export type WordLists = { right: readonly string[]; said: readonly string[] };

/** F1 over all words of all lines. */
export function listF1(lists: readonly WordLists[]): number {
  let hits = 0;
  let total = 0;
  for (const { right, said } of lists) {
    hits += said.filter((word) => right.includes(word)).length;
    total += right.length + said.length;
  }
  return (2 * hits) / total;
}

export type Sure = { isRight: boolean; confidence: number };

/** How far confidence and truth lie apart, in ten equally wide steps, weighted by their lines (Naeini et al. 2015). */
export function calibrationError(answers: readonly Sure[]): number {
  let error = 0;
  for (let step = 0; step < 10; step += 1) {
    const own = answers.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === step);
    if (own.length === 0) continue;
    const right = own.filter(({ isRight }) => isRight).length;
    const sum = own.reduce((total, { confidence }) => total + confidence, 0);
    error += Math.abs(right - sum) / answers.length;
  }
  return error;
}

/**
 * The calibration error that lines of these confidences show when every confidence is exact: what is left is chance,
 * and grows as the lines get fewer. Drawn a thousand times, seeded; `high` is that of one drawing in forty.
 */
export function errorByChance(answers: readonly Pick<Sure, 'confidence'>[]): { mean: number; high: number } {
  const random = seeded(96);
  const errors = Array.from({ length: 1000 }, () =>
    calibrationError(answers.map(({ confidence }) => ({ confidence, isRight: random() < confidence }))),
  ).toSorted((left, right) => left - right);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  return { mean, high: errors[Math.floor(0.975 * (errors.length - 1))] ?? Number.NaN };
}
