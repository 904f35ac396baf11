/** Pure reading of `moov`: tracks and their codecs. */
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
