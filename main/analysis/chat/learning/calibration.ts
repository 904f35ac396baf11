/** Chooses temperatures and thresholds on lines of hands that were left out. Pure. */
import { softmax } from '../chat-model.ts';

/** The temperature at which probabilities fit best (log loss), 0.5–4 in steps of a twentieth. */
export function bestTemperature(logits: readonly ArrayLike<number>[], labels: readonly number[]): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let step = 10; step <= 80; step += 1) {
    const temperature = step / 20;
    const loss = logits.reduce(
      (sum, each, index) =>
        sum - Math.log(Math.max(softmax(each, temperature)[labels[index] ?? 0] ?? 0, 1e-9)),
      0,
    );
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
}

export type Scored = { score: number; is: boolean };

/** Share of right among what is flagged, on lines of hands left out. */
export const precisionAim = { spam: 0.97, abuse: 0.93 } as const;

/**
 * A word that is strong by itself needs less of the model; both together have to be as precise as is aimed for.
 * @param scored `hasWord`: the line has such a word
 */
export function flagThresholds(
  task: 'spam' | 'abuse',
  scored: readonly (Scored & { hasWord: boolean })[],
): Record<string, number> {
  const withWord = scored.filter((each) => each.hasWord);
  const wordThreshold = thresholdForPrecision(withWord, precisionAim[task]);
  const threshold = thresholdForPrecision(
    scored.filter((each) => !each.hasWord),
    precisionAim[task],
    withWord.filter((each) => each.score >= wordThreshold),
  );
  return { [`threshold.${task}`]: threshold, [`threshold.${task}_with_word`]: wordThreshold };
}

/**
 * The lowest threshold at which at least so many of what is flagged is right.
 * @param already what is flagged whatever the threshold is
 */
export function thresholdForPrecision(
  scored: readonly Scored[],
  precision: number,
  already: readonly Scored[] = [],
): number {
  const order = scored.toSorted((left, right) => right.score - left.score);
  let right = already.filter((each) => each.is).length;
  let flagged = already.length;
  let threshold = 0.999;
  for (const [rank, { score, is }] of order.entries()) {
    flagged += 1;
    if (is) right += 1;
    // Of a handful nothing can be said.
    if (rank >= 9 && right / flagged >= precision) threshold = score;
  }
  return Math.floor(threshold * 1000) / 1000;
}

/**
 * Below which confidence to say 'unsure': the highest at which answering with the fallback instead costs at most so
 * much accuracy; 0.3–0.7.
 */
export function unsureBelow(
  probabilities: readonly (readonly number[])[],
  labels: readonly number[],
  fallback: number,
  cost = 0.003,
): number {
  const best = probabilities.map((each) => {
    const confidence = Math.max(...each);
    return { confidence, label: each.indexOf(confidence) };
  });
  const rightAt = (threshold: number): number =>
    best.filter(
      ({ confidence, label }, index) => (confidence < threshold ? fallback : label) === labels[index],
    ).length / best.length;
  const atAll = rightAt(0);
  let found = 0.3;
  for (let step = 30; step <= 70; step += 1) {
    if (rightAt(step / 100) >= atAll - cost) found = step / 100;
  }
  return found;
}
