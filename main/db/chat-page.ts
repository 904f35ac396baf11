/** What all lists of chat messages share: their order, their pages, and who wrote. */
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Db } from './database.ts';
import { decodeCursor, encodeCursor } from './search-cursor.ts';

const cursorSchema = z.tuple([z.iso.datetime(), z.string()]);

/** Of messages by time, and of one time by id: those behind the cursor. @throws AppError for a cursor that is none */
export function behind(cursor: string): RawBuilder<boolean> {
  const [sentAt, id] = decodeCursor(cursor, cursorSchema);
  // The first condition alone lets the index be used.
  return sql<boolean>`chat_messages.sent_at >= ${sentAt}
    AND (chat_messages.sent_at > ${sentAt} OR chat_messages.message_id > ${id})`;
}

/** @param rows one more than `limit` when there are more */
export function pageOf<Row extends { sent_at: string; message_id: string }>(
  rows: readonly Row[],
  limit: number,
): { items: Row[]; next_cursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, next_cursor: hasMore ? encodeCursor([last.sent_at, last.message_id]) : null };
}

/** Messages of a session by time, with the names of who wrote them; '' where none is known. */
export function namedMessages(db: Db, sessionId: string) {
  return db
    .selectFrom('chat_messages')
    .leftJoin('students', (join) =>
      join
        .onRef('students.session_id', '=', 'chat_messages.session_id')
        .onRef('students.student_id', '=', 'chat_messages.sender_id')
        .on('chat_messages.sender_role', '=', 'student'),
    )
    .leftJoin('sessions', (join) =>
      join
        .onRef('sessions.session_id', '=', 'chat_messages.session_id')
        .onRef('sessions.teacher_id', '=', 'chat_messages.sender_id')
        .on('chat_messages.sender_role', '=', 'teacher'),
    )
    .select(['chat_messages.message_id', 'sender_id', 'sender_role', 'text', 'sent_at'])
    .select((eb) => eb.fn.coalesce('students.name', 'sessions.teacher_name', eb.val('')).as('sender_name'))
    .where('chat_messages.session_id', '=', sessionId)
    .orderBy('sent_at')
    .orderBy('chat_messages.message_id');
}
