/** Turns one row of a foreign file into what the ingestion routes take, or says in words why it can't. Pure. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  attendanceSchema,
  chatMessageSchema,
  quizResponseSchema,
  studentSchema,
} from '../../contract/sessions.ts';
import { assertNever } from '../base/app-error.ts';
import type { ImportKind } from './import-columns.ts';

type Student = z.infer<typeof studentSchema>;
export type ImportedRow = (
  | { kind: 'chat'; row: z.infer<typeof chatMessageSchema> }
  | { kind: 'quiz_responses'; row: z.infer<typeof quizResponseSchema> }
  | { kind: 'attendance'; row: z.infer<typeof attendanceSchema> }
  | { kind: 'students'; row: Student }
) & {
  /** The pupil it is about, where the file says what they are called. */
  student?: Student | undefined;
};

export type RowContext = {
  /** Date of the session, for times without one. */
  sessionDate: string;
  /** IANA name; empty: the PC's own. For times without an offset. */
  timeZone: string;
  /** How often an identical row came before in the file: two identical messages are two messages. */
  repeat: number;
  /** Of the session; whoever is called so is no pupil. */
  teacherName?: string | undefined;
};

/** As in the contract (nameSchema). */
const mostNameLength = 200;

/** `김서연`, `김서연 선생님` and `김서연 T` are the same person. */
function isTeacherName(name: string, teacherName: string): boolean {
  return bareName(teacherName) !== '' && bareName(name) === bareName(teacherName);
}

function bareName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/\s*(선생님|선생|교사|쌤|teacher|T)$/iu, '')
    .replaceAll(/\s+/g, '')
    .toLowerCase();
}

/** @returns the row, or the message a person can act on */
export function importRow(
  kind: ImportKind,
  fields: Record<string, unknown>,
  context: RowContext,
): ImportedRow | { message: string } {
  const text = (field: string): string => {
    const value = fields[field];
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? String(value).normalize('NFC').trim()
      : '';
  };
  /** Other tools write a name beside the id, or in its place. */
  const studentOf = (id: string, idField: string, nameField: string): Student | undefined => {
    const name = text(nameField) || (id === text(idField) ? '' : text(idField));
    return name === '' ? undefined : { student_id: id, name: name.slice(0, mostNameLength) };
  };
  const time = (field: string): string => parseTime(text(field), context) ?? text(field);
  switch (kind) {
    case 'chat': {
      const senderId = externalId(text('sender_id'));
      const sender = studentOf(senderId, 'sender_id', 'sender_name');
      const isTeacher =
        /teacher|instructor|host|교사|선생|강사/i.test(text('sender_role')) ||
        isTeacherName(sender?.name ?? '', context.teacherName ?? '');
      const row = {
        message_id: text('message_id') || rowId(kind, fields, context),
        sender_id: senderId,
        sender_role: isTeacher ? 'teacher' : 'student',
        text: text('text'),
        sent_at: time('sent_at'),
      };
      const student = isTeacher ? undefined : sender;
      return check(chatMessageSchema, row, (parsed) => ({ kind, row: parsed, student }));
    }
    case 'quiz_responses': {
      const isCorrect = parseCorrect(text('is_correct'));
      if (isCorrect === undefined) {
        return {
          message: `is_correct: "${text('is_correct')}" is neither right (O, 1, 정답) nor wrong (X, 0, 오답)`,
        };
      }
      const question = text('question');
      const studentId = externalId(text('student_id'));
      const row = {
        response_id: text('response_id') || rowId(kind, fields, context),
        quiz_id: externalId(text('quiz_id') || question || 'quiz'),
        question: question || text('quiz_id'),
        student_id: studentId,
        is_correct: isCorrect,
        response_time_ms: Math.round(Number(text('response_time_ms') || 0)),
        answered_at: time('answered_at'),
      };
      const student = studentOf(studentId, 'student_id', 'student_name');
      return check(quizResponseSchema, row, (parsed) => ({ kind, row: parsed, student }));
    }
    case 'attendance': {
      const left = text('left_at');
      const studentId = externalId(text('student_id'));
      const row = {
        student_id: studentId,
        joined_at: time('joined_at'),
        left_at: left === '' ? null : time('left_at'),
      };
      const student = studentOf(studentId, 'student_id', 'student_name');
      return check(attendanceSchema, row, (parsed) => ({ kind, row: parsed, student }));
    }
    case 'students': {
      const studentId = externalId(text('student_id'));
      const row = studentOf(studentId, 'student_id', 'name') ?? { student_id: studentId, name: '' };
      return check(studentSchema, row, (parsed) => ({ kind, row: parsed }));
    }
    default:
      return assertNever(kind);
  }
}

