/**
 * Says which families (cache/families.ts) each change of a row concerns. SQLite itself calls, by triggers that belong
 * to this connection alone, so nothing that writes has to remember it: cascades, other triggers and SQL by hand are
 * noticed as well. It is told before the transaction ends; readers wait for that, and a change that is rolled back
 * only means that something is made once more.
 */
import type SqliteDatabase from 'better-sqlite3';
import {
  allFamilies,
  foundFamily,
  lengthsFamily,
  lessonChatFamily,
  lessonFamily,
  lessonsFamily,
  sessionFamily,
  sessionsFamily,
  wordsFamily,
} from '../cache/families.ts';
import { familiesOfText } from './search-families.ts';

type Row = 'NEW' | 'OLD';
type Rule = {
  /** SELECT statements that call `changed(kind, id)`. */
  says: (row: Row) => string[];
  /** Only an UPDATE that differs in one of these columns. */
  ifDiffers?: readonly string[];
};

const kinds: Readonly<Record<string, (id: string) => string | string[]>> = {
  lesson: lessonFamily,
  chat: lessonChatFamily,
  session: sessionFamily,
  sessions: () => sessionsFamily,
  lessons: () => lessonsFamily,
  found: () => foundFamily,
  lengths: () => lengthsFamily,
  words: (text) => [...familiesOfText(text), wordsFamily],
  said: familiesOfText,
  all: () => allFamilies,
};

const says = (kind: string, id = "''", rest = ''): string => `SELECT changed('${kind}', ${id})${rest};`;
const lessonsOf = (session: string): string => ` FROM recordings WHERE session_id = ${session}`;
const sessionOf = (recording: string): string =>
  says('session', 'session_id', ` FROM recordings WHERE recording_id = ${recording}`);

/** Rows that are told under their lesson and in lists of its session. */
const ofLesson = (row: Row): string[] => [
  says('lesson', `${row}.recording_id`),
  sessionOf(`${row}.recording_id`),
];
/** Rows that are told under their session alone. */
const ofSession = (row: Row): string[] => [says('session', `${row}.session_id`)];
/** Rows of a session that its lessons tell of, too. */
const ofSessionAndLessons = (row: Row): string[] => [
  ...ofSession(row),
  says('lesson', 'recording_id', lessonsOf(`${row}.session_id`)),
];
const words =
  (...columns: string[]) =>
  (row: Row): string[] => [...ofLesson(row), ...columns.map((column) => says('words', `${row}.${column}`))];

/** What a search finds, filters, counts or sorts a lesson by, beside its state and its length. */
const foundColumns = [
  'session_id',
  'title',
  'description',
  'teacher_id',
  'teacher_name',
  'class_name',
  'subject',
  'session_date',
  'deleted_at',
  'is_test',
  'tags',
];
/** What a list tells of a lesson, or decides by, and that does not grow while it is recorded. */
const listedColumns = [
  ...foundColumns,
  ...['status', 'created_at', 'started_at', 'stopped_at', 'expired_at', 'is_kept'],
];

const rules: Readonly<Record<string, Rule[]>> = {
  recordings: [
    { says: (row) => [says('lesson', `${row}.recording_id`), says('session', `${row}.session_id`)] },
    { says: () => [says('lessons')], ifDiffers: listedColumns },
    { says: () => [says('found')], ifDiffers: foundColumns },
    { says: () => [says('lengths')], ifDiffers: ['duration_seconds', 'size_bytes'] },
  ],
  sessions: [{ says: (row) => [...ofSessionAndLessons(row), says('sessions')] }],
  students: [{ says: (row) => [...ofSessionAndLessons(row), says('sessions')] }],
  takes: [{ says: ofLesson }],
  gaps: [{ says: ofLesson }],
  renditions: [{ says: (row) => [...ofLesson(row), says('lengths')] }],
  notes: [{ says: ofLesson }],
  exports: [{ says: ofLesson }],
  analyses: [{ says: ofLesson }],
  dismissed_chapters: [{ says: ofLesson }],
  chapters: [{ says: words('title', 'description') }],
  slides: [{ says: words('text') }],
  // A job's end is also when its files are there.
  jobs: [{ says: (row) => [says('lesson', `${row}.recording_id`)], ifDiffers: ['state'] }],
  chat_messages: [
    {
      says: (row) => [
        ...ofSession(row),
        says('chat', 'recording_id', lessonsOf(`${row}.session_id`)),
        says('said', `${row}.text`),
      ],
    },
  ],
  chat_readings: [
    { says: (row) => [...ofSession(row), says('chat', 'recording_id', lessonsOf(`${row}.session_id`))] },
  ],
  quiz_responses: [{ says: ofSession }],
  attendance: [{ says: ofSession }],
  screenshots: [{ says: ofSession }],
  student_notes: [{ says: ofSession }],
  session_analyses: [{ says: ofSession }],
  settings: [{ says: () => [says('all')] }],
  glossary: [{ says: () => [says('all')] }],
};

/** Tables whose rows no reply that is kept tells of, or that follow others which are noticed. */
export const unnoticedTables = [
  'session_revisions',
  'unindexed_sessions',
  'lesson_text_keys',
  'lesson_words',
  'watches',
  'saved_sources',
  'erasures',
] as const;
export const noticedTables: readonly string[] = Object.keys(rules);

/** @param note told each family a change concerns, while the change is made; must not use the database */
export function noticeChanges(connection: SqliteDatabase.Database, note: (family: string) => void): void {
  connection.function('changed', (kind: unknown, id: unknown) => {
    const family = typeof kind === 'string' ? kinds[kind] : undefined;
    if (family === undefined || typeof id !== 'string') return null;
    for (const one of [family(id)].flat()) note(one);
    return null;
  });
  for (const [table, ofTable] of Object.entries(rules)) {
    for (const [number, rule] of ofTable.entries()) connection.exec(triggersOf(table, number, rule));
  }
}

function triggersOf(table: string, number: number, rule: Rule): string {
  const differs = rule.ifDiffers?.map((column) => `NEW.${column} IS NOT OLD.${column}`).join(' OR ');
  return (['INSERT', 'UPDATE', 'DELETE'] as const)
    .map((event) => {
      const rows: Row[] = event === 'INSERT' ? ['NEW'] : event === 'DELETE' ? ['OLD'] : ['OLD', 'NEW'];
      const when = event === 'UPDATE' && differs !== undefined ? ` WHEN ${differs}` : '';
      const statements = [...new Set(rows.flatMap((row) => rule.says(row)))].join(' ');
      return (
        `CREATE TEMP TRIGGER ${table}_${event.toLowerCase()}_is_noticed_${number} ` +
        `AFTER ${event} ON main.${table}${when} BEGIN ${statements} END;`
      );
    })
    .join('\n');
}
