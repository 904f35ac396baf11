/** Lessons that are on their way to the trash: out of sight at once, whatever the core still says. */
import { useSyncExternalStore } from 'react';

let removed: ReadonlySet<string> = new Set();
const watchers = new Set<() => void>();

function set(next: ReadonlySet<string>): void {
  removed = next;
  for (const tell of watchers) tell();
}

export function hideLessons(ids: readonly string[]): void {
  set(new Set([...removed, ...ids]));
}

export function showLessons(ids: readonly string[]): void {
  const shown = new Set(ids);
  set(new Set([...removed].filter((id) => !shown.has(id))));
}

export function useRemovedLessons(): ReadonlySet<string> {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => removed,
  );
}
