/** What the lessons of a result have in common: the values that it can be narrowed by. Pure. */
import { foldTag } from '../../contract/common.ts';
import { tagsOf } from './lesson-info.ts';
import type { Hit } from './search-hits.ts';

const topFacets = 20;

/** The most frequent values, empty ones left out. */
export function facet(
  hits: readonly Hit[],
  valueOf: (hit: Hit) => string,
): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const hit of hits) {
    const value = valueOf(hit);
    if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return mostFrequent([...counts].map(([value, count]) => ({ value, count })));
}

/** Tags that differ in case only are one, written as in the newest lesson. */
export function tagFacet(hits: readonly Hit[]): { value: string; count: number }[] {
  const counts = new Map<string, { value: string; count: number }>();
  for (const tag of hits.flatMap((hit) => tagsOf(hit.tags))) {
    const fold = foldTag(tag);
    const seen = counts.get(fold);
    if (seen === undefined) counts.set(fold, { value: tag, count: 1 });
    else seen.count += 1;
  }
  return mostFrequent([...counts.values()]);
}

function mostFrequent(
  values: readonly { value: string; count: number }[],
): { value: string; count: number }[] {
  return values.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, topFacets);
}
