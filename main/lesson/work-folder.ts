/** A folder for the files of one job or download, gone when the work is, whatever happens. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { FileStore } from '../storage/file-store.ts';

export type WorkFolder = {
  folder: string;
  file(name: string): string;
  remove(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** @param name a word for people who look into the temporary folder */
export async function makeWorkFolder(
  store: Pick<FileStore, 'tempPath' | 'removeTemp'>,
  name: string,
): Promise<WorkFolder> {
  const folder = store.tempPath(name);
  await mkdir(folder, { recursive: true });
  const remove = (): Promise<void> => store.removeTemp(folder);
  return { folder, file: (child) => path.join(folder, child), remove, [Symbol.asyncDispose]: remove };
}
