/**
 * Writes the words of new chat into the index now and then, so that the first search after a day of classes does not
 * have to. A search between two rounds does it for itself.
 */
import type { Logger } from '../base/logger.ts';
import type { Db } from '../db/database.ts';
import { indexNotedSessions } from '../db/lesson-text.ts';

/** A class that chats all the time is indexed this often (ms). */
const defaultEveryMs = 15_000;

export type LateIndexing = {
  start(): void;
  /** Before the database is closed. */
  stop(): Promise<void>;
};

export function createLateIndexing(options: { db: Db; log: Logger; everyMs?: number }): LateIndexing {
  const { db, log, everyMs = defaultEveryMs } = options;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;

  /** Never rejects: the next round, or a search, tries again. */
  async function indexAll(): Promise<void> {
    try {
      await indexNotedSessions(db);
    } catch (error) {
      log.warn({ err: error }, 'new chat could not be indexed');
    }
    round = undefined;
  }

  return {
    start: () => {
      timer = setInterval(() => {
        round ??= indexAll();
      }, everyMs).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
