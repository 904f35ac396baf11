/** What the recorder is built from; filled in once in app.ts. */
import type { Announce } from '../../contract/events.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Clock } from '../base/clock.ts';
import type { DiskReserve } from '../base/disk-reserve.ts';
import type { Logger } from '../base/logger.ts';
import type { ProcessRunner } from '../base/process.ts';
import type { Secrets } from '../base/secrets.ts';
import type { Db } from '../db/database.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { Ffmpeg } from '../media/ffmpeg-locate.ts';
import type { TakeIndexStore } from '../media/take-index-store.ts';
import type { FileStore } from '../storage/file-store.ts';
import type { RecorderTally } from './tally.ts';

export type RecorderParts = {
  db: Db;
  store: FileStore;
  runner: ProcessRunner;
  clock: Clock;
  log: Logger;
  announce: Announce;
  secrets: Secrets;
  jobs: JobQueue;
  takeIndexes: TakeIndexStore;
  settings: () => Settings;
  /** Room held back for when the disk is full. */
  reserve: DiskReserve;
  /** Locates ffmpeg once. @throws AppError ffmpeg_missing */
  ffmpeg: () => Promise<Ffmpeg>;
  tally: RecorderTally;
  /** X display of this desktop, for `screen:`. */
  display: string | undefined;
};
