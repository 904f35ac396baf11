/** One promise for each key, the same every time it is asked for: React's `use` takes no other. */

/**
 * One that failed stays as well, until it is said that it may be tried again: what is drawn anew whenever a promise
 * settles would ask without end.
 */
export function keptPromises<Key, Value>(make: (key: Key) => Promise<Value>) {
  const kept = new Map<Key, Promise<Value>>();
  const failed = new Set<Key>();
  return {
    get: (key: Key): Promise<Value> => {
      const known = kept.get(key);
      if (known !== undefined) return known;
      const promise = make(key);
      kept.set(key, promise);
      promise.catch(() => failed.add(key));
      return promise;
    },
    forgetFailed: (): void => {
      for (const key of failed) kept.delete(key);
      failed.clear();
    },
  };
}
