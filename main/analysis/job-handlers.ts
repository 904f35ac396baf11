/** All kinds of analysis work, for the job queue. */
import type { JobHandlers } from '../jobs/job-handler.ts';
import type { AnalysisParts } from './analysis-parts.ts';
import { chaptersHandler } from './chapters/chapters-job.ts';
import { modelInstallHandler } from './models/model-install-job.ts';
import { signalsHandler } from './signals/signals-job.ts';
import { slidesHandler } from './slides/slides-job.ts';
import { speechHandler } from './speech/speech-job.ts';
import { slideTextHandler } from './text/slide-text-job.ts';

export function analysisJobHandlers(
  parts: AnalysisParts,
): Pick<JobHandlers, 'slides' | 'slide_text' | 'speech' | 'chapters' | 'signals' | 'model_install'> {
  return {
    slides: slidesHandler(parts),
    slide_text: slideTextHandler(parts),
    speech: speechHandler(parts),
    chapters: chaptersHandler(parts),
    signals: signalsHandler(parts),
    model_install: modelInstallHandler(parts),
  };
}
