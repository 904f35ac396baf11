/** Who was there and when. */
import { sql } from 'kysely';
import type { z } from 'zod';
import type { attendanceBatchSchema } from '../../contract/sessions.ts';
import { type IngestReply, utc } from './chat.ts';
import type { Db } from './database.ts';
import { requireSession } from './sessions.ts';

/**
 * Stores arrivals. The same pupil and `joined_at` again is a duplicate, unless it brings the time of leaving, which is
 * known only later.
 * @throws AppError session_not_found
 */
export async function addAttendance(
  db: Db,
  sessionId: string,
  rows: z.infer<typeof attendanceBatchSchema>,
): Promise<IngestReply> {
  const byArrival = new Map<string, { student_id: string; joined_at: string; left_at: string | null }>();
  for (const { student_id, joined_at, left_at } of rows) {
    const joined = utc(joined_at);
    const key = `${student_id} ${joined}`;
    const left = left_at ? utc(left_at) : (byArrival.get(key)?.left_at ?? null);
    byArrival.set(key, { student_id, joined_at: joined, left_at: left });
  }
  return db.transaction().execute(async (trx) => {
    await requireSession(trx, sessionId);
    const result = await trx
      .insertInto('attendance')
      .values(Array.from(byArrival.values(), (row) => ({ ...row, session_id: sessionId })))
      .onConflict((conflict) =>
        conflict
          .columns(['session_id', 'student_id', 'joined_at'])
          .doUpdateSet((eb) => ({ left_at: eb.ref('excluded.left_at') }))
          .where(sql<boolean>`excluded.left_at IS NOT NULL AND attendance.left_at IS NOT excluded.left_at`),
      )
      .executeTakeFirst();
    const accepted = Number(result.numInsertedOrUpdatedRows ?? 0n);
    return { accepted, duplicates: rows.length - accepted };
  });
}
