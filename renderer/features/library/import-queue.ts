/**
 * Video files on their way into the library, one after another. Lives outside the screens: leaving the library does not
 * stop it. A file is `sending`, then `preparing` while the core makes a lesson of it.
 */
import { useSyncExternalStore } from 'react';
import type { EventPayload } from '../../../contract/events.ts';
import type { LessonFields } from '../../../contract/common.ts';
import { ApiFailure, failureOf } from '../../api/client.ts';
import { desktop } from '../../api/desktop.ts';
import { listenToCore } from '../../api/core-events.ts';
import { importJob, importVideo } from '../../api/import.ts';
import { deleteRecording } from '../../api/recording.ts';
import { cancelJob } from '../../api/system.ts';
import { changeLesson } from '../../api/vod.ts';
import { newSessionId } from '../record/session-id.ts';

export type ImportState = 'waiting' | 'sending' | 'preparing' | 'done' | 'failed' | 'cancelled';
/** What describes the lesson; the same as a lesson that is already there has. */
export type ImportFields = Record<
  keyof Pick<LessonFields, 'title' | 'teacher_name' | 'class_name' | 'subject' | 'session_date'>,
  string
>;
export type ImportEntry = {
  key: number;
  file: File;
  fields: ImportFields;
  /** When the recording began, as the file's name tells (ISO 8601). */
  startedAt: string | undefined;
  state: ImportState;
  /** Of what it is doing now, 0–1. */
  progress: number;
  recordingId: string | undefined;
  jobId: string | undefined;
  failure: ApiFailure | undefined;
};

const working: ReadonlySet<ImportState> = new Set(['waiting', 'sending', 'preparing']);
export function isWorking({ state }: Pick<ImportEntry, 'state'>): boolean {
  return working.has(state);
}

let entries: readonly ImportEntry[] = [];
let nextKey = 1;
let isSending = false;
/** Files on their way, as the shell knows it. */
let told = 0;
let stopListening: (() => void) | undefined;
const watchers = new Set<() => void>();
const aborts = new Map<number, AbortController>();

export function useImports(): readonly ImportEntry[] {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => entries,
  );
}

export function addImports(
  files: readonly { file: File; fields: ImportFields; startedAt?: string | undefined }[],
): void {
  const added = files.map(({ file, fields, startedAt }): ImportEntry => {
    const key = nextKey;
    nextKey += 1;
    return {
      ...{ key, file, fields, startedAt, state: 'waiting', progress: 0 },
      ...{ recordingId: undefined, jobId: undefined, failure: undefined },
    };
  });
  setEntries([...entries, ...added]);
  void sendWaiting();
}

/** Stops it; what has come of it until now goes. */
export async function cancelImport(key: number): Promise<void> {
  const entry = entryOf(key);
  if (entry === undefined || !isWorking(entry)) return;
  change(key, { state: 'cancelled' });
  aborts.get(key)?.abort();
  if (entry.jobId === undefined || entry.recordingId === undefined) return;
  await takeBack(key, entry.jobId, entry.recordingId);
}

async function takeBack(key: number, jobId: string, recordingId: string): Promise<void> {
  try {
    await cancelJob(jobId);
    await deleteRecording(recordingId, { permanent: true });
  } catch (error) {
    // It was quicker: then it is a lesson like any other.
    await follow(key, jobId, failureOf(error));
  }
}

export function retryImport(key: number): void {
  const entry = entryOf(key);
  if (entry?.state !== 'failed') return;
  if (entry.recordingId !== undefined) {
    // What the failed attempt left; its file is here, and goes again as a whole.
    void deleteRecording(entry.recordingId, { permanent: true }).catch(() => undefined);
  }
  change(key, {
    ...{ state: 'waiting', progress: 0 },
    ...{ failure: undefined, recordingId: undefined, jobId: undefined },
  });
  void sendWaiting();
}

/** Before the lesson exists the fields go along with it; afterwards they are the lesson's. */
export async function describeImport(key: number, fields: ImportFields): Promise<void> {
  change(key, { fields });
  const recordingId = entryOf(key)?.recordingId;
  if (recordingId !== undefined) await changeLesson(recordingId, changeOf(fields));
}

/** Takes those off the list that have ended. */
export function clearImports(): void {
  setEntries(entries.filter(isWorking));
}

function changeOf(fields: ImportFields) {
  const { title, session_date: date, ...rest } = fields;
  return {
    ...rest,
    ...(title === '' ? {} : { title }),
    ...(date === '' ? {} : { session_date: date }),
  };
}

