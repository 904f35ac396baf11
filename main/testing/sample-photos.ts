/** Sample photos that lie beside the project on development machines; their licences keep them out of it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../base/package-info.ts';

export type SamplePhoto = { file: string; people: number; raisedArms: number; phones: number };

const folder = path.join(packageRoot, '..', 'shared', 'media', 'photos');
/** Packs as they are published, for measuring with them. */
const packFolder = path.join(packageRoot, '..', 'shared', 'models');
const packFiles: Readonly<Record<string, string>> = {
  'yolox-nano': 'yolox_nano.onnx',
  'yunet-n': 'yunet_n_640_640.onnx',
};

export const hasSamplePhotos: boolean = existsSync(path.join(folder, 'labels.tsv'));

/** @returns what was counted on each by eye */
export function listSamplePhotos(): SamplePhoto[] {
  const [, ...lines] = readFileSync(path.join(folder, 'labels.tsv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [file = '', people, raisedArms, phones] = line.split('\t');
    return { file, people: Number(people), raisedArms: Number(raisedArms), phones: Number(phones) };
  });
}

export function readSamplePhoto(file: string): Buffer {
  return readFileSync(path.join(folder, file));
}

/** Whether the model comes as a pack, here or elsewhere, and is not built in. */
export function isPack(model: string): boolean {
  return model in packFiles;
}

/** Path of a pack's file, or undefined where it is not. */
export function samplePack(model: string): string | undefined {
  const file = path.join(packFolder, packFiles[model] ?? '');
  return model in packFiles && existsSync(file) ? file : undefined;
}
