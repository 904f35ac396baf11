/**
 * Brings a database to the current version. Each step runs in a transaction that also sets `user_version`, so a
 * killed upgrade leaves the version before it. A database from a newer program is refused, never touched.
 */
import type { Database as Connection } from 'better-sqlite3';
import { migration001 } from './migrations/001-library.ts';
import { migration002 } from './migrations/002-search.ts';
import { migration003 } from './migrations/003-lesson-notes.ts';
import { migration004 } from './migrations/004-recorder.ts';
import { migration005 } from './migrations/005-analysis.ts';
import { migration006 } from './migrations/006-glossary.ts';
import { migration007 } from './migrations/007-session-analysis.ts';
import { migration008 } from './migrations/008-late-index.ts';
import { migration009 } from './migrations/009-errors.ts';
import { migration010 } from './migrations/010-backup-lane.ts';

const migrations: readonly string[] = [
  migration001,
  migration002,
  migration003,
  migration004,
  migration005,
  migration006,
  migration007,
  migration008,
  migration009,
  migration010,
];

export const currentVersion = migrations.length;

/**
 * @param target stop at this version (tests of a single step).
 * @throws Error when the database was written by a newer version of the program.
 */
export function migrate(connection: Connection, target: number = currentVersion): void {
  const version = connection.pragma('user_version', { simple: true }) as number;
  if (version > currentVersion) {
    throw new Error(
      `this library was written by a newer version of the program (format ${version}, known up to ${currentVersion}): install that version`,
    );
  }
  for (let step = version; step < target; step += 1) {
    const sql = migrations[step];
    if (sql === undefined) throw new Error(`no migration ${step + 1}`);
    connection.transaction(() => {
      connection.exec(sql);
      connection.pragma(`user_version = ${step + 1}`);
    })();
  }
}
