/** Videos and updates that a person picked or gave to the program. The page knows them by an id alone, never by their path. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../base/app-error.ts';
import { newId } from '../base/ids.ts';

export type HandedFile = { id: string; file: string; name: string; sizeBytes: number };
export type HandedFiles = ReturnType<typeof createHandedFiles>;

export function createHandedFiles() {
  const files = new Map<string, HandedFile>();
  return {
    /** @throws AppError media_unreadable when it is not a file */
    add: async (file: string): Promise<HandedFile> => {
      const found = await stat(file).catch(() => undefined);
      if (found?.isFile() !== true) throw new AppError('media_unreadable', path.basename(file));
      const handed = { id: newId(), file, name: path.basename(file), sizeBytes: found.size };
      files.set(handed.id, handed);
      return handed;
    },
    /** @throws AppError not_found */
    get: (id: string): HandedFile => {
      const file = files.get(id);
      if (file === undefined) throw new AppError('not_found', 'no such file was picked');
      return file;
    },
  };
}

/** Where the page imports a file that was given to the program. */
export function importPath({ id, name }: Pick<HandedFile, 'id' | 'name'>): string {
  return `/import?${new URLSearchParams({ file: id, name }).toString()}`;
}

/** Where the page asks about an update that was given to the program. */
export function updatePath({ id }: Pick<HandedFile, 'id'>): string {
  return `/settings/updates?${new URLSearchParams({ file: id }).toString()}`;
}
