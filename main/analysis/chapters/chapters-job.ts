/**
 * Suggests chapters. Only automatic ones that nobody touched are replaced, and those that stay the same stay the same
 * row. Everything is read and written in one transaction, so that a chapter somebody makes meanwhile is never missed.
 */
import { lessonSpeechSchema } from '../../../contract/analysis.ts';
import { isoTime } from '../../base/clock.ts';
import { newId } from '../../base/ids.ts';
import { readAnalysis, writeAnalysis } from '../../db/analyses.ts';
import {
  type ChapterRow,
  deleteChapter,
  insertChapter,
  listChapters,
  listDismissed,
} from '../../db/chapters.ts';
import type { Db } from '../../db/database.ts';
import { reindexLesson } from '../../db/lesson-text.ts';
import { listSlides } from '../../db/slides.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import { lessonOfJob } from '../../lesson/lesson-info.ts';
import type { AnalysisParts } from '../analysis-parts.ts';
import { type PlannedChapter, planChapters } from './chapter-plan.ts';

/** Of the method: raised when its results change. */
export const chaptersVersion = 1;

export function chaptersHandler(
  parts: Pick<AnalysisParts, 'db' | 'clock' | 'announce' | 'settings'>,
): JobHandler<'chapters'> {
  return {
    lane: 'analysis',
    maxAttempts: 3,
    // Not because it takes long: it waits its turn behind the stages that it rests on.
    isLong: true,
    run: async ({ payload: { recording_id: recordingId } }) => {
      const lesson = await lessonOfJob(parts, recordingId);
      const now = isoTime(parts.clock.now());
      const isChanged = await parts.db.transaction().execute(async (trx) => {
        const chapters = await listChapters(trx, recordingId);
        const manual = chapters.filter(({ origin }) => origin === 'manual');
        const slides = await listSlides(trx, recordingId);
        const planned = planChapters({
          screens: slides.map(({ time, end_time, heading, text }) => ({
            startSec: time,
            endSec: end_time,
            heading,
            text,
          })),
          pauses: await pausesOf(trx, recordingId),
          manual: manual.map(({ start_time }) => start_time),
          dismissed: await listDismissed(trx, recordingId),
          durationSec: lesson.duration_seconds,
          language: parts.settings().language,
        });
        const automatic = chapters.filter(({ origin }) => origin === 'automatic');
        const wasChanged = await replace(trx, { recordingId, automatic, planned, now });
        await writeAnalysis(trx, recordingId, {
          stage: 'chapters',
          version: chaptersVersion,
          models: [],
          result: {},
          finishedAt: now,
        });
        return wasChanged;
      });
      if (!isChanged) return;
      parts.announce('library.changed', { recording_id: recordingId, session_id: lesson.session_id });
    },
  };
}

/** Without the speech stage there are none to go by. */
async function pausesOf(trx: Db, recordingId: string) {
  const speech = await readAnalysis(trx, recordingId, 'speech');
  return speech === undefined ? [] : lessonSpeechSchema.parse(speech.result).pauses;
}

/** @returns whether anything is different now */
async function replace(
  trx: Db,
  lesson: {
    recordingId: string;
    automatic: readonly ChapterRow[];
    planned: readonly PlannedChapter[];
    now: string;
  },
): Promise<boolean> {
  const { recordingId, automatic, planned, now } = lesson;
  const gone = automatic.filter((row) => !planned.some((plan) => isSame(row, plan)));
  const fresh = planned.filter((plan) => !automatic.some((row) => isSame(row, plan)));
  for (const { chapter_id: chapterId } of gone) await deleteChapter(trx, { recordingId, chapterId });
  for (const { startSec, title, confidence } of fresh) {
    await insertChapter(trx, {
      chapter_id: newId(),
      recording_id: recordingId,
      start_time: startSec,
      title,
      description: '',
      origin: 'automatic',
      confidence,
      created_at: now,
      updated_at: now,
    });
  }
  if (gone.length === 0 && fresh.length === 0) return false;
  await reindexLesson(trx, recordingId);
  return true;
}

function isSame(row: ChapterRow, plan: PlannedChapter): boolean {
  return row.start_time === plan.startSec && row.title === plan.title && row.confidence === plan.confidence;
}
