/**
 * Lessons that can be played: one clip is made into a lesson by the built core, and its files stand, by hard links, under
 * the ids of as many lessons as are asked for. Renditions are made by the core of the clip's first minute and repeated
 * by stream copy, since encoding a long lesson would take as long as watching it.
 */
import { copyFileSync, linkSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { Fmp4Indexer, pollFile } from '../main/media/fmp4-index.ts';
import {
  indexKey,
  lessonPrefix,
  listedSlideWidth,
  renditionTakeKey,
  slideCopyKey,
  slideKey,
  takeKey,
} from '../main/storage/lesson-keys.ts';
import { open, writeFile } from 'node:fs/promises';
import { startCore } from './core.ts';
import { importLesson } from './page.ts';
import { timeFfmpeg } from './row.ts';

/** Most file systems allow some 65,000 links to a file. */
export const mostMediaLessons = 50_000;

type RenditionName = '720p' | '480p' | '360p';
type RecordingRow = Record<string, number | string | null> & { recording_id: string };
type RenditionRow = Record<string, number | string | null> & { name: RenditionName };

export type LessonTemplate = {
  durationSec: number;
  /** Media folder in which its files lie. */
  mediaDir: string;
  recordingId: string;
  recording: RecordingRow;
  take: { duration_seconds: number; size_bytes: number };
  renditions: RenditionRow[];
};

export type TemplateClip = {
  /** Short: of this the renditions are made. */
  file: string;
  /** How often it stands one after another in the lesson. */
  repeats: number;
  ladder: readonly number[];
};

/** @param work an empty folder on the disk of the data folder; may go when the links are made */
export async function makeTemplate(work: string, clip: TemplateClip): Promise<LessonTemplate> {
  const long = path.join(work, 'long.mp4');
  await timeFfmpeg(['-stream_loop', String(clip.repeats - 1), '-i', clip.file, '-c', 'copy', long]);
  const dataDir = path.join(work, 'data');
  const ids = await makeLessons(dataDir, { long, short: clip.file, ladder: clip.ladder });
  const mediaDir = path.join(dataDir, 'media');
  const connection = new SqliteDatabase(path.join(dataDir, 'library.sqlite'), { readonly: true });
  const recording = connection
    .prepare('SELECT * FROM recordings WHERE recording_id = ?')
    .get(ids.long) as RecordingRow;
  const take = connection
    .prepare('SELECT duration_seconds, size_bytes FROM takes WHERE recording_id = ? AND seq = 1')
    .get(ids.long) as LessonTemplate['take'];
  const renditions = connection
    .prepare("SELECT * FROM renditions WHERE recording_id = ? AND state = 'ready'")
    .all(ids.short) as RenditionRow[];
  connection.close();
  for (const rendition of renditions) {
    const from = path.join(mediaDir, renditionTakeKey(ids.short, rendition.name, 1));
    const key = renditionTakeKey(ids.long, rendition.name, 1);
    await repeatTake(from, path.join(mediaDir, key), clip.repeats);
    await indexTake(mediaDir, key);
    rendition['size_bytes'] = statSync(path.join(mediaDir, key)).size;
  }
  await indexTake(mediaDir, takeKey(ids.long, 1));
  await makeSlides(mediaDir, ids.long, long);
  const { duration_seconds: durationSec } = take;
  return { durationSec, mediaDir, recordingId: ids.long, recording, take, renditions };
}

/** Renditions of a minute take a minute, on a machine that does nothing else. */
const timeoutMs = 1_800_000;

/** The long lesson with all that is shown of it, and the short one with its renditions. */
async function makeLessons(
  dataDir: string,
  clips: { long: string; short: string; ladder: readonly number[] },
): Promise<{ long: string; short: string }> {
  mkdirSync(dataDir, { recursive: true });
  await using core = await startCore(dataDir);
  await core.api('PATCH', '/api/settings', { analysis: { enabled: false }, processing: { ladder: [] } });
  const long = await importLesson(core, clips.long, { timeoutMs });
  await core.api('PATCH', '/api/settings', { processing: { ladder: clips.ladder } });
  const short = await importLesson(core, clips.short, { timeoutMs });
  return { long, short };
}

/** As the recorder writes a take. */
async function repeatTake(from: string, to: string, repeats: number): Promise<void> {
  mkdirSync(path.dirname(to), { recursive: true });
  await timeFfmpeg([
    ...['-stream_loop', String(repeats - 1), '-i', from, '-map', '0', '-c', 'copy', '-f', 'mp4'],
    ...['-movflags', 'frag_keyframe+delay_moov+dash+frag_discont+skip_sidx', '-frag_duration', '500000', to],
  ]);
}

async function indexTake(mediaDir: string, key: string): Promise<void> {
  const indexer = new Fmp4Indexer();
  await using handle = await open(path.join(mediaDir, key), 'r');
  await pollFile(indexer, handle);
  await writeFile(path.join(mediaDir, indexKey(key)), JSON.stringify(indexer.snapshot()));
}

const slideSeqs = [0, 1];
const slideHash = (seq: number): string => String(seq).padStart(24, '0');

async function makeSlides(mediaDir: string, recordingId: string, video: string): Promise<void> {
  for (const seq of slideSeqs) {
    const file = path.join(mediaDir, slideKey(recordingId, slideHash(seq)));
    mkdirSync(path.dirname(file), { recursive: true });
    await timeFfmpeg(['-ss', String(seq * 5), '-i', video, '-frames:v', '1', '-vf', 'scale=1280:-2', file]);
    const copy = slideCopyKey(recordingId, slideKey(recordingId, slideHash(seq)), listedSlideWidth);
    mkdirSync(path.dirname(path.join(mediaDir, copy)), { recursive: true });
    await timeFfmpeg(['-i', file, '-vf', `scale=${listedSlideWidth}:-2`, path.join(mediaDir, copy)]);
  }
}

/** Files and rows of the template under the given lessons' ids; their own texts, people and dates stay. */
export function linkLessons(
  connection: SqliteDatabase.Database,
  dataDir: string,
  template: LessonTemplate,
  recordingIds: readonly string[],
): void {
  const files = filesBelow(path.join(template.mediaDir, lessonPrefix(template.recordingId)));
  const { recording } = template;
  const technical = ['width', 'height', 'frame_rate', 'video_codec', 'audio_codec', 'bitrate_kbps'] as const;
  const change = connection.prepare(
    `UPDATE recordings SET origin = 'import', duration_seconds = ?, size_bytes = ?,
     ${technical.map((column) => `${column} = ?`).join(', ')} WHERE recording_id = ?`,
  );
  const insertTake = connection.prepare(
    `INSERT INTO takes (recording_id, seq, file_key, state, started_at, ended_at, start_time, duration_seconds, size_bytes)
     SELECT recording_id, 1, ?, 'complete', started_at, started_at, 0, ?, ? FROM recordings WHERE recording_id = ?`,
  );
  const insertRendition = connection.prepare(
    `INSERT INTO renditions (recording_id, name, state, width, height, video_codec, audio_codec, bitrate_kbps, size_bytes)
     VALUES (?, ?, 'ready', ?, ?, ?, ?, ?, ?)`,
  );
  const changeSlide = connection.prepare(
    'UPDATE slides SET file_key = ?, width = 1280, height = 720, read_at = ? WHERE recording_id = ? AND seq = ?',
  );
  connection.transaction(() => {
    for (const id of recordingIds) {
      const values = technical.map((column) => recording[column]);
      change.run(recording['duration_seconds'], recording['size_bytes'], ...values, id);
      insertTake.run(takeKey(id, 1), template.take.duration_seconds, template.take.size_bytes, id);
      for (const row of template.renditions) {
        const { name, width, height } = row;
        const codecs = [row['video_codec'], row['audio_codec'], row['bitrate_kbps'], row['size_bytes']];
        insertRendition.run(id, name, width, height, ...codecs);
      }
      for (const seq of slideSeqs) {
        changeSlide.run(slideKey(id, slideHash(seq)), new Date(0).toISOString(), id, seq);
      }
      for (const file of files) {
        const from = path.join(template.mediaDir, lessonPrefix(template.recordingId), file);
        linkOrCopy(from, path.join(dataDir, 'media', lessonPrefix(id), file));
      }
    }
  })();
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

/** Small files are copies: some programs replace them, which would be seen under every name. */
function linkOrCopy(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true });
  if (from.endsWith('.json')) copyFileSync(from, to);
  else linkSync(from, to);
}

/** Ids of the lessons that can be played, newest first, as `bench:seed` left them. */
export type SeedNote = { media: string[]; mediaSeconds: number; lessons: number };

export function readSeedNote(dataDir: string): SeedNote {
  return JSON.parse(readFileSync(path.join(dataDir, 'bench-seed.json'), 'utf8')) as SeedNote;
}
