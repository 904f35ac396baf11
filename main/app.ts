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
import { ChatPack } from './analysis/chat/pack/chat-pack.ts';
import { openGlossaryStore } from './analysis/chat/glossary-store.ts';
import { analysisJobHandlers } from './analysis/job-handlers.ts';
import { LessonAnalysis } from './analysis/lesson-analysis.ts';
import { entryOf, hashOf, readManifest } from './analysis/models/manifest.ts';
import { createModelFiles, modelFolders } from './analysis/models/model-files.ts';
import { createModelStore } from './analysis/models/model-store.ts';
import { ScreenshotAnalyzer } from './analysis/screenshot-analyzer.ts';
import { FeedbackGenerator } from './analysis/session/feedback-generator.ts';
import { SessionAnalysis } from './analysis/session/session-analysis.ts';
import { SessionExport } from './analysis/session/session-export.ts';
import { createLessonSignals } from './analysis/signals/lesson-signals.ts';
import { backupHandlers } from './backup/backup-job.ts';
import { createBackups } from './backup/backup-service.ts';
import { followMoves } from './backup/move-folder.ts';
import { recoverRestore } from './backup/restore-swap.ts';
import { type Clock, systemClock } from './base/clock.ts';
import type { Logger } from './base/logger.ts';
import { packageRoot, packageVersion } from './base/package-info.ts';
import { openDiskReserve } from './base/disk-reserve.ts';
import { createProcessRunner } from './base/process.ts';
import { reapLeftovers } from './base/process-reaper.ts';
import { openSecrets } from './base/secrets.ts';
import { readOrCreateToken } from './base/token.ts';
import { createChangeLog } from './cache/change-log.ts';
import { lockDataDir } from './db/data-lock.ts';
import { type OpenDatabase, openDatabase } from './db/database.ts';
import { readPolicy } from './db/registry-policy.ts';
import { openSettingsStore } from './db/settings-store.ts';
import type { Boot } from './env.ts';
import { createErrorTally } from './health/error-tally.ts';
import { createHealth } from './health/health-service.ts';
import { startCoreMeters } from './health/meters.ts';
import { connectionsAllowed } from './http/connection-limit.ts';
import { createEventHub } from './http/events.ts';
import { listen } from './http/listen.ts';
import { createHttpServer } from './http/server.ts';
import { createBackgroundGate } from './jobs/background-gate.ts';
import { createJobQueue } from './jobs/job-queue.ts';
import { createLibrarySearch } from './library/library-search.ts';
import { createLateIndexing } from './library/late-indexing.ts';
import { createSearchThread } from './library/search-thread.ts';
import { createSessionLibrary } from './library/session-service.ts';
import { createStudentRecords } from './library/student-records.ts';
import { type Ffmpeg, locateFfmpeg } from './media/ffmpeg-locate.ts';
import { TakeIndexStore } from './media/take-index-store.ts';
import { createMonitoring } from './monitoring/monitoring.ts';
import { RecordingManager } from './recording/recording-manager.ts';
import { SavedSources } from './recording/saved-sources.ts';
import { newTally } from './recording/tally.ts';
import { WatchService } from './recording/watch-service.ts';
import { createCache, startTracing } from './app-choices.ts';
import { createSystemService } from './app-status.ts';
import { indexKey, takeKey } from './storage/lesson-keys.ts';
import { lookAtVolume } from './storage/reset-volume.ts';
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
export type StopStage =
  'watches' | 'recordings' | 'jobs' | 'analysis' | 'http' | 'traces' | 'database' | 'lock';

/**
 * Starts the core: resolves when it listens.
 * @throws AppError data_dir_locked, storage_unavailable; Error with code EADDRINUSE
 */
