/** Settings as their difference from the defaults: merging a change, and finding the difference. Pure. */

export type Changes = { [key: string]: unknown };

export function isPlainObject(value: unknown): value is Changes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects are merged key by key, everything else is replaced; `null` takes a key back to its default. */
export function mergeChanges(base: Changes, change: Changes): Changes {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(change)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else if (isPlainObject(value)) merged.set(key, mergeChanges(isPlainObject(before) ? before : {}, value));
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

/** The keys of `settings` whose value is not the default's. */
export function differenceFrom(defaults: Changes, settings: Changes): Changes {
  const entries = Object.entries(settings).flatMap(([key, value]): [string, unknown][] => {
    const original = defaults[key];
    if (isPlainObject(value) && isPlainObject(original)) {
      const inner = differenceFrom(original, value);
      return Object.keys(inner).length === 0 ? [] : [[key, inner]];
    }
    return JSON.stringify(value) === JSON.stringify(original) ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}
