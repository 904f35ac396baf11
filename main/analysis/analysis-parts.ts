/** What the analysis of lessons is built from; filled in once in app.ts. */
import type { JobQueue } from '../jobs/job-queue.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import type { AnalysisHost } from './host/analysis-host.ts';
import type { ModelStore } from './models/model-store.ts';

export type AnalysisParts = LessonParts & {
  /** The process with the models. */
  host: AnalysisHost;
  models: ModelStore;
  /** A function, since the queue is built with the handlers. */
  jobs: () => Pick<JobQueue, 'enqueue'>;
};
