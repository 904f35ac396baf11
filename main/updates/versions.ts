/**
 * Cores that were unpacked, side by side: `versions/<version>/core` with the signed list beside it. A version is there
 * whole or not at all, since it is unpacked under another name first.
 */
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { versionSchema } from '../../contract/updates.ts';
import { systemErrorCode } from '../base/app-error.ts';
import { type BundleHead, readHead } from './bundle.ts';
import { type UpdateManifest, coreEntry, parseManifest } from './manifest.ts';
import { isSigned } from './signature.ts';
import { checkRoom, findDifference, unpack } from './unpack.ts';

const unfinished = '.unfinished-';

export type StoredVersion = { manifest: UpdateManifest; /** The file to start. */ entry: string };

export class Versions {
  readonly #folder: string;

  /** @param updatesFolder that holds `versions` */
  constructor(updatesFolder: string) {
    this.#folder = path.join(updatesFolder, 'versions');
  }

  /**
   * Unpacks an update beside the others. One that is there already is replaced.
   * @throws AppError as readHead and unpack, disk_full
   */
  async add(
    file: string,
    keys: readonly string[],
    options: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
  ): Promise<UpdateManifest> {
    const head = await readHead(file, keys);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await checkRoom(this.#folder, head.manifest);
    const work = await mkdtemp(path.join(this.#folder, unfinished));
    try {
      await mkdir(path.join(work, 'core'));
      await unpack(file, head, path.join(work, 'core'), options);
      await writeSigned(work, head);
      const target = this.#place(head.manifest.version);
      await rm(target, { recursive: true, force: true });
      await renameHeld(work, target);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
    return head.manifest;
  }

  /** What can be started, every byte of it checked; undefined when it is not there or not as it was signed. */
  async verified(version: string, keys: readonly string[]): Promise<StoredVersion | undefined> {
    const place = this.#place(version);
    try {
      const bytes = await readFile(path.join(place, 'manifest.json'));
      const signature = await readFile(path.join(place, 'signature'));
      if (!isSigned(bytes, signature, keys)) return undefined;
      const manifest = parseManifest(bytes);
      if (manifest.version !== version) return undefined;
      const core = path.join(place, 'core');
      if ((await findDifference(core, manifest)) !== undefined) return undefined;
      return { manifest, entry: path.join(core, ...coreEntry.split('/')) };
    } catch {
      return undefined; // a list that cannot be read is not the one that was signed
    }
  }

  /** What is new in one that is there. @throws when it is not */
  async notes(version: string): Promise<UpdateManifest['notes']> {
    return parseManifest(await readFile(path.join(this.#place(version), 'manifest.json'))).notes;
  }

  /** Removes all but these, and what was left of unpacking that was cut off. */
  async keepOnly(versions: readonly (string | null)[]): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) {
      if (versions.includes(name)) continue;
      // A file that a virus scanner holds goes at the next start.
      await rm(path.join(this.#folder, name), { recursive: true, force: true }).catch(() => undefined);
    }
  }

  #place(version: string): string {
    return path.join(this.#folder, versionSchema.parse(version));
  }
}

/** A virus scanner holds what was just written for a moment; Windows then refuses to move it. */
async function renameHeld(from: string, to: string): Promise<void> {
  for (let left = 20; ; left -= 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const isHeld = ['EPERM', 'EACCES', 'EBUSY'].includes(systemErrorCode(error) ?? '');
      if (left === 0 || !isHeld) throw error;
      await delay(250);
    }
  }
}

async function writeSigned(folder: string, head: BundleHead): Promise<void> {
  await writeFile(path.join(folder, 'manifest.json'), head.manifestBytes);
  await writeFile(path.join(folder, 'signature'), head.signature);
}
