/**
 * A source as a few small pictures and the loudness of its sound, for looking at it before class: one ffmpeg, JPEGs on
 * stdout, readings among its words on stderr.
 */
import { inputArguments, soundInputIndex } from './input-arguments.ts';
import { type SignalReading, createReadingParser } from './signal-sample.ts';
import type { CaptureSource } from './stream-url.ts';

/** A screen is grabbed no oftener than it is shown (pictures per second); cameras do not offer any rate one asks for. */
const screenRate = 4;

/** Two pictures a second. After a clock that jumps back the next picture is taken at once. */
const someFrames = "select='isnan(prev_selected_t)+gte(t-prev_selected_t\\,0.45)+lt(t\\,prev_selected_t)'";

/** 6144 samples of 48 kHz: a reading each 128 ms. */
const loudness = [
  'aresample=48000',
  'asetnsamples=n=6144:p=0',
  'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level+RMS_level',
  'ametadata=mode=print',
].join(',');

/** Whether a source has picture, sound or both is not known yet: the part of the output without a track falls away. */
const outputs = '[f=mjpeg:select=v:onfail=ignore]pipe:1|[f=null:select=a:onfail=ignore]-';

/** @param inputDevices names from `ffmpeg -devices` */
export function previewArguments(source: CaptureSource, inputDevices: readonly string[]): string[] {
  const input = source.kind === 'screen' ? { ...source, frameRate: screenRate } : source;
  return [
    ...['-hide_banner', '-nostats', '-loglevel', 'level+info', '-threads', '2'],
    ...inputArguments(input, { inputDevices, analyzeMs: 2000 }),
    ...['-map', '0:v:0?', '-map', `${soundInputIndex(source)}:a:0?`],
    ...['-vf', `${someFrames},scale=w='min(640\\,iw)':h=-2:flags=bilinear`],
    ...['-fps_mode', 'passthrough', '-c:v', 'mjpeg', '-q:v', '6'],
    ...['-af', loudness, '-c:a', 'pcm_s16le'],
    // A track from which nothing comes must not hold back the other.
    ...['-max_interleave_delta', '200000', '-flush_packets', '1'],
    ...['-f', 'tee', outputs],
  ];
}

/** Takes ffmpeg's stderr line by line (`-loglevel level+info`) and finds the readings of its sound in it. */
export function createLevelWatcher(
  onLevel: (level: Extract<SignalReading, { kind: 'sound' }>) => void,
): (line: string) => void {
  const parse = createReadingParser((reading) => {
    if (reading.kind === 'sound') onLevel(reading);
  });
  return (line) => {
    const text = /^\[Parsed_ametadata_\d+ @ [^\]]+\] \[info\] (.+)$/.exec(line)?.[1];
    if (text !== undefined) parse(Buffer.from(`${text}\n`));
  };
}

const startOfImage = Buffer.from([0xff, 0xd8]);
const endOfImage = Buffer.from([0xff, 0xd9]);
/** A picture of 640 px has some 60 kB; what grows beyond this is no picture (bytes). */
const largestPicture = 4 * 1024 * 1024;

/**
 * Cuts JPEGs out of a stream of them; fed in chunks of any size. Inside a JPEG's data the end mark cannot occur: there
 * every 0xFF is followed by 0.
 */
export function createPictureSplitter(onPicture: (jpeg: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const from = rest.indexOf(startOfImage);
      const end = from === -1 ? -1 : rest.indexOf(endOfImage, from + 2);
      if (end === -1) break;
      onPicture(rest.subarray(from, end + 2));
      rest = rest.subarray(end + 2);
    }
    if (rest.length > largestPicture) rest = Buffer.alloc(0);
  };
}

/** What ffmpeg said, without its complaint about the part of the output that has no track. */
export function withoutOutputComplaints(stderr: string): string {
  return stderr.replaceAll(/^\[tee @ .*$/gm, '');
}

/** One JPEG, at most 480 px wide, of the first whole picture of media on stdin. */
export const pictureOfProbeArguments: readonly string[] = [
  ...['-hide_banner', '-loglevel', 'level+error', '-nostats', '-threads', '1', '-skip_frame', 'nokey'],
  ...['-f', 'nut', '-i', 'pipe:0', '-map', '0:v:0', '-frames:v', '1'],
  ...['-vf', "scale=w='min(480\\,iw)':h=-2", '-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg', 'pipe:1'],
];
