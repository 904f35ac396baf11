/**
 * What a cache is to those who use it: something kept under a key for as long as it is right, made by one when it is
 * not there. There are two: in this process (memory-cache.ts) and on Redis (redis-cache.ts).
 */

export type Entry = {
  /** Small facts about the body: media type, tag … */
  head: Readonly<Record<string, string>>;
  body: Buffer;
};

/** Something just made, with what decides how long it is right. */
export type Made = Entry & {
  /** Families (families.ts) whose change makes it wrong. */
  families: readonly string[];
  /** It is made again after this time, whatever has changed (ms). */
  ttlMs: number;
};

export type CacheStats = {
  /** What is kept: `info`, `manifest` … */
  kind: string;
  /** Asked for and given from what is kept, those included who waited for another's making. */
  hits: number;
  /** Asked for and not there. */
  misses: number;
  /** Times it was made. */
  loads: number;
  /** Times the cache could not be asked. */
  failures: number;
  /** Kept now, where that is known; 0 on Redis, which counts for itself. */
  entries: number;
  bytes: number;
};

export type Cache = {
  /**
   * What is kept under the key and still right; at once where nothing has to be waited for. Never rejects: a cache
   * that cannot be asked keeps nothing.
   */
  look(kind: string, key: string): Entry | undefined | Promise<Entry | undefined>;
  /**
   * To be called after `look` found nothing: one makes it, whoever asks meanwhile gets the same. Rejects only when
   * `make` does, for everyone who waited.
   * @param make undefined: what was made is not to be kept, nor given to others
   * @returns undefined for those who waited for something that is not to be given to them
   */
  load(kind: string, key: string, make: () => Promise<Made | undefined>): Promise<Entry | undefined>;
  /** Resolves when all who share the cache know of the changes so far. Never rejects. */
  settled(): Promise<void>;
  stats(): CacheStats[];
  close(): Promise<void>;
};
