/** What was found in a lesson, for the page. */
import type { LessonSignals } from '../../../contract/analysis.ts';
import { AppError, isAppError } from '../../base/app-error.ts';
import { readSignals } from '../../db/signals.ts';
import { visibleLesson } from '../../lesson/lesson-info.ts';
import type { LessonParts } from '../../lesson/lesson-parts.ts';
import { evidenceKey } from '../../storage/lesson-keys.ts';

type Parts = Pick<LessonParts, 'db' | 'store' | 'settings'>;

/** Named by their content, they never change; kept a day, since a lesson can be removed. */
const evidenceCache = 'private, max-age=86400';

export function createLessonSignals(parts: Parts) {
  return {
    /** @throws AppError recording_not_found, analysis_not_ready */
    lessonSignals: async (recordingId: string): Promise<LessonSignals> => {
      const lesson = await visibleLesson(parts.db, recordingId);
      const enabled = parts.settings().analysis.camera_signals;
      const stored = await readSignals(parts.db, recordingId);
      if (stored === undefined) {
        if (enabled) throw new AppError('analysis_not_ready');
        return { enabled, duration: lesson.duration_seconds, skipped: null, samples: [], moments: [] };
      }
      const moments = stored.moments.map((moment) => ({
        ...moment,
        evidence: moment.evidence.map((frame) => ({
          ...frame,
          image: `/api/vod/${recordingId}/signals/${frame.image}`,
        })),
      }));
      return { ...stored, enabled, moments };
    },
    /** @throws AppError recording_not_found, not_found */
    evidence: async (recordingId: string, name: string) => {
      await visibleLesson(parts.db, recordingId);
      try {
        const body = await parts.store.read(evidenceKey(recordingId, name));
        return { body, contentType: 'image/jpeg', cacheControl: evidenceCache };
      } catch (error) {
        if (!isAppError(error, 'media_missing')) throw error;
        throw new AppError('not_found', 'There is no such frame', { cause: error });
      }
    },
  };
}
