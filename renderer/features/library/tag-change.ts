/** Tags of several lessons at once: what all have, what some have, and what a change makes of each. Pure. */
export type TagShare = { tag: string; count: number };
export type TagChange = { add: readonly string[]; remove: readonly string[] };

/** Tags with the same fold are the same to the core, too. */
export function foldTag(tag: string): string {
  return tag.normalize('NFC').toLowerCase();
}

/** Most tags a lesson can have. */
export const mostTags = 20;

/** In the order in which they are met, each once whatever its case. */
export function sharedTags(lessons: readonly { tags: readonly string[] }[]): TagShare[] {
  const shares = new Map<string, TagShare>();
  for (const { tags } of lessons) {
    for (const tag of tags) {
      const share = shares.get(foldTag(tag)) ?? { tag, count: 0 };
      shares.set(foldTag(tag), { tag: share.tag, count: share.count + 1 });
    }
  }
  return [...shares.values()];
}

/** @returns the lesson's tags afterwards; undefined when nothing changes */
export function changedTags(tags: readonly string[], { add, remove }: TagChange): string[] | undefined {
  const gone = new Set(remove.map(foldTag));
  const left = tags.filter((tag) => !gone.has(foldTag(tag)));
  const had = new Set(left.map(foldTag));
  const added = add.filter((tag) => !had.has(foldTag(tag)));
  if (added.length === 0 && left.length === tags.length) return undefined;
  return [...left, ...added].slice(0, mostTags);
}
