/**
 * The whole program on one page: what it is built from, in which order it starts, and in which order it stops.
 * Everything is passed down from here; nothing below reaches up.
 */
import path from 'node:path';
import type { Job } from '../contract/jobs.ts';
import type { JobHandlers } from './jobs/job-queue.ts';
import { createAnalysisSwitch } from './analysis/analysis-switch.ts';
import { createAnalysisHost } from './analysis/host/analysis-host.ts';
import { ChatAnalyzer, chatModelName } from './analysis/chat/chat-analyzer.ts';
import { openGlossaryStore } from './analysis/chat/glossary-store.ts';
import { analysisJobHandlers } from './analysis/job-handlers.ts';
import { LessonAnalysis } from './analysis/lesson-analysis.ts';
import { hashOf, readManifest } from './analysis/models/manifest.ts';
import { createModelFiles, modelFolders } from './analysis/models/model-files.ts';
import { createModelStore } from './analysis/models/model-store.ts';
import { ScreenshotAnalyzer } from './analysis/screenshot-analyzer.ts';
import { FeedbackGenerator } from './analysis/session/feedback-generator.ts';
import { SessionAnalysis } from './analysis/session/session-analysis.ts';
import { SessionExport } from './analysis/session/session-export.ts';
import { createLessonSignals } from './analysis/signals/lesson-signals.ts';
import { type Clock, systemClock } from './base/clock.ts';
import type { Logger } from './base/logger.ts';
import { packageRoot, packageVersion } from './base/package-info.ts';
import { openDiskReserve } from './base/disk-reserve.ts';
import { createProcessRunner } from './base/process.ts';
import { reapLeftovers } from './base/process-reaper.ts';
import { openSecrets } from './base/secrets.ts';
import { readOrCreateToken } from './base/token.ts';
import { lockDataDir } from './db/data-lock.ts';
import { openDatabase } from './db/database.ts';
import { searchLessons } from './db/search.ts';
import { openSettingsStore } from './db/settings-store.ts';
import type { Boot } from './env.ts';
import { createEventHub } from './http/events.ts';
import { createHttpServer } from './http/server.ts';
import { createBackgroundGate } from './jobs/background-gate.ts';
import { createJobQueue } from './jobs/job-queue.ts';
import { createSessionLibrary } from './library/session-service.ts';
import { createStudentRecords } from './library/student-records.ts';
import { type Ffmpeg, locateFfmpeg } from './media/ffmpeg-locate.ts';
import { TakeIndexStore } from './media/take-index-store.ts';
import { RecordingManager } from './recording/recording-manager.ts';
import { SavedSources } from './recording/saved-sources.ts';
import { WatchService } from './recording/watch-service.ts';
import { createSystemService } from './app-status.ts';
import { indexKey, takeKey } from './storage/lesson-keys.ts';
import { openLocalFileStore } from './storage/local-file-store.ts';
import { createExports } from './vod/exports.ts';
import { vodJobHandlers } from './vod/job-handlers.ts';
import { VODStorage } from './vod/vod-storage.ts';

export type App = {
  /** Address with the token: opens the page logged in. */
  link: string;
  port: number;
  token: string;
  /** Finishes recordings, puts jobs back, closes everything. Idempotent. */
  stop(): Promise<void>;
};

/** Names of the stages of `stop`, in order; told to `onStopStage` as each one is done. */
export type StopStage = 'watches' | 'recordings' | 'jobs' | 'analysis' | 'http' | 'database' | 'lock';

/**
 * Starts the core: resolves when it listens.
 * @throws AppError data_dir_locked, storage_unavailable; Error with code EADDRINUSE
 */
