/** Looks for classroom signals. */
import { AppError } from '../../base/app-error.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import type { AnalysisParts } from '../analysis-parts.ts';

export function signalsHandler(_parts: AnalysisParts): JobHandler<'signals'> {
  return {
    lane: 'analysis',
    maxAttempts: 3,
    isLong: true,
    run: async () => {
      throw new AppError('analysis_failed');
    },
  };
}
