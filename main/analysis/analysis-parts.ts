/** What the analysis of lessons is built from; filled in once in app.ts. */
import type { JobQueue } from '../jobs/job-queue.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

export type AnalysisParts = LessonParts & {
  /** A function, since the queue is built with the handlers. */
  jobs: () => Pick<JobQueue, 'enqueue'>;
};
