/** Keeps the query cache in step with what the core announces: who shows something need not listen for its changes. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EventPayload } from '../../contract/events.ts';
import type { LessonAnalysis } from '../../contract/analysis.ts';
import type { Job } from '../../contract/jobs.ts';
import type { RecordingStatusReply } from '../../contract/recording.ts';
import { isAnalysisStage } from './analysis.ts';
import { listenToCore } from './events.ts';
import { keys } from './keys.ts';
import { followLooks, lessonsChanged } from './lesson-pages.ts';
import { paced } from './paced.ts';

/** While a class writes its chat is announced all the time; beside a recording it is read anew no more often (ms). */
const sessionEveryMs = 15_000;

export function EventBridge() {
  const cache = useQueryClient();
  useEffect(() => followLooks(cache), [cache]);
  useEffect(() => {
    let wasOpen = false;
    const sessions = paced(sessionEveryMs, (sessionId) => readSession(cache, sessionId));
    const stopListening = listenToCore((name, payload) => {
      switch (name) {
        case 'open':
          // After a break anything may have changed; the first time the queries have only just asked.
          if (wasOpen) void cache.invalidateQueries();
          wasOpen = true;
          return;
        case 'reset':
          void cache.invalidateQueries();
          return;
        case 'recording.changed':
          recordingChanged(cache, payload as EventPayload<'recording.changed'>);
          return;
        case 'recording.alarm': {
          const { recording_id: id } = payload as EventPayload<'recording.alarm'>;
          void cache.invalidateQueries({ queryKey: keys.status(id) });
          return;
        }
        case 'job.progress':
          jobProgress(cache, payload as EventPayload<'job.progress'>);
          return;
        case 'library.changed': {
          const { recording_id: id, session_id: sessionId } = payload as EventPayload<'library.changed'>;
          // Somebody may have been erased: that is not put off.
          if (sessionId === null) void cache.invalidateQueries({ queryKey: keys.everyClassSession });
          else sessions.ask(sessionId);
          if (id === null) void cache.invalidateQueries({ queryKey: keys.everySearch });
          else void lessonsChanged(cache, [id]);
          void cache.invalidateQueries({ queryKey: keys.everyRecording });
          void cache.invalidateQueries({ queryKey: id === null ? keys.everyLesson : keys.lesson(id) });
          void cache.invalidateQueries({ queryKey: keys.system });
          return;
        }
        case 'models.changed':
          void cache.invalidateQueries({ queryKey: keys.models });
          void cache.invalidateQueries({ queryKey: keys.system });
          return;
        case 'disk.low':
          void cache.invalidateQueries({ queryKey: keys.system });
          return;
        case 'settings.changed':
          void cache.invalidateQueries({ queryKey: keys.settings });
          return;
        case 'recording.level':
          return;
        default:
          name satisfies never;
      }
    });
    return () => {
      stopListening();
      sessions.end();
    };
  }, [cache]);
  return null;
}

/**
 * What is being asked for goes on: begun anew with each change, an analysis would never be made.
 * @returns whether some of it was asked for before the change, and may not tell of it
 */
async function readSession(cache: QueryClient, sessionId: string): Promise<boolean> {
  const queryKey = keys.classSession(sessionId);
  const isUnderWay = cache.isFetching({ queryKey }) > 0;
  await cache.invalidateQueries({ queryKey }, { cancelRefetch: false });
  return isUnderWay;
}

/** Status each recording was last said to have. */
const lastStatus = new Map<string, RecordingStatusReply['status']>();

/** Size and length come every second and are filled in where they are shown; a change of status is read anew. */
export function recordingChanged(cache: QueryClient, event: EventPayload<'recording.changed'>): void {
  const { recording_id: id, status, duration_seconds, size_mb } = event;
  const key = keys.status(id);
  const known = cache.getQueryData<RecordingStatusReply>(key);
  const before = lastStatus.get(id) ?? known?.status;
  // An answer that is on its way may be older than this: what was announced last counts as much as what is shown.
  const isSame = before === status && (known === undefined || known.status === status);
  lastStatus.set(id, status);
  if (isSame) {
    if (known !== undefined) {
      cache.setQueryData<RecordingStatusReply>(key, { ...known, duration_seconds, size_mb });
    }
    return;
  }
  void cache.invalidateQueries({ queryKey: keys.lesson(id) });
  void cache.invalidateQueries({ queryKey: keys.everyRecording });
  void lessonsChanged(cache, [id]);
}

type JobPage = { items: Job[] };

/** Progress is filled in where the job is shown; a job that is new, or has ended, makes its lists be read anew. */
function jobProgress(cache: QueryClient, event: EventPayload<'job.progress'>): void {
  const { job_id: id, state, progress, eta_seconds, recording_id: recordingId } = event;
  analysisProgress(cache, event);
  if (event.kind === 'model_install') void cache.invalidateQueries({ queryKey: keys.models });
  let isKnown = false;
  cache.setQueriesData<JobPage>({ queryKey: keys.everyJob }, (page) => {
    const job = page?.items?.find(({ job_id: other }) => other === id);
    if (page === undefined || job === undefined || job.state !== state) return page;
    isKnown = true;
    const changed = { ...job, progress, eta_seconds };
    return { ...page, items: page.items.map((other) => (other === job ? changed : other)) };
  });
  if (isKnown) return;
  void cache.invalidateQueries({ queryKey: keys.everyJob });
  void cache.invalidateQueries({ queryKey: keys.everyExport });
  if (recordingId !== null && state !== 'running' && state !== 'queued') {
    void cache.invalidateQueries({ queryKey: keys.lesson(recordingId) });
  }
}

/** A stage that goes on is filled in; one that has begun or ended changes more than its progress. */
function analysisProgress(cache: QueryClient, event: EventPayload<'job.progress'>): void {
  const { job_id: id, kind, state, progress, eta_seconds, recording_id: recordingId } = event;
  if (recordingId === null || !isAnalysisStage(kind)) return;
  const key = keys.analysis(recordingId);
  const known = cache.getQueryData<LessonAnalysis>(key);
  if (known?.stages.some((stage) => stage.job_id === id && stage.state === state) !== true) {
    void cache.invalidateQueries({ queryKey: key });
    return;
  }
  const now = { progress, eta_seconds };
  cache.setQueryData<LessonAnalysis>(key, {
    ...known,
    // oxlint-disable-next-line oxc/no-map-spread -- what is in the query cache is not changed in place
    stages: known.stages.map((stage) => (stage.job_id === id ? { ...stage, ...now } : stage)),
  });
}
