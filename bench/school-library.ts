/** A data folder of a school that has recorded for years: 10,000 lessons with a row and a (hollow) file each. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { openDatabase } from '../main/db/database.ts';
import { seeded } from '../main/base/seeded.ts';
import { seedLibrary } from './seed.ts';
import { addHollowFiles } from './seed-files.ts';

export const schoolLessons = 10_000;

/** One session has ten lessons and 30 pupils, all others one lesson. @returns ids of a lesson and a session to ask for */
export async function makeSchool(dataDir: string): Promise<{ recordingId: string; sessionId: string }> {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'library.sqlite');
  await openDatabase(file).close();
  const connection = new SqliteDatabase(file);
  connection.pragma('synchronous = OFF');
  seedLibrary(connection, { lessons: schoolLessons, random: seeded(1) });
  addHollowFiles(connection, dataDir);
  const rows = connection
    .prepare<[], { recording_id: string }>("SELECT recording_id FROM recordings WHERE status <> 'failed'")
    .all();
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
