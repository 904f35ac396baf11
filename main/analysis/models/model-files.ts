/**
 * Where the files of models lie: built-in ones beside the built program, packs in the data folder. A file counts only
 * when it has the size the manifest names; its hash was checked when it was built or installed.
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../base/app-error.ts';
import { packageRoot, realFile } from '../../base/package-info.ts';
import { type Manifest, type ManifestEntry, entryOf, readManifest } from './manifest.ts';

export type ModelFolders = { builtInDir: string; packDir: string };

export type ModelState = 'installed' | 'not_installed' | 'damaged';

export type ModelFiles = {
  readonly manifest: Manifest;
  readonly folders: ModelFolders;
  /** Looked up each time: packs come and go while the program runs. @throws AppError model_unknown */
  state(model: string): ModelState;
  /** The model's file, or its folder when it has several. @throws AppError model_unknown, model_missing, model_damaged */
  path(model: string): string;
  /** Names of the files of a pack that are not there. @throws AppError model_unknown */
  missing(model: string): string[];
};

export function modelFolders(dataDir: string): ModelFolders {
  const builtInDir = realFile(path.join(packageRoot, 'dist', 'models'));
  return { builtInDir, packDir: path.join(dataDir, 'models') };
}

export function createModelFiles(folders: ModelFolders, manifest: Manifest = readManifest()): ModelFiles {
  const state = (model: string): ModelState => stateOf(entryOf(manifest, model), folders);
  return {
    manifest,
    folders,
    state,
    path: (model) => {
      const entry = entryOf(manifest, model);
      const found = state(model);
      if (found === 'not_installed')
        throw new AppError('model_missing', `The model '${model}' is not installed.`);
      if (found === 'damaged') {
        throw new AppError('model_damaged', `A file of the model '${model}' is not as long as it should be.`);
      }
      const [first] = filesOf(entry, folders);
      if (first === undefined) throw new AppError('model_missing');
      return entry.files.length === 1 ? first : path.dirname(first);
    },
    missing: (model) => {
      const entry = entryOf(manifest, model);
      const sizes = sizesOf(entry, folders);
      return entry.files.flatMap((file, index) =>
        sizes[index] === undefined ? [path.basename(file.path)] : [],
      );
    },
  };
}

/** Absolute paths of a model's files, in the manifest's order, whether they are there or not. */
export function filesOf(entry: ManifestEntry, folders: ModelFolders): string[] {
  const folder = entry.origin === 'built_in' ? folders.builtInDir : path.join(folders.packDir, entry.name);
  return entry.files.map((file) => path.join(folder, file.path));
}

function stateOf(entry: ManifestEntry, folders: ModelFolders): ModelState {
  const sizes = sizesOf(entry, folders);
  if (sizes.every((size, index) => size === entry.files[index]?.size_bytes)) return 'installed';
  // The files of a pack may be brought one by one.
  const isPart = sizes.every((size, index) => size === undefined || size === entry.files[index]?.size_bytes);
  return isPart ? 'not_installed' : 'damaged';
}

function sizesOf(entry: ManifestEntry, folders: ModelFolders): (number | undefined)[] {
  return filesOf(entry, folders).map((file) => statSync(file, { throwIfNoEntry: false })?.size);
}
