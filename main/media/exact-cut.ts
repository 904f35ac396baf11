/**
 * A part of a lesson as one MP4, cut at the very frame. Whole GOPs in the middle are copied; only the GOPs at the two
 * edges of each take are encoded again. The pieces are MPEG-TS: it carries each GOP's parameter sets in band, so that
 * pieces of two encoders may follow each other, and its times are absolute, so that pieces are joined byte by byte.
 * Copying needs H.264 of one size in every take; anything else (HEVC, a source that changed its size) is encoded as a
 * whole. Sound is decoded, cut to the sample, padded to the length of the picture and encoded once, so it never drifts.
 */
import { AppError } from '../base/app-error.ts';
import type { TakeIndex } from './fmp4-index.ts';
import { fileInput } from './media-commands.ts';
import { type Encoders, quiet } from './take-arguments.ts';

export type CutTake = {
  index: TakeIndex;
  /** Absolute path of the take. */
  file: string;
  /** Position of the take in the lesson, seconds. */
  startSec: number;
};

export type ByteRange = { offset: number; size: number };

/** Times are the media times of the take (position plus `originSec`). */
type Piece = {
  take: CutTake;
  /** Bytes to read behind the take's header. */
  range: ByteRange;
  fromSec: number;
  toSec: number;
  /** What is added to a media time to get the time in the cut. */
  shiftSec: number;
};
export type PicturePiece = Piece & { kind: 'copy' | 'encode' };
export type SoundPiece = Piece & { kind: 'sound' | 'silence' };

export type CutPlan = {
  durationSec: number;
  pictures: readonly PicturePiece[];
  sounds: readonly SoundPiece[];
  width: number | undefined;
  height: number | undefined;
  hasSound: boolean;
};

/** Frames are compared half a millisecond early: times in the file are rounded to ticks. */
const toleranceSec = 0.0005;
/** Pieces begin this late, so that no decode time before the first picture is negative (MPEG-TS cannot hold that). */
const baseSec = 10;
const soundRate = 48_000;

/**
 * @param startSec position in the lesson; only what was recorded of [startSec, endSec) is in the cut
 * @throws AppError `range_invalid` when nothing was recorded in it
 */
export function planCut(takes: readonly CutTake[], startSec: number, endSec: number): CutPlan {
  const parts = takes.flatMap((take) => {
    const from = Math.max(0, startSec - take.startSec);
    const to = Math.min(take.index.durationSec, endSec - take.startSec);
    return to - from > toleranceSec ? [{ take, from, to }] : [];
  });
  if (parts.length === 0) throw new AppError('range_invalid');
  const canCopy = isCopyable(parts.map((part) => part.take.index));
  const pictures: PicturePiece[] = [];
  const sounds: SoundPiece[] = [];
  let durationSec = 0;
  for (const { take, from, to } of parts) {
    const { originSec } = take.index;
    const shiftSec = durationSec - from - originSec;
    if (take.index.videoCodec !== undefined)
      pictures.push(...planPictures(take, from, to, shiftSec, canCopy));
    sounds.push({
      kind: take.index.audioCodec === undefined ? 'silence' : 'sound',
      take,
      // Sound lies up to a second from the picture of its time: a segment more on both sides has it all.
      range: rangeOf(take.index, from - 2, to + 2),
      fromSec: originSec + from,
      toSec: originSec + to,
      shiftSec,
    });
    durationSec += to - from;
  }
  const [first] = parts;
  return {
    durationSec,
    pictures,
    sounds,
    width: first?.take.index.width,
    height: first?.take.index.height,
    hasSound: sounds.some((sound) => sound.kind === 'sound'),
  };
}

function isCopyable(indexes: readonly TakeIndex[]): boolean {
  const shapes = new Set(
    indexes.map((index) => `${index.videoCodec?.slice(0, 7)} ${index.width}x${index.height}`),
  );
  return shapes.size === 1 && indexes.every((index) => index.videoCodec?.startsWith('avc1.') === true);
}

