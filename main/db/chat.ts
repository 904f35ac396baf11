/** Chat of a session. Texts are kept as NFC, times as UTC, so that search and order need no second thought. */
import type { z } from 'zod';
import type { chatBatchSchema, chatListReplySchema, ingestReplySchema } from '../../contract/sessions.ts';
import { isoTime } from '../base/clock.ts';
import type { LessonChatReply } from '../../contract/vod.ts';
import { behind, namedMessages, pageOf } from './chat-page.ts';
import type { Db } from './database.ts';
import { indexSessionLater } from './lesson-text.ts';
import { lessonPosition } from './search-moments.ts';
import { requireSession } from './sessions.ts';

export type IngestReply = z.infer<typeof ingestReplySchema>;

/** UTC with milliseconds, from any ISO 8601 time. */
export function utc(time: string): string {
  return isoTime(Date.parse(time));
}

/**
 * Stores messages; a `message_id` that is there already is a duplicate and changes nothing. They are found by the next
 * search, which indexes them.
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
    if (accepted > 0) await indexSessionLater(trx, sessionId);
    return { accepted, duplicates: messages.length - accepted };
  });
}

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
  if (query.cursor !== undefined) select = select.where(behind(query.cursor));
  return pageOf(await select.execute(), query.limit);
}

/**
 * Messages that were written while the lesson ran, each at its place on the player's time line.
 * @param lesson `durationSec`: what has been recorded by now; `isLive`: what is written now still belongs to it
 */
export async function listLessonChat(
  db: Db,
  lesson: {
    recordingId: string;
    sessionId: string;
    startedAt: string | null;
    durationSec: number;
    isLive: boolean;
  },
  query: { limit: number; cursor?: string | undefined },
): Promise<LessonChatReply> {
  const rest = query.cursor === undefined ? undefined : behind(query.cursor);
  if (lesson.startedAt === null) return { items: [], next_cursor: null };
  const startedMs = Date.parse(lesson.startedAt);
  const gaps = await db
    .selectFrom('gaps')
    .select(['start_time', 'end_time'])
    .where('recording_id', '=', lesson.recordingId)
    .orderBy('seq')
    .execute();
  const missingSec = gaps.reduce((sum, gap) => sum + gap.end_time - gap.start_time, 0);
  const endMs = startedMs + (lesson.durationSec + missingSec) * 1000;
  let select = namedMessages(db, lesson.sessionId)
    .where('sent_at', '>=', isoTime(startedMs))
    .limit(query.limit + 1);
  if (!lesson.isLive) select = select.where('sent_at', '<=', isoTime(endMs));
  if (rest !== undefined) select = select.where(rest);
  const page = pageOf(await select.execute(), query.limit);
  const items = page.items.map((row) => {
    const wallSec = (Date.parse(row.sent_at) - startedMs) / 1000;
    return Object.assign(row, { time: lessonPosition(wallSec, gaps, lesson.durationSec) });
  });
  return { ...page, items };
}
