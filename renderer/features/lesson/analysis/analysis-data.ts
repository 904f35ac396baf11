/** What the lesson's screen knows of its analysis; kept fresh by the core's events. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AnalysisStage, LessonAnalysis } from '../../../../contract/analysis.ts';
import { analyzeLesson, lessonAnalysis, lessonSignals, lessonSpeech } from '../../../api/analysis.ts';
import { keys } from '../../../api/keys.ts';
import { useNotify } from '../../../ui/notify.tsx';
import { useLesson } from '../lesson-context.ts';

export type StageState = LessonAnalysis['stages'][number];

/** `stage`: how far one of them is; undefined while, or where, nothing is known. */
export function useAnalysis() {
  const { id, isLive } = useLesson();
  const query = useQuery({
    queryKey: keys.analysis(id),
    queryFn: ({ signal }) => lessonAnalysis(id, signal),
    enabled: !isLive,
  });
  return {
    stages: query.data?.stages,
    stage: (name: AnalysisStage) => query.data?.stages.find(({ stage }) => stage === name),
    isPending: query.isPending && !isLive,
    error: query.error,
    refetch: query.refetch,
  };
}

/** Undefined where it is not known where somebody speaks. */
export function useSpeech() {
  const { id } = useLesson();
  const { stage } = useAnalysis();
  const { data } = useQuery({
    queryKey: keys.speech(id),
    queryFn: ({ signal }) => lessonSpeech(id, signal),
    // The core refuses before somebody has listened, and there would be nothing to show.
    enabled: typeof stage('speech')?.finished_at === 'string',
  });
  return data;
}

/** Undefined where no classroom signals were looked for. */
export function useSignals() {
  const { id, isLive } = useLesson();
  const { data } = useQuery({
    queryKey: keys.signals(id),
    queryFn: ({ signal }) => lessonSignals(id, signal),
    enabled: !isLive,
  });
  return data;
}

/** Has stages made again; what is there stays until the new result is whole. */
export function useAnalyze() {
  const { id } = useLesson();
  const cache = useQueryClient();
  const { notifyFailure } = useNotify();
  return useMutation({
    mutationFn: (stages: readonly AnalysisStage[]) => analyzeLesson(id, stages),
    onError: notifyFailure,
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: keys.analysis(id) });
      await cache.invalidateQueries({ queryKey: keys.everyJob });
    },
  });
}
