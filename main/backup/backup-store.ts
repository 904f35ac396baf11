/**
 * Where backups are kept: a folder (folder-store.ts) or a bucket (s3-store.ts). Things have keys (`objects/ab/abcd…`,
 * `/` on every platform) and appear whole or not at all. Owns nothing of what they mean; that is repository.ts.
 */
export type StoredItem = { key: string; sizeBytes: number };

export type BackupStore = {
  /** For people: a folder or `s3://bucket/prefix`. Never holds credentials. */
  readonly where: string;
  /** How many `put` are worth doing at once. */
  readonly parallel: number;
  /**
   * Durable when it resolves.
   * @param options.onlyNew leaves what is there alone
   * @returns false when something was there and `onlyNew` was asked
   * @throws AppError backup_target_missing, backup_target_full, backup_denied, backup_unreachable
   */
  put(key: string, data: Uint8Array, options?: { onlyNew?: boolean }): Promise<boolean>;
  /** @returns undefined when there is none. @throws as `put` */
  get(key: string): Promise<Buffer | undefined>;
  /** Things whose key begins with the prefix, which ends in `/`. In no order. @throws as `put` */
  list(prefix: string): AsyncIterable<StoredItem>;
  /** Removing what is not there is not an error. @throws as `put` */
  remove(key: string): Promise<void>;
  /** Removes what an interrupted `put` left. Only while nobody else writes. */
  clearLeftovers(): Promise<void>;
};
