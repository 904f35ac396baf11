/** Files of made-up lessons: as long as the rows say, without taking their room, so that start-up finds nothing amiss. */
import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import type SqliteDatabase from 'better-sqlite3';
import { slideKey, takeKey } from '../main/storage/lesson-keys.ts';

type LessonRow = { recording_id: string; created_at: string; duration_seconds: number; size_bytes: number };

/** A take for each lesson that has none yet, and a picture for each screen. */
export function addHollowFiles(
  connection: SqliteDatabase.Database,
  dataDir: string,
  progress?: (written: number, of: number) => void,
): void {
  const rows = connection
    .prepare<[], LessonRow>(
      `SELECT recording_id, created_at, duration_seconds, size_bytes FROM recordings
       WHERE status <> 'failed' AND recording_id NOT IN (SELECT recording_id FROM takes)`,
    )
    .all();
  const insertTake = connection.prepare(
    "INSERT INTO takes (recording_id, seq, file_key, state, started_at, ended_at, start_time, duration_seconds, size_bytes) VALUES (?, 1, ?, 'complete', ?, ?, 0, ?, ?)",
  );
  connection.transaction(() => {
    // A lesson that has ended says when.
    connection
      .prepare(
        "UPDATE recordings SET stopped_at = strftime('%Y-%m-%dT%H:%M:%fZ', started_at, '+' || duration_seconds || ' seconds') WHERE started_at IS NOT NULL",
      )
      .run();
    for (const [index, row] of rows.entries()) {
      const key = takeKey(row.recording_id, 1);
      const { created_at: createdAt, duration_seconds: durationSec, size_bytes: sizeBytes } = row;
      insertTake.run(row.recording_id, key, createdAt, createdAt, durationSec, sizeBytes);
      makeHollowFile(path.join(dataDir, 'media', key), sizeBytes);
      if (index % 10_000 === 9_999) progress?.(index + 1, rows.length);
    }
  })();
  makePictures(connection, dataDir);
}

/** What is missing would be looked for anew. */
function makePictures(connection: SqliteDatabase.Database, dataDir: string): void {
  const slides = connection
    .prepare<[], { recording_id: string; seq: number }>(
      "SELECT recording_id, seq FROM slides WHERE file_key NOT LIKE 'lessons/%'",
    )
    .all();
  const move = connection.prepare('UPDATE slides SET file_key = ? WHERE recording_id = ? AND seq = ?');
  connection.transaction(() => {
    for (const { recording_id: id, seq } of slides) {
      const key = slideKey(id, String(seq).padStart(24, '0'));
      move.run(key, id, seq);
      makeHollowFile(path.join(dataDir, 'media', key), 20_000);
    }
  })();
}

function makeHollowFile(file: string, sizeBytes: number): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const handle = openSync(file, 'w');
  ftruncateSync(handle, sizeBytes);
  closeSync(handle);
}
