/**
 * Where the index of any take comes from: of a take that is being recorded from its recorder, of a finished one from
 * the JSON beside its media file. A missing, broken or outdated JSON is made again from the media. Keeps the indexes
 * used last in memory; knows files only through the functions it is given.
 */
import { open } from 'node:fs/promises';
import { AppError } from '../base/app-error.ts';
import {
  Fmp4Indexer,
  type IndexSnapshot,
  type TakeIndex,
  indexSnapshotSchema,
  pollFile,
} from './fmp4-index.ts';

/** The part of a file store that is needed here. */
export type IndexFiles = {
  read(key: string): Promise<Buffer>;
  stat(key: string): Promise<{ sizeBytes: number } | undefined>;
  put(key: string, data: string): Promise<void>;
  withLocalFile<T>(key: string, use: (localFile: string) => Promise<T>): Promise<T>;
};

/** An hour's index is about 300 kB in memory. */
const defaultCapacity = 48;

export class TakeIndexStore {
  readonly #files: IndexFiles;
  readonly #takeKey: (recordingId: string, seq: number) => string;
  readonly #sidecarKey: (mediaKey: string) => string;
  readonly #capacity: number;
  readonly #live = new Map<string, () => TakeIndex | undefined>();
  /** In order of use, oldest first. */
  readonly #cache = new Map<string, { fileBytes: number; index: TakeIndex }>();
  readonly #loading = new Map<string, Promise<TakeIndex>>();

  constructor(options: {
    files: IndexFiles;
    /** Key of a take's media file. */
    takeKey: (recordingId: string, seq: number) => string;
    /** Key of the JSON beside a media file. */
    sidecarKey: (mediaKey: string) => string;
    capacity?: number;
  }) {
    this.#files = options.files;
    this.#takeKey = options.takeKey;
    this.#sidecarKey = options.sidecarKey;
    this.#capacity = options.capacity ?? defaultCapacity;
  }

  /** From now on the take's index is what its recorder says; undefined: nothing playable yet. */
  setLive(recordingId: string, seq: number, getIndex: () => TakeIndex | undefined): void {
    const mediaKey = this.#takeKey(recordingId, seq);
    this.#live.set(mediaKey, getIndex);
    this.#cache.delete(mediaKey);
  }

  clearLive(recordingId: string, seq: number): void {
    this.#live.delete(this.#takeKey(recordingId, seq));
  }

  isLive(mediaKey: string): boolean {
    return this.#live.has(mediaKey);
  }

  /** Writes the JSON of a finished take, so that nobody has to read its media again. */
  async save(mediaKey: string, snapshot: IndexSnapshot): Promise<void> {
    await this.#files.put(this.#sidecarKey(mediaKey), JSON.stringify(snapshot));
    this.#cache.delete(mediaKey);
  }

  /** @throws AppError media_not_ready (live, nothing yet), media_missing, media_empty (no whole fragment in it) */
  async get(mediaKey: string): Promise<TakeIndex> {
    const live = this.#live.get(mediaKey);
    if (live !== undefined) {
      const index = live();
      if (index === undefined) throw new AppError('media_not_ready');
      return index;
    }
    const info = await this.#files.stat(mediaKey);
    if (info === undefined) throw new AppError('media_missing');
    const cached = this.#cache.get(mediaKey);
    if (cached?.fileBytes === info.sizeBytes) {
      this.#remember(mediaKey, cached);
      return cached.index;
    }
    const loading = this.#loading.get(mediaKey) ?? this.#load(mediaKey, info.sizeBytes);
    this.#loading.set(mediaKey, loading);
    try {
      return await loading;
    } finally {
      this.#loading.delete(mediaKey);
    }
  }

  /** Forgets what is in memory of media whose key begins so; for lessons that are removed. */
  forget(prefix: string): void {
    for (const key of this.#cache.keys()) if (key.startsWith(prefix)) this.#cache.delete(key);
  }

  async #load(mediaKey: string, fileBytes: number): Promise<TakeIndex> {
    const stored = await this.#readSidecar(mediaKey, fileBytes);
    const snapshot = stored ?? (await this.#indexMedia(mediaKey));
    const index = new Fmp4Indexer(snapshot).index({ complete: true });
    if (index === undefined) throw new AppError('media_empty');
    if (stored === undefined) await this.#saveQuietly(mediaKey, snapshot);
    this.#remember(mediaKey, { fileBytes, index });
    return index;
  }

  async #readSidecar(mediaKey: string, fileBytes: number): Promise<IndexSnapshot | undefined> {
    try {
      const text = (await this.#files.read(this.#sidecarKey(mediaKey))).toString('utf8');
      const snapshot = indexSnapshotSchema.parse(JSON.parse(text));
      return snapshot.validBytes === fileBytes ? snapshot : undefined;
    } catch {
      // Missing, torn or from another version: all of them are answered by the media itself.
      return undefined;
    }
  }

  async #indexMedia(mediaKey: string): Promise<IndexSnapshot> {
    return this.#files.withLocalFile(mediaKey, async (localFile) => {
      await using handle = await open(localFile, 'r');
      const indexer = new Fmp4Indexer();
      await pollFile(indexer, handle);
      return indexer.snapshot();
    });
  }

  /** Playing goes on without the JSON (a full disk, a read-only folder): it only saves time. */
  async #saveQuietly(mediaKey: string, snapshot: IndexSnapshot): Promise<void> {
    try {
      await this.#files.put(this.#sidecarKey(mediaKey), JSON.stringify(snapshot));
    } catch {
      return;
    }
  }

  #remember(mediaKey: string, entry: { fileBytes: number; index: TakeIndex }): void {
    this.#cache.delete(mediaKey);
    this.#cache.set(mediaKey, entry);
    if (this.#cache.size > this.#capacity) {
      const oldest = this.#cache.keys().next().value;
      if (oldest !== undefined) this.#cache.delete(oldest);
    }
  }
}
