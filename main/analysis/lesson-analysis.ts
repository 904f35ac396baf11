/**
 * How far the analysis of a lesson is, making it again, and what the speech stage found. The stages themselves are jobs
 * (job-handlers.ts); what they found is in the tables.
 */
import {
  type AnalysisStage,
  type LessonAnalysis as LessonAnalysisReply,
  type LessonSpeech,
  analysisStages,
  lessonSpeechSchema,
} from '../../contract/analysis.ts';
import type { Job } from '../../contract/jobs.ts';
import { isActive } from '../../contract/recording.ts';
import { AppError } from '../base/app-error.ts';
import { type AnalysisResult, listAnalyses, readAnalysis } from '../db/analyses.ts';
import { forgetSlideTexts } from '../db/slides.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { visibleLesson } from '../lesson/lesson-info.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

/** More than the stages of a lesson leave behind, whatever else was made of it. */
const jobsLookedAt = 200;

/** What each stage starts by itself when it is done. */
const followers: Partial<Record<AnalysisStage, readonly AnalysisStage[]>> = {
  slides: ['slide_text', 'chapters'],
  slide_text: ['chapters'],
  speech: ['chapters'],
};

export class LessonAnalysis {
  readonly #parts: Pick<LessonParts, 'db' | 'settings'>;
  readonly #jobs: Pick<JobQueue, 'enqueue' | 'list'>;

  constructor(parts: Pick<LessonParts, 'db' | 'settings'> & { jobs: Pick<JobQueue, 'enqueue' | 'list'> }) {
    this.#parts = parts;
    this.#jobs = parts.jobs;
  }

  /** @throws AppError recording_not_found */
  async status(recordingId: string): Promise<LessonAnalysisReply> {
    const { db, settings } = this.#parts;
    await visibleLesson(db, recordingId);
    const { items: jobs } = await this.#jobs.list({ recording_id: recordingId, limit: jobsLookedAt });
    const results = await listAnalyses(db, recordingId);
    const isOff = (stage: AnalysisStage): boolean =>
      stage === 'signals' && !settings().analysis.camera_signals;
    return {
      recording_id: recordingId,
      stages: analysisStages.map((stage) =>
        stageStatus(stage, {
          isOff: isOff(stage),
          // Newest first.
          job: jobs.find(({ kind }) => kind === stage),
          result: results.find((result) => result.stage === stage),
        }),
      ),
    };
  }

  /**
   * Makes stages again; what a stage starts by itself is not queued twice.
   * @param stages default: all that are on
   * @returns the ids of the jobs that were queued, or were waiting already
   * @throws AppError recording_not_found, recording_in_progress, media_not_ready, media_empty, analysis_off
   */
  async rerun(recordingId: string, stages?: readonly AnalysisStage[]): Promise<{ job_ids: string[] }> {
    const { db, settings } = this.#parts;
    const lesson = await visibleLesson(db, recordingId);
    if (isActive(lesson.status)) throw new AppError('recording_in_progress');
    if (lesson.take_count === 0) {
      throw new AppError(lesson.status === 'failed' ? 'media_empty' : 'media_not_ready');
    }
    const { camera_signals: hasSignals } = settings().analysis;
    if (stages?.includes('signals') === true && !hasSignals) {
      throw new AppError('analysis_off', 'Classroom signals are switched off in the settings.');
    }
    const wanted = stages ?? analysisStages.filter((stage) => stage !== 'signals' || hasSignals);
    const first = analysisStages.filter(
      (stage) => wanted.includes(stage) && !wanted.some((other) => followers[other]?.includes(stage)),
    );
    return db.transaction().execute(async (trx) => {
      if (first.includes('slide_text')) await forgetSlideTexts(trx, recordingId);
      const ids: string[] = [];
      for (const stage of first) {
        ids.push(await this.#jobs.enqueue(stage, { recording_id: recordingId }, { trx }));
      }
      return { job_ids: ids };
    });
  }

  /** @throws AppError recording_not_found, analysis_not_ready */
  async speech(recordingId: string): Promise<LessonSpeech> {
    await visibleLesson(this.#parts.db, recordingId);
    const found = await readAnalysis(this.#parts.db, recordingId, 'speech');
    if (found === undefined) throw new AppError('analysis_not_ready');
    return lessonSpeechSchema.parse(found.result);
  }
}

type StageStatus = LessonAnalysisReply['stages'][number];

/** Pure. @param known `job` is the newest of the stage, `result` what an earlier or this run of it left */
export function stageStatus(
  stage: AnalysisStage,
  known: {
    isOff: boolean;
    job: Job | undefined;
    result: Pick<AnalysisResult, 'models' | 'finishedAt'> | undefined;
  },
): StageStatus {
  const { isOff, job, result } = known;
  const state = stateOf(known);
  return {
    stage,
    state: isOff && state !== 'queued' && state !== 'running' ? 'off' : state,
    progress: state === 'done' ? 1 : (job?.progress ?? 0),
    eta_seconds: job?.eta_seconds ?? null,
    finished_at: result?.finishedAt ?? null,
    models: result?.models ?? [],
    job_id: job?.job_id ?? null,
    ...(job?.error === undefined || state === 'done' ? {} : { error: job.error }),
  };
}

function stateOf({
  job,
  result,
}: {
  job: Job | undefined;
  result: { finishedAt: string } | undefined;
}): StageStatus['state'] {
  // Ended jobs may have been taken off the list.
  if (job === undefined) return result === undefined ? 'none' : 'done';
  return job.state;
}
