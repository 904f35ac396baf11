/** Sessions: what a lesson is about, shared by all its recordings. */
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { LessonFields } from '../../contract/common.ts';
import type {
  PutSession,
  Session,
  listSessionsQuerySchema,
  sessionListReplySchema,
} from '../../contract/sessions.ts';
import { AppError } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import type { Db } from './database.ts';
import { reindexSession } from './lesson-text.ts';
import { decodeCursor, encodeCursor } from './search-cursor.ts';
import type { SessionsTable } from './tables.ts';
import { isOfTestOnly } from './test-recordings.ts';

export type SessionRow = Selectable<SessionsTable>;

/** Calendar date `YYYY-MM-DD` at a moment in a time zone (IANA name; empty: the PC's own). */
export function dateIn(timeZone: string, epochMs: number): string {
  const parts = new Intl.DateTimeFormat('en', {
    ...(timeZone === '' ? {} : { timeZone }),
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(epochMs);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

export async function findSession(db: Db, sessionId: string): Promise<SessionRow | undefined> {
  return db.selectFrom('sessions').selectAll().where('session_id', '=', sessionId).executeTakeFirst();
}

/** The filter columns of a new recording: what was said of it, else what is known of its session. */
export function describedBy(
  fields: LessonFields,
  session: SessionRow,
): Pick<SessionRow, 'teacher_id' | 'teacher_name' | 'class_name' | 'subject' | 'session_date'> {
  return {
    teacher_id: fields.teacher_id ?? session.teacher_id,
    teacher_name: fields.teacher_name ?? session.teacher_name,
    class_name: fields.class_name ?? session.class_name,
    subject: fields.subject ?? session.subject,
    session_date: fields.session_date ?? session.session_date,
  };
}

/** @throws AppError session_not_found */
export async function requireSession(db: Db, sessionId: string): Promise<SessionRow> {
  const session = await findSession(db, sessionId);
  if (session === undefined) throw new AppError('session_not_found', `There is no session ${sessionId}`);
  return session;
}

/**
 * The session as it is, or a new one with these fields. An existing session is not changed: what a recording says
 * about itself must not rewrite its sister recordings.
 * @param now ms since the epoch; `timeZone` decides which day that is when no date is given
 */
export async function ensureSession(
  trx: Db,
  sessionId: string,
  fields: LessonFields,
  now: number,
  timeZone: string,
): Promise<SessionRow> {
  const at = isoTime(now);
  await trx
    .insertInto('sessions')
    .values({
      session_id: sessionId,
      title: fields.title ?? '',
      description: fields.description ?? '',
      teacher_id: fields.teacher_id ?? null,
      teacher_name: fields.teacher_name ?? '',
      class_name: fields.class_name ?? '',
      subject: fields.subject ?? '',
      session_date: fields.session_date ?? dateIn(timeZone, now),
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return requireSession(trx, sessionId);
}

const sharedFields = ['teacher_id', 'teacher_name', 'class_name', 'subject', 'session_date'] as const;

/**
 * Changes the fields that are given. Those of them that recordings repeat (teacher, class, subject, date) are copied
 * to the session's recordings, whose search rows follow; what a recording said of itself otherwise stays.
 */
export async function changeSession(
  trx: Db,
  sessionId: string,
  fields: LessonFields,
  now: number,
): Promise<void> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  await trx
    .updateTable('sessions')
    .set({ ...Object.fromEntries(given), updated_at: isoTime(now) })
    .where('session_id', '=', sessionId)
    .execute();
  const shared = sharedFields.filter((field) => fields[field] !== undefined);
  if (shared.length === 0) return;
  const updated = await trx
    .updateTable('recordings')
    .set(Object.fromEntries(shared.map((field) => [field, fields[field]])))
    .where('session_id', '=', sessionId)
    .where((eb) => eb.or(shared.map((field) => eb(field, 'is not', fields[field] ?? null))))
    .executeTakeFirst();
  if (updated.numUpdatedRows > 0n) await reindexSession(trx, sessionId);
}

/**
 * Creates the session or changes the fields that are given, as `changeSession` does; `students`, when given, replaces
 * the roster.
 */
export async function upsertSession(
  db: Db,
  sessionId: string,
  fields: PutSession,
  now: number,
  timeZone: string,
): Promise<Session> {
  const { students, ...lesson } = fields;
  return db.transaction().execute(async (trx) => {
    await ensureSession(trx, sessionId, lesson, now, timeZone);
    await changeSession(trx, sessionId, lesson, now);
    if (students !== undefined) await replaceRoster(trx, sessionId, students);
    return getSession(trx, sessionId);
  });
}

async function replaceRoster(
  trx: Db,
  sessionId: string,
  students: NonNullable<PutSession['students']>,
): Promise<void> {
  await trx.deleteFrom('students').where('session_id', '=', sessionId).execute();
  await addStudents(trx, sessionId, students);
}

/** Adds pupils to the roster; those already on it keep their place and take the new name. */
export async function addStudents(
  trx: Db,
  sessionId: string,
  students: readonly { student_id: string; name: string }[],
): Promise<{ accepted: number; duplicates: number }> {
  if (students.length === 0) return { accepted: 0, duplicates: 0 };
  const unique = new Map(students.map((student) => [student.student_id, student.name]));
  const result = await trx
    .insertInto('students')
    .values(Array.from(unique, ([student_id, name]) => ({ session_id: sessionId, student_id, name })))
    .onConflict((conflict) =>
      conflict
        .columns(['session_id', 'student_id'])
        .doUpdateSet((eb) => ({ name: eb.ref('excluded.name') }))
        .where(sql<boolean>`students.name <> excluded.name AND excluded.name <> ''`),
    )
    .executeTakeFirst();
  const accepted = Number(result.numInsertedOrUpdatedRows ?? 0n);
  return { accepted, duplicates: students.length - accepted };
}

/** Puts pupils on the roster whose names a file told; a name that is there already stays. */
export async function nameStudents(
  trx: Db,
  sessionId: string,
  students: readonly { student_id: string; name: string }[],
): Promise<void> {
  if (students.length === 0) return;
  const unique = new Map(students.map((student) => [student.student_id, student.name]));
  await trx
    .insertInto('students')
    .values(Array.from(unique, ([student_id, name]) => ({ session_id: sessionId, student_id, name })))
    .onConflict((conflict) =>
      conflict
        .columns(['session_id', 'student_id'])
        .doUpdateSet((eb) => ({ name: eb.ref('excluded.name') }))
        .where('students.name', '=', ''),
    )
    .execute();
}

/** @throws AppError session_not_found */
export async function getSession(db: Db, sessionId: string): Promise<Session> {
  const session = await requireSession(db, sessionId);
  const students = await db
    .selectFrom('students')
    .select(['student_id', 'name'])
    .where('session_id', '=', sessionId)
    .orderBy('student_id')
    .execute();
  return { ...session, students };
}

const cursorSchema = z.tuple([z.iso.date(), z.string()]);

/** Newest date first. */
export async function listSessions(
  db: Db,
  query: z.infer<typeof listSessionsQuerySchema>,
): Promise<z.infer<typeof sessionListReplySchema>> {
  let select = db
    .selectFrom('sessions')
    .selectAll()
    .select((eb) =>
      eb
        .selectFrom('students')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('students.session_id', '=', 'sessions.session_id')
        .as('student_count'),
    )
    .where(sql<boolean>`NOT ${isOfTestOnly}`)
    .orderBy('session_date', 'desc')
    .orderBy('session_id')
    .limit(query.limit + 1);
  if (query.teacher_id !== undefined) select = select.where('teacher_id', '=', query.teacher_id);
  if (query.class_name !== undefined) {
    select = select.where('class_name', '=', query.class_name);
  }
  if (query.date_from !== undefined) select = select.where('session_date', '>=', query.date_from);
  if (query.date_to !== undefined) select = select.where('session_date', '<=', query.date_to);
  if (query.cursor !== undefined) {
    const [date, id] = decodeCursor(query.cursor, cursorSchema);
    select = select
      .where('session_date', '<=', date)
      .where((eb) => eb.or([eb('session_date', '<', date), eb('session_id', '>', id)]));
  }
  const rows = await select.execute();
  const items = rows
    .slice(0, query.limit)
    .map(({ student_count, ...session }) => Object.assign(session, { student_count: student_count ?? 0 }));
  const last = items.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { items, next_cursor: hasMore ? encodeCursor([last.session_date, last.session_id]) : null };
}
