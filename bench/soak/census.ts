/** What a running core holds: memory, handles, processes, files and rows. Read from outside, the database read-only. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { recordingIdOf } from '../../main/storage/lesson-keys.ts';
import { childrenOf, residentBytes, token } from '../core.ts';
import { metric, readMetrics } from '../metrics.ts';

export type Census = {
  atSec: number;
  day: number;
  /** Which start of the core this is, from 1. */
  life: number;
  rssBytes: number;
  /** null where the core does not tell. */
  heapBytes: number | null;
  openFiles: number;
  children: number;
  files: number;
  fileBytes: number;
  /** Files of lessons without a row, and temporary ones. */
  orphans: number;
  databaseBytes: number;
  walBytes: number;
  /** Rows per table. */
  rows: Record<string, number>;
};

/** To be taken when nothing is under way. */
export async function takeCensus(
  core: { pid: number; url: string },
  dataDir: string,
  when: { atSec: number; day: number; life: number },
): Promise<Census> {
  const metrics = await readMetrics(core.url, token);
  const database = path.join(dataDir, 'library.sqlite');
  const { rows, lessons } = readRows(database);
  const files = filesOf(path.join(dataDir, 'media'));
  return {
    ...when,
    rssBytes: residentBytes(core.pid),
    heapBytes: metric(metrics, 'nodejs_heap_size_used_bytes') ?? null,
    openFiles: readdirSync(`/proc/${core.pid}/fd`).length,
    children: childrenOf(core.pid).length,
    files: files.length,
    fileBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    orphans: files.filter(({ key }) => isOrphan(key, lessons)).length,
    databaseBytes: sizeOf(database),
    walBytes: sizeOf(`${database}-wal`),
    rows,
  };
}

/** Rows that still name a lesson, by table. */
export function rowsOfLesson(database: string, recordingId: string): Record<string, number> {
  const connection = new SqliteDatabase(database, { readonly: true });
  try {
    const found: Record<string, number> = {};
    for (const table of tablesOf(connection)) {
      const columns = connection
        .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
        .pluck()
        .all(table);
      // What was done for a lesson is still told of for some days.
      if (!columns.includes('recording_id') || table === 'jobs') continue;
      const count =
        connection
          .prepare<[string], number>(`SELECT count(*) FROM ${table} WHERE recording_id = ?`)
          .pluck()
          .get(recordingId) ?? 0;
      if (count > 0) found[table] = count;
    }
    return found;
  } finally {
    connection.close();
  }
}

function readRows(database: string): { rows: Record<string, number>; lessons: Set<string> } {
  const connection = new SqliteDatabase(database, { readonly: true });
  try {
    const rows = tablesOf(connection).map((table): [string, number] => [
      table,
      connection.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0,
    ]);
    const lessons = connection.prepare<[], string>('SELECT recording_id FROM recordings').pluck().all();
    return { rows: Object.fromEntries(rows), lessons: new Set(lessons) };
  } finally {
    connection.close();
  }
}

/** Tables of the program; those of the full-text index count pages, not rows of ours. */
function tablesOf(connection: SqliteDatabase.Database): string[] {
  return connection
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' AND name NOT GLOB 'lesson_text_[cdi]*' AND name NOT GLOB 'lesson_word_letters_*'",
    )
    .pluck()
    .all();
}

type FoundFile = { key: string; bytes: number };

function filesOf(folder: string): FoundFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile()) return [];
    const file = path.join(entry.parentPath, entry.name);
    const key = path.relative(folder, file).split(path.sep).join('/');
    return [{ key, bytes: sizeOf(file) }];
  });
}

function isOrphan(key: string, lessons: ReadonlySet<string>): boolean {
  if (key.startsWith('.tmp/')) return true;
  const recordingId = recordingIdOf(key);
  return recordingId !== undefined && !lessons.has(recordingId);
}

/** 0 when it is not there, or no longer. */
function sizeOf(file: string): number {
  try {
    return existsSync(file) ? statSync(file).size : 0;
  } catch {
    return 0;
  }
}
