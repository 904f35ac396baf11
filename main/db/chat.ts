/** Chat of a session. Texts are kept as NFC, times as UTC, so that search and order need no second thought. */
import { z } from 'zod';
import type { chatBatchSchema, chatListReplySchema, ingestReplySchema } from '../../contract/sessions.ts';
import { isoTime } from '../base/clock.ts';
import type { Db } from './database.ts';
import { reindexSession } from './lesson-text.ts';
import { decodeCursor, encodeCursor } from './search-cursor.ts';
import { requireSession } from './sessions.ts';

export type IngestReply = z.infer<typeof ingestReplySchema>;

/** UTC with milliseconds, from any ISO 8601 time. */
export function utc(time: string): string {
  return isoTime(Date.parse(time));
}

/**
 * Stores messages; a `message_id` that is there already is a duplicate and changes nothing. The session's lessons are
 * indexed again once per call.
 * @throws AppError session_not_found
 */
export async function addChat(
  db: Db,
  sessionId: string,
  messages: z.infer<typeof chatBatchSchema>,
): Promise<IngestReply> {
  return db.transaction().execute(async (trx) => {
    await requireSession(trx, sessionId);
    const result = await trx
      .insertInto('chat_messages')
      .values(
        messages.map((message) => ({
          session_id: sessionId,
          message_id: message.message_id,
          sender_id: message.sender_id,
          sender_role: message.sender_role,
          text: message.text.toWellFormed().normalize('NFC'),
          sent_at: utc(message.sent_at),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    const accepted = Number(result.numInsertedOrUpdatedRows ?? 0n);
    if (accepted > 0) await reindexSession(trx, sessionId);
    return { accepted, duplicates: messages.length - accepted };
  });
}

const cursorSchema = z.tuple([z.iso.datetime(), z.string()]);

/**
 * Messages by time.
 * @throws AppError session_not_found
 */
export async function listChat(
  db: Db,
  sessionId: string,
  query: { limit: number; cursor?: string | undefined },
): Promise<z.infer<typeof chatListReplySchema>> {
  await requireSession(db, sessionId);
  let select = db
    .selectFrom('chat_messages')
    .select(['message_id', 'sender_id', 'sender_role', 'text', 'sent_at'])
    .where('session_id', '=', sessionId)
    .orderBy('sent_at')
    .orderBy('message_id')
    .limit(query.limit + 1);
  if (query.cursor !== undefined) {
    const [sentAt, id] = decodeCursor(query.cursor, cursorSchema);
    select = select
      .where('sent_at', '>=', sentAt)
      .where((eb) => eb.or([eb('sent_at', '>', sentAt), eb('message_id', '>', id)]));
  }
  const rows = await select.execute();
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { items, next_cursor: hasMore ? encodeCursor([last.sent_at, last.message_id]) : null };
}
