/**
 * Reads what stands on the screens of a lesson that have not been read, a few at a time, so that a job that is cut short
 * goes on where it was; then come `chapters`.
 */
import { isAppError } from '../../base/app-error.ts';
import { isoTime } from '../../base/clock.ts';
import { writeAnalysis } from '../../db/analyses.ts';
import { reindexLesson } from '../../db/lesson-text.ts';
import { type SlideText, listSlides, listUnreadPictures, writeSlideText } from '../../db/slides.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import { lessonOfJob } from '../../lesson/lesson-info.ts';
import type { AnalysisParts } from '../analysis-parts.ts';
import { modelVersions } from '../models/used-models.ts';

/** Of the method: raised when its results change. */
export const slideTextVersion = 1;

/** Pictures per transaction: the lesson's row of the full-text index is written anew each time. */
const atOnce = 4;
/** A dense slide takes some 3 s on a slow PC. */
const readingMs = 60_000;

export function slideTextHandler(parts: AnalysisParts): JobHandler<'slide_text'> {
  return {
    lane: 'analysis',
    maxAttempts: 3,
    isLong: true,
    run: async ({ payload, signal, progress }) => {
      const lesson = await lessonOfJob(parts, payload.recording_id);
      const { recording_id: recordingId, session_id } = lesson;
      const pictures = new Set((await listSlides(parts.db, recordingId)).map(({ file_key }) => file_key));
      for (;;) {
        // Asked each time: somebody may have all of them read again meanwhile.
        const unread = await listUnreadPictures(parts.db, recordingId);
        const texts: [string, SlideText][] = [];
        for (const key of unread.slice(0, atOnce)) {
          texts.push([key, await readPicture(parts, key, signal)]);
          progress(Math.max(0, 1 - (unread.length - texts.length) / pictures.size));
        }
        const isWhole = await parts.db.transaction().execute(async (trx) => {
          for (const [key, text] of texts) await writeSlideText(trx, recordingId, key, text);
          if (texts.length > 0) await reindexLesson(trx, recordingId);
          if ((await listUnreadPictures(trx, recordingId)).length > 0) return false;
          await writeAnalysis(trx, recordingId, {
            stage: 'slide_text',
            version: slideTextVersion,
            models: pictures.size === 0 ? [] : modelVersions(['tesseract']),
            result: { pictures: pictures.size },
            finishedAt: isoTime(parts.clock.now()),
          });
          await parts.jobs().enqueue('chapters', { recording_id: recordingId }, { trx });
          return true;
        });
        parts.announce('library.changed', { recording_id: recordingId, session_id });
        if (isWhole) return;
      }
    },
  };
}

async function readPicture(parts: AnalysisParts, key: string, signal: AbortSignal): Promise<SlideText> {
  const read_at = isoTime(parts.clock.now());
  try {
    const image = await parts.store.read(key);
    const { lines, text, heading } = await parts.host.call(
      'read_text',
      { image },
      { signal, timeoutMs: readingMs },
    );
    return { text, blocks: JSON.stringify(lines), heading, read_at };
  } catch (error) {
    // The consistency check has pictures that are gone made anew.
    if (!isAppError(error, 'media_missing') && !isAppError(error, 'image_unreadable')) throw error;
    parts.log.warn({ err: error, key }, 'a screen has no picture to be read');
    return { text: '', blocks: '[]', heading: '', read_at };
  }
}
