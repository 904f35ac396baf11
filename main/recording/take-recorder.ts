/**
 * Records one take: one ffmpeg, one growing file, one index. Watches the file rather than what ffmpeg says about
 * itself, makes every finished fragment durable, and tells in one word why the take ended. It refuses to decide what
 * happens next (live-recording.ts) and to touch the database.
 */
import { close, fdatasync, fstatSync, ftruncate, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { AppError, systemErrorCode } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { ProcessExit, ProcessRunner, RunningProcess } from '../base/process.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import { takeFailure } from '../media/take-failure.ts';
import {
  type FragmentListener,
  Fmp4Indexer,
  type IndexSnapshot,
  type TakeIndex,
} from '../media/fmp4-index.ts';
import { createInputWatcher } from '../media/input-watcher.ts';
import type { ProbedMedia } from '../media/probe-output.ts';
import type { Sampled } from './signal-sampler.ts';

export type TakeEndCause =
  /** We asked. */
  | 'stopped'
  /** ffmpeg said the source is over: a broadcast that ended, a file that was read to its end. */
  | 'source_ended'
  | 'source_failed'
  /** Nothing arrived for too long. */
  | 'stalled'
  /** `rejectInput` wanted something else. */
  | 'rejected'
  | 'disk_full';

export type TakeEnd = {
  cause: TakeEndCause;
  code: ErrorCode | undefined;
  /** For people; without credentials. */
  detail: string;
  /** Undefined when nothing usable was written. */
  index: TakeIndex | undefined;
  snapshot: IndexSnapshot;
};

export type Take = Sampled & {
  readonly ended: Promise<TakeEnd>;
  /** Monotonic ms at which the first sample was taken, once there is one. */
  readonly mediaStartMs: number | undefined;
  /** Monotonic ms of the last time the file grew, or of the start. */
  readonly lastGrowthMs: number;
  readonly durationSec: number;
  readonly sizeBytes: number;
  /** What has been recorded so far; undefined before the first fragment. */
  index(): TakeIndex | undefined;
  stop(): Promise<TakeEnd>;
};

export type TakeRecorderOptions = {
  runner: ProcessRunner;
  clock: Clock;
  log: Logger;
  ffmpeg: string;
  args: readonly string[];
  file: string;
  /** No growth for so long ends the take. */
  stallMs: number;
  /** As `stallMs`, before the first fragment: connecting and waiting for a key frame take their time. */
  firstDataMs: number;
  /** Called once with what ffmpeg found at the source; true ends the take at once. */
  rejectInput(input: ProbedMedia): boolean;
  /** Told of each new fragment before it is on the medium. */
  onFragment: FragmentListener;
  /** After each poll that found new fragments, when they are on the medium. */
  onGrowth(take: Take): void;
  /** After each poll that found none. @param quietMs how long there has been nothing new */
  onQuiet(quietMs: number): void;
};

/** While waiting for the first fragment. */
const firstPollMs = 100;
/**
 * Afterwards. What is on the medium is at most this and a fragment (0.5 s) behind: below the 2 s that a power cut may
 * cost. Each poll wakes a sleeping process, which costs more than what it then does.
 */
const pollMs = 1450;

const datasync = promisify(fdatasync);
const truncate = promisify(ftruncate);
const closeFile = promisify(close);

export function startTake(options: TakeRecorderOptions): Take {
  const { clock, log } = options;
  const indexer = new Fmp4Indexer(undefined, options.onFragment);
  let fd: number | undefined;
  let requested: 'stopped' | 'stalled' | 'rejected' | undefined;
  let mediaStartMs: number | undefined;
  let lastGrowthMs = clock.monotonic();
  let timer: NodeJS.Timeout | undefined;
  let timerMs: number | undefined;
  let hasEnded = false;
  let isSyncing = false;
  /** Set when the end waits for the last sync. */
  let onIdle: (() => void) | undefined;

  const child = options.runner.start({
    command: options.ffmpeg,
    args: options.args,
    purpose: 'take',
    quitInput: 'q\n',
  });
  const watchInput = createInputWatcher((input) => {
    if (options.rejectInput(input)) end('rejected');
  });
  const stopWatchingInput = child.onStderrLine(watchInput);

  /** @returns whether there are new fragments; they are on the medium only when they have been synced */
  function readNew(): boolean {
    fd ??= openIfThere(options.file);
    if (fd === undefined || indexer.pollFresh(fd) === 0) return false;
    lastGrowthMs = clock.monotonic();
    mediaStartMs ??= lastGrowthMs - indexer.durationSec * 1000;
    return true;
  }

  // A lesson polls some 2400 times: no closures and no promises are made on the way.
  function onTimer(): void {
    try {
      if (readNew() && fd !== undefined) {
        isSyncing = true;
        // Power loss may cost what the system had not written; a fragment counts as kept once it is on the medium.
        fdatasync(fd, onSynced);
        return;
      }
      options.onQuiet(clock.monotonic() - lastGrowthMs);
    } catch (error) {
      warn(error);
    }
    schedule();
  }

  function onSynced(error: Error | null): void {
    isSyncing = false;
    try {
      if (error !== null) throw error;
      grown();
    } catch (failure) {
      warn(failure);
    }
    onIdle?.();
    schedule();
  }

  function grown(): void {
    options.onGrowth(take);
  }

  function warn(error: unknown): void {
    log.warn({ err: error }, 'take could not be read while growing');
  }

  function schedule(): void {
    if (hasEnded) return;
    const limitMs = mediaStartMs === undefined ? options.firstDataMs : options.stallMs;
    if (clock.monotonic() - lastGrowthMs > limitMs) end('stalled');
    const waitMs = mediaStartMs === undefined ? firstPollMs : pollMs;
    if (timer !== undefined && timerMs === waitMs) {
      timer.refresh();
      return;
    }
    timerMs = waitMs;
    timer = setTimeout(onTimer, waitMs);
  }

  function end(why: 'stopped' | 'stalled' | 'rejected'): void {
    requested ??= why;
    if (why === 'rejected') {
      void child.kill();
      return;
    }
    // A stalled reader does not look at its stdin either: it gets less time to be polite.
    void child.stop({ graceMs: why === 'stopped' ? 3000 : 1000, termMs: 2000 });
  }

  const ended = (async (): Promise<TakeEnd> => {
    const exit = await child.exited;
    hasEnded = true;
    clearTimeout(timer);
    stopWatchingInput();
    if (isSyncing) {
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    }
    try {
      if (readNew() && fd !== undefined) {
        await datasync(fd);
        grown();
      }
      await cutTornTail(fd, indexer);
    } catch (error) {
      log.warn({ err: error }, 'end of a take could not be read');
    } finally {
      if (fd !== undefined) await closeFile(fd);
    }
    return {
      ...causeOf(requested, exit, child),
      // What was written before the input was turned down is of a kind that cannot be played.
      index: requested === 'rejected' ? undefined : indexer.index({ complete: true }),
      snapshot: indexer.snapshot(),
    };
  })();

  const take: Take = {
    ended,
    get mediaStartMs() {
      return mediaStartMs;
    },
    get lastGrowthMs() {
      return lastGrowthMs;
    },
    get durationSec() {
      return indexer.durationSec;
    },
    get sizeBytes() {
      return indexer.validBytes;
    },
    get tracks() {
      return indexer.tracks;
    },
    get initBytes() {
      return indexer.initBytes;
    },
    get lastPiece() {
      return indexer.lastPiece;
    },
    index: () => indexer.index({ complete: hasEnded }),
    stop: () => {
      end('stopped');
      return ended;
    },
  };
  schedule();
  return take;
}

/** A killed writer or a full disk leaves part of a fragment, which some players stumble over. Nobody writes any more. */
async function cutTornTail(fd: number | undefined, indexer: Fmp4Indexer): Promise<void> {
  if (fd === undefined || indexer.index({ complete: true }) === undefined) return;
  if (fstatSync(fd).size > indexer.validBytes) await truncate(fd, indexer.validBytes);
}

function openIfThere(file: string): number | undefined {
  try {
    // Windows flushes only what was opened for writing.
    return openSync(file, 'r+');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Exit code 0 alone does not mean that the source is over: a stalled input also ends so. What ffmpeg said decides. */
function causeOf(
  requested: 'stopped' | 'stalled' | 'rejected' | undefined,
  exit: ProcessExit,
  child: RunningProcess,
): Pick<TakeEnd, 'cause' | 'code' | 'detail'> {
  if (exit.spawnFailed !== undefined) {
    const error = new AppError('ffmpeg_missing', `ffmpeg could not be started (${exit.spawnFailed}).`);
    return { cause: 'source_failed', code: error.code, detail: error.message };
  }
  const failure = takeFailure(child.stderrTail());
  if (failure?.code === 'disk_full') return { cause: 'disk_full', ...failure };
  switch (requested) {
    case 'stopped':
      return { cause: 'stopped', code: undefined, detail: '' };
    case 'rejected':
      return { cause: 'rejected', code: undefined, detail: '' };
    case 'stalled':
      return { cause: 'stalled', code: 'source_timeout', detail: 'Nothing arrived from the source.' };
    case undefined:
      break;
  }
  if (exit.exitCode === 0 && failure === undefined) {
    return { cause: 'source_ended', code: 'source_lost', detail: 'The source ended.' };
  }
  return {
    cause: 'source_failed',
    ...(failure ?? {
      code: 'ffmpeg_failed',
      detail: `ffmpeg ${exit.signal ?? `ended with code ${exit.exitCode ?? '?'}`}`,
    }),
  };
}
