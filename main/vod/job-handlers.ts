/** All kinds of work on stored lessons, for the job queue. */
import type { JobHandlers } from '../jobs/job-handler.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { exportHandler } from './export-job.ts';
import { importHandler } from './import-video.ts';
import { purgeTrashHandler } from './purge-job.ts';
import { renditionsHandler } from './renditions-job.ts';
import { thumbnailHandler } from './thumbnail-job.ts';
import { trickplayHandler } from './trickplay-job.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import { waveformHandler } from './waveform-job.ts';

/**
 * @param later what exists only once the queue does: functions, so that app.ts can build one after the other.
 */
export function vodJobHandlers(
  parts: LessonParts,
  later: { jobs: () => Pick<JobQueue, 'enqueue'>; removeLesson: (recordingId: string) => Promise<void> },
): Pick<
  JobHandlers,
  'renditions' | 'thumbnail' | 'trickplay' | 'waveform' | 'import' | 'purge_trash' | 'export'
> {
  return {
    renditions: renditionsHandler(parts),
    thumbnail: thumbnailHandler(parts),
    trickplay: trickplayHandler(parts),
    waveform: waveformHandler(parts),
    import: importHandler(parts, later.jobs),
    purge_trash: purgeTrashHandler(parts, later.removeLesson),
    export: exportHandler(parts),
  };
}
