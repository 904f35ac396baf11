/** Finds the distinct screens of a lesson. */
import { AppError } from '../../base/app-error.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import type { AnalysisParts } from '../analysis-parts.ts';

export function slidesHandler(_parts: AnalysisParts): JobHandler<'slides'> {
  return {
    lane: 'analysis',
    maxAttempts: 3,
    isLong: true,
    run: async () => {
      throw new AppError('analysis_failed');
    },
  };
}
