/** A data folder of a school that has recorded for years: 10,000 lessons with a row and a (hollow) file each. */
import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { openDatabase } from '../main/db/database.ts';
import { slideKey, takeKey } from '../main/storage/lesson-keys.ts';
import { seeded } from '../main/testing/seeded.ts';
import { seedLibrary } from './seed.ts';

export const schoolLessons = 10_000;

type LessonRow = { recording_id: string; created_at: string; duration_seconds: number; size_bytes: number };

/** One session has ten lessons and 30 pupils, all others one lesson. @returns ids of a lesson and a session to ask for */
export async function makeSchool(dataDir: string): Promise<{ recordingId: string; sessionId: string }> {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'library.sqlite');
  await openDatabase(file).close();
  const connection = new SqliteDatabase(file);
  connection.pragma('synchronous = OFF');
  seedLibrary(connection, { lessons: schoolLessons, random: seeded(1) });
  const rows = connection
    .prepare(
      "SELECT recording_id, created_at, duration_seconds, size_bytes FROM recordings WHERE status <> 'failed'",
    )
    .all() as LessonRow[];
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
    for (const row of rows) {
      const key = takeKey(row.recording_id, 1);
      insertTake.run(
        row.recording_id,
        key,
        row.created_at,
        row.created_at,
        row.duration_seconds,
        row.size_bytes,
      );
      makeHollowFile(path.join(dataDir, 'media', key), row.size_bytes);
    }
  })();
  makePictures(connection, dataDir);
  const chosen = rows.slice(-10).map((row) => row.recording_id);
  const recordingId = chosen[0] ?? '';
  const sessionId = 's-1';
  const moveToSession = connection.prepare('UPDATE recordings SET session_id = ? WHERE recording_id = ?');
  chosen.forEach((id) => moveToSession.run(sessionId, id));
  const addPupil = connection.prepare('INSERT INTO students (session_id, student_id, name) VALUES (?, ?, ?)');
  for (let pupil = 1; pupil <= 30; pupil += 1) addPupil.run(sessionId, `p-${pupil}`, `학생 ${pupil}`);
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
  // Ten thousand new files are written back for a minute; a start-up that syncs a file would wait for all of them.
  execFileSync('sync');
  return { recordingId, sessionId };
}

/** A picture for each screen: what is missing would be looked for anew. */
function makePictures(connection: SqliteDatabase.Database, dataDir: string): void {
  const slides = connection.prepare('SELECT recording_id, seq FROM slides').all() as {
    recording_id: string;
    seq: number;
  }[];
  const move = connection.prepare('UPDATE slides SET file_key = ? WHERE recording_id = ? AND seq = ?');
  connection.transaction(() => {
    for (const { recording_id: id, seq } of slides) {
      const key = slideKey(id, String(seq).padStart(24, '0'));
      move.run(key, id, seq);
      makeHollowFile(path.join(dataDir, 'media', key), 20_000);
    }
  })();
}

/** As long as a lesson, without taking its room. */
function makeHollowFile(file: string, sizeBytes: number): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const handle = openSync(file, 'w');
  ftruncateSync(handle, sizeBytes);
  closeSync(handle);
}
