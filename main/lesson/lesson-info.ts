/** A lesson as the contract shows it, and which lessons may be shown. */
import type { EventPayload } from '../../contract/events.ts';
import type { LessonInfo, RenditionName } from '../../contract/vod.ts';
import { AppError } from '../base/app-error.ts';
import type { Db } from '../db/database.ts';
import { playable, toLessonInfo } from '../db/lesson-info.ts';
import { type LessonRow, type ListedLesson, purgeMark, readLesson } from '../db/recordings-read.ts';
import type { LessonParts } from './lesson-parts.ts';

/** @throws AppError recording_not_found, also for lessons in the trash */
export async function visibleLesson(db: Db, recordingId: string): Promise<LessonRow> {
  const lesson = await readLesson(db, recordingId);
  if (lesson === undefined || lesson.deleted_at !== null) throw new AppError('recording_not_found');
  return lesson;
}

/** The lesson of a derived job. @throws AppError recording_not_found when its removal has begun */
export async function lessonOfJob(parts: Pick<LessonParts, 'db'>, recordingId: string) {
  const lesson = await readLesson(parts.db, recordingId);
  if (lesson === undefined || lesson.deleted_at === purgeMark) throw new AppError('recording_not_found');
  return lesson;
}

export function toInfo(lesson: ListedLesson): LessonInfo {
  return toLessonInfo(lesson, { studentCount: lesson.student_count, resolutions: resolutionsOf(lesson) });
}

/** What can be asked for, best first. A lesson without a take has nothing to play. */
export function resolutionsOf(lesson: Pick<LessonRow, 'take_count' | 'ready' | 'status'>): RenditionName[] {
  if (lesson.take_count === 0 || lesson.status === 'failed') return [];
  return playable(lesson.ready);
}

/** Tells listeners what a recording's row says now. */
export async function announceLesson(
  parts: Pick<LessonParts, 'db' | 'announce'>,
  recordingId: string,
): Promise<void> {
  const lesson = await readLesson(parts.db, recordingId);
  if (lesson === undefined) return;
  const changed: EventPayload<'recording.changed'> = {
    recording_id: recordingId,
    session_id: lesson.session_id,
    status: lesson.status,
    duration_seconds: lesson.duration_seconds,
    size_mb: Math.round(lesson.size_bytes / 10_000) / 100,
    is_test: lesson.is_test === 1,
    ...(lesson.error_code === null
      ? {}
      : { error: { code: lesson.error_code, detail: lesson.error_detail ?? '' } }),
  };
  parts.announce('recording.changed', changed);
  parts.announce('library.changed', { recording_id: recordingId, session_id: lesson.session_id });
}