export async function startApp(
  boot: Boot,
  options: { log: Logger; clock?: Clock; onStopStage?: (stage: StopStage) => void },
): Promise<App> {
  const { clock = systemClock } = options;
  const tally = createErrorTally(options.log, clock);
  const { log } = tally;
  const dataDir = await followMoves(boot.dataDir);
  const ledgerDir = path.join(dataDir, 'processes');
  const lock = lockDataDir(dataDir);
  // Released in reverse when a later step of the start fails.
  await using onFailure = new AsyncDisposableStack();
  onFailure.defer(() => lock.release());

  // Before anything is opened: a restore that was interrupted has left the folder half exchanged.
  const recovered = await recoverRestore(dataDir);
  if (recovered === 'undone') log.warn({}, 'an interrupted restore was undone: all is as it was before it');
  await reapLeftovers({ ledgerDir, dataDir, log });
  const changes = createChangeLog({ outside: () => database.outsideChanges() });
  const libraryFile = path.join(dataDir, 'library.sqlite');
  const database: OpenDatabase = openDatabase(libraryFile, {
    log,
    changed: (family) => changes.note(family),
  });
  onFailure.defer(() => database.close());
  const { db } = database;

  const runner = createProcessRunner({ ledgerDir, log, clock });
  const policy = await readPolicy(boot.policyFile, runner, dataDir);
  for (const problem of policy.problems) log.warn({ problem }, 'a setting of the school cannot be used');
  const settings = await openSettingsStore({ db, clock, log, asideDir: dataDir, policy });
  const store = await openLocalFileStore(path.join(dataDir, 'media'));
  const secrets = openSecrets(dataDir);
  const cache = await createCache({ boot, changes, log, namespace: secrets.keyedHash('cache') });
  onFailure.defer(() => cache.close());
  const token = readOrCreateToken(dataDir, boot.token);
  const events = createEventHub();
  const { announce } = events;
  settings.onChange(() => announce('settings.changed', {}));
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

  const tracing = await startTracing(boot);
  onFailure.defer(async () => tracing?.stop());
  const monitoring = createMonitoring({
    ...{ db, clock, log, version: packageVersion, slowQueries: database.slowQueries, spans: tracing?.spans },
    recorder: { figures: () => recording.figures(), watches: () => watches.lastLooks() },
    analysisCrashes: () => host.crashes,
    eventClients: () => events.clients,
    cacheStats: () => cache.stats(),
    children: () => runner.running,
  });

  const modelFiles = createModelFiles(modelFolders(dataDir));
  const glossary = await openGlossaryStore({ db, clock });
  const chat = rememberChat(() =>
    ChatAnalyzer.load({
      folder: modelFiles.path(chatModelName),
      glossary: () => glossary.getGlossary(),
      language: () => settings.get().language,
    }),
  );
  const host = createAnalysisHost({ runner, log, folders: modelFiles.folders, observe: monitoring.call });
  const chatPack = new ChatPack({ files: modelFiles, db, clock, announce, host, jobs: () => jobs });
  const models = createModelStore({
    ...{ files: modelFiles, db, announce, mirror: boot.modelsMirror, bundledDir: bundled(boot, 'models') },
    ...{ jobs: () => jobs, fitted: chatPack },
  });
  const chatVersion = hashOf(entryOf(modelFiles.manifest, chatModelName));
  const sessionAnalysis = new SessionAnalysis({
    ...{ db, clock, settings: () => settings.get(), jobs: () => jobs },
    study: (args, call) => host.call('study_session', args, { ...call, isUrgent: true }),
    chat: () => {
      const pack = chatPack.reading();
      const version = [chatVersion, pack?.version].filter((each) => each !== undefined).join('+');
      return { version, glossary: glossary.getGlossary(), pack };
    },
  });
  const sessionFeedback = new FeedbackGenerator({
    db,
    analysis: sessionAnalysis,
    settings: () => settings.get(),
  });
  const backups = createBackups({ ...base, dataDir, secrets, s3: boot.s3, jobs: () => jobs });
  const handlers: JobHandlers = monitoring.watchJobs({
    ...vodJobHandlers(base, {
      jobs: () => jobs,
      removeLesson: (recordingId) => vod.deleteVideo(recordingId),
    }),
    ...analysisJobHandlers({ ...base, host, models, jobs: () => jobs }),
    chat_fit: chatPack.handler(),
    session_analysis: sessionAnalysis.handler(),
    ...backupHandlers({ ...backups, runner }),
  });
  const ended = async (job: Job): Promise<void> => {
    sessionAnalysis.jobEnded(job);
    chatPack.jobEnded(job);
    await monitoring.jobEnded(job);
    await vod.jobEnded(job);
  };
  const jobs = createJobQueue({ db, clock, log, announce, handlers, ended });
  const vod: VODStorage = new VODStorage({ ...base, jobs, changes });
  const gate = createBackgroundGate({ jobs, settings: () => settings.get() });
  settings.onChange(() => gate.settingsChanged());
  const analysisSwitch = createAnalysisSwitch({ ...base, jobs });
  settings.onChange(() => void analysisSwitch.settingsChanged());
  const reserve = openDiskReserve(dataDir, log);
  const recorderParts = { ...base, jobs, secrets, reserve, tally: newTally(), display: boot.display };
  const recording = new RecordingManager(recorderParts, {
    purge: (recordingId) => vod.deleteVideo(recordingId),
    activeChanged: (count) => {
      gate.recordingsChanged(count);
      backups.recordingsChanged(count);
    },
  });
  const watches = new WatchService(recorderParts, recording);
  const sessions = createSessionLibrary({
    db,
    files: store,
    clock,
    timeZone: () => settings.get().time_zone,
    onChanged: (sessionId, isListed) => {
      announce('session.changed', { session_id: sessionId });
      if (isListed) announce('library.changed', { recording_id: null, session_id: sessionId });
    },
  });
  const lateIndexing = createLateIndexing({ db, log });
  const searchThread = createSearchThread({ file: libraryFile, log, slow: database.noteSlow });
  const students = createStudentRecords({
    ...{ db, files: store, clock, hashKey: secrets.keyedHash('erasures') },
    onErased: () => announce('library.changed', { recording_id: null, session_id: null }),
  });
  const meters = startCoreMeters(clock);
  onFailure.defer(() => meters.stop());
  const volume = lookAtVolume(dataDir, { platform: process.platform, runner });
  const health = createHealth({
    ...{ ...base, dataDir, meters, isDesktop: boot.isDesktop === true },
    logErrors: () => tally.counts(),
    hasDisplay: process.platform !== 'linux' || boot.display !== undefined,
    models: () => models.list(),
    modelStates: () =>
      modelFiles.manifest.map(({ name, origin }) => ({ origin, state: modelFiles.state(name) })),
    volume: () => volume,
    backup: () => backups.health(),
    running: () => recording.running,
    recovery: () => recording.recovery,
  });
  const server = await createHttpServer({
    services: {
      system: createSystemService(
        { ...base, changes, dataDir, display: boot.display, isDesktop: boot.isDesktop === true },
        () => recording.activeCount,
        () => models.list(),
      ),
      metrics: monitoring,
      health,
      settings: {
        getSettings: () => ({ ...settings.get(), locked: [...settings.locked] }),
        changeSettings: async (change) => ({
          ...(await settings.patch(change)),
          locked: [...settings.locked],
        }),
      },
      jobs,
      recording,
      watches,
      savedSources: new SavedSources(recorderParts),
      vod,
      chapters: vod,
      notes: vod,
      analysis: new LessonAnalysis({ ...base, jobs }),
      exports: createExports({ ...base, jobs }),
      search: createLibrarySearch(db, searchThread),
      sessions,
      students,
      models,
      backup: backups,
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
      chat: {
        analyzeLine: async (text, lang) => {
          const reader = await chatPack.reader(chat(), [text], glossary.getGlossary().allowed_words);
          return reader.analyzeLine(text, lang);
        },
      },
      glossary,
    },
    events,
    token,
    log,
    version: packageVersion,
    cache,
    watch: monitoring.request,
    connections: connectionsAllowed(),
    boundHost: boot.host,
    allowedHosts: boot.allowedHosts,
    uploadDir: path.join(dataDir, 'media', '.tmp'),
    pageDir: path.join(packageRoot, 'dist', 'renderer'),
  });
  onFailure.defer(() => searchThread.stop());
  onFailure.defer(() => server.close());

  await listen(server, { host: boot.host, port: boot.port });
  await recording.recover();
  await jobs.start();
  await chatPack.fitIfNeeded();
  await vod.start();
  watches.start();
  lateIndexing.start();
  backups.start();
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
          backups.stop();
          await Promise.all([jobs.stop(), vod.stop(), lateIndexing.stop()]);
        },
      ],
      ['analysis', () => host.stop()],
      [
        'http',
        async () => {
          meters.stop();
          await server.close();
          await cache.close();
          // Whoever closes the library last writes its log back, which a reader cannot.
          await searchThread.stop();
        },
      ],
      ['traces', () => tracing?.stop()],
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
  return bundled(boot, 'ffmpeg', process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
}

/** What a desktop package brings beside the program. */
function bundled(boot: Boot, ...names: string[]): string | undefined {
  return boot.resourcesPath === undefined ? undefined : path.join(boot.resourcesPath, ...names);
}

/** A link that works on this machine, also when the core listens on every address. */
function linkHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
