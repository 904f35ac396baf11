/** Reads the lines in models/chat/data. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type ClassroomLine, parseClassroomLines } from '../../main/analysis/chat/learning/classroom-text.ts';
import { packageRoot } from '../../main/base/package-info.ts';

export const chatDataFolder: string = path.join(packageRoot, 'models', 'chat', 'data');

/** @throws Error that names file and line when something is not as models/chat/data/README.md says */
export function readClassroomLines(file: string): ClassroomLine[] {
  return parseClassroomLines(readFileSync(file, 'utf8'), file);
}

/** The lines models are trained on, by hand. */
export function trainingLines(folder: string = chatDataFolder): ClassroomLine[] {
  return readdirSync(folder)
    .filter((name) => /^hand-[a-z]\.tsv$/.test(name))
    .toSorted()
    .flatMap((name) => readClassroomLines(path.join(folder, name)));
}

export const heldOutSets = ['dev', 'gate', 'apart'] as const;
export type HeldOutSet = (typeof heldOutSets)[number];

/** Lines that no model is ever trained on. */
export function heldOutLines(set: HeldOutSet, folder: string = chatDataFolder): ClassroomLine[] {
  return readClassroomLines(path.join(folder, `${set}.tsv`));
}
