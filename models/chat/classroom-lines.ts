/** Reads the lines in models/chat/data: what each says and how it was labelled. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { chatLanguages, intentLabels, sentimentLabels } from '../../contract/chat-analysis.ts';
import { packageRoot } from '../../main/base/package-info.ts';

export const lineColumns = [
  'id',
  'text',
  'lang',
  'sentiment',
  'intent',
  'spam',
  'abuse',
  'keywords',
] as const;

const flag = z.enum(['0', '1']).transform((value) => value === '1');
const lineSchema = z.strictObject({
  id: z.string().regex(/^[a-z]\d{3,4}$/),
  text: z.string().min(1).max(200).regex(/\S/),
  lang: z.enum(chatLanguages).exclude(['other']),
  sentiment: z.enum(sentimentLabels),
  intent: z.enum(intentLabels),
  spam: flag,
  abuse: flag,
  keywords: z.string().transform((list) => (list === '' ? [] : list.split(';'))),
});

export type ClassroomLine = z.infer<typeof lineSchema> & {
  /** Who wrote it: a letter, nobody's name. */
  hand: string;
};

export const chatDataFolder: string = path.join(packageRoot, 'models', 'chat', 'data');

/** @throws Error that names file and line when something is not as models/chat/data/README.md says */
export function readClassroomLines(file: string): ClassroomLine[] {
  const [header = '', ...rows] = readFileSync(file, 'utf8').split('\n');
  if (header !== lineColumns.join('\t')) throw new Error(`${file}: the columns are ${header}`);
  if (rows.at(-1) === '') rows.pop();
  return rows.map((row, index) => {
    const cells = row.split('\t');
    const found = lineSchema.safeParse(
      Object.fromEntries(cells.map((cell, at) => [lineColumns[at] ?? at, cell])),
    );
    if (!found.success) throw new Error(`${file}, line ${index + 2}: ${found.error.message}`);
    return Object.assign(found.data, { hand: found.data.id.slice(0, 1) });
  });
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
