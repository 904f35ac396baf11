/** Update files that a person picked, that were handed to the program, or that lie in the school's folder. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type UpdateOffer, updateFileEnding } from '../../../contract/updates.ts';
import { AppError } from '../../base/app-error.ts';
import { readHead } from '../../updates/bundle.ts';
import { objectionTo } from '../../updates/decisions.ts';
import { totalBytes } from '../../updates/manifest.ts';
import type { RecordFile } from '../../updates/update-record.ts';
import { isNewer } from '../../updates/version.ts';
import type { HandedFile, HandedFiles } from '../handed-files.ts';
import type { UpdateTrust } from './trust.ts';

/** In a folder with more than these nobody looks for one. */
const mostFiles = 1000;

export type OfferParts = {
  files: HandedFiles;
  record: RecordFile;
  trust: () => UpdateTrust;
  /** Of the core that is started. */
  coreVersion: () => string;
};

export function createOffers({ files, record, trust, coreVersion }: OfferParts) {
  /** @throws AppError updates_off, and why this file is not for this program */
  async function look(file: HandedFile): Promise<UpdateOffer> {
    const { allowsFiles, keys } = trust();
    if (!allowsFiles || keys.length === 0) throw new AppError('updates_off');
    const { manifest } = await readHead(file.file, keys);
    const here = { platform: process.platform, arch: process.arch, version: coreVersion() };
    const objection = objectionTo(manifest, here);
    if (objection !== undefined)
      throw new AppError(objection, `${manifest.version} for ${manifest.platform}-${manifest.arch}`);
    return {
      ...{ file_id: file.id, name: file.name, version: manifest.version, created_at: manifest.created_at },
      ...{ size_bytes: totalBytes(manifest), notes: manifest.notes },
      was_given_up: record.get().given_up[manifest.version]?.reason ?? null,
    };
  }

  return {
    look,
    /**
     * The newest in a folder that is for this program, was not given up and is not there already.
     * @throws AppError storage_unavailable when the folder cannot be read
     */
    newestIn: async (folder: string): Promise<UpdateOffer | undefined> => {
      const names = await readdir(folder).catch((error: unknown) => {
        throw new AppError('storage_unavailable', 'the folder with updates cannot be read', { cause: error });
      });
      const offers: UpdateOffer[] = [];
      for (const name of names.slice(0, mostFiles)) {
        if (!name.toLowerCase().endsWith(updateFileEnding)) continue;
        // One that is not for this computer, or still being copied there, is nothing to tell anybody.
        const offer = await files
          .add(path.join(folder, name))
          .then(look)
          .catch(() => undefined);
        const isWanted = offer?.was_given_up === null && offer.version !== record.get().next;
        if (offer !== undefined && isWanted) offers.push(offer);
      }
      return offers.reduce<UpdateOffer | undefined>(
        (best, offer) => (best === undefined || isNewer(offer.version, best.version) ? offer : best),
        undefined,
      );
    },
  };
}
