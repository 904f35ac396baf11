/**
 * Lessons that are past the days the school keeps them go to the trash, from where they can still be taken back. Each
 * goes once: one that was taken back stays.
 */
import { isoTime } from '../base/clock.ts';
import { expireLesson, listExpirable } from '../db/retention.ts';
import { dateIn } from '../db/sessions.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

/** @returns how many went to the trash */
export async function trashExpiredLessons(
  parts: Pick<LessonParts, 'db' | 'clock' | 'settings' | 'announce' | 'log'>,
  signal: AbortSignal,
): Promise<number> {
  const { library, time_zone } = parts.settings();
  if (library.keep_days === null) return 0;
  const now = parts.clock.now();
  const keptSinceMs = now - library.keep_days * 24 * 3_600_000;
  const expirable = await listExpirable(parts.db, {
    beforeDate: dateIn(time_zone, keptSinceMs),
    // Old lessons that were imported lately were imported to be had.
    beforeTime: isoTime(keptSinceMs),
  });
  let trashed = 0;
  for (const { recording_id, session_id } of expirable) {
    signal.throwIfAborted();
    if (!(await expireLesson(parts.db, recording_id, isoTime(now)))) continue;
    trashed += 1;
    parts.log.info({ recording_id }, 'lesson went to the trash by its age');
    parts.announce('library.changed', { recording_id, session_id });
  }
  return trashed;
}
