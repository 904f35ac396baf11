/**
 * What the school switches off ends at once: what is waiting or running is cancelled, and what an unfinished search for
 * signals noted goes. What was found before stays. Somebody may still ask for stages by hand afterwards.
 */
import { type AnalysisStage, analysisStages } from '../../contract/analysis.ts';
import type { Settings } from '../../contract/settings.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import { removeUnshown } from './signals/unshown-files.ts';

type Parts = Pick<LessonParts, 'db' | 'store' | 'log' | 'settings'> & {
  jobs: Pick<JobQueue, 'cancelAllOfKind'>;
};

export type AnalysisSwitch = {
  /** @returns settles when what was switched off has ended */
  settingsChanged(): Promise<void>;
};

export function createAnalysisSwitch(parts: Parts): AnalysisSwitch {
  let before = parts.settings().analysis;

  async function end(stage: AnalysisStage): Promise<void> {
    const recordingIds = await parts.jobs.cancelAllOfKind(stage);
    if (stage !== 'signals') return;
    for (const recordingId of recordingIds) await removeUnshown(parts, recordingId);
  }

  return {
    settingsChanged: async () => {
      const now = parts.settings().analysis;
      const stages = switchedOff(before, now);
      before = now;
      try {
        // One after another: a stage that is just done has queued the next.
        for (const stage of stages) await end(stage);
      } catch (error) {
        parts.log.error({ err: error, stages }, 'analysis that was switched off could not be ended');
      }
    },
  };
}

function switchedOff(before: Settings['analysis'], now: Settings['analysis']): readonly AnalysisStage[] {
  if (before.enabled && !now.enabled) return analysisStages;
  return before.camera_signals && !now.camera_signals ? ['signals'] : [];
}
