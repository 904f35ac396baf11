/** A recorder on a temporary data folder with everything real below it: database, files, ffmpeg, job queue. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EventName, EventPayload } from '../../contract/events.ts';
import { jobKinds } from '../../contract/jobs.ts';
import { type Settings, settingsSchema } from '../../contract/settings.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { openDiskReserve } from '../base/disk-reserve.ts';
import { silentLogger } from '../base/logger.ts';
import { createProcessRunner } from '../base/process.ts';
import { reapLeftovers } from '../base/process-reaper.ts';
import { openSecrets } from '../base/secrets.ts';
import { openDatabase } from '../db/database.ts';
import { deleteLessonRows } from '../db/recordings-read.ts';
import { type JobHandlers, createJobQueue } from '../jobs/job-queue.ts';
import { locateFfmpeg } from '../media/ffmpeg-locate.ts';
import { TakeIndexStore } from '../media/take-index-store.ts';
import type { RecorderParts } from '../recording/recorder-parts.ts';
import { RecordingManager } from '../recording/recording-manager.ts';
import { newTally } from '../recording/tally.ts';
import { indexKey, takeKey } from '../storage/lesson-keys.ts';
import { openLocalFileStore } from '../storage/local-file-store.ts';
import { waitFor } from './wait-for.ts';

export type AnnouncedEvent = { name: EventName; payload: EventPayload<EventName> };

export type RecorderHarness = {
  dataDir: string;
  parts: RecorderParts;
  manager: RecordingManager;
  events: AnnouncedEvent[];
  /** What the manager told of how many lessons are recorded. */
  activeCounts: number[];
  status: (recordingId: string) => ReturnType<RecordingManager['getRecordingStatus']>;
  /** Waits until the lesson has at least so many seconds. */
  reached: (recordingId: string, seconds: number) => Promise<void>;
  /** Pids of the takes that run now. */
  takePids: () => number[];
  close: (options?: { keepData?: boolean }) => Promise<void>;
};

/** Derived media is not what these tests are about: the jobs are queued for real and do nothing. */
const idleHandlers = Object.fromEntries(
  jobKinds.map((kind) => [kind, { lane: 'media', maxAttempts: 1, run: async () => undefined }]),
) as unknown as JobHandlers;

/**
 * @param options.settings any part of the settings
 * @param options.dataDir a folder of an earlier harness, to start again on
 */
export async function startRecorder(
  options: { settings?: object; dataDir?: string; clock?: Clock; display?: string } = {},
): Promise<RecorderHarness> {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'airclass-recorder-')));
  const settings: Settings = settingsSchema.parse(options.settings ?? {});
  const log = silentLogger;
  const clock = options.clock ?? systemClock;
  await reapLeftovers({ ledgerDir: path.join(dataDir, 'processes'), dataDir, log });
  const { db, close } = openDatabase(path.join(dataDir, 'library.sqlite'));
  const store = await openLocalFileStore(path.join(dataDir, 'media'));
  const runner = createProcessRunner({ ledgerDir: path.join(dataDir, 'processes'), log, clock });
  const events: AnnouncedEvent[] = [];
  const announce: RecorderParts['announce'] = (name, payload) => {
    events.push({ name, payload });
  };
  const jobs = createJobQueue({ db, clock, log, announce, handlers: idleHandlers });
  const ffmpeg = await locateFfmpeg({ runner, override: process.env['AIRCLASS_FFMPEG'] });
  const parts: RecorderParts = {
    db,
    store,
    runner,
    clock,
    log,
    announce,
    secrets: openSecrets(dataDir),
    jobs,
    takeIndexes: new TakeIndexStore({ files: store, sidecarKey: indexKey, takeKey }),
    settings: () => settings,
    ffmpeg: async () => ffmpeg,
    reserve: openDiskReserve(dataDir, log),
    display: options.display,
    tally: newTally(),
  };
  const activeCounts: number[] = [];
  const manager = new RecordingManager(parts, {
    purge: async (recordingId) => {
      await store.removePrefix(`lessons/${recordingId}/`);
      await deleteLessonRows(db, recordingId);
    },
    activeChanged: (count) => activeCounts.push(count),
  });
  return {
    dataDir,
    parts,
    manager,
    events,
    activeCounts,
    status: (recordingId) => manager.getRecordingStatus(recordingId),
    reached: async (recordingId, seconds) => {
      await waitFor(`${seconds} s recorded`, async () => {
        const { duration_seconds } = await manager.getRecordingStatus(recordingId);
        return duration_seconds >= seconds;
      });
    },
    takePids: () =>
      [...runner.running].flatMap((child) => (child.purpose === 'take' ? [child.pid ?? 0] : [])),
    close: async ({ keepData = false } = {}) => {
      await manager.stopAll();
      await jobs.stop();
      await close();
      if (!keepData) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
