/** Lessons whose age puts them into the trash. */
import { sql } from 'kysely';
import type { Db } from './database.ts';
import { removeLessonText } from './lesson-text.ts';

/** Finished lessons that nobody works on, that are not kept for good and were never put into the trash by their age. */
function expirable(db: Db) {
  return (
    db
      .selectFrom('recordings')
      .select(['recordings.recording_id', 'recordings.session_id'])
      .where('recordings.deleted_at', 'is', null)
      .where('recordings.is_kept', '=', 0)
      .where('recordings.expired_at', 'is', null)
      // Unary plus: the index by date answers this, not the one by status.
      .where(sql<boolean>`+recordings.status IN ('ready', 'failed')`)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('jobs')
              .select('job_id')
              .whereRef('jobs.recording_id', '=', 'recordings.recording_id')
              .where('jobs.state', 'in', ['queued', 'running']),
          ),
        ),
      )
  );
}

/** Oldest first. @param options lessons of an earlier date that were also made before the time */
export async function listExpirable(
  db: Db,
  options: { beforeDate: string; beforeTime: string },
): Promise<{ recording_id: string; session_id: string }[]> {
  return expirable(db)
    .where('recordings.session_date', '<', options.beforeDate)
    .where('recordings.created_at', '<', options.beforeTime)
    .orderBy('recordings.session_date')
    .orderBy('recordings.row_id')
    .execute();
}

/** Into the trash, unless something has changed meanwhile. @returns whether it went */
export async function expireLesson(db: Db, recordingId: string, now: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const still = await expirable(trx).where('recordings.recording_id', '=', recordingId).executeTakeFirst();
    if (still === undefined) return false;
    await trx
      .updateTable('recordings')
      .set({ deleted_at: now, expired_at: now })
      .where('recording_id', '=', recordingId)
      .execute();
    await removeLessonText(trx, recordingId);
    return true;
  });
}
