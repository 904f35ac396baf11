/** Argument builders of everything made from finished media: ladder, poster, sprite sheets, sound for the waveform. */
import { AppError } from '../base/app-error.ts';
import { type Encoders, fragmentedMp4, progressOnStdout, quiet } from './take-arguments.ts';

/** Reading one of our own files: nothing but the file system may be opened. */
export function fileInput(file: string): string[] {
  return ['-protocol_whitelist', 'file,pipe', '-i', file];
}

/** What `ffmpeg -i` says of a file; it ends with an error since no output is named, and that is expected. */
export function fileProbeArguments(file: string): string[] {
  return ['-hide_banner', '-nostdin', ...fileInput(file)];
}

export type LadderStep = { name: string; width: number; height: number };
export type LadderOutput = LadderStep & { output: string };

/** Bits per second at most; screens and slides stay far below with crf 23. After Apple's HLS authoring rules. */
const ladderHeights = [
  { height: 1080, maxBitrate: 4_500_000 },
  { height: 720, maxBitrate: 2_500_000 },
  { height: 480, maxBitrate: 1_200_000 },
  { height: 360, maxBitrate: 700_000 },
] as const;

/**
 * Steps below the source's height, best first; with `includesSource` also the one that equals it, or, where the source
 * is smaller than every step, one of its own size (for a source that browsers do not play).
 */
export function ladderSteps(
  source: { width: number; height: number },
  options: { includesSource?: boolean } = {},
): LadderStep[] {
  const { includesSource = false } = options;
  const heights: number[] = ladderHeights
    .map((step) => step.height)
    .filter((height) => height < source.height || (includesSource && height === source.height));
  if (heights.length === 0 && includesSource) heights.push(source.height);
  return heights.map((height) => ({
    name: `${height}p`,
    // 4:2:0 needs even sizes.
    width: Math.max(2, Math.round((source.width * height) / source.height / 2) * 2),
    height: Math.max(2, Math.floor(height / 2) * 2),
  }));
}

/**
 * One process decodes once and makes every step (seen 2.3 × real time on two cores for three steps of 1080p). Key
 * frames every 2 s at the same times in all, so that players switch without a jump.
 * @throws AppError `encoder_missing`
 */
export function ladderArguments(options: {
  input: string;
  outputs: readonly LadderOutput[];
  hasAudio: boolean;
  encoders: Encoders;
}): string[] {
  const { outputs, encoders } = options;
  const encoder = needs(encoders.h264, 'H.264 video');
  const splits = outputs.map((_, index) => `[s${index}]`).join('');
  const scales = outputs.map(
    ({ width, height }, index) =>
      `[s${index}]scale=${width}:${height}:flags=bicubic,setsar=1,format=yuv420p[v${index}]`,
  );
  return [
    ...quiet,
    ...progressOnStdout,
    '-nostdin',
    '-y',
    ...fileInput(options.input),
    '-filter_complex',
    [`[0:v:0]split=${outputs.length}${splits}`, ...scales].join(';'),
    ...outputs.flatMap((output, index) =>
      // The take's AAC is copied: no second encoding, and no new delay between sound and picture.
      ['-map', `[v${index}]`].concat(
        options.hasAudio ? ['-map', '0:a:0', '-c:a', 'copy'] : [],
        ladderEncoder(encoder, output.height),
        ['-fps_mode', 'vfr'],
        fragmentedMp4,
        output.output,
      ),
    ),
  ];
}

function ladderEncoder(encoder: string, height: number): string[] {
  const limit = ladderHeights.findLast((step) => step.height >= height)?.maxBitrate ?? 4_500_000;
  const rate = ['-maxrate', String(limit), '-bufsize', String(limit * 2)];
  const quality = encoder === 'libx264' ? ['-preset', 'veryfast', '-crf', '23'] : ['-b:v', String(limit)];
  const keys = ['-force_key_frames', 'expr:gte(t,n_forced*2)', '-sc_threshold', '0'];
  return ['-c:v', encoder, ...quality, ...rate, '-bf', '0', ...keys];
}

