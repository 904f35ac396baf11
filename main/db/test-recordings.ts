/** Rows of test recordings: which are over, and the session that was made for one. */
import { type RawBuilder, sql } from 'kysely';
import { activeStatuses } from '../../contract/recording.ts';
import type { Db } from './database.ts';

/** Test recordings whose day is over, oldest first. @param createdBefore ISO 8601 */
export async function listExpiredTests(db: Db, createdBefore: string): Promise<string[]> {
  const found = await db
    .selectFrom('recordings')
    .select('recording_id')
    .where('is_test', '=', 1)
    .where('created_at', '<', createdBefore)
    .where('status', 'not in', [...activeStatuses, 'interrupted'])
    .orderBy('created_at')
    .execute();
  return found.map((row) => row.recording_id);
}

/**
 * A session (of the outer query's `sessions`) that a test recording brought into being and that nobody has used since:
 * it is no lesson's and not to be shown.
 */
export const isOfTestOnly: RawBuilder<boolean> = sql<boolean>`(
  EXISTS (SELECT 1 FROM recordings AS test WHERE test.session_id = sessions.session_id
    AND test.created_at = sessions.updated_at AND test.is_test = 1)
  AND NOT EXISTS (SELECT 1 FROM recordings AS lesson WHERE lesson.session_id = sessions.session_id AND lesson.is_test = 0))`;

/** The session that was made for this test recording and has not been changed since. */
export async function findSessionOfTest(trx: Db, recordingId: string): Promise<string | undefined> {
  const found = await trx
    .selectFrom('recordings')
    .innerJoin('sessions', (join) =>
      join
        .onRef('sessions.session_id', '=', 'recordings.session_id')
        .onRef('sessions.updated_at', '=', 'recordings.created_at'),
    )
    .select('sessions.session_id')
    .where('recording_id', '=', recordingId)
    .where('is_test', '=', 1)
    .executeTakeFirst();
  return found?.session_id;
}

const heldBySession = [
  'recordings',
  'students',
  'chat_messages',
  'quiz_responses',
  'attendance',
  'screenshots',
] as const;

/** Removes a session to which nothing belongs. */
export async function deleteUnusedSession(trx: Db, sessionId: string): Promise<void> {
  const held = heldBySession.map(
    (table) => sql`SELECT 1 FROM ${sql.table(table)} WHERE session_id = ${sessionId}`,
  );
  await sql`DELETE FROM sessions WHERE session_id = ${sessionId}
    AND NOT EXISTS (${sql.join(held, sql` UNION ALL `)})`.execute(trx);
}
