/** Chooses temperatures and thresholds on lines of hands that were left out. */
import { softmax } from '../../main/analysis/chat/chat-model.ts';

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

/** The lowest threshold at which at least so many of what is flagged is right. */
export function thresholdForPrecision(
  scores: readonly number[],
  isPositive: readonly boolean[],
  precision: number,
): number {
  const order = [...scores.keys()].toSorted((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0));
  let right = 0;
  let threshold = 1;
  for (const [rank, index] of order.entries()) {
    if (isPositive[index] === true) right += 1;
    if (rank >= 20 && right / (rank + 1) >= precision) threshold = scores[index] ?? threshold;
  }
  return Math.round(threshold * 1000) / 1000;
}
