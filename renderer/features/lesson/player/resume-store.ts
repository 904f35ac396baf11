/** Where each lesson was left, kept in this browser; the oldest are forgotten. */
const storageKey = 'airclass.resume';
const keptLessons = 300;
/** Who left right at the start, or while the end ran out, wants to begin anew. */
const leastSec = 5;
const endSec = 15;

type Places = Record<string, { atSec: number; savedAtMs: number }>;
type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** @returns seconds; undefined: from the start */
export function resumePosition(store: Store, recordingId: string, durationSec: number): number | undefined {
  const place = read(store)[recordingId];
  return place !== undefined && isWorthResuming(place.atSec, durationSec) ? place.atSec : undefined;
}

/** Remembers a position, or forgets the lesson where there is nothing to go on with. */
export function rememberPosition(
  store: Store,
  place: { recordingId: string; atSec: number; durationSec: number; nowMs: number },
): void {
  const { recordingId, atSec, durationSec, nowMs } = place;
  const { [recordingId]: _, ...others } = read(store);
  const places = isWorthResuming(atSec, durationSec)
    ? { ...others, [recordingId]: { atSec: Math.round(atSec * 10) / 10, savedAtMs: nowMs } }
    : others;
  const newest = Object.entries(places)
    .toSorted(([, left], [, right]) => right.savedAtMs - left.savedAtMs)
    .slice(0, keptLessons);
  try {
    store.setItem(storageKey, JSON.stringify(Object.fromEntries(newest)));
  } catch (error) {
    // A full or forbidden store only costs the comfort.
    if (!(error instanceof DOMException)) throw error;
  }
}

function isWorthResuming(atSec: number, durationSec: number): boolean {
  return atSec >= leastSec && atSec < durationSec - endSec;
}

function read(store: Store): Places {
  let kept: unknown;
  try {
    kept = JSON.parse(store.getItem(storageKey) ?? '{}');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter(([, place]) => isPlace(place)));
}

function isPlace(place: unknown): boolean {
  if (typeof place !== 'object' || place === null) return false;
  const { atSec, savedAtMs } = place as Record<string, unknown>;
  return typeof atSec === 'number' && typeof savedAtMs === 'number';
}
