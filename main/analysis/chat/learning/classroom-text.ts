/**
 * The text of classroom lines: what each says and how it was labelled, one a line, with tabs between. Written by hand in
 * models/chat/data; the program carries them all in one file, for what is fitted where it runs.
 */
import { z } from 'zod';
import { chatLanguages, intentLabels, sentimentLabels } from '../../../../contract/chat-analysis.ts';

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

/** @throws Error that names file and line when something is not as models/chat/data/README.md says */
export function parseClassroomLines(text: string, file: string): ClassroomLine[] {
  const [header = '', ...rows] = text.split('\n');
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

/** The same lines as a text that `parseClassroomLines` reads. */
export function classroomText(lines: readonly ClassroomLine[]): string {
  const rows = lines.map(({ id, text, lang, sentiment, intent, spam, abuse, keywords }) =>
    [id, text, lang, sentiment, intent, bit(spam), bit(abuse), keywords.join(';')].join('\t'),
  );
  return `${[lineColumns.join('\t'), ...rows].join('\n')}\n`;
}

/** Hands in groups, so that a round of leaving out is a few trainings and not one per hand. */
export function handGroups(lines: readonly Pick<ClassroomLine, 'hand'>[], groups = 5): string[] {
  const hands = [...new Set(lines.map((line) => line.hand))].toSorted();
  return Array.from({ length: Math.min(groups, hands.length) }, (_, group) =>
    hands.filter((_hand, index) => index % groups === group).join(''),
  );
}

function bit(value: boolean): string {
  return value ? '1' : '0';
}
