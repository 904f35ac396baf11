/**
 * Chapters: kept inside the lesson, ended by the next one, found by the search. An automatic one that somebody changes is
 * theirs from then on; the place where one was changed or removed is remembered, so that the analysis leaves it alone.
 */
import type { z } from 'zod';
import type { Chapter, changeChapterSchema, createChapterSchema } from '../../contract/vod.ts';
import { AppError } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import {
  type ChapterRow,
  chapterWithId,
  deleteChapter,
  dismissChapter,
  findChapter,
  insertChapter,
  listChapters,
  updateChapter,
} from '../db/chapters.ts';
import type { Db } from '../db/database.ts';
import { reindexLesson } from '../db/lesson-text.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

type ChapterParts = Pick<LessonParts, 'db' | 'clock'>;

/** Rows in order of time → chapters that each last until the next. Pure. */
export function withEnds(rows: readonly ChapterRow[], durationSec: number): Chapter[] {
  return rows.map((row, position) => ({
    chapter_id: row.chapter_id,
    start_time: row.start_time,
    end_time: Math.max(row.start_time, rows[position + 1]?.start_time ?? durationSec),
    title: row.title,
    description: row.description,
    origin: row.origin,
    confidence: row.origin === 'automatic' ? row.confidence : null,
  }));
}

export async function readChapters(
  parts: Pick<LessonParts, 'db'>,
  recordingId: string,
  durationSec: number,
): Promise<Chapter[]> {
  return withEnds(await listChapters(parts.db, recordingId), durationSec);
}

/** @throws AppError chapter_out_of_range */
function assertInside(startSec: number, durationSec: number): void {
  if (startSec < durationSec) return;
  throw new AppError('chapter_out_of_range', `The lesson is ${durationSec.toFixed(3)} seconds long`, {
    fields: [{ path: 'start_time', message: 'lies outside the lesson' }],
  });
}

/**
 * @param lesson `isLive`: more is being recorded, so its end is a good place, and the one that is meant when none is
 * given
 * @throws AppError chapter_out_of_range; validation_failed when a finished lesson's chapter has no place
 */
export async function addChapter(
  parts: ChapterParts,
  lesson: { recordingId: string; durationSec: number; isLive: boolean },
  { chapter_id: chapterId = newId(), start_time: wanted, ...chapter }: z.infer<typeof createChapterSchema>,
): Promise<{ chapterId: string; startSec: number }> {
  const startSec = wanted ?? (lesson.isLive ? Math.floor(lesson.durationSec * 1000) / 1000 : undefined);
  if (startSec === undefined) {
    throw new AppError('validation_failed', 'A chapter needs its place once the lesson has ended', {
      fields: [{ path: 'start_time', message: 'is missing' }],
    });
  }
  if (!lesson.isLive || startSec > lesson.durationSec) assertInside(startSec, lesson.durationSec);
  const now = isoTime(parts.clock.now());
  return parts.db.transaction().execute(async (trx) => {
    const there = await chapterWithId(trx, chapterId);
    if (there?.recording_id === lesson.recordingId) return { chapterId, startSec: there.start_time };
    if (there !== undefined) throw takenId();
    await insertChapter(trx, {
      chapter_id: chapterId,
      recording_id: lesson.recordingId,
      ...chapter,
      start_time: startSec,
      origin: 'manual',
      confidence: null,
      created_at: now,
      updated_at: now,
    });
    await reindexLesson(trx, lesson.recordingId);
    return { chapterId, startSec };
  });
}

function takenId(): AppError {
  const message = 'belongs to a chapter of another lesson';
  return new AppError('validation_failed', `This id ${message}`, {
    fields: [{ path: 'chapter_id', message }],
  });
}

/** @throws AppError chapter_not_found, chapter_out_of_range */
export async function editChapter(
  parts: ChapterParts,
  lesson: { recordingId: string; durationSec: number },
  chapterId: string,
  change: z.infer<typeof changeChapterSchema>,
): Promise<Chapter> {
  if (change.start_time !== undefined) assertInside(change.start_time, lesson.durationSec);
  const { start_time, title, description } = change;
  const chapterOf = { recordingId: lesson.recordingId, chapterId };
  await parts.db.transaction().execute(async (trx) => {
    await letGo(trx, chapterOf);
    const isThere = await updateChapter(trx, chapterOf, {
      ...(start_time === undefined ? {} : { start_time }),
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      origin: 'manual',
      confidence: null,
      updated_at: isoTime(parts.clock.now()),
    });
    if (!isThere) throw new AppError('chapter_not_found');
    await reindexLesson(trx, lesson.recordingId);
  });
  const chapters = await readChapters(parts, lesson.recordingId, lesson.durationSec);
  const changed = chapters.find((chapter) => chapter.chapter_id === chapterId);
  if (changed === undefined) throw new AppError('chapter_not_found');
  return changed;
}

/** @throws AppError chapter_not_found */
export async function dropChapter(
  parts: ChapterParts,
  recordingId: string,
  chapterId: string,
): Promise<void> {
  await parts.db.transaction().execute(async (trx) => {
    await letGo(trx, { recordingId, chapterId });
    if (!(await deleteChapter(trx, { recordingId, chapterId }))) throw new AppError('chapter_not_found');
    await reindexLesson(trx, recordingId);
  });
}

/** The analysis no longer looks after an automatic chapter, and suggests none in its place. */
async function letGo(trx: Db, chapterOf: { recordingId: string; chapterId: string }): Promise<void> {
  const chapter = await findChapter(trx, chapterOf);
  if (chapter?.origin !== 'automatic') return;
  await dismissChapter(trx, chapterOf.recordingId, chapter.start_time);
}
