/**
 * Pure reading of `moof`: what a fragment holds of each track. Runs for every half second of every running lesson, so
 * it walks the bytes once and makes nothing on the way but its result.
 */
import type { Track } from './mp4-tracks.ts';

/** What one `moof` says of one track. Times in ticks of the track. */
export type TrackRun = {
  track: Track;
  baseDecodeTime: number;
  duration: number;
  sampleCount: number;
  /** Smallest decode time plus composition offset, relative to `baseDecodeTime`. */
  firstPresentation: number;
  startsWithKeyframe: boolean;
  /** Of all samples, and of the first one. */
  bytes: number;
  firstBytes: number;
};

const traf = 0x74_72_61_66;
const tfhd = 0x74_66_68_64;
const tfdt = 0x74_66_64_74;
const trun = 0x74_72_75_6e;
const notSync = 0x10000;

/**
 * @param moof its whole box
 * @param from where its children begin
 * @param to where it ends
 * @returns one run for each known track that has samples in the fragment
 * @throws RangeError when the boxes are cut short
 */
export function parseFragment(
  moof: Uint8Array,
  tracks: readonly Track[],
  from = 0,
  to = moof.length,
): TrackRun[] {
  const view = new DataView(moof.buffer, moof.byteOffset, to);
  const runs: TrackRun[] = [];
  for (let at = from; at + 8 <= to;) {
    const end = boxEnd(view, at, to);
    if (end === undefined) break;
    if (view.getUint32(at + 4) === traf) {
      const run = parseTrackFragment(view, at + 8, end, tracks);
      if (run !== undefined && run.sampleCount > 0) runs.push(run);
    }
    at = end;
  }
  return runs;
}

/** Undefined: not a box, or not whole. A header box of more than 4 GB does not exist. */
function boxEnd(view: DataView, at: number, to: number): number | undefined {
  const size = view.getUint32(at);
  return size >= 8 && at + size <= to ? at + size : undefined;
}

function parseTrackFragment(
  view: DataView,
  from: number,
  to: number,
  tracks: readonly Track[],
): TrackRun | undefined {
  let run: TrackRun | undefined;
  let hasTime = false;
  let defaultDuration = 0;
  let defaultFlags = 0;
  let defaultBytes = 0;
  for (let box = from; box + 8 <= to;) {
    const end = boxEnd(view, box, to);
    if (end === undefined) break;
    const type = view.getUint32(box + 4);
    const body = box + 8;
    box = end;
    if (type === tfhd) {
      const trackId = view.getUint32(body + 4);
      const track = tracks.find((known) => known.id === trackId);
      if (track === undefined) return undefined;
      ({ defaultDuration, defaultFlags } = track);
      const flags = view.getUint32(body) & 0xffffff;
      let at = body + 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0);
      if (flags & 0x8) {
        defaultDuration = view.getUint32(at);
        at += 4;
      }
      if (flags & 0x10) {
        defaultBytes = view.getUint32(at);
        at += 4;
      }
      if (flags & 0x20) defaultFlags = view.getUint32(at);
      run = {
        track,
        baseDecodeTime: 0,
        duration: 0,
        sampleCount: 0,
        firstPresentation: Number.POSITIVE_INFINITY,
        startsWithKeyframe: false,
        bytes: 0,
        firstBytes: 0,
      };
    } else if (run !== undefined && type === tfdt) {
      hasTime = true;
      run.baseDecodeTime =
        view.getUint8(body) === 1 ? Number(view.getBigUint64(body + 4)) : view.getUint32(body + 4);
    } else if (run !== undefined && type === trun) {
      addRun(run, view, body, { defaultDuration, defaultFlags, defaultBytes });
    }
  }
  return hasTime ? run : undefined;
}

function addRun(
  total: TrackRun,
  view: DataView,
  body: number,
  defaults: { defaultDuration: number; defaultFlags: number; defaultBytes: number },
): void {
  const { defaultDuration, defaultFlags, defaultBytes } = defaults;
  const flags = view.getUint32(body) & 0xffffff;
  const isSigned = view.getUint8(body) === 1;
  const count = view.getUint32(body + 4);
  let at = body + 8 + (flags & 0x1 ? 4 : 0);
  let firstFlags = defaultFlags;
  if (flags & 0x4) {
    firstFlags = view.getUint32(at);
    at += 4;
  }
  for (let index = 0; index < count; index += 1) {
    let duration = defaultDuration;
    if (flags & 0x100) {
      duration = view.getUint32(at);
      at += 4;
    }
    let bytes = defaultBytes;
    if (flags & 0x200) {
      bytes = view.getUint32(at);
      at += 4;
    }
    let sampleFlags = index === 0 ? firstFlags : defaultFlags;
    if (flags & 0x400) {
      if (!(index === 0 && flags & 0x4)) sampleFlags = view.getUint32(at);
      at += 4;
    }
    let offset = 0;
    if (flags & 0x800) {
      offset = isSigned ? view.getInt32(at) : view.getUint32(at);
      at += 4;
    }
    if (total.sampleCount === 0) {
      total.startsWithKeyframe = (sampleFlags & notSync) === 0;
      total.firstBytes = bytes;
    }
    total.firstPresentation = Math.min(total.firstPresentation, total.duration + offset);
    total.duration += duration;
    total.bytes += bytes;
    total.sampleCount += 1;
  }
}
