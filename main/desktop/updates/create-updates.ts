/** Builds what updates are made of, and ties it to the desktop app. */
import path from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { watchListReplySchema } from '../../../contract/recording.ts';
import { settingsSchema } from '../../../contract/settings.ts';
import type { UpdatesState } from '../../../contract/updates.ts';
import { AppError } from '../../base/app-error.ts';
import { systemClock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { packageRoot, packageVersion } from '../../base/package-info.ts';
import { createProcessRunner } from '../../base/process.ts';
import { readPolicy } from '../../db/registry-policy.ts';
import { noPolicy } from '../../db/settings-policy.ts';
import type { ShellEnvironment } from '../../env.ts';
import { isInWindow, localTime } from '../../recording/watch-window.ts';
import { quietBeforeScheduleMs } from '../../updates/decisions.ts';
import { openRecordFile } from '../../updates/update-record.ts';
import { Versions } from '../../updates/versions.ts';
import type { CoreClient } from '../core-client.ts';
import type { CoreProcess } from '../core-process.ts';
import type { HandedFiles } from '../handed-files.ts';
import { CoreChoice } from './core-choice.ts';
import { electronFeed } from './electron-feed.ts';
import { type Feed, createFeed } from './feed.ts';
import { type UpdateTrust, readTrust } from './trust.ts';
import { runUpdateTask } from './update-process.ts';
import { UpdateService } from './update-service.ts';

/** Feed and folder are looked at this often, and first so long after the start (ms). */
const lookEveryMs = 24 * 3_600_000;
const firstLookMs = 60_000;
/** A quiet moment is looked for this often while something is ready (ms). */
const quietEveryMs = 60_000;

const now = () => new Date();
const zoneSchema = z.object({ time_zone: settingsSchema.shape.time_zone });
const automaticSchema = z.object({ updates: z.object({ automatic: z.boolean() }) });

export type Updates = {
  readonly service: UpdateService;
  readonly choice: CoreChoice;
  /** Before the first start of a core. Never rejects. */
  prepare(): Promise<void>;
  /** The core answers. */
  coreRuns(): void;
  /** @throws AppError update_not_ready, recording_in_progress */
  install(): Promise<void>;
  /** @param isSession the session ends too */
  beforeQuit(isSession: boolean): Promise<void>;
};

export function createUpdates(parts: {
  userData: string;
  environment: ShellEnvironment;
  core: () => CoreProcess;
  client: () => CoreClient;
  dataDir: () => string | undefined;
  files: HandedFiles;
  isRecording: () => boolean;
  imports: () => number;
  isInUse: () => boolean;
  onState: (state: UpdatesState) => void;
  /** A new core works, or was given up. */
  onOutcome: (last: NonNullable<UpdatesState['last']>) => void;
  onSwitch: () => void;
  quitFor: (last: () => void) => void;
  log: Logger;
}): Updates {
  const { environment, client, log } = parts;
  const folder = path.join(parts.userData, 'updates');
  const resources = app.isPackaged ? process.resourcesPath : undefined;
  const record = openRecordFile(folder, (error) =>
    log.error({ err: error }, 'the state of updates could not be read'),
  );
  const versions = new Versions(folder);
  let trust: UpdateTrust = readTrust(resources, noPolicy, log);
  let feed: Feed | undefined;
  let hasRun = false;
  let toldOf = record.get().last?.at;
  const limitMs = environment.updateTrialSec * 1000;

  const choice = new CoreChoice({
    ...{ record, versions, now, log, programVersion: packageVersion },
    keys: () => trust.keys,
    builtInEntry: path.join(packageRoot, 'dist', 'main', 'headless.js'),
    // Made after this.
    get core() {
      return parts.core();
    },
    client,
    dataDir: () => parts.dataDir() ?? environment.dataDir,
    isRecording: parts.isRecording,
    runTask: runUpdateTask,
    times: { limitMs, settleMs: limitMs / 6 },
    onChange: () => service.tell(),
    onSwitch: parts.onSwitch,
  });
  const service = new UpdateService({
    ...{ folder, record, choice, now, log, programVersion: packageVersion, files: parts.files },
    trust: () => trust,
    feed: () => feed,
    runTask: runUpdateTask,
    notesOf: (version) => versions.notes(version),
    isRecording: parts.isRecording,
    isCoreRunning: () => parts.core().state.phase === 'running',
    imports: parts.imports,
    isScheduleNear: () => isScheduleNear(client(), now().getTime()),
    isAutomatic,
    isInUse: parts.isInUse,
    onState: (state) => {
      parts.onState(state);
      if (state.last === null || state.last.at === toldOf) return;
      toldOf = state.last.at;
      parts.onOutcome(state.last);
    },
  });

  async function isAutomatic(): Promise<boolean> {
    return (await client().get(automaticSchema, '/api/settings')).updates.automatic;
  }

  async function readSchool(): Promise<void> {
    const ledgerDir = path.join(folder, 'processes');
    const runner = createProcessRunner({ ledgerDir, log, clock: systemClock });
    const policy = await readPolicy(environment.policyFile, runner, parts.userData).catch(
      (error: unknown) => {
        log.error({ err: error }, 'what the school has decided could not be read');
        return noPolicy;
      },
    );
    trust = readTrust(resources, policy, log);
    const { feedUrl: address, publishers } = trust;
    feed = createFeed({
      ...{ address, log, now, programVersion: packageVersion, onChange: () => service.tell() },
      updater: () =>
        electronFeed({
          ...{ address: address ?? '', folder, publishers, log },
          place: {
            ...{ platform: process.platform, program: process.execPath },
            ...{ isPackaged: app.isPackaged, isAppImage: environment.isAppImage },
          },
        }),
    });
  }

  return {
    service,
    choice,
    prepare: async () => {
      await readSchool();
      await choice.prepare();
    },
    coreRuns: () => {
      choice.resumeTrial();
      if (hasRun) return;
      hasRun = true;
      void service.readNotes();
      void service.switchWhenQuiet(true);
      setTimeout(() => void service.check(), firstLookMs).unref();
      setInterval(() => void service.check(), lookEveryMs).unref();
      setInterval(() => void service.switchWhenQuiet(), quietEveryMs).unref();
    },
    install: async () => {
      if (parts.isRecording()) throw new AppError('recording_in_progress');
      if (feed === undefined) throw new AppError('update_not_ready');
      parts.quitFor(await feed.install());
    },
    beforeQuit: async (isSession) => {
      service.cancel();
      choice.leave();
      if (feed?.state.state !== 'ready') return;
      // A core that cannot be asked may be just what the new program mends.
      await feed.beforeQuit(!isSession && (await isAutomatic().catch(() => true)));
    },
  };
}

/** Whether a rule of automatic recording may begin now or soon. */
async function isScheduleNear(client: CoreClient, nowMs: number): Promise<boolean> {
  const [{ items }, { time_zone: zone }] = await Promise.all([
    client.get(watchListReplySchema, '/api/watches'),
    client.get(zoneSchema, '/api/settings'),
  ]);
  const times = [localTime(nowMs, zone), localTime(nowMs + quietBeforeScheduleMs, zone)];
  return items.some((watch) => watch.enabled && times.some((time) => isInWindow(watch, time)));
}
