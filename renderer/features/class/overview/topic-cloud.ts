/** How words lie in a cloud: the more often a word came up, the bigger, and the bigger, the nearer to the middle. Pure. */

/** Type sizes of a cloud, from small to big. */
export const cloudSteps = [1, 2, 3, 4, 5] as const;
export type CloudStep = (typeof cloudSteps)[number];

type Counted = { text: string; count: number };

/**
 * Step of each count between the rarest and the most frequent, by its root: the eye compares areas, and one word that
 * everybody wrote should not make all others small.
 */
export function cloudStep(count: number, all: readonly Counted[]): CloudStep {
  const roots = all.map((topic) => Math.sqrt(topic.count));
  const [low, high] = [Math.min(...roots), Math.max(...roots)];
  if (high <= low) return 3;
  const share = (Math.sqrt(count) - low) / (high - low);
  return cloudSteps[Math.min(cloudSteps.length - 1, Math.floor(share * cloudSteps.length))] ?? 3;
}

/** The most frequent in the middle, the others to its left and right in turn. @param topics most frequent first */
export function cloudOrder<T>(topics: readonly T[]): T[] {
  const left = topics.filter((_, at) => at % 2 === 1).toReversed();
  const right = topics.filter((_, at) => at % 2 === 0);
  return [...left, ...right];
}
