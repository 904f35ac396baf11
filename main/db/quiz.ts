/** Quiz responses of a session. */
import type { z } from 'zod';
import type { quizBatchSchema } from '../../contract/sessions.ts';
import { type IngestReply, utc } from './chat.ts';
import type { Db } from './database.ts';
import { requireSession } from './sessions.ts';

/**
 * Stores responses; a `response_id` that is there already is a duplicate and changes nothing.
 * @throws AppError session_not_found
 */
export async function addQuizResponses(
  db: Db,
  sessionId: string,
  responses: z.infer<typeof quizBatchSchema>,
): Promise<IngestReply> {
  return db.transaction().execute(async (trx) => {
    await requireSession(trx, sessionId);
    const result = await trx
      .insertInto('quiz_responses')
      .values(
        responses.map((response) => ({
          ...response,
          session_id: sessionId,
          is_correct: response.is_correct ? 1 : 0,
          answered_at: utc(response.answered_at),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    const accepted = Number(result.numInsertedOrUpdatedRows ?? 0n);
    return { accepted, duplicates: responses.length - accepted };
  });
}
