/** A lesson's chapters as they will be once the core has heard of a change. Pure. */
import type { Chapter } from '../../../contract/vod.ts';

/** By time, each ending where the next begins. */
export function inOrder(chapters: readonly Chapter[], durationSec: number): Chapter[] {
  const sorted = chapters.toSorted((left, right) => left.start_time - right.start_time);
  // oxlint-disable-next-line oxc/no-map-spread -- what is in the query cache is not changed in place
  return sorted.map((chapter, index) => ({
    ...chapter,
    end_time: sorted[index + 1]?.start_time ?? Math.max(durationSec, chapter.start_time),
  }));
}

/** The chapter that plays; −1 before the first. */
export function currentIndex(chapters: readonly Chapter[], atSec: number): number {
  return chapters.findLastIndex(({ start_time: startSec }) => startSec <= atSec + 0.05);
}
