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
  type CutTake,
  chapterMetadata,
  joinArguments,
  pictureArguments,
  planCut,
  soundArguments,
} from './exact-cut.ts';
import { classifyFfmpegError, lastErrorLine } from './ffmpeg-errors.ts';
import type { Encoders } from './take-arguments.ts';

/**
 * @param options.output new file; written by ffmpeg itself, so give a temporary name and rename
 * @param options.workDir empty folder for the pieces; the caller removes it
 * @param options.chapters positions in the cut
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
}): Promise<{ durationSec: number }> {
  const { encoders, workDir } = options;
  const plan = planCut(options.takes, options.startSec, options.endSec);
  const pictureFiles: string[] = [];
  for (const [position, piece] of plan.pictures.entries()) {
    const file = path.join(workDir, `picture-${position}.ts`);
    await runFfmpeg(
      options,
      pictureArguments(piece, plan, encoders, file),
      readPiece(piece.take, piece.range),
    );
    pictureFiles.push(file);
  }
  const soundFiles: string[] = [];
  for (const [position, piece] of (plan.hasSound ? plan.sounds : []).entries()) {
    const file = path.join(workDir, `sound-${position}.flac`);
    const input = piece.kind === 'silence' ? undefined : readPiece(piece.take, piece.range);
    await runFfmpeg(options, soundArguments(piece, file), input);
    soundFiles.push(file);
  }
  const metadataFile = path.join(workDir, 'chapters.txt');
  await writeFile(metadataFile, chapterMetadata(options.title, options.chapters));
  const join = joinArguments({ plan, soundFiles, metadataFile, encoders, output: options.output });
  await runFfmpeg(options, join, pictureFiles.length === 0 ? undefined : readAll(pictureFiles));
  return { durationSec: plan.durationSec };
}

async function runFfmpeg(
  options: { runner: ProcessRunner; ffmpegPath: string; signal?: AbortSignal | undefined },
  args: readonly string[],
  input: Readable | undefined,
): Promise<void> {
  const { exit, stderr } = await options.runner.run({
    command: options.ffmpegPath,
    args,
    purpose: 'cut',
    stdout: 'ignore',
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
