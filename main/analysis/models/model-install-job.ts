/** Downloads, checks and installs a model pack. */
import { AppError } from '../../base/app-error.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import type { AnalysisParts } from '../analysis-parts.ts';

export function modelInstallHandler(_parts: AnalysisParts): JobHandler<'model_install'> {
  return {
    lane: 'download',
    maxAttempts: 3,
    isLong: true,
    run: async () => {
      throw new AppError('analysis_failed');
    },
  };
}
