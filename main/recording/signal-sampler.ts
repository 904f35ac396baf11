/**
 * Feeds pieces of a growing take to one small low-priority ffmpeg and hands on what it reads. A sampler that dies or
 * lags costs readings, never the recording: it only reads the file.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { ProcessRunner, RunningProcess } from '../base/process.ts';
import { type ReadAt, type Segment, type TakeIndex, readFrom } from '../media/fmp4-index.ts';
import { readBoxHeader } from '../media/mp4-boxes.ts';
import { type SignalReading, createReadingParser, signalSampleArguments } from '../media/signal-sample.ts';

/** A picture with other parameters gives several complaints; a single one may be a lost packet. */
const fewestErrors = 2;

/** A long key-frame interval at a high bitrate is not worth its memory: such segments are passed over. */
const largestSampleBytes = 32 * 1024 * 1024;

export type SignalSamplerOptions = {
  runner: ProcessRunner;
  clock: Clock;
  log: Logger;
  ffmpeg: string;
  file: string;
  everyMs: number;
  onReading: (reading: SignalReading, nowMs: number) => void;
  /** The picture could be decoded before in this take and no longer can: its parameters have changed. */
  onUndecodable: () => void;
  /** dBFS; null for digital silence. */
  onLevel: (rmsDb: number | null, peakDb: number | null) => void;
};

/** The first fragment of a segment holds its key frame and half a second of sound: enough to look at. */
async function firstFragmentBytes(readAt: ReadAt, { offset, size }: Segment): Promise<number> {
  const moof = readBoxHeader(await readAt(offset, 16));
  if (moof?.type !== 'moof') return size;
  const mdat = readBoxHeader(await readAt(offset + moof.size, 16));
  return mdat?.type === 'mdat' ? moof.size + mdat.size : size;
}

function finite(db: number): number | null {
  return Number.isFinite(db) ? db : null;
}

export class SignalSampler {
  readonly #options: SignalSamplerOptions;
  #child: RunningProcess | undefined;
  #input: PassThrough | undefined;
  #handle: FileHandle | undefined;
  #lastFedMs = -Infinity;
  #lastOffset = -1;
  #feeding: Promise<void> | undefined;
  #isClosed = false;
  /** What happened since the last segment was fed. */
  #errors = 0;
  #badInARow = 0;
  #hasDecoded = false;

  constructor(options: SignalSamplerOptions) {
    this.#options = options;
  }

  /** A growing take has new fragments; its newest whole segment is looked at when the time has come. */
  offer(readIndex: () => TakeIndex | undefined): void {
    if (this.#isClosed || this.#feeding !== undefined) return;
    const nowMs = this.#options.clock.monotonic();
    // After a piece that did not decode the next one is looked at at once.
    if (this.#errors < fewestErrors && nowMs - this.#lastFedMs < this.#options.everyMs) return;
    const index = readIndex();
    const segment = index?.segments.at(-1);
    if (
      index === undefined ||
      segment === undefined ||
      segment.offset === this.#lastOffset ||
      segment.size > largestSampleBytes
    )
      return;
    this.#judge();
    this.#lastFedMs = nowMs;
    this.#lastOffset = segment.offset;
    this.#feeding = this.#feed(index, segment)
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

  async #feed(index: TakeIndex, segment: Segment): Promise<void> {
    this.#handle ??= await open(this.#options.file, 'r');
    const readAt = readFrom(this.#handle);
    if (this.#child === undefined) {
      this.#start(index);
      this.#input?.write(await readAt(index.init.offset, index.init.size));
    }
    this.#input?.write(await readAt(segment.offset, await firstFragmentBytes(readAt, segment)));
  }

  /** Two pieces in a row that do not decode are no accident of the network. */
  #judge(): void {
    const isBad = this.#errors >= fewestErrors;
    this.#errors = 0;
    this.#badInARow = isBad ? this.#badInARow + 1 : 0;
    if (!isBad && this.#lastOffset !== -1) this.#hasDecoded = true;
    if (this.#badInARow >= 2 && this.#hasDecoded) this.#options.onUndecodable();
  }

  #start(index: TakeIndex): void {
    const { runner, ffmpeg, onReading, onLevel, clock } = this.#options;
    const input = new PassThrough();
    this.#input = input;
    this.#child = runner.start({
      command: ffmpeg,
      args: signalSampleArguments({
        video: index.videoCodec !== undefined,
        audio: index.audioCodec !== undefined,
      }),
      purpose: 'sample',
      lowPriority: true,
      stdin: input,
      stdout: createReadingParser((reading) => {
        if (this.#isClosed) return;
        onReading(reading, clock.monotonic());
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
