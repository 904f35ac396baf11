/** What was read out of a session's chat messages. A reading goes with its message. */
import { sql } from 'kysely';
import type { ChatReading } from '../../contract/chat-analysis.ts';
import { behind, namedMessages, pageOf } from './chat-page.ts';
import type { Db } from './database.ts';

/** In place of those before, as JSON; messages that are gone by now are passed over. */
export async function writeChatReadings(
  db: Db,
  sessionId: string,
  readings: readonly { messageId: string; reading: string; isFlagged: boolean }[],
): Promise<void> {
  if (readings.length === 0) return;
  const rows = readings.map(({ messageId, reading, isFlagged }) => [messageId, isFlagged ? 1 : 0, reading]);
  await sql`
    INSERT INTO chat_readings (session_id, message_id, is_flagged, reading)
    SELECT ${sessionId}, value ->> 0, value ->> 1, value ->> 2 FROM json_each(${JSON.stringify(rows)})
    WHERE EXISTS (SELECT 1 FROM chat_messages WHERE session_id = ${sessionId} AND message_id = value ->> 0)
    ON CONFLICT DO UPDATE SET is_flagged = excluded.is_flagged, reading = excluded.reading
      WHERE reading <> excluded.reading`.execute(db);
}

export async function countUnread(db: Db, sessionId: string): Promise<{ messages: number; unread: number }> {
  const { rows } = await sql<{ messages: number; readings: number }>`
    SELECT (SELECT count(*) FROM chat_messages WHERE session_id = ${sessionId}) AS messages,
      (SELECT count(*) FROM chat_readings WHERE session_id = ${sessionId}) AS readings`.execute(db);
  const { messages, readings } = rows[0] ?? { messages: 0, readings: 0 };
  return { messages, unread: messages - readings };
}

/** Messages by time, each with its reading. @param query.flagged only spam and abuse */
export async function listChatReadings(
  db: Db,
  sessionId: string,
  query: { limit: number; cursor?: string | undefined; flagged: boolean },
) {
  let select = namedMessages(db, sessionId)
    .leftJoin('chat_readings', (join) =>
      join
        .onRef('chat_readings.session_id', '=', 'chat_messages.session_id')
        .onRef('chat_readings.message_id', '=', 'chat_messages.message_id'),
    )
    .select('reading')
    .limit(query.limit + 1);
  if (query.flagged) select = select.where('is_flagged', '=', 1);
  if (query.cursor !== undefined) select = select.where(behind(query.cursor));
  const page = pageOf(await select.execute(), query.limit);
  const items = page.items.map(({ reading, ...message }) =>
    Object.assign(message, { reading: reading === null ? null : (JSON.parse(reading) as ChatReading) }),
  );
  return { ...page, items };
}
