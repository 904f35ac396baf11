/** What playing and keeping lessons is built from; filled in once in app.ts. */
import type { Announce } from '../../contract/events.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { ProcessRunner } from '../base/process.ts';
import type { Db } from '../db/database.ts';
import type { Ffmpeg } from '../media/ffmpeg-locate.ts';
import type { TakeIndexStore } from '../media/take-index-store.ts';
import type { FileStore } from '../storage/file-store.ts';

export type LessonParts = {
  db: Db;
  store: FileStore;
  takeIndexes: TakeIndexStore;
  runner: ProcessRunner;
  clock: Clock;
  log: Logger;
  announce: Announce;
  settings(): Settings;
  /** Locates ffmpeg once. @throws AppError ffmpeg_missing */
  ffmpeg(): Promise<Ffmpeg>;
};
