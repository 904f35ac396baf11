/** A take of hours without hours of recording: what a recorder would have written so much later is put behind it. */
import { appendFile, readFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { indexFile } from '../../main/media/fmp4-index.ts';
import { childBoxes, readBoxHeader } from '../../main/media/mp4-boxes.ts';
import { parseMovie } from '../../main/media/mp4-tracks.ts';
import { fragmentedMp4 } from '../../main/media/take-arguments.ts';
import { indexKey } from '../../main/storage/lesson-keys.ts';
import { runFfmpeg } from './clips.ts';

type Piece = { type: string; from: number; to: number };

/**
 * Repeats the lesson's only take behind itself, with times that are `atSec` later; no core may run on the folder.
 * @returns length of the take, seconds
 */
export async function goOnAt(
  dataDir: string,
  take: { recordingId: string; file: string },
  atSec: number,
): Promise<number> {
  const { recordingId, file } = take;
  const later = path.join(dataDir, 'later.mp4');
  await runFfmpeg(['-i', file, '-c', 'copy', '-output_ts_offset', String(atSec), ...fragmentedMp4, later]);
  const [before, after] = [await readFile(file), await readFile(later)];
  if (JSON.stringify(tracksOf(before)) !== JSON.stringify(tracksOf(after))) {
    throw new Error('the part that is added has other tracks');
  }
  const tail = piecesOf(before).find(({ type }) => type === 'mfra');
  if (tail !== undefined) await truncate(file, tail.from);
  for (const { type, from, to } of piecesOf(after)) {
    if (type === 'moof' || type === 'mdat') await appendFile(file, after.subarray(from, to));
  }
  await rm(later);
  await rm(indexKey(file));

  const durationSec = (await indexFile(file))?.durationSec ?? 0;
  const database = new SqliteDatabase(path.join(dataDir, 'library.sqlite'), { fileMustExist: true });
  for (const table of ['recordings', 'takes']) {
    database
      .prepare(`UPDATE ${table} SET duration_seconds = ? WHERE recording_id = ?`)
      .run(durationSec, recordingId);
  }
  database.close();
  return durationSec;
}

/** Boxes of the whole file, in order. */
function piecesOf(bytes: Buffer): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length;) {
    const header = readBoxHeader(bytes, at);
    if (header === undefined) throw new Error(`no box at ${at}`);
    pieces.push({ type: header.type, from: at, to: at + header.size });
    at += header.size;
  }
  return pieces;
}

function tracksOf(bytes: Buffer): unknown {
  const movie = childBoxes(bytes).find(({ type }) => type === 'moov');
  return movie === undefined ? undefined : parseMovie(movie.body);
}
