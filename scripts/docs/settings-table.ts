/** The table of all settings in the guides for IT, made of the settings' own schema and the words of Group Policy. Pure. */
import { format } from 'prettier';
import { z } from 'zod';
import { defaultSettings, settingsSchema } from '../../contract/settings.ts';
import { settingPaths } from '../../main/db/settings-policy.ts';
import { type Words, settingWords } from '../policy/setting-words.ts';

type Schema = {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
};

const heads = {
  ko: ['이름', '무엇', '값', '기본값'],
  en: ['name', 'what', 'values', 'default'],
} as const;
const text = { ko: '글', en: 'text' } as const;
const upTo = { ko: '자까지', en: 'characters at most' } as const;

const start = '<!-- settings: npm run docs:tables -->';
const end = '<!-- /settings -->';
export const guides = { 'docs/it.md': 'en', 'docs/it.ko.md': 'ko' } as const;

/** @throws Error when a setting has no words, or the document no place for the table */
export async function withSettingsTable(document: string, language: keyof Words): Promise<string> {
  const [before, rest, ...more] = document.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`the document needs one ${start} with its ${end}`);
  }
  const rows = [...settingPaths].map((path) => row(path, language));
  const table = [row3(heads[language]), row3(heads[language].map(() => '---')), ...rows].join('\n');
  // As the document itself is formatted: its columns line up.
  const formatted = await format(table, { parser: 'markdown', printWidth: 110 });
  return `${before}${start}\n\n${formatted}\n${end}${after}`;
}

function row(path: string, language: keyof Words): string {
  const words = settingWords[path];
  if (words === undefined) throw new Error(`${path} has no words in scripts/policy/setting-words.ts`);
  const names = path.split('.');
  const whole = z.toJSONSchema(settingsSchema, { io: 'input' }) as Schema;
  const schema = names.reduce<Schema>((part, name) => part.properties?.[name] ?? {}, whole);
  const standard = names.reduce<unknown>(
    (part, name) => (part as Record<string, unknown>)[name],
    defaultSettings,
  );
  return row3([
    `\`${path}\``,
    words[language],
    valuesOf(schema, language),
    `\`${JSON.stringify(standard)?.replaceAll(',', ', ')}\``,
  ]);
}

const row3 = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function valuesOf(schema: Schema, language: keyof Words): string {
  if (schema.anyOf !== undefined) {
    const kinds = schema.anyOf.filter((one) => one.const !== '' || one.type !== 'string');
    return [...new Set(kinds.map((one) => valuesOf(one, language)))].join(', ');
  }
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((one) => `\`${JSON.stringify(one)}\``).join(', ');
  if (schema.type === 'boolean') return '`true`, `false`';
  if (schema.type === 'null') return '`null`';
  if (schema.type === 'number' || schema.type === 'integer') return `${schema.minimum}–${schema.maximum}`;
  if (schema.type === 'array') return `[${valuesOf(schema.items ?? {}, language)}]`;
  if (schema.type !== 'string') throw new Error(`the table has no words yet for the type ${schema.type}`);
  if (schema.maxLength === undefined) return text[language];
  return language === 'ko'
    ? `${text.ko}, ${schema.maxLength}${upTo.ko}`
    : `${text.en}, ${schema.maxLength} ${upTo.en}`;
}
