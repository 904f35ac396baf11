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
import { type Track, type TrackRun, parseFragment, parseMovie } from './mp4-tracks.ts';

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

export class Fmp4Indexer {
  #state: IndexSnapshot;
  #isDamaged = false;

  constructor(snapshot?: IndexSnapshot) {
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

  /**
   * Takes in what was written since the last call.
   * @param sizeBytes present size of the file
   * @returns number of new fragments
   */
  async poll(readAt: ReadAt, sizeBytes: number): Promise<number> {
    const state = this.#state;
    this.#isDamaged = false;
    let fragments = 0;
    while (state.validBytes + 8 <= sizeBytes) {
      const at = state.validBytes;
      const head = await readAt(at, Math.min(readAhead, sizeBytes - at));
      const header = readBoxHeader(head);
      if (header === undefined || (isHeaderBox(header.type) && header.size > largestHeaderBox)) {
        this.#isDamaged = head.length >= 16;
        break;
      }
      if (at + header.size > sizeBytes) break;
      if (!isHeaderBox(header.type)) {
        state.validBytes = at + header.size;
        continue;
      }
      const unit = await readUnit(readAt, at, header.size, head, sizeBytes);
      if (unit === undefined) break;
      const body = unit.box.subarray(header.headerSize, header.size);
      try {
        if (header.type === 'moov') {
          state.tracks = parseMovie(body);
          state.initSize = at + header.size;
        } else {
          this.#addFragment(at, unit.size, parseFragment(body, state.tracks));
          fragments += 1;
        }
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.#isDamaged = true;
        break;
      }
      state.validBytes = at + unit.size;
    }
    return fragments;
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
    const timed = runs.flatMap((run) => {
      const track = state.tracks.find((known) => known.id === run.trackId);
      return track === undefined ? [] : [{ run, track, ...timesOf(run, track) }];
    });
    if (timed.length === 0) {
      if (state.open !== null) state.open.size += size;
      return;
    }
    const startSec = Math.min(...timed.map((part) => part.startSec));
    state.originSec ??= startSec;
    const origin = state.originSec;
    state.endSec = Math.max(state.endSec, ...timed.map((part) => part.endSec));

    const video = timed.find((part) => part.track.kind === 'video');
    if (video !== undefined) {
      state.firstPictureSec ??= video.startSec - origin;
      state.frames += video.run.sampleCount;
      state.framesSec += video.run.duration / video.track.timescale;
    }
    const positionSec = (video?.startSec ?? startSec) - origin;
    const current = state.open;
    if (current === null) {
      state.open = { offset, size, startSec: 0 };
      return;
    }
    const openSec = positionSec - current.startSec;
    const hasVideo = state.tracks.some((track) => track.kind === 'video');
    const mayCut =
      video === undefined ? !hasVideo || openSec >= longestSoundOnlySec : video.run.startsWithKeyframe;
    if (mayCut && openSec >= shortestSegmentSec) {
      state.segments.push({ ...current, durationSec: openSec });
      state.open = { offset, size, startSec: positionSec };
    } else {
      // Boxes between fragments belong to the segment they lie in: byte ranges have no holes.
      current.size = offset + size - current.offset;
    }
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

/**
 * As `pollFile` for a file that is being written on this machine: what is read was written a moment ago and is in the
 * system's memory. Reading it at once costs a few µs; the way over the thread pool costs more than the work itself.
 */
export async function pollFreshFile(indexer: Fmp4Indexer, fd: number): Promise<number> {
  const readNow: ReadAt = async (offset, length) => {
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, readSync(fd, buffer, 0, length, offset));
  };
  return indexer.poll(readNow, fstatSync(fd).size);
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

/** A `moov` alone, or a `moof` with the `mdat` behind it. Undefined: not all of it is there yet. */
async function readUnit(
  readAt: ReadAt,
  at: number,
  boxSize: number,
  head: Buffer,
  sizeBytes: number,
): Promise<{ box: Buffer; size: number } | undefined> {
  const isMoof = head.toString('latin1', 4, 8) === 'moof';
  const wanted = boxSize + (isMoof ? 16 : 0);
  const box = head.length >= wanted ? head : await readAt(at, Math.min(wanted, sizeBytes - at));
  if (box.length < boxSize) return undefined;
  if (!isMoof) return { box, size: boxSize };
  const media = readBoxHeader(box, boxSize);
  if (media?.type !== 'mdat' || at + boxSize + media.size > sizeBytes) return undefined;
  return { box, size: boxSize + media.size };
}

function timesOf(run: TrackRun, track: Track): { startSec: number; endSec: number } {
  const base = run.baseDecodeTime - track.editTicks;
  return {
    startSec: (base + run.firstPresentation) / track.timescale,
    // Frames leave the decoder as far apart as they went in, later by the composition offset of the first.
    endSec: (base + run.firstPresentation + run.duration) / track.timescale,
  };
}

function peakBitrate(segments: readonly Segment[], mean: number): number {
  let peak = mean;
  for (const segment of segments) {
    // A last scrap of a few frames says nothing about the bitrate.
    if (segment.durationSec >= 1) peak = Math.max(peak, Math.round((segment.size * 8) / segment.durationSec));
  }
  return peak;
}