function entryOf(key: number): ImportEntry | undefined {
  return entries.find((entry) => entry.key === key);
}

function setEntries(next: readonly ImportEntry[]): void {
  const wasWorking = entries.some(isWorking);
  const isBusy = next.some(isWorking);
  entries = next;
  for (const tell of watchers) tell();
  tellShell(next.filter(isOnTheWay).length);
  if (isBusy && !wasWorking) {
    window.addEventListener('beforeunload', warn);
    stopListening = listenToCore(hear);
  } else if (!isBusy && wasWorking) {
    window.removeEventListener('beforeunload', warn);
    stopListening?.();
    stopListening = undefined;
  }
}

function change(key: number, part: Partial<ImportEntry>): void {
  setEntries(entries.map((entry) => (entry.key === key ? { ...entry, ...part } : entry)));
}

/** The page is what sends it: what the core has is safe. */
function isOnTheWay({ state }: ImportEntry): boolean {
  return state === 'sending' || state === 'waiting';
}

/** The browser asks whether to leave while a file is on its way. */
function warn(event: BeforeUnloadEvent): void {
  if (entries.some(isOnTheWay)) event.preventDefault();
}

/** The desktop app asks before it closes. */
function tellShell(count: number): void {
  if (count === told) return;
  told = count;
  void desktop()?.invoke('uploads.set', { count });
}

async function sendWaiting(): Promise<void> {
  if (isSending) return;
  isSending = true;
  for (;;) {
    const entry = entries.find(({ state }) => state === 'waiting');
    if (entry === undefined) break;
    await send(entry);
  }
  isSending = false;
}

async function send({ key, file, fields, startedAt }: ImportEntry): Promise<void> {
  const abort = new AbortController();
  aborts.set(key, abort);
  change(key, { state: 'sending', progress: 0 });
  try {
    const { recording_id: recordingId, job_id: jobId } = await importVideo(
      file,
      { session_id: newSessionId(new Date()), started_at: startedAt, ...fields },
      {
        signal: abort.signal,
        onProgress: (sent) => change(key, { progress: sent }),
      },
    );
    if (abort.signal.aborted) {
      // It was cancelled as the last of it arrived.
      change(key, { recordingId, jobId });
      await takeBack(key, jobId, recordingId);
      return;
    }
    change(key, { state: 'preparing', progress: 0, recordingId, jobId });
    await describeAgain(key, recordingId, fields);
    if (abort.signal.aborted) return;
    await follow(key, jobId);
  } catch (error) {
    if (!abort.signal.aborted) change(key, { state: 'failed', failure: failureOf(error) });
  } finally {
    aborts.delete(key);
  }
}

/** They were changed while the file was on its way. @param sent what went along with it */
async function describeAgain(key: number, recordingId: string, sent: ImportFields): Promise<void> {
  const fields = entryOf(key)?.fields;
  if (fields === undefined || fields === sent) return;
  try {
    await changeLesson(recordingId, changeOf(fields));
  } catch {
    // The lesson itself is well: the list shows what the core has, and it can be described there again.
    if (entryOf(key)?.fields === fields) change(key, { fields: sent });
  }
}

function hear(name: string, payload: unknown): void {
  if (name === 'open' || name === 'reset') {
    for (const { key, jobId, state } of entries) {
      if (state === 'preparing' && jobId !== undefined) void follow(key, jobId);
    }
    return;
  }
  if (name !== 'job.progress') return;
  const { job_id: jobId, state, progress } = payload as EventPayload<'job.progress'>;
  const entry = entries.find((one) => one.jobId === jobId && one.state === 'preparing');
  if (entry === undefined) return;
  if (state === 'running' || state === 'queued') change(entry.key, { progress });
  else void follow(entry.key, jobId);
}

/** Reads the job's own word. @param otherwise said when the job cannot be read either */
async function follow(key: number, jobId: string, otherwise?: ApiFailure): Promise<void> {
  try {
    const job = await importJob(jobId);
    const { state, progress, error } = job;
    if (state === 'done') change(key, { state: 'done', progress: 1 });
    else if (state === 'cancelled') change(key, { state: 'cancelled' });
    else if (state === 'failed') {
      change(key, {
        state: 'failed',
        failure: new ApiFailure(
          error?.code ?? 'internal',
          error === undefined ? {} : { detail: error.detail },
        ),
      });
    } else change(key, { progress });
  } catch (error) {
    // The core is away for a moment: its events say when it is back.
    if (failureOf(error).code !== 'unreachable') {
      change(key, { state: 'failed', failure: otherwise ?? failureOf(error) });
    }
  }
}
