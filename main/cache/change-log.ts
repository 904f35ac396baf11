/**
 * Which families changed when, within this process. Time is a number that grows with each change, so something that
 * was made at one number is right as long as none of its families has changed since.
 */
import { allFamilies } from './families.ts';

export type ChangeLog = {
  /** Number of the newest change; what is read from now on is made at it. */
  now(): number;
  /** Notes a change, before whoever made it is answered. Never throws: it is called from within the database. */
  note(family: string): void;
  /** Whether none of the families has changed after the number. */
  isUnchanged(families: readonly string[], since: number): boolean;
  /** Hears of every noted change, at once. */
  listen(listener: (family: string) => void): void;
};

/** Families that are remembered one by one; beyond that the ones unchanged for longest count as changed. */
const defaultMost = 50_000;

/** @param options `outside`: a number that moves when another process has changed the library */
export function createChangeLog(options: { outside?: () => number; most?: number } = {}): ChangeLog {
  const { outside, most = defaultMost } = options;
  const listeners: ((family: string) => void)[] = [];
  /** In order of their last change. */
  const changedAt = new Map<string, number>();
  let newest = 1;
  /** What was made before this number may depend on anything that changed. */
  let floor = 0;
  let seenOutside: number | undefined;
  /** Whether somebody has asked for `newest`: only then a further change needs a number of its own. */
  let isAsked = true;

  function tick(): void {
    if (!isAsked) return;
    newest += 1;
    isAsked = false;
  }

  function note(family: string): void {
    if (family === allFamilies) {
      tick();
      floor = newest;
      changedAt.clear();
    } else {
      if (!isAsked && changedAt.get(family) === newest) return;
      tick();
      changedAt.delete(family);
      changedAt.set(family, newest);
      if (changedAt.size > most) forgetOldest();
    }
    for (const listener of listeners) listener(family);
  }

  function forgetOldest(): void {
    for (const [family, number] of changedAt) {
      if (changedAt.size <= most / 2) return;
      floor = Math.max(floor, number);
      changedAt.delete(family);
    }
  }

  function lookOutside(): void {
    if (outside === undefined) return;
    const now = outside();
    if (now === seenOutside) return;
    seenOutside = now;
    note(allFamilies);
  }

  return {
    now: () => {
      lookOutside();
      isAsked = true;
      return newest;
    },
    note,
    isUnchanged: (families, since) =>
      since >= floor && families.every((family) => (changedAt.get(family) ?? 0) <= since),
    listen: (listener) => {
      listeners.push(listener);
    },
  };
}
