/** Carries out a plan of exact-cut.ts: pieces into a work folder, then one faststart MP4. */
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '../base/app-error.ts';
import { type ProcessRunner, describeExit } from '../base/process.ts';
import {
  type ByteRange,
  type CutChapter,
  type CutPlan,
  type CutTake,
  type PicturePiece,
  type SoundPiece,
  chapterMetadata,
  joinArguments,
  pictureArguments,
  planCut,
  soundArguments,
} from './exact-cut.ts';
import { classifyFfmpegError, lastErrorLine } from './ffmpeg-errors.ts';
import { progressParser } from './progress.ts';
import { type Encoders, progressOnStdout } from './take-arguments.ts';

/**
 * @param options.output new file; written by ffmpeg itself, so give a temporary name and rename
 * @param options.workDir empty folder for the pieces; the caller removes it
 * @param options.chapters positions in the cut
 * @param options.onProgress takes the fraction 0–1 that is done
 * @returns length of the cut in seconds
 * @throws AppError `range_invalid`, `encoder_missing`, `job_cancelled`, `disk_full`, `media_unreadable`, `ffmpeg_failed`
 */
export async function runExactCut(options: {
  runner: ProcessRunner;
  ffmpegPath: string;
  encoders: Encoders;
  takes: readonly CutTake[];
  startSec: number;
  endSec: number;
  title: string;
  chapters: readonly CutChapter[];
  output: string;
  workDir: string;
  signal?: AbortSignal | undefined;
  onProgress?: ((fraction: number) => void) | undefined;
}): Promise<{ durationSec: number }> {
  const { encoders, workDir } = options;
  const plan = planCut(options.takes, options.startSec, options.endSec);
  const step = progressOfSteps(plan, options.onProgress);
  const pictureFiles: string[] = [];
  for (const [position, piece] of plan.pictures.entries()) {
    const file = path.join(workDir, `picture-${position}.ts`);
    await runFfmpeg(
      { ...options, onPosition: step(pictureCost(piece), piece.toSec - piece.fromSec) },
      pictureArguments(piece, plan, encoders, file),
      readPiece(piece.take, piece.range),
    );
    pictureFiles.push(file);
  }
  const soundFiles: string[] = [];
  for (const [position, piece] of (plan.hasSound ? plan.sounds : []).entries()) {
    const file = path.join(workDir, `sound-${position}.flac`);
    const input = piece.kind === 'silence' ? undefined : readPiece(piece.take, piece.range);
    const onPosition = step(soundCost(piece), piece.toSec - piece.fromSec);
    await runFfmpeg({ ...options, onPosition }, soundArguments(piece, file), input);
    soundFiles.push(file);
  }
  const metadataFile = path.join(workDir, 'chapters.txt');
  await writeFile(metadataFile, chapterMetadata(options.title, options.chapters));
  const join = joinArguments({ plan, soundFiles, metadataFile, encoders, output: options.output });
  const onPosition = step(joinCost(plan), plan.durationSec);
  await runFfmpeg(
    { ...options, onPosition },
    join,
    pictureFiles.length === 0 ? undefined : readAll(pictureFiles),
  );
  return { durationSec: plan.durationSec };
}

/** Rough work of a second of each kind, as measured on two cores: only their ratio matters. */
const pictureCost = (piece: PicturePiece): number =>
  (piece.toSec - piece.fromSec) * (piece.kind === 'encode' ? 30 : 0.1);
const soundCost = (piece: SoundPiece): number => (piece.toSec - piece.fromSec) * 0.5;
const joinCost = (plan: CutPlan): number => plan.durationSec * (plan.hasSound ? 1 : 0.1);

/** Each step takes its share of the whole; within it, ffmpeg's positions count from the first one it tells. */
function progressOfSteps(
  plan: CutPlan,
  onProgress: ((fraction: number) => void) | undefined,
): (cost: number, durationSec: number) => (positionSec: number) => void {
  const total =
    plan.pictures.reduce((sum, piece) => sum + pictureCost(piece), 0) +
    (plan.hasSound ? plan.sounds.reduce((sum, piece) => sum + soundCost(piece), 0) : 0) +
    joinCost(plan);
  let before = 0;
  return (cost, durationSec) => {
    const start = before;
    before += cost;
    onProgress?.(start / total);
    let first: number | undefined;
    return (positionSec) => {
      first ??= positionSec;
      onProgress?.((start + cost * Math.min(1, (positionSec - first) / durationSec)) / total);
    };
  };
}

async function runFfmpeg(
  options: {
    runner: ProcessRunner;
    ffmpegPath: string;
    signal?: AbortSignal | undefined;
    onPosition: (positionSec: number) => void;
  },
  args: readonly string[],
  input: Readable | undefined,
): Promise<void> {
  const { exit, stderr } = await options.runner.run({
    command: options.ffmpegPath,
    args: [...progressOnStdout, ...args],
    purpose: 'cut',
    lowPriority: 'waited_for',
    stdout: progressParser(({ outTimeSec }) => options.onPosition(outTimeSec)),
    ...(input === undefined ? {} : { stdin: input }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  input?.destroy();
  if (exit.aborted) throw new AppError('job_cancelled');
  if (exit.spawnFailed !== undefined) throw new AppError('ffmpeg_missing');
  if (exit.exitCode === 0) return;
  throw new AppError(
    classifyFfmpegError(stderr, 'file'),
    `The cut failed: ffmpeg ${describeExit(exit)}. ${lastErrorLine(stderr) ?? ''}`,
  );
}

function readPiece(take: CutTake, range: ByteRange): Readable {
  return Readable.from(bytesOf(take, range));
}

async function* bytesOf({ file, index }: CutTake, range: ByteRange): AsyncGenerator<Buffer> {
  yield* readRange(file, index.init);
  yield* readRange(file, range);
}

async function* readRange(file: string, { offset, size }: ByteRange): AsyncGenerator<Buffer> {
  if (size === 0) return;
  for await (const chunk of createReadStream(file, { start: offset, end: offset + size - 1 })) {
    if (Buffer.isBuffer(chunk)) yield chunk;
  }
}

function readAll(files: readonly string[]): Readable {
  return Readable.from(
    (async function* bytes(): AsyncGenerator<Buffer> {
      for (const file of files) {
        for await (const chunk of createReadStream(file)) {
          if (Buffer.isBuffer(chunk)) yield chunk;
        }
      }
    })(),
  );
}
