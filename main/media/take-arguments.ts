/**
 * The recording command. A take is one growing fragmented MP4: half-second fragments, flushed at once, so that a kill
 * at any moment costs at most what was not yet a fragment (seen: 0.1–0.4 s). Codecs that MP4 and browsers hold are
 * copied; others are encoded.
 */
import { AppError } from '../base/app-error.ts';
import { inputArguments, soundInputIndex } from './input-arguments.ts';
import type { CaptureSource } from './stream-url.ts';

export type TrackPlan = 'copy' | 'encode' | 'none';
export type TakePlan = { video: TrackPlan; audio: TrackPlan };

/** Names of the encoders this ffmpeg has (media/ffmpeg-locate.ts). */
export type Encoders = { h264: string | undefined; aac: string | undefined };

export type TakeOptions = {
  source: CaptureSource;
  plan: TakePlan;
  /** Absolute path of the new file. */
  output: string;
  /** ffmpeg's name of the source's video codec (`h264`, `hevc`); needed to tag copied HEVC so that players take it. */
  videoCodec?: string | undefined;
  encoders: Encoders;
  inputDevices?: readonly string[];
  maxDurationSec?: number;
  /** How long ffmpeg may look at the stream before it begins, ms; nothing that came meanwhile is lost. */
  analyzeMs?: number;
};

/**
 * Fragments of at most half a second, each complete on disk. `dash` and `frag_discont` keep the time at which each
 * track begins (sound that starts late stays late, measured in Chromium); `delay_moov` waits for the first packets, so
 * that the header is right; `skip_sidx` saves an index that would have to be rewritten. Encoders begin before 0 (AAC by
 * 21 ms), which as a fragment's unsigned time would be 2^64: both tracks are moved together until none is negative.
 */
export const fragmentedMp4: readonly string[] =
  '-f mp4 -movflags frag_keyframe+delay_moov+dash+frag_discont+skip_sidx -frag_duration 500000 -flush_packets 1 -avoid_negative_ts make_non_negative'.split(
    ' ',
  );

/** Warnings and errors only, each with its level; no status line (it would fill the pipe). */
export const quiet = ['-hide_banner', '-nostats', '-loglevel', 'level+warning'] as const;

/** Progress as key=value lines on stdout, read by media/progress.ts. */
export const progressOnStdout = ['-progress', 'pipe:1', '-stats_period', '1'] as const;

/** Codecs that are copied: MP4 holds them and browsers (or, for HEVC, a later rendition) play them. */
const copiedVideo = new Set(['h264', 'hevc']);
const copiedAudio = new Set(['aac']);

/**
 * What to do with each track of a source.
 * @param codecs ffmpeg's codec names (`h264`, `pcm_mulaw`); undefined: the source has no such track
 * @throws AppError `source_unsupported` when there is neither picture nor sound
 */
export function planTake(codecs: { video: string | undefined; audio: string | undefined }): TakePlan {
  if (codecs.video === undefined && codecs.audio === undefined) throw new AppError('source_unsupported');
  return { video: planTrack(codecs.video, copiedVideo), audio: planTrack(codecs.audio, copiedAudio) };
}

function planTrack(codec: string | undefined, copied: ReadonlySet<string>): TrackPlan {
  if (codec === undefined) return 'none';
  return copied.has(codec) ? 'copy' : 'encode';
}

/** @throws AppError `encoder_missing`, `source_unsupported` */
export function takeArguments(options: TakeOptions): string[] {
  const { source, plan, encoders } = options;
  if (plan.video === 'none' && plan.audio === 'none') throw new AppError('source_unsupported');
  return [
    // What the input carries is said once, at info level; recording/ reads it to see whether it can be copied.
    '-hide_banner',
    '-nostats',
    '-loglevel',
    'level+info',
    '-y',
    ...inputArguments(source, {
      ...(options.inputDevices === undefined ? {} : { inputDevices: options.inputDevices }),
      ...(options.analyzeMs === undefined ? {} : { analyzeMs: options.analyzeMs }),
    }),
    // First picture and first sound; a track that the probe saw and that is gone now must not stop the recording.
    ...(plan.video === 'none' ? ['-vn'] : ['-map', '0:v:0?']),
    ...(plan.audio === 'none' ? ['-an'] : ['-map', `${soundInputIndex(source)}:a:0?`]),
    '-sn',
    '-dn',
    '-map_metadata',
    '-1',
    '-map_chapters',
    '-1',
    ...videoArguments(options),
    // MPEG-TS (SRT, HLS) carries AAC with headers that MP4 does not hold; with delay_moov ffmpeg does not see that alone.
    ...(plan.audio === 'copy' ? ['-c:a', 'copy', '-bsf:a', 'aac_adtstoasc'] : []),
    ...(plan.audio === 'encode' ? encodeAudio(encoders) : []),
    ...(options.maxDurationSec === undefined ? [] : ['-t', String(options.maxDurationSec)]),
    // A track that goes quiet must not hold back the other one: by default ffmpeg waits 10 s, which a kill would lose.
    '-max_interleave_delta',
    '500000',
    '-max_muxing_queue_size',
    '4096',
    ...fragmentedMp4,
    options.output,
  ];
}

function videoArguments({ plan, encoders, videoCodec, source }: TakeOptions): string[] {
  if (plan.video === 'copy') return ['-c:v', 'copy', ...(videoCodec === 'hevc' ? ['-tag:v', 'hvc1'] : [])];
  if (plan.video === 'none') return [];
  const frameRate = source.kind === 'stream' ? undefined : source.frameRate;
  return encodeVideo(encoders, frameRate);
}

/** H.264 that keeps up with a live source on two cores, a key frame every 2 s, playable everywhere (4:2:0). */
function encodeVideo({ h264 }: Encoders, frameRate: number | undefined): string[] {
  if (h264 === undefined) throw new AppError('encoder_missing', 'This ffmpeg cannot encode H.264 video.');
  const quality =
    h264 === 'libx264'
      ? [
          '-preset',
          'veryfast',
          '-tune',
          'zerolatency',
          '-crf',
          '23',
          '-maxrate',
          '6M',
          '-bufsize',
          '12M',
          '-bf',
          '0',
        ]
      : ['-b:v', '4M', '-bf', '0'];
  return [
    '-c:v',
    h264,
    ...quality,
    // Screens may have odd sizes, which 4:2:0 does not.
    '-vf',
    'scale=trunc(iw/2)*2:trunc(ih/2)*2',
    '-pix_fmt',
    'yuv420p',
    '-force_key_frames',
    'expr:gte(t,n_forced*2)',
    '-sc_threshold',
    '0',
    ...(frameRate === undefined ? [] : ['-g', String(frameRate * 2)]),
  ];
}

function encodeAudio({ aac }: Encoders): string[] {
  if (aac === undefined) throw new AppError('encoder_missing', 'This ffmpeg cannot encode AAC sound.');
  // Microphones run on their own clock: holes are filled and drift is taken up, so that sound stays with the picture.
  return ['-c:a', aac, '-b:a', '128k', '-ar', '48000', '-af', 'aresample=async=1000'];
}