/** One picture as JPEG. @param atSec position in the file */
export function posterArguments(options: {
  input: string;
  atSec: number;
  width: number;
  output: string;
}): string[] {
  const { input, atSec, width, output } = options;
  const seek = atSec > 0 ? ['-ss', atSec.toFixed(3)] : [];
  const picture = [
    '-frames:v',
    '1',
    '-vf',
    `scale=${even(width)}:-2`,
    '-q:v',
    '4',
    '-f',
    'image2',
    '-update',
    '1',
  ];
  return [...quiet, '-nostdin', '-y', ...seek, ...fileInput(input), '-map', '0:v:0', ...picture, output];
}

export type SpriteOptions = {
  /** A file, or `pipe:0` for fragmented MP4 on stdin (header first, then fragments in order). */
  input: string;
  /** At least this far apart, seconds; pictures come from key frames only. */
  intervalSec: number;
  columns: number;
  rows: number;
  tileWidth: number;
  /** Path with `%d` for the number of the sheet, counted from 0. */
  outputPattern: string;
};

/** Sheets of small pictures from key frames; which times they show comes on stderr: see spriteTime. */
export function spriteArguments(options: SpriteOptions): string[] {
  const { input, intervalSec, columns, rows, tileWidth, outputPattern } = options;
  const chosen = `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${(intervalSec - 0.01).toFixed(3)})'`;
  const filter = `${chosen},scale=${even(tileWidth)}:-2:flags=area,showinfo,tile=${columns}x${rows}`;
  const sheets = [
    '-fps_mode',
    'passthrough',
    '-q:v',
    '5',
    '-f',
    'image2',
    '-start_number',
    '0',
    outputPattern,
  ];
  return [
    '-hide_banner',
    '-nostats',
    '-nostdin',
    '-y',
    '-skip_frame',
    'nokey',
    // At a tenth of the size neither the deblocking nor a finer scaler shows; together they are a tenth of the work.
    '-skip_loop_filter',
    'all',
    ...(input === 'pipe:0' ? ['-f', 'mp4'] : []),
    ...fileInput(input),
    '-map',
    '0:v:0',
    '-vf',
    filter,
    ...sheets,
  ];
}

/** Position in seconds of a picture, from a stderr line of spriteArguments or smallFrameArguments. */
export function spriteTime(line: string): number | undefined {
  const time = /Parsed_showinfo.*\bn: *\d+ .*pts_time:(-?[\d.]+)/.exec(line)?.[1];
  return time === undefined ? undefined : Number(time);
}

/**
 * Of the decoder. Analysis takes one core and no more: more is taken for somebody at the PC, and stops it (idle-meter.ts).
 */
const oneThread = ['-threads', '1'];

/**
 * Key frames as JPEGs on stdout, one after another, at most one per interval; the position of each stands on stderr
 * (`spriteTime`).
 * @param longestSide pixels; smaller pictures stay as they are
 */
export function stillsArguments(options: { intervalSec: number; longestSide: number }): string[] {
  const { intervalSec, longestSide: side } = options;
  const chosen = `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${(intervalSec - 0.01).toFixed(3)})'`;
  const scale = `scale=w='min(${side},iw)':h='min(${side},ih)':force_original_aspect_ratio=decrease`;
  return [
    ...['-hide_banner', '-nostats', '-nostdin', ...oneThread, '-skip_frame', 'nokey', '-f', 'mp4'],
    ...[
      ...fileInput('pipe:0'),
      '-map',
      '0:v:0',
      '-vf',
      `${chosen},${scale},showinfo`,
      '-fps_mode',
      'passthrough',
    ],
    ...['-c:v', 'mjpeg', '-q:v', '3', '-pix_fmt', 'yuvj420p', '-f', 'image2pipe', 'pipe:1'],
  ];
}

/**
 * Small grey pictures as raw bytes on stdout, one after another; their times come on stderr: see spriteTime.
 * @param everySec decode everything and take a picture this often, instead of the key frames alone
 */