function planPictures(
  take: CutTake,
  from: number,
  to: number,
  shiftSec: number,
  canCopy: boolean,
): PicturePiece[] {
  const { segments, originSec } = take.index;
  const whole = canCopy
    ? segments.filter(
        ({ startSec, durationSec }) =>
          startSec >= from - toleranceSec && startSec + durationSec <= to + toleranceSec,
      )
    : [];
  const piece = (kind: 'copy' | 'encode', fromSec: number, toSec: number): PicturePiece[] =>
    toSec - fromSec <= toleranceSec
      ? []
      : [
          {
            kind,
            take,
            range: rangeOf(take.index, fromSec, toSec),
            fromSec: originSec + fromSec,
            toSec: originSec + toSec,
            shiftSec,
          },
        ];
  const [first] = whole;
  const last = whole.at(-1);
  if (first === undefined || last === undefined) return piece('encode', from, to);
  const copyEnd = last.startSec + last.durationSec;
  return [
    ...piece('encode', from, first.startSec),
    ...piece('copy', first.startSec, copyEnd),
    ...piece('encode', copyEnd, to),
  ];
}

/** Bytes of the segments that overlap [from, to) of the take. */
function rangeOf({ segments }: TakeIndex, from: number, to: number): ByteRange {
  const overlapping = segments.filter(
    ({ startSec, durationSec }) =>
      startSec < to - toleranceSec && startSec + durationSec > from + toleranceSec,
  );
  const first = overlapping[0];
  const last = overlapping.at(-1);
  if (first === undefined || last === undefined) return { offset: 0, size: 0 };
  return { offset: first.offset, size: last.offset + last.size - first.offset };
}

