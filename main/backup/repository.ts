/**
 * A repository of backups in a store: `repository.json` (what it is, and how its passphrase is checked),
 * `objects/ab/<name>` (pieces of files, each kept once) and `snapshots/<id>` (written last, whole: a killed backup
 * leaves the snapshots before it as they were, and its pieces are used the next time).
 */
import { z } from 'zod';
import { AppError, isAppError } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { BackupStore } from './backup-store.ts';
import {
  type Encryption,
  type RepositoryKeys,
  createEncryption,
  encryptionSchema,
  openEncryption,
  plainKeys,
} from './repository-keys.ts';
import { entriesOf, readIndex } from './file-index.ts';
import { type FileEntry, type IndexPiece, type Snapshot, formatVersion, snapshotSchema } from './snapshot.ts';

const headerKey = 'repository.json';
const headerSchema = z.object({
  product: z.literal('AIRClass Recorder backup'),
  format: z.int(),
  id: z.uuid(),
  created_at: z.string(),
  encryption: encryptionSchema.nullable(),
});

/** Names of the pieces that are there, with their stored size (bytes). */
export type KnownObjects = Map<string, number>;

export type Repository = {
  readonly id: string;
  readonly store: BackupStore;
  readonly keys: RepositoryKeys;
  /** All pieces; some 200 bytes of memory each. */
  knownObjects(): Promise<KnownObjects>;
  /** Stores a piece unless `known` has it whole. @returns its name, and whether it was written */
  keep(content: Uint8Array, known: KnownObjects): Promise<{ name: string; isNew: boolean }>;
  /** Reads a piece back. @throws AppError backup_damaged when it is not there or not what was written */
  read(name: string): Promise<Buffer>;
  removeObject(name: string): Promise<void>;
  /** Oldest first. */
  snapshotIds(): Promise<string[]>;
  /** @throws AppError backup_not_found, backup_damaged */
  snapshot(id: string): Promise<Snapshot>;
  writeSnapshot(snapshot: Snapshot): Promise<void>;
  removeSnapshot(id: string): Promise<void>;
  /** In order of their paths. @throws AppError backup_damaged */
  files(snapshot: Snapshot): AsyncIterable<FileEntry>;
  filesOf(piece: IndexPiece): Promise<FileEntry[]>;
};

/**
 * @param options.make makes one when there is none and nothing else is there either
 * @param options.cost of scrypt, for a new one
 * @throws AppError backup_target_missing (there is none), backup_target_invalid, backup_passphrase_needed,
 * backup_passphrase_wrong, and what the store throws
 */
export async function openRepository(
  store: BackupStore,
  options: { passphrase?: string | undefined; make?: boolean; cost?: number; nowMs?: number } = {},
): Promise<Repository> {
  const { passphrase, make = false, cost, nowMs = Date.now() } = options;
  const stored = await store.get(headerKey);
  if (stored !== undefined) {
    const header = readHeader(stored, store.where);
    return repositoryIn(store, header.id, await keysOf(header, passphrase));
  }
  if (!make) throw new AppError('backup_target_missing', `there are no backups in ${store.where}`);
  const id = newId();
  const made = passphrase === undefined ? undefined : await createEncryption(passphrase, id, cost);
  const header: z.infer<typeof headerSchema> = {
    product: 'AIRClass Recorder backup',
    format: formatVersion,
    id,
    created_at: isoTime(nowMs),
    encryption: made?.encryption ?? null,
  };
  const isOurs = await store.put(headerKey, Buffer.from(`${JSON.stringify(header, undefined, 2)}\n`), {
    onlyNew: true,
  });
  // Somebody else made one in the same moment.
  if (!isOurs) return openRepository(store, { ...options, make: false });
  return repositoryIn(store, id, made?.keys ?? plainKeys);
}

function readHeader(stored: Buffer, where: string): z.infer<typeof headerSchema> {
  let header: z.infer<typeof headerSchema>;
  try {
    header = headerSchema.parse(JSON.parse(stored.toString('utf8')));
  } catch (error) {
    throw new AppError('backup_damaged', `${headerKey} in ${where} cannot be read`, { cause: error });
  }
  if (header.format > formatVersion) {
    throw new AppError(
      'backup_target_invalid',
      `the backups in ${where} were made by a newer version: install that one`,
    );
  }
  return header;
}

async function keysOf(
  { id, encryption }: { id: string; encryption: Encryption | null },
  passphrase: string | undefined,
): Promise<RepositoryKeys> {
  if (encryption === null) {
    // Whoever gave a passphrase wants what is written to be sealed.
    if (passphrase !== undefined) {
      throw new AppError(
        'backup_target_invalid',
        'the backups there are not encrypted: choose an empty folder for encrypted ones',
      );
    }
    return plainKeys;
  }
  if (passphrase === undefined) throw new AppError('backup_passphrase_needed');
  return openEncryption(encryption, passphrase, id);
}

function repositoryIn(store: BackupStore, id: string, keys: RepositoryKeys): Repository {
  async function read(name: string): Promise<Buffer> {
    const stored = await store.get(objectKey(name));
    if (stored === undefined)
      throw new AppError('backup_damaged', `a piece of the backup is missing (${name.slice(0, 16)})`);
    return keys.open(name, stored);
  }

  const filesOf = async ({ name }: IndexPiece): Promise<FileEntry[]> => entriesOf(await read(name));

  return {
    id,
    store,
    keys,
    knownObjects: async () => {
      const known: KnownObjects = new Map();
      for await (const { key, sizeBytes } of store.list('objects/'))
        known.set(key.slice(key.lastIndexOf('/') + 1), sizeBytes);
      return known;
    },
    keep: async (content, known) => {
      const name = keys.nameOf(content);
      const size = keys.storedSize(content.length);
      if (known.get(name) === size) return { name, isNew: false };
      await store.put(objectKey(name), keys.seal(name, content));
      known.set(name, size);
      return { name, isNew: true };
    },
    read,
    removeObject: (name) => store.remove(objectKey(name)),
    snapshotIds: async () => {
      const ids: string[] = [];
      for await (const { key } of store.list('snapshots/')) ids.push(key.slice('snapshots/'.length));
      return ids.toSorted();
    },
    snapshot: async (wanted) => {
      const stored = /^[\w-]{1,80}$/.test(wanted) ? await store.get(`snapshots/${wanted}`) : undefined;
      if (stored === undefined)
        throw new AppError('backup_not_found', `there is no backup ${wanted.slice(0, 80)} in ${store.where}`);
      try {
        return snapshotSchema.parse(
          JSON.parse(keys.openNamed(`snapshots/${wanted}`, stored).toString('utf8')),
        );
      } catch (error) {
        if (isAppError(error)) throw error;
        throw new AppError('backup_damaged', `the backup ${wanted} cannot be read`, { cause: error });
      }
    },
    writeSnapshot: async (snapshot) => {
      const key = `snapshots/${snapshot.id}`;
      await store.put(key, keys.sealNamed(key, Buffer.from(JSON.stringify(snapshot))));
    },
    removeSnapshot: (wanted) => store.remove(`snapshots/${wanted}`),
    files: (snapshot) => readIndex(snapshot.index, (piece) => read(piece.name)),
    filesOf,
  };
}

function objectKey(name: string): string {
  return `objects/${name.slice(0, 2)}/${name}`;
}
