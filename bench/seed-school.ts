/**
 * A whole school in an empty data folder: lessons of six years with their classes, of which the newest can be played.
 * The same seed makes the same rows.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { openDatabase } from '../main/db/database.ts';
import { seeded } from '../main/base/seeded.ts';
import { classroomClip, keptClips } from './classroom.ts';
import { classBook } from './seed-class.ts';
import { addHollowFiles } from './seed-files.ts';
import {
  type SeedNote,
  type TemplateClip,
  linkLessons,
  makeTemplate,
  mostMediaLessons,
} from './seed-media.ts';
import { seedLibrary } from './seed.ts';

export type SchoolOptions = {
  lessons: number;
  /** So many of the newest can be played. */
  media: number;
  seed: number;
  /** Default: 1080p30 of 4 Mbit/s as in the other benches, `mediaMinutes` long, with 720p, 480p and 360p. */
  clip?: TemplateClip;
  mediaMinutes?: number;
  say?: (line: string) => void;
};

/** @throws Error when the folder holds something, or more is asked for than can be made */
export async function seedSchool(dataDir: string, options: SchoolOptions): Promise<SeedNote> {
  const { lessons, media, seed, mediaMinutes = 20, say = () => undefined } = options;
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new Error(`${dataDir} is not empty: a made-up school only goes into a folder of its own.`);
  }
  if (media > Math.min(lessons, mostMediaLessons)) {
    throw new Error(`--media: at most ${Math.min(lessons, mostMediaLessons)} of ${lessons} lessons.`);
  }
  mkdirSync(path.dirname(dataDir), { recursive: true });
  // Beside the data folder: links do not reach over to another disk.
  const work = mkdtempSync(`${path.resolve(dataDir)}.making-`);
  try {
    let template: Awaited<ReturnType<typeof makeTemplate>> | undefined;
    if (media > 0) {
      say('making the lesson that is played …');
      const folder = path.join(work, 'template');
      mkdirSync(folder);
      const clip = options.clip ?? {
        ...{ file: await classroomClip(keptClips()), repeats: mediaMinutes, ladder: [720, 480, 360] },
      };
      template = await makeTemplate(folder, clip);
    }
    mkdirSync(dataDir, { recursive: true });
    const file = path.join(dataDir, 'library.sqlite');
    await openDatabase(file).close();
    const connection = new SqliteDatabase(file);
    // An empty folder that goes when this fails: nothing has to be rolled back. What does not fit into SQLite's memory
    // goes to the log and is looked for there again and again; rows came ten times as slowly at the end as at first.
    connection.pragma('synchronous = OFF');
    connection.pragma('journal_mode = OFF');
    connection.pragma('cache_size = -1500000');
    seedLibrary(connection, {
      ...{ lessons, random: seeded(seed) },
      newest: template === undefined ? undefined : { count: media, durationSec: template.durationSec },
      inClass: classBook(connection, { lessons, random: seeded(seed + 1) }),
      progress: (written) => say(`rows of ${written.toLocaleString('en')} lessons`),
    });
    const newest = connection
      .prepare<[number], string>('SELECT recording_id FROM recordings ORDER BY row_id DESC LIMIT ?')
      .pluck()
      .all(media);
    if (template !== undefined) linkLessons(connection, dataDir, template, newest);
    addHollowFiles(connection, dataDir, (written, of) => say(`files of ${written} of ${of} lessons`));
    // As the program does when it ends.
    connection.pragma('optimize');
    connection.pragma('journal_mode = WAL');
    connection.close();
    const note: SeedNote = { media: newest, mediaSeconds: template?.durationSec ?? 0, lessons };
    writeFileSync(path.join(dataDir, 'bench-seed.json'), JSON.stringify(note));
    say('writing it to the disk …');
    execFileSync('sync');
    return note;
  } catch (error) {
    // It was empty: half a school is of no use to anyone.
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