/** stdin: the take's header and the piece's range. @throws AppError `encoder_missing` */
export function pictureArguments(
  piece: PicturePiece,
  plan: CutPlan,
  encoders: Encoders,
  output: string,
): string[] {
  const input = [...quiet, '-y', '-copyts', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v:0', '-an'];
  const offset = (piece.shiftSec + baseSec).toFixed(6);
  const stream = ['-muxdelay', '0', '-muxpreload', '0', '-output_ts_offset', offset, '-f', 'mpegts', output];
  if (piece.kind === 'copy') return [...input, '-c:v', 'copy', '-bsf:v', 'h264_mp4toannexb', ...stream];
  if (encoders.h264 === undefined)
    throw new AppError('encoder_missing', 'This ffmpeg cannot encode H.264 video.');
  const [from, to] = [piece.fromSec - toleranceSec, piece.toSec - toleranceSec].map((sec) => sec.toFixed(6));
  const isOddShape = piece.take.index.width !== plan.width || piece.take.index.height !== plan.height;
  const size = `${evenSize(plan.width)}:${evenSize(plan.height)}`;
  const fit = `scale=${size}:force_original_aspect_ratio=decrease,pad=${size}:(ow-iw)/2:(oh-ih)/2,setsar=1`;
  const filter = [`trim=start=${from}:end=${to}`, ...(isOddShape ? [fit] : []), 'format=yuv420p'].join();
  const quality = encoders.h264 === 'libx264' ? ['-preset', 'veryfast', '-crf', '19'] : ['-b:v', '6M'];
  // Copied GOPs with B-frames are decoded this much before they are shown; encoded ones get the same lead, or decode
  // times would run backwards at the joins.
  const leadSec = decodeLeadSec(piece.take.index);
  const lead = leadSec > 0 ? ['-bsf:v', `setts=dts=DTS-${leadSec.toFixed(6)}/TB`] : [];
  return [
    ...input,
    '-vf',
    filter,
    '-fps_mode',
    'passthrough',
    '-c:v',
    encoders.h264,
    ...quality,
    '-bf',
    '0',
    ...lead,
    ...stream,
  ];
}

/** stdin as for pictures; for silence nothing is read. */
export function soundArguments(piece: SoundPiece, output: string): string[] {
  const lengthSec = (piece.toSec - piece.fromSec).toFixed(6);
  const target = ['-ac', '2', '-ar', String(soundRate), '-c:a', 'flac', '-f', 'flac', output];
  if (piece.kind === 'silence') {
    const source = `anullsrc=r=${soundRate}:cl=stereo:d=${lengthSec}`;
    return [...quiet, '-nostdin', '-y', '-f', 'lavfi', '-i', source, ...target];
  }
  const from = piece.fromSec.toFixed(6);
  const filter = [
    `atrim=start=${from}:end=${piece.toSec.toFixed(6)}`,
    `asetpts=PTS-${from}/TB`,
    `aresample=${soundRate}:async=1:first_pts=0`,
    `apad=whole_dur=${lengthSec}`,
    `atrim=end=${lengthSec}`,
  ].join();
  return [
    ...quiet,
    '-y',
    '-copyts',
    '-f',
    'mp4',
    '-i',
    'pipe:0',
    '-map',
    '0:a:0',
    '-vn',
    '-af',
    filter,
    ...target,
  ];
}

/** Joins everything: stdin is the pictures' MPEG-TS, one after the other. @throws AppError `encoder_missing` */
export function joinArguments(options: {
  plan: CutPlan;
  soundFiles: readonly string[];
  /** Text made by chapterMetadata, in a file. */
  metadataFile: string;
  encoders: Encoders;
  output: string;
}): string[] {
  const { plan, soundFiles, metadataFile, encoders, output } = options;
  const hasPicture = plan.pictures.length > 0;
  const firstSound = hasPicture ? 1 : 0;
  const sounds = plan.hasSound ? soundFiles : [];
  if (sounds.length > 0 && encoders.aac === undefined) {
    throw new AppError('encoder_missing', 'This ffmpeg cannot encode AAC sound.');
  }
  const labels = sounds.map((_, index) => `[${firstSound + index}:a:0]`).join('');
  const joined = ['-filter_complex', `${labels}concat=n=${sounds.length}:v=0:a=1[sound]`, '-map', '[sound]'];
  return [
    ...quiet,
    '-y',
    '-copyts',
    ...(hasPicture ? ['-itsoffset', String(-baseSec), '-f', 'mpegts', '-i', 'pipe:0'] : ['-nostdin']),
    ...sounds.flatMap((file) => fileInput(file)),
    '-f',
    'ffmetadata',
    ...fileInput(metadataFile),
    ...(hasPicture ? ['-map', '0:v:0', '-c:v', 'copy'] : []),
    ...(sounds.length > 0 ? [...joined, '-c:a', encoders.aac ?? 'aac', '-b:a', '128k'] : []),
    '-map_metadata',
    String(firstSound + sounds.length),
    '-map_chapters',
    String(firstSound + sounds.length),
    '-movflags',
    '+faststart',
    '-f',
    'mp4',
    output,
  ];
}

export type CutChapter = { startSec: number; endSec: number; title: string };

/** ffmpeg's metadata text. @param chapters positions in the cut */
export function chapterMetadata(title: string, chapters: readonly CutChapter[]): string {
  return [
    ';FFMETADATA1',
    `title=${escapeMetadata(title)}`,
    // ffmpeg refuses the whole file for one chapter that ends before it begins.
    ...chapters.flatMap(({ startSec, endSec, title: name }) => {
      if (endSec <= startSec) return [];
      const times = [`START=${Math.round(startSec * 1000)}`, `END=${Math.round(endSec * 1000)}`];
      return ['[CHAPTER]', 'TIMEBASE=1/1000', ...times, `title=${escapeMetadata(name)}`];
    }),
    '',
  ].join('\n');
}

function decodeLeadSec({ tracks }: TakeIndex): number {
  const video = tracks.find((track) => track.kind === 'video');
  return video === undefined ? 0 : video.editTicks / video.timescale;
}

function evenSize(value: number | undefined): number {
  return Math.max(2, Math.floor((value ?? 2) / 2) * 2);
}

function escapeMetadata(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').replaceAll(/[=;#\\]/g, String.raw`\$&`);
}
