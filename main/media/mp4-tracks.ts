/** Pure reading of `moov` (tracks and their codecs) and `moof` (what a fragment holds of each track). */
import { childBoxes, findBox } from './mp4-boxes.ts';
import { codecString } from './mp4-codec.ts';

export type Track = {
  id: number;
  kind: 'video' | 'audio';
  /** Ticks per second of this track's times. */
  timescale: number;
  /** As in a playlist's CODECS: `avc1.64001f`, `mp4a.40.2`, `hvc1.1.6.L93.90`. */
  codec: string;
  /** Ticks to take from a decode time (plus composition offset) to get the presentation time; from the edit list. */
  editTicks: number;
  width?: number;
  height?: number;
  sampleRate?: number;
  channels?: number;
  defaultDuration: number;
  defaultFlags: number;
};

/** What one `moof` says of one track. Times in ticks of the track. */
export type TrackRun = {
  trackId: number;
  baseDecodeTime: number;
  duration: number;
  sampleCount: number;
  /** Smallest decode time plus composition offset, relative to `baseDecodeTime`. */
  firstPresentation: number;
  startsWithKeyframe: boolean;
};

/**
 * Tracks with picture or sound of a `moov` body.
 * @throws RangeError when the boxes are cut short
 */
export function parseMovie(moov: Buffer): Track[] {
  const defaults = new Map(
    childBoxes(findBox(moov, 'mvex') ?? Buffer.alloc(0))
      .filter((box) => box.type === 'trex')
      .map(({ body }) => [
        body.readUInt32BE(4),
        { defaultDuration: body.readUInt32BE(12), defaultFlags: body.readUInt32BE(20) },
      ]),
  );
  return childBoxes(moov)
    .filter((box) => box.type === 'trak')
    .flatMap(({ body }) => {
      const track = parseTrack(body);
      if (track === undefined) return [];
      return [{ ...track, ...(defaults.get(track.id) ?? { defaultDuration: 0, defaultFlags: 0 }) }];
    });
}

/** @throws RangeError when the boxes are cut short */
export function parseFragment(moof: Buffer, tracks: readonly Track[]): TrackRun[] {
  return childBoxes(moof)
    .filter((box) => box.type === 'traf')
    .flatMap(({ body }) => {
      const run = parseTrackFragment(body, tracks);
      return run === undefined || run.sampleCount === 0 ? [] : [run];
    });
}

function parseTrack(trak: Buffer): Omit<Track, 'defaultDuration' | 'defaultFlags'> | undefined {
  const header = findBox(trak, 'tkhd');
  const mediaHeader = findBox(trak, 'mdia', 'mdhd');
  const handler = findBox(trak, 'mdia', 'hdlr')?.toString('latin1', 8, 12);
  const descriptions = findBox(trak, 'mdia', 'minf', 'stbl', 'stsd');
  if (header === undefined || mediaHeader === undefined || descriptions === undefined) return undefined;
  if (handler !== 'vide' && handler !== 'soun') return undefined;
  const entry = childBoxes(descriptions, 8)[0];
  if (entry === undefined) return undefined;
  const common = {
    id: header.readUInt32BE(header[0] === 1 ? 20 : 12),
    timescale: mediaHeader.readUInt32BE(mediaHeader[0] === 1 ? 20 : 12),
    codec: codecString(entry),
    editTicks: editTicks(findBox(trak, 'edts', 'elst')),
  };
  if (handler === 'vide') {
    return {
      ...common,
      kind: 'video',
      width: entry.body.readUInt16BE(24),
      height: entry.body.readUInt16BE(26),
    };
  }
  return {
    ...common,
    kind: 'audio',
    channels: entry.body.readUInt16BE(16),
    sampleRate: entry.body.readUInt16BE(24),
  };
}

/** Start of the first edit that shows media; empty edits (which players ignore in fragmented files) are passed over. */
function editTicks(edits: Buffer | undefined): number {
  if (edits === undefined) return 0;
  const isLong = edits[0] === 1;
  const count = edits.readUInt32BE(4);
  for (let index = 0, at = 8; index < count; index += 1, at += isLong ? 20 : 12) {
    const mediaTime = isLong ? Number(edits.readBigInt64BE(at + 8)) : edits.readInt32BE(at + 4);
    if (mediaTime >= 0) return mediaTime;
  }
  return 0;
}

function parseTrackFragment(traf: Buffer, tracks: readonly Track[]): TrackRun | undefined {
  const header = findBox(traf, 'tfhd');
  const decodeTime = findBox(traf, 'tfdt');
  if (header === undefined || decodeTime === undefined) return undefined;
  const trackId = header.readUInt32BE(4);
  const track = tracks.find((known) => known.id === trackId);
  if (track === undefined) return undefined;

  const flags = header.readUInt32BE(0) & 0xffffff;
  let { defaultDuration, defaultFlags } = track;
  let at = 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0);
  if (flags & 0x8) {
    defaultDuration = header.readUInt32BE(at);
    at += 4;
  }
  if (flags & 0x10) at += 4;
  if (flags & 0x20) defaultFlags = header.readUInt32BE(at);

  const total: TrackRun = {
    trackId,
    baseDecodeTime: decodeTime[0] === 1 ? Number(decodeTime.readBigInt64BE(4)) : decodeTime.readUInt32BE(4),
    duration: 0,
    sampleCount: 0,
    firstPresentation: Number.POSITIVE_INFINITY,
    startsWithKeyframe: false,
  };
  for (const box of childBoxes(traf)) {
    if (box.type === 'trun') addRun(total, box.body, defaultDuration, defaultFlags);
  }
  return total;
}

const notSync = 0x10000;

function addRun(total: TrackRun, run: Buffer, defaultDuration: number, defaultFlags: number): void {
  const flags = run.readUInt32BE(0) & 0xffffff;
  const isSigned = run[0] === 1;
  const count = run.readUInt32BE(4);
  let at = 8 + (flags & 0x1 ? 4 : 0);
  let firstFlags = defaultFlags;
  if (flags & 0x4) {
    firstFlags = run.readUInt32BE(at);
    at += 4;
  }
  for (let index = 0; index < count; index += 1) {
    let duration = defaultDuration;
    if (flags & 0x100) {
      duration = run.readUInt32BE(at);
      at += 4;
    }
    if (flags & 0x200) at += 4;
    let sampleFlags = index === 0 ? firstFlags : defaultFlags;
    if (flags & 0x400) {
      if (!(index === 0 && flags & 0x4)) sampleFlags = run.readUInt32BE(at);
      at += 4;
    }
    let offset = 0;
    if (flags & 0x800) {
      offset = isSigned ? run.readInt32BE(at) : run.readUInt32BE(at);
      at += 4;
    }
    if (total.sampleCount === 0) total.startsWithKeyframe = (sampleFlags & notSync) === 0;
    total.firstPresentation = Math.min(total.firstPresentation, total.duration + offset);
    total.duration += duration;
    total.sampleCount += 1;
  }
}
