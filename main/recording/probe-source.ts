/** The pre-flight check: what a source carries, whether there is picture and sound, how long the disk will last. */
import type { ProbeReply } from '../../contract/recording.ts';
import { AppError } from '../base/app-error.ts';
import { takeFailure } from '../media/take-failure.ts';
import { createInputWatcher } from '../media/input-watcher.ts';
import { pictureOfProbeArguments } from '../media/preview.ts';
import { type ProbedMedia, firstAudio, firstVideo } from '../media/probe-output.ts';
import { type SignalReading, createReadingParser, signalSampleArguments } from '../media/signal-sample.ts';
import { probeSeconds, sourceProbeArguments } from '../media/source-probe.ts';
import type { CaptureSource } from '../media/stream-url.ts';
import { planTake } from '../media/take-arguments.ts';
import type { RecorderParts } from './recorder-parts.ts';
import { minutesOfRoom } from './room.ts';

/** Digital silence has no level in dB; this is the floor of 16-bit sound. */
const silenceDb = -91;
const blackLumaMean = 20;
const silentRmsDb = -60;
const timeoutMs = 15_000;

/**
 * @param signal fires when nobody waits for the answer any more
 * @throws AppError source_* when the source cannot be opened, ffmpeg_missing
 */
export async function probeSource(
  parts: RecorderParts,
  source: CaptureSource,
  signal: AbortSignal,
): Promise<ProbeReply> {
  const ffmpeg = await parts.ffmpeg();
  let media: ProbedMedia | undefined;
  const chunks: Buffer[] = [];
  const child = parts.runner.start({
    command: ffmpeg.path,
    args: sourceProbeArguments(source, ffmpeg.inputDevices),
    purpose: 'probe',
    stdout: (chunk) => chunks.push(chunk),
    timeoutMs,
    signal,
  });
  child.onStderrLine(
    createInputWatcher((input) => {
      media = input;
    }),
  );
  const exit = await child.exited;
  const captured = Buffer.concat(chunks);
  if (media === undefined || captured.length === 0) {
    const failure = takeFailure(child.stderrTail());
    if (failure !== undefined) throw new AppError(failure.code, failure.detail);
    throw new AppError(exit.timedOut ? 'source_timeout' : 'source_unavailable');
  }
  const video = firstVideo(media);
  const audio = firstAudio(media);
  const readings = await read(parts, ffmpeg.path, captured, {
    video: video !== undefined,
    audio: audio !== undefined,
  });
  const bitrateKbps = Math.round((captured.length * 8) / probeSeconds / 1000);
  return {
    source: {
      protocol: source.protocol,
      stream_url: source.redacted,
      video_codec: video?.codec ?? null,
      audio_codec: audio?.codec ?? null,
      width: video?.width ?? null,
      height: video?.height ?? null,
      frame_rate: video?.frameRate ?? null,
    },
    audio_level_db: audio === undefined ? null : loudest(readings),
    bitrate_kbps: source.kind === 'stream' ? bitrateKbps : null,
    warnings: warningsOf(source, media, readings),
    free_minutes: await roomFor(parts, source.kind === 'stream' ? bitrateKbps : undefined),
    picture: video === undefined ? null : await pictureOf(parts, ffmpeg.path, captured),
  };
}

/** Undefined parameters, a lost key frame …: then there is no picture to show, which is no fault of the source. */
async function pictureOf(parts: RecorderParts, ffmpeg: string, captured: Buffer): Promise<string | null> {
  const { stdout } = await parts.runner.run({
    command: ffmpeg,
    args: pictureOfProbeArguments,
    purpose: 'probe',
    stdin: captured,
    timeoutMs,
  });
  return stdout.length === 0 ? null : `data:image/jpeg;base64,${stdout.toString('base64')}`;
}

async function read(
  parts: RecorderParts,
  ffmpeg: string,
  captured: Buffer,
  tracks: { video: boolean; audio: boolean },
): Promise<SignalReading[]> {
  const readings: SignalReading[] = [];
  await parts.runner.run({
    command: ffmpeg,
    args: signalSampleArguments(tracks, 'nut'),
    purpose: 'probe',
    stdin: captured,
    stdout: createReadingParser((reading) => readings.push(reading)),
    timeoutMs,
  });
  return readings;
}

function loudest(readings: readonly SignalReading[]): number {
  const levels = readings.flatMap((reading) => (reading.kind === 'sound' ? [reading.rmsDb] : []));
  return Math.max(silenceDb, ...levels.map((level) => Math.round(level * 10) / 10));
}

/** Pure: what a teacher should know before the lesson begins. */
export function warningsOf(
  source: Pick<CaptureSource, 'kind'>,
  media: ProbedMedia,
  readings: readonly SignalReading[],
): ProbeReply['warnings'] {
  const video = firstVideo(media);
  const audio = firstAudio(media);
  const plan = planTake({ video: video?.codec, audio: audio?.codec });
  const pictures = readings.filter((reading) => reading.kind === 'picture');
  const sounds = readings.filter((reading) => reading.kind === 'sound');
  const isBlack = pictures.length > 0 && pictures.every((reading) => reading.lumaMean < blackLumaMean);
  const isSilent = sounds.length > 0 && sounds.every((reading) => reading.rmsDb < silentRmsDb);
  return [
    ...(audio === undefined ? (['no_audio'] as const) : []),
    ...(video === undefined ? (['no_video'] as const) : []),
    ...(isBlack ? (['black_picture'] as const) : []),
    ...(isSilent ? (['silent'] as const) : []),
    ...(video?.codec === 'hevc' ? (['hevc_reencode'] as const) : []),
    ...(source.kind === 'stream' && plan.video === 'encode' ? (['video_reencode'] as const) : []),
    ...(source.kind === 'stream' && plan.audio === 'encode' ? (['audio_reencode'] as const) : []),
  ];
}

async function roomFor(parts: RecorderParts, bitrateKbps: number | undefined): Promise<number> {
  const { freeBytes } = await parts.store.freeSpace();
  const kbps = bitrateKbps ?? parts.settings().recording.expected_bitrate_kbps;
  return minutesOfRoom(freeBytes, (Math.max(kbps, 1) * 1000) / 8);
}