function check<T>(
  schema: z.ZodType<T>,
  row: unknown,
  wrap: (parsed: T) => ImportedRow,
): ImportedRow | { message: string } {
  const parsed = schema.safeParse(row);
  if (parsed.success) return wrap(parsed.data);
  return {
    message: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  };
}

/**
 * A caller's id as it is, when it may be one. Other tools write names (`김하늘`): those get an id made from the name, the
 * same one every time, so that importing again finds the same pupil.
 */
export function externalId(text: string): string {
  if (text === '' || /^[A-Za-z0-9._-]{1,128}$/.test(text)) return text;
  return `name-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
}

/** Made from the row's content, so that the same file again is all duplicates. */
function rowId(kind: ImportKind, fields: Record<string, unknown>, context: RowContext): string {
  const content = JSON.stringify([
    kind,
    Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    context.repeat,
  ]);
  return `import-${createHash('sha256').update(content).digest('hex').slice(0, 24)}`;
}

function parseCorrect(text: string): boolean | undefined {
  if (/^(o|0?1|true|yes|y|correct|right|정답|맞음|정|참|○|⭕|✓|✔)$/i.test(text)) return true;
  if (/^(x|0|false|no|n|incorrect|wrong|오답|틀림|오|거짓|×|❌|✗)$/i.test(text)) return false;
  return undefined;
}

const timePattern =
  /^(?:(?<year>\d{4})\s*[-./년]\s*(?<month>\d{1,2})\s*[-./월]\s*(?<day>\d{1,2})\s*[일.]?[T\s,]*)?(?<half>오전|오후|am|pm)?\s*(?<hour>\d{1,2})\s*[:시]\s*(?<minute>\d{1,2})(?:\s*[:분]\s*(?<second>\d{1,2})(?:[.,](?<fraction>\d{1,3})\d*)?\s*초?)?\s*분?\s*(?<late>am|pm)?$/i;

/**
 * UTC of a time as people's tools write it: ISO 8601, `2026-11-23 09:01:05`, `2026. 11. 23. 오전 9:01`, `09:01:05` (on
 * the session's day). Without an offset it is meant in the school's time zone. Undefined when it is no time.
 */
export function parseTime(
  text: string,
  context: Pick<RowContext, 'sessionDate' | 'timeZone'>,
): string | undefined {
  if (z.iso.datetime({ offset: true }).safeParse(text).success) return new Date(text).toISOString();
  const match = timePattern.exec(text)?.groups;
  if (match === undefined) return undefined;
  const { year, month, day, half, hour, minute, second, fraction, late } = match;
  const date =
    year === undefined
      ? context.sessionDate
      : `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const marker = (half ?? late ?? '').toLowerCase();
  let hours = Number(hour);
  if ((marker === '오후' || marker === 'pm') && hours < 12) hours += 12;
  if ((marker === '오전' || marker === 'am') && hours === 12) hours = 0;
  if (hours > 23 || Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  if (!z.iso.date().safeParse(date).success) return undefined;
  const local =
    Date.parse(`${date}T00:00:00Z`) +
    hours * 3_600_000 +
    Number(minute) * 60_000 +
    Number(second ?? 0) * 1000 +
    Number((fraction ?? '0').padEnd(3, '0'));
  return new Date(fromZone(local, context.timeZone)).toISOString();
}

/** Epoch ms of a wall-clock time given as if it were UTC. Asked twice, since the first guess may cross a clock change. */
function fromZone(local: number, timeZone: string): number {
  const guess = local - offsetAt(local, timeZone);
  return local - offsetAt(guess, timeZone);
}

function offsetAt(epochMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    ...(timeZone === '' ? {} : { timeZone }),
    timeZoneName: 'longOffset',
  }).formatToParts(epochMs);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
