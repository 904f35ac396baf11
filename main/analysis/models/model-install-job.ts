/** Downloads, checks and installs a model pack; goes on with what has arrived when it is run again. */
import type { JobHandler } from '../../jobs/job-handler.ts';
import type { AnalysisParts } from '../analysis-parts.ts';

export function modelInstallHandler({ models }: Pick<AnalysisParts, 'models'>): JobHandler<'model_install'> {
  return {
    lane: 'download',
    maxAttempts: 3,
    isLong: true,
    run: async ({ payload, signal, progress }) => models.download(payload.model, { signal, progress }),
  };
}