export function smallFrameArguments(options: {
  input: string;
  width: number;
  height: number;
  everySec?: number | undefined;
  /** Pictures before it are passed over; positions count from it. */
  fromSec?: number | undefined;
}): string[] {
  const { input, width, height, everySec, fromSec = 0 } = options;
  const seek = fromSec > 0 ? ['-ss', fromSec.toFixed(3)] : [];
  const chosen =
    everySec === undefined ? '' : `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${everySec})',`;
  return [
    ...['-hide_banner', '-nostats', '-nostdin', ...oneThread],
    ...(everySec === undefined ? ['-skip_frame', 'nokey'] : []),
    ...['-skip_loop_filter', 'all', ...seek, ...fileInput(input), '-map', '0:v:0'],
    ...['-vf', `${chosen}scale=${width}:${height}:flags=area,format=gray,showinfo`],
    ...['-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
  ];
}

export const waveformRate = 8000;

/** Sound as 16-bit mono at 8 kHz on stdout, beginning at position 0 (silence before late sound): see waveform.ts. */
export function waveformArguments(input: string): string[] {
  const filter = 'aresample=async=1:first_pts=0';
  const sound = [
    '-map',
    '0:a:0',
    '-af',
    filter,
    '-ac',
    '1',
    '-ar',
    String(waveformRate),
    '-f',
    's16le',
    'pipe:1',
  ];
  return [...quiet, '-nostdin', ...fileInput(input), ...sound];
}

/** What speech models of today listen to (samples per second). */
export const speechRate = 16_000;

/**
 * Part of the sound as 32-bit floats, mono at 16 kHz, on stdout, beginning at `startSec` (silence before late sound).
 * Floats keep what overshoots full scale, which tells cut-off sound from loud sound.
 */
export function speechSoundArguments(
  input: string,
  part: { startSec: number; durationSec: number },
): string[] {
  const seek = part.startSec > 0 ? ['-ss', part.startSec.toFixed(3)] : [];
  const filter = ['-map', '0:a:0', '-af', 'aresample=async=1:first_pts=0'];
  const form = ['-t', part.durationSec.toFixed(3), '-ac', '1', '-ar', String(speechRate), '-f', 'f32le'];
  return [...quiet, '-nostdin', ...seek, ...fileInput(input), ...filter, ...form, 'pipe:1'];
}

/** A file of any kind made into the form of a take: copied where browsers play it, encoded where not. */
export function importArguments(options: {
  input: string;
  output: string;
  plan: { video: 'copy' | 'encode' | 'none'; audio: 'copy' | 'encode' | 'none' };
  videoCodec?: string | undefined;
  encoders: Encoders;
}): string[] {
  const { plan, encoders } = options;
  const video = {
    copy: ['-map', '0:v:0', '-c:v', 'copy', ...(options.videoCodec === 'hevc' ? ['-tag:v', 'hvc1'] : [])],
    encode: [
      '-map',
      '0:v:0',
      ...(plan.video === 'encode' ? ladderEncoder(needs(encoders.h264, 'H.264 video'), 1080) : []),
      '-vf',
      'scale=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p',
    ],
    none: ['-vn'],
  }[plan.video];
  const audio = {
    copy: ['-map', '0:a:0', '-c:a', 'copy', '-bsf:a', 'aac_adtstoasc'],
    encode: [
      '-map',
      '0:a:0',
      '-c:a',
      plan.audio === 'encode' ? needs(encoders.aac, 'AAC sound') : '',
      '-b:a',
      '128k',
    ],
    none: ['-an'],
  }[plan.audio];
  const plain = ['-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'];
  return [
    ...quiet,
    ...progressOnStdout,
    '-nostdin',
    '-y',
    ...fileInput(options.input),
    ...video,
    ...audio,
    ...plain,
    ...fragmentedMp4,
    options.output,
  ];
}

function needs(encoder: string | undefined, what: string): string {
  if (encoder === undefined) throw new AppError('encoder_missing', `This ffmpeg cannot encode ${what}.`);
  return encoder;
}

function even(value: number): number {
  return Math.max(2, Math.round(value / 2) * 2);
}