export async function startApp(
  boot: Boot,
  options: { log: Logger; clock?: Clock; onStopStage?: (stage: StopStage) => void },
): Promise<App> {
  const { log, clock = systemClock } = options;
  const { dataDir } = boot;
  const ledgerDir = path.join(dataDir, 'processes');
  const lock = lockDataDir(dataDir);
  // Released in reverse when a later step of the start fails.
  await using onFailure = new AsyncDisposableStack();
  onFailure.defer(() => lock.release());

  await reapLeftovers({ ledgerDir, dataDir, log });
  const database = openDatabase(path.join(dataDir, 'library.sqlite'), log);
  onFailure.defer(() => database.close());
  const { db } = database;

  const settings = await openSettingsStore({ db, clock, log, asideDir: dataDir });
  const store = await openLocalFileStore(path.join(dataDir, 'media'));
  const secrets = openSecrets(dataDir);
  const token = readOrCreateToken(dataDir, boot.token);
  const events = createEventHub();
  const { announce } = events;
  settings.onChange(() => announce('settings.changed', {}));
  const runner = createProcessRunner({ ledgerDir, log, clock });
  const takeIndexes = new TakeIndexStore({ files: store, sidecarKey: indexKey, takeKey });
  const ffmpeg = rememberFfmpeg(() =>
    locateFfmpeg({ runner, override: boot.ffmpegOverride, bundledPath: bundledFfmpeg(boot) }),
  );
  const base = {
    db,
    store,
    runner,
    clock,
    log,
    announce,
    takeIndexes,
    ffmpeg,
    settings: () => settings.get(),
  };

  const modelFiles = createModelFiles(modelFolders(dataDir));
  const glossary = await openGlossaryStore({ db, clock });
  const chat = rememberChat(() =>
    ChatAnalyzer.load({
      folder: modelFiles.path(chatModelName),
      glossary: () => glossary.getGlossary(),
      language: () => settings.get().language,
    }),
  );
  const host = createAnalysisHost({ runner, log, folders: modelFiles.folders });
  const models = createModelStore({
    ...{ files: modelFiles, db, announce, mirror: boot.modelsMirror },
    jobs: () => jobs,
  });
  const chatModel = readManifest().find(({ name }) => name === chatModelName);
  const chatVersion = chatModel === undefined ? '' : hashOf(chatModel);
  const sessionAnalysis = new SessionAnalysis({
    ...{ db, clock, settings: () => settings.get(), jobs: () => jobs },
    study: (args, call) => host.call('study_session', args, { ...call, isUrgent: true }),
    chat: () => ({ version: chatVersion, glossary: glossary.getGlossary() }),
  });
  const sessionFeedback = new FeedbackGenerator({
    db,
    analysis: sessionAnalysis,
    settings: () => settings.get(),
  });
  const handlers: JobHandlers = {
    ...vodJobHandlers(base, {
      jobs: () => jobs,
      removeLesson: (recordingId) => vod.deleteVideo(recordingId),
    }),
    ...analysisJobHandlers({ ...base, host, models, jobs: () => jobs }),
    session_analysis: sessionAnalysis.handler(),
  };
  const ended = async (job: Job): Promise<void> => {
    sessionAnalysis.jobEnded(job);
    await vod.jobEnded(job);
  };
  const jobs = createJobQueue({ db, clock, log, announce, handlers, ended });
  const vod: VODStorage = new VODStorage({ ...base, jobs });
  const gate = createBackgroundGate({ jobs, settings: () => settings.get() });
  settings.onChange(() => gate.settingsChanged());
  const analysisSwitch = createAnalysisSwitch({ ...base, jobs });
  settings.onChange(() => void analysisSwitch.settingsChanged());
  const reserve = openDiskReserve(dataDir, log);
  const recorderParts = { ...base, jobs, secrets, reserve, display: boot.display };
  const recording = new RecordingManager(recorderParts, {
    purge: (recordingId) => vod.deleteVideo(recordingId),
    activeChanged: (count) => gate.recordingsChanged(count),
  });
  const watches = new WatchService(recorderParts, recording);
  const sessions = createSessionLibrary({
    db,
    files: store,
    clock,
    timeZone: () => settings.get().time_zone,
    onChanged: (sessionId) => announce('library.changed', { recording_id: null, session_id: sessionId }),
  });
  const students = createStudentRecords({
    ...{ db, files: store, clock, hashKey: secrets.keyedHash('erasures') },
    onErased: () => announce('library.changed', { recording_id: null, session_id: null }),
  });
  const server = await createHttpServer({
    services: {
      system: createSystemService(
        { ...base, dataDir, display: boot.display, isDesktop: boot.isDesktop === true },
        () => recording.activeCount,
        () => models.list(),
      ),
      settings: { getSettings: () => settings.get(), changeSettings: (change) => settings.patch(change) },
      jobs,
      recording,
      watches,
      savedSources: new SavedSources(recorderParts),
      vod,
      chapters: vod,
      notes: vod,
      analysis: new LessonAnalysis({ ...base, jobs }),
      exports: createExports({ ...base, jobs }),
      search: { search: (query) => searchLessons(db, query) },
      sessions,
      students,
      models,
      screenshots: new ScreenshotAnalyzer({
        host,
        manifest: readManifest(),
        readText: async (image, call) => host.call('read_text', { image }, call),
        language: () => settings.get().language,
      }),
      signals: createLessonSignals(base),
      sessionAnalysis,
      sessionFeedback,
      sessionExport: new SessionExport({
        ...{ db, analysis: sessionAnalysis, feedback: sessionFeedback },
        language: () => settings.get().language,
      }),
      chat: { analyzeLine: (text, lang) => chat().analyzeLine(text, lang) },
      glossary,
    },
    events,
    token,
    log,
    version: packageVersion,
    revision: database.revision,
    boundHost: boot.host,
    allowedHosts: boot.allowedHosts,
    uploadDir: path.join(dataDir, 'media', '.tmp'),
    pageDir: path.join(packageRoot, 'dist', 'renderer'),
  });
  onFailure.defer(() => server.close());

  await server.listen({ host: boot.host, port: boot.port });
  await recording.recover();
  await jobs.start();
  await vod.start();
  watches.start();
  onFailure.move();

  const address = server.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : boot.port;
  let stopping: Promise<void> | undefined;
  return {
    link: `http://${linkHost(boot.host)}:${port}/?token=${token}`,
    port,
    token,
    stop: () => (stopping ??= stop()),
  };

  async function stop(): Promise<void> {
    const stages: [StopStage, () => unknown][] = [
      ['watches', () => watches.stop()],
      ['recordings', () => recording.stopAll()],
      [
        'jobs',
        async () => {
          gate.stop();
          await Promise.all([jobs.stop(), vod.stop()]);
        },
      ],
      ['analysis', () => host.stop()],
      ['http', () => server.close()],
      ['database', () => database.close()],
      ['lock', () => lock.release()],
    ];
    for (const [stage, end] of stages) {
      try {
        await end();
      } catch (error) {
        // What comes after still has to be closed.
        log.error({ err: error, stage }, 'could not be stopped cleanly');
      }
      options.onStopStage?.(stage);
    }
  }
}

/** Looks for ffmpeg when it is first needed, and again after a failure: it may have been installed meanwhile. */
function rememberFfmpeg(locate: () => Promise<Ffmpeg>): () => Promise<Ffmpeg> {
  let found: Promise<Ffmpeg> | undefined;
  return async () => {
    const search = (found ??= locate());
    try {
      return await search;
    } catch (error) {
      if (found === search) found = undefined;
      throw error;
    }
  };
}

/** Reads the chat models when they are first needed; the function throws AppError model_missing, model_damaged. */
function rememberChat(load: () => ChatAnalyzer): () => ChatAnalyzer {
  let loaded: ChatAnalyzer | undefined;
  return () => (loaded ??= load());
}

function bundledFfmpeg(boot: Boot): string | undefined {
  if (boot.resourcesPath === undefined) return undefined;
  return path.join(boot.resourcesPath, 'ffmpeg', process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
}

/** A link that works on this machine, also when the core listens on every address. */
function linkHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
