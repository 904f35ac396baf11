/** What is done with every lesson once it has ended: that it can be played well, then that it can be skimmed. */
import type { AnalysisStage } from '../../contract/analysis.ts';
import { derivedJobKinds } from '../../contract/jobs.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Db } from '../db/database.ts';
import type { JobQueue } from './job-queue.ts';

/** The stages that start by themselves; the others follow from these. */
export function firstStages({ analysis }: Pick<Settings, 'analysis'>): AnalysisStage[] {
  if (!analysis.enabled) return [];
  return analysis.camera_signals ? ['slides', 'speech', 'signals'] : ['slides', 'speech'];
}

/** @param trx the transaction that ends the lesson: it is never `processing` without its jobs */
export async function enqueueLessonJobs(
  parts: { jobs: Pick<JobQueue, 'enqueue'>; settings: () => Pick<Settings, 'analysis'> },
  recordingId: string,
  trx: Db,
): Promise<void> {
  for (const kind of [...derivedJobKinds, ...firstStages(parts.settings())]) {
    await parts.jobs.enqueue(kind, { recording_id: recordingId }, { trx });
  }
}
