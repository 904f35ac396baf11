/**
 * A CSV or JSON file saved from another tool, read into rows the library takes. Says what it understood before it is
 * asked to store anything, and rejects single rows with a reason instead of the whole file. Pure but for its inputs.
 */
import Papa from 'papaparse';
import { z } from 'zod';
import type { SessionImportReply } from '../../contract/sessions.ts';
import { AppError } from '../base/app-error.ts';
import { type ImportKind, detectKind, mapColumns, missingFields } from './import-columns.ts';
import { type ImportedRow, importRow } from './import-rows.ts';

const maxRows = 100_000;
const maxRejectedShown = 200;
const sampleRows = 5;

export type ImportUnderstood = {
  reply: Omit<SessionImportReply, 'accepted' | 'duplicates'>;
  rows: ImportedRow[];
};

type Table = { headers: string[]; records: Record<string, unknown>[] };

/**
 * @throws AppError import_unreadable when it is no table, or no kind fits its columns
 */
export function understandImport(
  content: Buffer,
  options: {
    kind?: ImportKind | undefined;
    sessionDate: string;
    timeZone: string;
    teacherName?: string;
  },
): ImportUnderstood {
  const table = readTable(decodeText(content));
  if (table.records.length === 0) throw new AppError('import_unreadable', 'The file has no rows');
  if (table.records.length > maxRows) {
    throw new AppError('import_unreadable', `The file has more than ${maxRows} rows`);
  }
  const kind = options.kind ?? detectKind(table.headers);
  if (kind === undefined) {
    throw new AppError(
      'import_unreadable',
      `None of chat, quiz responses, attendance or students fits the columns: ${table.headers.slice(0, 20).join(', ')}`,
    );
  }
  const columns = mapColumns(kind, table.headers);
  const missing = missingFields(kind, columns);
  if (missing.length > 0) {
    throw new AppError('import_unreadable', `No column of the file is understood as ${missing.join(', ')}`);
  }
  const rows: ImportedRow[] = [];
  const rejected: { row: number; message: string }[] = [];
  const seen = new Map<string, number>();
  for (const [index, record] of table.records.entries()) {
    const fields: Record<string, unknown> = {};
    for (const [column, field] of columns) fields[field] = record[column];
    const identity = JSON.stringify(fields);
    const repeat = seen.get(identity) ?? 0;
    seen.set(identity, repeat + 1);
    const understood = importRow(kind, fields, { ...options, repeat });
    if ('message' in understood) rejected.push({ row: index + 1, message: understood.message });
    else rows.push(understood);
  }
  return {
    rows,
    reply: {
      kind,
      columns: table.headers.map((column) => ({ column, field: columns.get(column) ?? null })),
      rows: table.records.length,
      sample: rows.slice(0, sampleRows).map(sampleOf),
      rejected: rejected.slice(0, maxRejectedShown),
    },
  };
}

/** As it would be stored, and what the person is called where the file says so. */
function sampleOf({ row, student }: ImportedRow): Record<string, unknown> {
  return { name: student?.name ?? '', ...row };
}

/**
 * UTF-8, or what Korean Windows programs write (CP949, which WHATWG calls euc-kr), or UTF-16 with its mark.
 */
export function decodeText(content: Buffer): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(content);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return new TextDecoder('euc-kr').decode(content);
  }
}

function readTable(text: string): Table {
  const start = text.trimStart().charAt(0);
  return start === '[' || start === '{' ? readJson(text) : readCsv(text);
}

const recordsSchema = z.array(z.record(z.string(), z.unknown()));

function readJson(text: string): Table {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError('import_unreadable', 'The file is not valid JSON', { cause: error });
  }
  const parsed = recordsSchema.safeParse(listInside(value));
  if (!parsed.success) throw new AppError('import_unreadable', 'The JSON is not a list of objects');
  const headers = [...new Set(parsed.data.slice(0, 1000).flatMap((record) => Object.keys(record)))];
  return { headers, records: parsed.data };
}

/** Tools wrap their list: `{"messages": […]}`. */
function listInside(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.values(value).find((inner) => Array.isArray(inner)) ?? value;
}

function readCsv(text: string): Table {
  const parsed = Papa.parse<string[]>(text.trim(), { skipEmptyLines: 'greedy' });
  const [head, ...lines] = parsed.data;
  if (head === undefined || head.length < 1) throw new AppError('import_unreadable', 'The file is empty');
  const isBroken = parsed.errors.some((error) => error.type === 'Quotes');
  if (isBroken) throw new AppError('import_unreadable', 'A quotation mark in the file is never closed');
  const headers = uniqueHeaders(head.map((name) => name.trim()));
  return {
    headers,
    records: lines.map((line) =>
      Object.fromEntries(headers.map((header, index) => [header, line[index] ?? ''])),
    ),
  };
}

function uniqueHeaders(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name, index) => {
    const label = name === '' ? `column ${index + 1}` : name;
    const count = (seen.get(label) ?? 0) + 1;
    seen.set(label, count);
    return count === 1 ? label : `${label} (${count})`;
  });
}
