/** A real library on a temporary folder: SQLite, files, ffmpeg, job queue and VODStorage, for integration tests. */
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EventName, EventPayload } from '../../contract/events.ts';
import { type Settings, defaultSettings } from '../../contract/settings.ts';
import { type AnalysisHost, createAnalysisHost } from '../analysis/host/analysis-host.ts';
import { analysisJobHandlers } from '../analysis/job-handlers.ts';
import { createModelFiles, modelFolders } from '../analysis/models/model-files.ts';
import type { Job } from '../../contract/jobs.ts';
import { ChatPack } from '../analysis/chat/pack/chat-pack.ts';
import { type ModelStore, createModelStore } from '../analysis/models/model-store.ts';
import { isoTime, systemClock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import { silentLogger } from '../base/logger.ts';
import { type ProcessRunner, createProcessRunner } from '../base/process.ts';
import { createChangeLog } from '../cache/change-log.ts';
import { type OpenDatabase, openDatabase } from '../db/database.ts';
import { insertTake, updateRecording } from '../db/recordings.ts';
import { insertImport } from '../db/imports.ts';
import type { JobHandlers } from '../jobs/job-handler.ts';
import { type JobQueue, createJobQueue } from '../jobs/job-queue.ts';
import { locateFfmpeg } from '../media/ffmpeg-locate.ts';
import { indexFile } from '../media/fmp4-index.ts';
import { TakeIndexStore } from '../media/take-index-store.ts';
import type { FileStore } from '../storage/file-store.ts';
import { indexKey, takeKey } from '../storage/lesson-keys.ts';
import { openLocalFileStore } from '../storage/local-file-store.ts';
import { vodJobHandlers } from '../vod/job-handlers.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';
import { VODStorage } from '../vod/vod-storage.ts';

export type VodHarness = AsyncDisposable & {
  folder: string;
  parts: LessonParts & { jobs: JobQueue };
  vod: VODStorage;
  store: FileStore;
  jobs: JobQueue;
  host: AnalysisHost;
  models: ModelStore;
  runner: ProcessRunner;
  settings: Settings;
  events: { name: EventName; payload: unknown }[];
  /** A finished lesson of these files (in the form of takes), 5 s of gap between them on the wall clock. */
  addLesson(takeFiles: readonly string[], options?: { sessionId?: string; title?: string }): Promise<string>;
  /** Ends as a killed program does, the rows left as they are, and starts anew on the same folder. */
  crash(): Promise<VodHarness>;
  temps(): Promise<string[]>;
  /** Throws when a temporary file or a process is left, then closes everything and removes the folder. */
  end(): Promise<void>;
};

/** Asked once for all tests of a file. */
let located: ReturnType<typeof locateFfmpeg> | undefined;

/** @param folder of an earlier harness; without it a new one is made, and removed in the end. */
export async function openVodHarness(
  options: {
    folder?: string;
    overrides?: (handlers: JobHandlers) => JobHandlers;
    /** Builds what the overrides need, before they are asked for. */
    prepare?: (parts: LessonParts & { host: AnalysisHost; jobs: () => JobQueue }) => void;
    ended?: (job: Job) => void;
  } = {},
): Promise<VodHarness> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'airclass-vod-')));
  const changes = createChangeLog();
  const database: OpenDatabase = openDatabase(path.join(folder, 'library.db'), {
    changed: (family) => changes.note(family),
  });
  const store = await openLocalFileStore(path.join(folder, 'media'));
  const runner = createProcessRunner({
    ledgerDir: path.join(folder, 'processes'),
    log: silentLogger,
    clock: systemClock,
  });
  located ??= locateFfmpeg({ runner });
  const ffmpeg = await located;
  const settings = structuredClone(defaultSettings);
  const events: VodHarness['events'] = [];
  const parts: LessonParts = {
    db: database.db,
    store,
    takeIndexes: new TakeIndexStore({ files: store, takeKey, sidecarKey: indexKey }),
    runner,
    clock: systemClock,
    log: silentLogger,
    announce: <N extends EventName>(name: N, payload: EventPayload<N>) => void events.push({ name, payload }),
    settings: () => settings,
    ffmpeg: async () => ffmpeg,
  };
  const files = createModelFiles(modelFolders(folder));
  const host = createAnalysisHost({ runner, log: silentLogger, folders: files.folders });
  const chatPack = new ChatPack({ ...parts, files, host, jobs: () => jobs });
  const models = createModelStore({
    ...{ files, db: database.db, announce: parts.announce, jobs: () => jobs, fitted: chatPack },
  });
  options.prepare?.({ ...parts, host, jobs: () => jobs });
  const handlers: JobHandlers = {
    ...vodJobHandlers(parts, {
      jobs: () => jobs,
      removeLesson: async (recordingId) => vod.deleteVideo(recordingId),
    }),
    ...analysisJobHandlers({ ...parts, host, models, jobs: () => jobs }),
    chat_fit: chatPack.handler(),
    session_analysis: { lane: 'session', maxAttempts: 1, run: async () => undefined },
    backup: { lane: 'backup', maxAttempts: 1, run: async () => undefined },
    backup_check: { lane: 'backup', maxAttempts: 1, run: async () => undefined },
  };
  const jobs: JobQueue = createJobQueue({
    db: database.db,
    clock: systemClock,
    log: silentLogger,
    announce: parts.announce,
    handlers: options.overrides?.(handlers) ?? handlers,
    ended: async (job) => {
      options.ended?.(job);
      await vod.jobEnded(job);
    },
  });
  const vod = new VODStorage({ ...parts, jobs, changes });
  let isOpen = true;

  const temps = async (): Promise<string[]> => readdir(path.join(folder, 'media', '.tmp'));

  async function dispose(): Promise<void> {
    await close();
    await rm(folder, { recursive: true, force: true });
  }

  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await vod.stop();
    await jobs.stop();
    await host.stop();
    await Promise.all([...runner.running].map(async (child) => child.kill()));
    await database.close();
  }

  return {
    folder,
    parts: { ...parts, jobs },
    vod,
    store,
    jobs,
    host,
    models,
    runner,
    settings,
    events,
    addLesson: async (takeFiles, { sessionId = 'math-3', title = '분수의 덧셈' } = {}) => {
      const recordingId = newId();
      const startedMs = Date.UTC(2026, 2, 2, 9);
      await insertImport(
        database.db,
        { recordingId, sessionId, fields: { teacher_name: '김선생' }, title },
        startedMs,
        'Asia/Seoul',
      );
      let startSec = 0;
      let sizeBytes = 0;
      let shape: Awaited<ReturnType<typeof indexFile>>;
      for (const [position, file] of takeFiles.entries()) {
        const key = takeKey(recordingId, position + 1);
        const temp = store.tempPath('take.mp4');
        await copyFile(file, temp);
        await store.publish(key, temp);
        const index = await indexFile(store.localPath(key));
        if (index === undefined) throw new Error(`no index of ${file}`);
        shape ??= index;
        const takeStartMs = startedMs + startSec * 1000 + position * 5000;
        await insertTake(database.db, {
          recording_id: recordingId,
          seq: position + 1,
          file_key: key,
          state: 'complete',
          started_at: isoTime(takeStartMs),
          ended_at: isoTime(takeStartMs + index.durationSec * 1000),
          start_time: startSec,
          duration_seconds: index.durationSec,
          size_bytes: index.sizeBytes,
        });
        startSec += index.durationSec;
        sizeBytes += index.sizeBytes;
      }
      await updateRecording(database.db, recordingId, {
        status: 'processing',
        origin: 'live',
        started_at: isoTime(startedMs),
        duration_seconds: startSec,
        size_bytes: sizeBytes,
        width: shape?.width ?? null,
        height: shape?.height ?? null,
        video_codec: shape?.videoCodec?.startsWith('avc1') === true ? 'h264' : 'hevc',
        audio_codec: shape?.audioCodec === undefined ? null : 'aac',
      });
      return recordingId;
    },
    crash: async () => {
      isOpen = false;
      await vod.stop();
      // Without the database nothing that still runs can tidy up after itself.
      await database.close();
      await Promise.all([...runner.running].map(async (child) => child.kill()));
      await jobs.stop();
      await host.stop();
      return openVodHarness({ folder });
    },
    temps,
    end: async () => {
      await host.stop();
      const left = [...(await temps()), ...[...runner.running].map((child) => `process ${child.pid}`)];
      await dispose();
      if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
    },
    [Symbol.asyncDispose]: dispose,
  };
}
