/**
 * `npm run models`: lists, installs and removes model packs of a data folder. Files take their place in one step, so
 * a recorder that runs on the folder may go on; it uses what is there at its next look.
 */
import { AppError, isAppError } from './base/app-error.ts';
import type { Boot } from './env.ts';
import { type ManifestEntry, entryOf, sizeOf } from './analysis/models/manifest.ts';
import { downloadModel, removeModelFiles } from './analysis/models/model-download.ts';
import { type ModelFiles, createModelFiles, modelFolders } from './analysis/models/model-files.ts';
import { usedModels } from './analysis/models/model-store.ts';

export const modelsUsage = `Usage: npm run models -- [list]
       npm run models -- install NAME [--mirror FOLDER|ADDRESS] [--data-dir FOLDER]
       npm run models -- remove NAME [--data-dir FOLDER]
`;

/** @param words the command and its name: `install yunet-n`. @returns exit code; 2 when it was not understood */
export async function runModels(
  boot: Boot,
  words: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  const [command = 'list', name, ...more] = words;
  const files = createModelFiles(modelFolders(boot.dataDir));
  try {
    if (command === 'list' && name === undefined) list(files, print);
    else if (command === 'install' && name !== undefined && more.length === 0) {
      await install(files, packOf(files, name), boot.modelsMirror, print);
    } else if (command === 'remove' && name !== undefined && more.length === 0) {
      await removeModelFiles(packOf(files, name), files.folders);
      print(`${name} is removed`);
    } else {
      print(modelsUsage.trimEnd());
      return 2;
    }
    return 0;
  } catch (error) {
    if (!isAppError(error)) throw error;
    print(`✘ ${error.message}`);
    return 1;
  }
}

/** What `npm run doctor` says of them. */
export function describeModels(dataDir: string): { isWhole: boolean; detail: string } {
  const files = createModelFiles(modelFolders(dataDir));
  const names = (origin: ManifestEntry['origin'], isThere: boolean): string[] =>
    files.manifest
      .filter((entry) => entry.origin === origin && (files.state(entry.name) === 'installed') === isThere)
      .map((entry) => entry.name);
  const missing = names('built_in', false);
  const packs = names('pack', true);
  return {
    isWhole: missing.length === 0,
    detail: [
      missing.length === 0
        ? `${names('built_in', true).length} built in`
        : `not built: ${missing.join(', ')}`,
      packs.length === 0 ? 'no packs installed' : `packs: ${packs.join(', ')}`,
    ].join('; '),
  };
}

function list(files: ModelFiles, print: (line: string) => void): void {
  const isThere = (entry: ManifestEntry): boolean => files.state(entry.name) === 'installed';
  const used = usedModels(
    files.manifest,
    files.manifest.filter(isThere).map((entry) => entry.name),
  );
  for (const entry of files.manifest) {
    const state = files.state(entry.name);
    const mark = state === 'installed' ? '✔' : state === 'damaged' ? '✘' : '–';
    const origin = entry.origin === 'pack' ? 'pack' : 'built in';
    const words = [origin, state.replace('_', ' '), ...(used.has(entry.name) ? ['in use'] : [])];
    const megabytes = `${(sizeOf(entry) / 1e6).toFixed(1)} MB`.padStart(7);
    print(
      `${mark} ${entry.name.padEnd(18)} ${entry.task.padEnd(8)} ${megabytes}  ${entry.licence.padEnd(10)}  ${words.join(', ')}`,
    );
  }
}

async function install(
  files: ModelFiles,
  entry: ManifestEntry,
  mirror: string | undefined,
  print: (line: string) => void,
): Promise<void> {
  if (files.state(entry.name) === 'installed') {
    print(`${entry.name} is installed already`);
    return;
  }
  print(`${entry.name} (${(sizeOf(entry) / 1e6).toFixed(1)} MB) from ${mirror ?? entry.source}`);
  let tenths = 0;
  await downloadModel({
    entry,
    folders: files.folders,
    mirror,
    progress: (fraction) => {
      if (Math.floor(fraction * 10) <= tenths) return;
      tenths = Math.floor(fraction * 10);
      print(`${tenths * 10} %`);
    },
  });
  print(`${entry.name} is installed`);
}

function packOf(files: ModelFiles, name: string): ManifestEntry {
  const entry = entryOf(files.manifest, name);
  if (entry.origin === 'pack') return entry;
  throw new AppError('model_built_in', `The model '${name}' is part of the program.`);
}
