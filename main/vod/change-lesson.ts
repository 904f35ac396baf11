/** What a teacher changes about a lesson. Rows and their search text change together. */
import type { z } from 'zod';
import type { changeLessonSchema } from '../../contract/vod.ts';
import { AppError } from '../base/app-error.ts';
import { moveImport } from '../db/imports.ts';
import { reindexLesson } from '../db/lesson-text.ts';
import { updateRecording } from '../db/recordings.ts';
import type { LessonRow } from '../db/recordings-read.ts';
import { changeSession } from '../db/sessions.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

/**
 * Teacher, class, subject and date are the session's and change for all its recordings; the rest is the lesson's.
 * @throws AppError start_known when a recorded lesson is to have begun at another time
 */
export async function changeLesson(
  parts: Pick<LessonParts, 'db' | 'clock'>,
  lesson: Pick<LessonRow, 'recording_id' | 'session_id' | 'origin'>,
  change: z.infer<typeof changeLessonSchema>,
): Promise<void> {
  const { title, description, tags, is_kept, started_at: startedAt, ...shared } = change;
  if (startedAt !== undefined && lesson.origin !== 'import') throw new AppError('start_known');
  const own = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(tags === undefined ? {} : { tags: JSON.stringify(tags.map((tag) => tag.normalize('NFC'))) }),
    ...(is_kept === undefined ? {} : { is_kept: is_kept ? 1 : 0 }),
  };
  await parts.db.transaction().execute(async (trx) => {
    await changeSession(trx, lesson.session_id, shared, parts.clock.now());
    if (startedAt !== undefined) await moveImport(trx, lesson.recording_id, Date.parse(startedAt));
    if (Object.keys(own).length === 0) return;
    await updateRecording(trx, lesson.recording_id, own);
    const isFound = title !== undefined || description !== undefined || tags !== undefined;
    if (isFound) await reindexLesson(trx, lesson.recording_id);
  });
}
