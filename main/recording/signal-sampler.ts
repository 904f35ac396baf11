/**
 * Feeds pieces of a growing take to one small low-priority ffmpeg and hands on what it reads. A sampler that dies or
 * lags costs readings, never the recording: it only reads the file.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { ProcessRunner, RunningProcess } from '../base/process.ts';
import { type Piece, readFrom } from '../media/fmp4-index.ts';
import type { TrackRun } from '../media/mp4-fragment.ts';
import type { Track } from '../media/mp4-tracks.ts';
import { type SignalReading, createReadingParser, signalSampleArguments } from '../media/signal-sample.ts';
import { type Onsets, SignalGate } from './signal-gate.ts';

/** A picture with other parameters gives several complaints; a single one may be a lost packet. */
const fewestErrors = 2;

/** Half a second at such a bitrate is not worth its memory: it is passed over. */
const largestSampleBytes = 32 * 1024 * 1024;

/** A child that has not read for so long hangs (ms). */
const hungMs = 60_000;

/** What a take has to look at. */
export type Sampled = {
  readonly tracks: readonly Track[];
  readonly initBytes: number;
  /** The newest fragment that can be decoded by itself: a key frame and half a second of sound. */
  readonly lastPiece: Piece | undefined;
};

export type SignalSamplerOptions = {
  runner: ProcessRunner;
  clock: Clock;
  log: Logger;
  ffmpeg: string;
  file: string;
  /** Time between two looks for which nothing calls, at first. */
  everyMs: number;
  /** False where a picture may stand for long. */
  watchesStill: boolean;
  /** Something is wrong or may be: it is looked at again soon. */
  isWatching: () => boolean;
  onReading: (reading: SignalReading, nowMs: number, onsets: Onsets) => void;
  /** The picture could be decoded before in this take and no longer can: its parameters have changed. */
  onUndecodable: () => void;
  /** dBFS; null for digital silence. */
  onLevel: (rmsDb: number | null, peakDb: number | null) => void;
};

function finite(db: number): number | null {
  return Number.isFinite(db) ? db : null;
}

export class SignalSampler {
  readonly #options: SignalSamplerOptions;
  readonly #gate: SignalGate;
  #child: RunningProcess | undefined;
  #input: PassThrough | undefined;
  #handle: FileHandle | undefined;
  /** Since when the child has not read what it was given (monotonic ms). */
  #behindSinceMs: number | undefined;
  #lastOffset = -1;
  #feeding: Promise<void> | undefined;
  #isClosed = false;
  /** What happened since the last segment was fed. */
  #errors = 0;
  #badInARow = 0;
  #hasDecoded = false;

  constructor(options: SignalSamplerOptions) {
    this.#options = options;
    this.#gate = new SignalGate(options);
  }

  /** A new fragment: the sizes of its samples. */
  observe(runs: readonly TrackRun[]): void {
    this.#gate.observe(runs, this.#options.clock.monotonic());
  }

  /** A growing take has new fragments; the newest one that can be is looked at when there is a reason to. */
  offer(take: Sampled): void {
    if (this.#isClosed || this.#feeding !== undefined) return;
    const nowMs = this.#options.clock.monotonic();
    if (this.#isBehind(nowMs)) return;
    // After a piece that did not decode the next one is looked at at once.
    const isWatched = this.#options.isWatching();
    if (this.#errors < fewestErrors && !this.#gate.isDue(nowMs, isWatched)) return;
    const piece = take.lastPiece;
    if (piece === undefined || piece.offset === this.#lastOffset || piece.size > largestSampleBytes) return;
    this.#judge();
    this.#gate.look(nowMs, isWatched);
    this.#lastOffset = piece.offset;
    this.#feeding = this.#feed(take, piece)
      .catch((error: unknown) => this.#options.log.warn({ err: error }, 'recording could not be sampled'))
      .finally(() => {
        this.#feeding = undefined;
      });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#feeding;
    this.#input?.end();
    await this.#child?.kill();
    await this.#handle?.close();
  }

  /** Nothing more is given to a child that does not read; one that hangs is ended, and the next sample starts another. */
  #isBehind(nowMs: number): boolean {
    if (this.#input?.writableNeedDrain !== true) {
      this.#behindSinceMs = undefined;
      return false;
    }
    this.#behindSinceMs ??= nowMs;
    if (nowMs - this.#behindSinceMs >= hungMs) {
      this.#behindSinceMs = undefined;
      void this.#child?.kill();
    }
    return true;
  }

  async #feed(take: Sampled, piece: Piece): Promise<void> {
    this.#handle ??= await open(this.#options.file, 'r');
    const readAt = readFrom(this.#handle);
    if (this.#child === undefined) {
      this.#start(take.tracks);
      this.#input?.write(await readAt(0, take.initBytes));
    }
    this.#input?.write(await readAt(piece.offset, piece.size));
  }

  /** Two pieces in a row that do not decode are no accident of the network. */
  #judge(): void {
    const isBad = this.#errors >= fewestErrors;
    this.#errors = 0;
    this.#badInARow = isBad ? this.#badInARow + 1 : 0;
    if (!isBad && this.#lastOffset !== -1) this.#hasDecoded = true;
    if (this.#badInARow >= 2 && this.#hasDecoded) this.#options.onUndecodable();
  }

  #start(tracks: readonly Track[]): void {
    const { runner, ffmpeg, onReading, onLevel, clock } = this.#options;
    const input = new PassThrough();
    this.#input = input;
    this.#child = runner.start({
      command: ffmpeg,
      args: signalSampleArguments({
        video: tracks.some((track) => track.kind === 'video'),
        audio: tracks.some((track) => track.kind === 'audio'),
      }),
      purpose: 'sample',
      lowPriority: true,
      stdin: input,
      stdout: createReadingParser((reading) => {
        if (this.#isClosed) return;
        onReading(reading, clock.monotonic(), this.#gate.onsets);
        if (reading.kind === 'sound') onLevel(finite(reading.rmsDb), finite(reading.peakDb));
      }),
    });
    this.#child.onStderrLine((line) => {
      if (/@ 0x[0-9a-f]+\] .*\b(?:error|invalid|non-existing|out of range)\b/i.test(line)) this.#errors += 1;
    });
    void this.#child.exited.then((exit) => {
      if (this.#isClosed) return;
      // Another one starts with the next sample.
      this.#options.log.warn({ exitCode: exit.exitCode, signal: exit.signal }, 'sampler ended');
      this.#child = undefined;
      this.#input = undefined;
    });
  }
}
