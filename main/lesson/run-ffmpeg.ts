/** Runs one ffmpeg job to its end: low priority, cancellable, with progress; its failure becomes an error code. */
import type { Readable } from 'node:stream';
import { AppError } from '../base/app-error.ts';
import { describeExit } from '../base/process.ts';
import { classifyFfmpegError, lastErrorLine } from '../media/ffmpeg-errors.ts';
import { progressParser } from '../media/progress.ts';
import type { LessonParts } from './lesson-parts.ts';

export type FfmpegRun = {
  args: readonly string[];
  /** A few words for the log. */
  purpose: string;
  signal?: AbortSignal | undefined;
  stdin?: Buffer | Readable;
  /** Called with the position written last (s); `args` must ask for progress on stdout. */
  onPosition?: (outTimeSec: number) => void;
  /** Each chunk of stdout, instead of collecting it. */
  onOutput?: (chunk: Buffer) => void;
  /** Each line of stderr as it comes. */
  onStderrLine?: (line: string) => void;
  /** Someone is waiting for the answer. */
  isUrgent?: boolean;
  /** Someone waits for it for longer than a moment: low priority, but before other such work. */
  isWaitedFor?: boolean;
  timeoutMs?: number;
};

/**
 * @returns what ffmpeg wrote to stdout; empty when that was progress or went to `onOutput`.
 * @throws AppError job_cancelled when the signal fired, otherwise what ffmpeg's last words mean
 */
export async function runFfmpeg(
  parts: Pick<LessonParts, 'runner' | 'ffmpeg'>,
  options: FfmpegRun,
): Promise<Buffer> {
  if (options.signal?.aborted === true) throw new AppError('job_cancelled');
  const { path } = await parts.ffmpeg();
  const { onPosition, onOutput } = options;
  const collected: Buffer[] = [];
  const listener =
    onOutput ??
    (onPosition === undefined
      ? (chunk: Buffer) => collected.push(chunk)
      : progressParser((progress) => onPosition(progress.outTimeSec)));
  const child = parts.runner.start({
    command: path,
    args: options.args,
    purpose: options.purpose,
    lowPriority: options.isUrgent === true ? false : options.isWaitedFor === true ? 'waited_for' : true,
    stdout: listener,
    ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  if (options.onStderrLine !== undefined) child.onStderrLine(options.onStderrLine);
  const exit = await child.exited;
  if (exit.aborted) throw new AppError('job_cancelled');
  if (exit.exitCode === 0) return Buffer.concat(collected);
  const stderr = child.stderrTail();
  const why = lastErrorLine(stderr);
  throw new AppError(
    exit.spawnFailed === undefined ? classifyFfmpegError(stderr, 'file') : 'ffmpeg_missing',
    `ffmpeg ${describeExit(exit)}${why === undefined ? '' : `: ${why}`}`,
  );
}
