/** Keeps the query cache in step with what the core announces: who shows something need not listen for its changes. */
import type { Query, QueryClient } from '@tanstack/react-query';
import type { BackupState } from '../../contract/backup.ts';
import type { EventPayload } from '../../contract/events.ts';
import type { LessonAnalysis } from '../../contract/analysis.ts';
import type { Job } from '../../contract/jobs.ts';
import type { RecordingStatusReply } from '../../contract/recording.ts';
import type { LessonInfo } from '../../contract/vod.ts';
import { isAnalysisStage } from './analysis.ts';
import { listenToCore } from './core-events.ts';
import { keys } from './keys.ts';
import { followLooks, lessonsChanged } from './lesson-pages.ts';
import { paced } from './paced.ts';

/** While a class writes its chat is announced all the time; beside a recording it is read anew no more often (ms). */
const sessionEveryMs = 15_000;
/** The chat beside a lesson is read along by people (ms). */
const chatEveryMs = 2000;
/** What every screen shows of the recorder: which lessons run, how much room there is (ms). */
const overviewEveryMs = 2000;
/** Jobs begin and end by the dozen after a lesson; how the recorder is need not be asked with each (ms). */
const healthEveryMs = 15_000;

/** For as long as the page lives. */
export function bridgeEvents(cache: QueryClient): void {
  followLooks(cache);
  const sessions = paced(sessionEveryMs, (sessionId) => readSession(cache, sessionId));
  const chats = paced(chatEveryMs, (sessionId) => readLessons(cache, sessionId, 'chat'));
  const overview = paced(overviewEveryMs, async () => {
    await Promise.all([
      cache.invalidateQueries({ queryKey: keys.everyRecording }),
      cache.invalidateQueries({ queryKey: keys.system }),
    ]);
    return false;
  });
  const health = paced(healthEveryMs, async () => {
    await cache.invalidateQueries({ queryKey: keys.health }, { cancelRefetch: false });
    return false;
  });
  listenToCore((name, payload) => {
    switch (name) {
      case 'open':
      case 'reset':
        // After a break, and before the first word of the core, anything may have changed unheard.
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
        if (!jobProgress(cache, payload as EventPayload<'job.progress'>)) health.ask('');
        return;
      case 'library.changed': {
        const { recording_id: id, session_id: sessionId } = payload as EventPayload<'library.changed'>;
        // Somebody may have been erased: that is not put off.
        if (sessionId === null) void cache.invalidateQueries({ queryKey: keys.everyClassSession });
        else sessions.ask(sessionId);
        if (id === null) void cache.invalidateQueries({ queryKey: keys.everySearch });
        else void lessonsChanged(cache, [id]);
        if (id !== null) void cache.invalidateQueries({ queryKey: keys.lesson(id) });
        else if (sessionId === null) void cache.invalidateQueries({ queryKey: keys.everyLesson });
        else void readLessons(cache, sessionId);
        overview.ask('overview');
        return;
      }
      case 'session.changed': {
        const { session_id: sessionId } = payload as EventPayload<'session.changed'>;
        sessions.ask(sessionId);
        chats.ask(sessionId);
        return;
      }
      case 'backup.changed':
        void cache.invalidateQueries({ queryKey: keys.backup });
        health.ask('');
        return;
      case 'models.changed':
        void cache.invalidateQueries({ queryKey: keys.models });
        void cache.invalidateQueries({ queryKey: keys.system });
        // Another model may read the chat now.
        void cache.invalidateQueries({ queryKey: keys.everyClassSession });
        health.ask('');
        return;
      case 'disk.low':
        void cache.invalidateQueries({ queryKey: keys.system });
        health.ask('');
        return;
      case 'settings.changed':
        health.ask('');
        void cache.invalidateQueries({ queryKey: keys.settings });
        return;
      case 'recording.level':
        return;
      default:
        name satisfies never;
    }
  });
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

/** Lessons of the session that the page knows, whole or one part of them. @returns as `readSession` */
export async function readLessons(cache: QueryClient, sessionId: string, part?: 'chat'): Promise<boolean> {
  const isOfSession = ({ queryKey: [kind, id, name] }: Query): boolean =>
    kind === 'lesson' &&
    typeof id === 'string' &&
    (part === undefined || name === part) &&
    cache.getQueryData<LessonInfo>(keys.info(id))?.session_id === sessionId;
  const isUnderWay = cache.isFetching({ predicate: isOfSession }) > 0;
  await cache.invalidateQueries({ predicate: isOfSession }, { cancelRefetch: part === undefined });
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

/**
 * Progress is filled in where the job is shown; a job that is new, or has ended, makes its lists be read anew.
 * @returns whether it only went on
 */
function jobProgress(cache: QueryClient, event: EventPayload<'job.progress'>): boolean {
  const { job_id: id, state, progress, eta_seconds, recording_id: recordingId } = event;
  analysisProgress(cache, event);
  if (event.kind === 'model_install' || event.kind === 'chat_fit')
    void cache.invalidateQueries({ queryKey: keys.models });
  if (event.kind === 'backup' || event.kind === 'backup_check') backupProgress(cache, event);
  let isKnown = false;
  cache.setQueriesData<JobPage>({ queryKey: keys.everyJob }, (page) => {
    const job = page?.items?.find(({ job_id: other }) => other === id);
    if (page === undefined || job === undefined || job.state !== state) return page;
    isKnown = true;
    const changed = { ...job, progress, eta_seconds };
    return { ...page, items: page.items.map((other) => (other === job ? changed : other)) };
  });
  if (isKnown) return true;
  void cache.invalidateQueries({ queryKey: keys.everyJob });
  void cache.invalidateQueries({ queryKey: keys.everyExport });
  if (recordingId !== null && state !== 'running' && state !== 'queued') {
    void cache.invalidateQueries({ queryKey: keys.lesson(recordingId) });
  }
  return false;
}

/** The bar of the backup moves on; a new state is read anew. */
function backupProgress(cache: QueryClient, event: EventPayload<'job.progress'>): void {
  const { job_id: id, state, progress, eta_seconds } = event;
  const known = cache.getQueryData<BackupState>(keys.backup);
  if (known?.job?.job_id === id && known.job.state === state) {
    cache.setQueryData<BackupState>(keys.backup, { ...known, job: { ...known.job, progress, eta_seconds } });
  } else void cache.invalidateQueries({ queryKey: keys.backup, exact: true });
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
