/** What a file of another tool was understood as: its columns, some of its rows, and what could not be read. Pure. */
import type { SessionImportReply } from '../../../../contract/sessions.ts';
import type { Language, Translate } from '../../../i18n/language.tsx';

export const sheetFields = [
  'message_id',
  'sender_id',
  'sender_name',
  'sender_role',
  'text',
  'sent_at',
  'response_id',
  'quiz_id',
  'question',
  'student_id',
  'student_name',
  'is_correct',
  'response_time_ms',
  'answered_at',
  'joined_at',
  'left_at',
  'name',
] as const;
export type SheetField = (typeof sheetFields)[number];

/** The core says no more of them than so many. */
const mostRejectedTold = 200;

const isField = (name: string | null): name is SheetField => sheetFields.some((field) => field === name);

/** Columns that were understood, in the file's order, and the names of those that were not. */
export function columnsOf(columns: SessionImportReply['columns']) {
  return {
    understood: columns.flatMap(({ column, field }) => (isField(field) ? [{ column, field }] : [])),
    ignored: columns.flatMap(({ column, field }) => (isField(field) ? [] : [column])),
  };
}

/** Fields that a rejected row's message names: `sent_at: …; text: …`. */
export function problemsIn(message: string): SheetField[] {
  const named = [...message.matchAll(/(?:^|; )([a-z_]+): /g)].map((match) => match[1] ?? '');
  return [...new Set(named)].filter(isField);
}

export function rejectedCount({ rejected }: Pick<SessionImportReply, 'rejected'>): {
  count: number;
  /** There are more than the core told of. */
  isMore: boolean;
} {
  return { count: rejected.length, isMore: rejected.length >= mostRejectedTold };
}

/** Pupils are known by their names alone: the core makes ids of those. */
export function areNamesIds(sample: SessionImportReply['sample']): boolean {
  return sample.some((row) => /^name-[0-9a-f]{16}$/.test(plain(row['sender_id'] ?? row['student_id'] ?? '')));
}

/** What stands in a column of a sample row: who is known by name alone is shown by name. */
export function valueIn(row: SessionImportReply['sample'][number], field: SheetField): unknown {
  const { name } = row;
  if (field === 'sender_name' || field === 'student_name') return name;
  const isId = field === 'sender_id' || field === 'student_id';
  return isId && areNamesIds([row]) && name !== undefined && name !== '' ? name : row[field];
}

/** A value of a sample row as people read it; '–': nothing there. */
export function cellText(field: SheetField, value: unknown, language: Language, t: Translate): string {
  if (value === null || value === undefined || value === '') return '–';
  switch (field) {
    case 'sent_at':
    case 'answered_at':
    case 'joined_at':
    case 'left_at':
      return timeText(value, language);
    case 'is_correct':
      return t(value === true ? 'sheet.right' : 'sheet.wrong');
    case 'sender_role':
      return t(value === 'teacher' ? 'chat.teacher' : 'chat.student');
    case 'response_time_ms':
      return new Intl.NumberFormat(language, {
        style: 'unit',
        unit: 'second',
        maximumFractionDigits: 1,
      }).format(Number(value) / 1000);
    case 'sender_id':
    case 'student_id':
      return areNamesIds([{ student_id: value }])
        ? t('sheet.id_of_name', { sign: plain(value).slice(-3) })
        : plain(value);
    case 'message_id':
    case 'text':
    case 'response_id':
    case 'quiz_id':
    case 'question':
    case 'sender_name':
    case 'student_name':
    case 'name':
      return plain(value);
    default:
      return field satisfies never;
  }
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function timeText(value: unknown, language: Language): string {
  const at = new Date(plain(value));
  if (Number.isNaN(at.getTime())) return plain(value);
  return new Intl.DateTimeFormat(language, {
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);
}

/** Size of a file that may be as small as a class of pupils. */
export function sizeText(bytes: number, language: Language): string {
  const isSmall = bytes < 1e6;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isSmall ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: isSmall ? 0 : 1,
  }).format(isSmall ? Math.max(1, bytes / 1e3) : bytes / 1e6);
}

const moving = /\.(mp4|mkv|mov|avi|webm|ts|m2ts|mts|flv|wmv|m4v|mp3|m4a|wav)$/i;

/** Picture and sound are taken in by the library. */
export function isRecording({ type, name }: Pick<File, 'type' | 'name'>): boolean {
  return /^(video|audio)\//.test(type) || moving.test(name);
}
