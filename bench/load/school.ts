/** What the virtual users know of the school: the lessons that can be played, its classes, its words. Plain data. */
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { readSeedNote } from '../seed-media.ts';
import { subjects } from '../seed.ts';

export type LoadLesson = { recordingId: string; sessionId: string };

export type LoadSchool = {
  /** Newest first; these can be played. */
  lessons: LoadLesson[];
  mediaSeconds: number;
  /** Where chat is written: the class that is recorded, and others that are held at the same hour. */
  classes: { sessionId: string; studentIds: string[] }[];
  /** The lesson that is being recorded. */
  live: LoadLesson;
  words: string[];
};

/** Lessons that renditions are made of while people are there; they are removed again, and nobody opens them. */
export const renditionsSession = 'load-renditions';

/** Classes that are held at the same time. */
const classesNow = 40;

/** @param dataDir as `bench:seed` made it */
export function readSchool(dataDir: string, live: LoadLesson): LoadSchool {
  const note = readSeedNote(dataDir);
  const connection = new SqliteDatabase(path.join(dataDir, 'library.sqlite'), { readonly: true });
  try {
    const sessionOf = connection
      .prepare<[string], string>('SELECT session_id FROM recordings WHERE recording_id = ?')
      .pluck();
    const studentsOf = connection
      .prepare<[string], string>('SELECT student_id FROM students WHERE session_id = ?')
      .pluck();
    const teachers = connection
      .prepare<[], string>('SELECT DISTINCT teacher_name FROM recordings LIMIT 100')
      .pluck()
      .all();
    const lessons = note.media.flatMap((recordingId) => {
      const sessionId = sessionOf.get(recordingId);
      return sessionId === undefined ? [] : [{ recordingId, sessionId }];
    });
    const held = lessons.slice(-classesNow).map(({ sessionId }) => sessionId);
    return {
      ...{ lessons, live, mediaSeconds: note.mediaSeconds },
      classes: [live.sessionId, ...held].map((sessionId) => {
        const students = studentsOf.all(sessionId);
        return { sessionId, studentIds: students.length === 0 ? ['p-live-1', 'p-live-2'] : students };
      }),
      words: [...Object.keys(subjects), ...Object.values(subjects).flat(), ...teachers],
    };
  } finally {
    connection.close();
  }
}
