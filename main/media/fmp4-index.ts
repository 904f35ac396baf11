/**
 * The index of a take: a fragmented MP4 that may still be growing. Only box headers and `moof` boxes are read, so a
 * poll costs a few small reads and stopping costs the same after ten seconds and after an hour. Fragments are grouped
 * into segments that begin at key frames. A torn tail is not part of anything: it begins at `validBytes`.
 * It never reads media payload and never writes; fmp4-repair.ts cuts torn tails.
 */
import { fstatSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { readBoxHeader } from './mp4-boxes.ts';
import { type TrackRun, parseFragment } from './mp4-fragment.ts';
import { type Track, parseMovie } from './mp4-tracks.ts';

export type { Track } from './mp4-tracks.ts';

/** Bytes of the take from `offset`; fewer than `length` only at the end of the file. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>;

const segmentSchema = z.object({
  offset: z.number(),
  size: z.number(),
  startSec: z.number(),
  durationSec: z.number(),
});
/** Whole fragments, beginning at a key frame. Positions in seconds from the start of the take. */
export type Segment = z.infer<typeof segmentSchema>;

export type TakeIndex = {
  init: { offset: number; size: number };
  tracks: readonly Track[];
  /** Closed segments; with `complete`, also the last one. What is listed never changes. */
  segments: readonly Segment[];
  /** Length of all that can be read, also of what is not yet in a segment. */
  durationSec: number;
  /** Bytes that can be read: where a torn tail begins. */
  sizeBytes: number;
  /** Media time (seconds) that is position 0: the earliest picture or sound. */
  originSec: number;
  /** Position of the first picture: above 0 when sound began earlier. */
  firstPictureSec: number | undefined;
  videoCodec: string | undefined;
  audioCodec: string | undefined;
  width: number | undefined;
  height: number | undefined;
  /** Mean frames per second, two decimals. */
  frameRate: number | undefined;
  /** Bits per second: mean of the take, and of its densest segment. */
  bitrate: number;
  peakBitrate: number;
};

const trackSchema = z.object({
  id: z.number(),
  kind: z.enum(['video', 'audio']),
  timescale: z.number(),
  codec: z.string(),
  editTicks: z.number(),
  width: z.number().exactOptional(),
  height: z.number().exactOptional(),
  sampleRate: z.number().exactOptional(),
  channels: z.number().exactOptional(),
  defaultDuration: z.number(),
  defaultFlags: z.number(),
});

/** Everything the indexer knows, as JSON: going on from it needs no second reading. */
export const indexSnapshotSchema = z.object({
  version: z.literal(1),
  validBytes: z.number(),
  initSize: z.number(),
  tracks: z.array(trackSchema),
  originSec: z.number().nullable(),
  firstPictureSec: z.number().nullable(),
  endSec: z.number(),
  segments: z.array(segmentSchema),
  open: z.object({ offset: z.number(), size: z.number(), startSec: z.number() }).nullable(),
  frames: z.number(),
  framesSec: z.number(),
});
export type IndexSnapshot = z.infer<typeof indexSnapshotSchema>;

/** CMAF segments shorter than this make playlists long and requests many. The tolerance takes in a 1.98 s GOP. */
const shortestSegmentSec = 2 - 0.1;
/** When the picture is gone and sound goes on, segments are cut all the same. */
const longestSoundOnlySec = 10;
/** One read usually holds a whole `moof` and the header of its `mdat`. */
const readAhead = 4096;
/** `moof` of half a second is about a kilobyte; a size beyond this is damage, not a box. */
const largestHeaderBox = 16 * 1024 * 1024;

/** Told of each new fragment: what it holds of each track. */
export type FragmentListener = (runs: readonly TrackRun[]) => void;

/** Where a fragment lies that can be decoded by itself: it begins with a key frame, or there is no picture in it. */
export type Piece = { offset: number; size: number };

export class Fmp4Indexer {
  #state: IndexSnapshot;
  #isDamaged = false;
  #fragments = 0;
  #lastPiece: Piece | undefined;
  /** For reading without waiting; nothing that is read is kept. */
  #scratch: Buffer | undefined;
  readonly #onFragment: FragmentListener | undefined;

  constructor(snapshot?: IndexSnapshot, onFragment?: FragmentListener) {
    this.#onFragment = onFragment;
    this.#state =
      snapshot === undefined
        ? {
            version: 1,
            validBytes: 0,
            initSize: 0,
            tracks: [],
            originSec: null,
            firstPictureSec: null,
            endSec: 0,
            segments: [],
            open: null,
            frames: 0,
            framesSec: 0,
          }
        : structuredClone(snapshot);
  }

  /** Where the next box will begin; beyond it lies a torn tail, or what is still being written. */
  get validBytes(): number {
    return this.#state.validBytes;
  }

  /** Something that is not a box follows `validBytes`: no later byte can be trusted. */
  get isDamaged(): boolean {
    return this.#isDamaged;
  }

  /** Length of what has been indexed, in seconds; cheap. */
  get durationSec(): number {
    return this.#state.originSec === null ? 0 : Math.max(0, this.#state.endSec - this.#state.originSec);
  }

  /** The newest fragment that can be decoded by itself; of what was indexed by this indexer. */
  get lastPiece(): Piece | undefined {
    return this.#lastPiece;
  }

  /** Size of the header that every piece needs before it (bytes); 0 while there is none. */
  get initBytes(): number {
    return this.#state.initSize;
  }

  get tracks(): readonly Track[] {
    return this.#state.tracks;
  }

  /**
   * Takes in what was written since the last call.
   * @param sizeBytes present size of the file
   * @returns number of new fragments
   */
  async poll(readAt: ReadAt, sizeBytes: number): Promise<number> {
    const before = this.#fragments;
    this.#isDamaged = false;
    while (this.validBytes + 8 <= sizeBytes) {
      const at = this.validBytes;
      const head = await readAt(at, Math.min(readAhead, sizeBytes - at));
      let wanted = this.#takeIn(head, sizeBytes);
      if (wanted > 0) wanted = this.#takeIn(await readAt(at, wanted), sizeBytes);
      if (wanted !== 0) break;
    }
    return this.#fragments - before;
  }

  /**
   * As `poll` for a file that is being written on this machine: what is read was written a moment ago and is in the
   * system's memory. Reading it at once costs a few µs; the way over the thread pool costs more than the work itself.
   */
  pollFresh(fd: number): number {
    const before = this.#fragments;
    this.#isDamaged = false;
    const sizeBytes = fstatSync(fd).size;
    while (this.validBytes + 8 <= sizeBytes) {
      let wanted = this.#takeIn(
        this.#readFresh(fd, Math.min(readAhead, sizeBytes - this.validBytes)),
        sizeBytes,
      );
      if (wanted > 0) wanted = this.#takeIn(this.#readFresh(fd, wanted), sizeBytes);
      if (wanted !== 0) break;
    }
    return this.#fragments - before;
  }

  #readFresh(fd: number, length: number): Buffer {
    if (this.#scratch === undefined || this.#scratch.length < length)
      this.#scratch = Buffer.allocUnsafeSlow(length);
    return this.#scratch.subarray(0, readSync(fd, this.#scratch, 0, length, this.validBytes));
  }

  /**
   * One box, a `moof` with the `mdat` behind it.
   * @param bytes of the file from `validBytes`
   * @returns 0 when it was taken in, the number of bytes needed when there were too few, −1 when no whole one is there
   */
  #takeIn(bytes: Buffer, sizeBytes: number): number {
    const state = this.#state;
    const at = state.validBytes;
    const header = readBoxHeader(bytes);
    if (header === undefined || (isHeaderBox(header.type) && header.size > largestHeaderBox)) {
      this.#isDamaged = bytes.length >= 16;
      return -1;
    }
    if (at + header.size > sizeBytes) return -1;
    if (!isHeaderBox(header.type)) {
      state.validBytes = at + header.size;
      return 0;
    }
    const isMoof = header.type === 'moof';
    const wanted = Math.min(header.size + (isMoof ? 16 : 0), sizeBytes - at);
    if (bytes.length < wanted) return wanted;
    let { size } = header;
    if (isMoof) {
      const media = readBoxHeader(bytes, size);
      if (media?.type !== 'mdat' || at + size + media.size > sizeBytes) return -1;
      size += media.size;
    }
    try {
      if (isMoof) {
        this.#addFragment(at, size, parseFragment(bytes, state.tracks, header.headerSize, header.size));
        this.#fragments += 1;
      } else {
        state.tracks = parseMovie(bytes.subarray(header.headerSize, size));
        state.initSize = at + size;
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#isDamaged = true;
      return -1;
    }
    state.validBytes = at + size;
    return 0;
  }

  /**
   * @param options.complete the file will not grow: the last segment is listed too
   * @returns undefined while there is no header or no fragment yet
   */
  index(options: { complete: boolean }): TakeIndex | undefined {
    const state = this.#state;
    if (state.initSize === 0 || state.originSec === null || state.open === null) return undefined;
    const { durationSec } = this;
    const lastSec = Math.max(0, durationSec - state.open.startSec);
    const segments = options.complete
      ? [...state.segments, { ...state.open, durationSec: lastSec }]
      : state.segments.slice();
    const video = state.tracks.find((track) => track.kind === 'video');
    const audio = state.tracks.find((track) => track.kind === 'audio');
    const mediaBytes = state.validBytes - state.initSize;
    const bitrate = durationSec > 0 ? Math.round((mediaBytes * 8) / durationSec) : 0;
    return {
      init: { offset: 0, size: state.initSize },
      tracks: state.tracks,
      segments,
      durationSec,
      sizeBytes: state.validBytes,
      originSec: state.originSec,
      firstPictureSec: state.firstPictureSec ?? undefined,
      videoCodec: video?.codec,
      audioCodec: audio?.codec,
      width: video?.width,
      height: video?.height,
      frameRate: state.framesSec > 0 ? Math.round((state.frames / state.framesSec) * 100) / 100 : undefined,
      bitrate,
      peakBitrate: peakBitrate(segments, bitrate),
    };
  }

  snapshot(): IndexSnapshot {
    return structuredClone(this.#state);
  }

  #addFragment(offset: number, size: number, runs: readonly TrackRun[]): void {
    const state = this.#state;
    let startSec = Number.POSITIVE_INFINITY;
    let video: TrackRun | undefined;
    let videoStartSec = 0;
    for (const run of runs) {
      const { timescale, editTicks } = run.track;
      const runStartSec = (run.baseDecodeTime - editTicks + run.firstPresentation) / timescale;
      startSec = Math.min(startSec, runStartSec);
      // Frames leave the decoder as far apart as they went in, later by the composition offset of the first.
      state.endSec = Math.max(state.endSec, runStartSec + run.duration / timescale);
      if (video === undefined && run.track.kind === 'video') {
        video = run;
        videoStartSec = runStartSec;
      }
    }
    if (runs.length === 0) {
      if (state.open !== null) state.open.size += size;
      return;
    }
    state.originSec ??= startSec;
    const origin = state.originSec;
    if (video !== undefined) {
      state.firstPictureSec ??= videoStartSec - origin;
      state.frames += video.sampleCount;
      state.framesSec += video.duration / video.track.timescale;
    }
    const positionSec = (video === undefined ? startSec : videoStartSec) - origin;
    const current = state.open;
    const openSec = current === null ? 0 : positionSec - current.startSec;
    const mayCut =
      video === undefined
        ? openSec >= longestSoundOnlySec || !state.tracks.some((track) => track.kind === 'video')
        : video.startsWithKeyframe;
    if (mayCut) this.#lastPiece = { offset, size };
    if (current === null) {
      state.open = { offset, size, startSec: 0 };
    } else if (mayCut && openSec >= shortestSegmentSec) {
      state.segments.push({ ...current, durationSec: openSec });
      state.open = { offset, size, startSec: positionSec };
    } else {
      // Boxes between fragments belong to the segment they lie in: byte ranges have no holes.
      current.size = offset + size - current.offset;
    }
    this.#onFragment?.(runs);
  }
}

/** Index of a file that is not growing. Undefined: no header or no whole fragment in it. */
export async function indexFile(path: string, snapshot?: IndexSnapshot): Promise<TakeIndex | undefined> {
  await using handle = await open(path, 'r');
  const indexer = new Fmp4Indexer(snapshot);
  await pollFile(indexer, handle);
  return indexer.index({ complete: true });
}

/** One poll of an open file. */
export async function pollFile(indexer: Fmp4Indexer, handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  return indexer.poll(readFrom(handle), size);
}

export function readFrom(handle: FileHandle): ReadAt {
  return async (offset, length) => {
    const buffer = Buffer.allocUnsafe(length);
    const { bytesRead } = await handle.read(buffer, 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };
}

function isHeaderBox(type: string): boolean {
  return type === 'moov' || type === 'moof';
}

function peakBitrate(segments: readonly Segment[], mean: number): number {
  let peak = mean;
  for (const segment of segments) {
    // A last scrap of a few frames says nothing about the bitrate.
    if (segment.durationSec >= 1) peak = Math.max(peak, Math.round((segment.size * 8) / segment.durationSec));
  }
  return peak;
}
