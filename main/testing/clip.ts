/** Small encoded clips for tests: made once per options and kept in the system's temporary folder for the run. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';

export const ffmpegPath = process.env['AIRCLASS_FFMPEG'] ?? 'ffmpeg';

export type ClipOptions = {
  seconds?: number;
  size?: string;
  frameRate?: number;
  /** Seconds between key frames. */
  gopSec?: number;
  bFrames?: number;
  video?: 'libx264' | 'libx265' | 'mpeg2video' | 'none';
  audio?: 'aac' | 'pcm_mulaw' | 'silent' | 'none';
  /** lavfi source of the picture. */
  picture?: string;
  /** Added to each picture, e.g. a drawn text. */
  filter?: string;
  bitrate?: string;
};

const folder = path.join(tmpdir(), 'airclass-clips');

/** @returns path of a Matroska file (it holds every codec) */
export async function makeClip(options: ClipOptions = {}): Promise<string> {
  const { seconds = 30, size = '320x240', frameRate = 25, gopSec = 1, bFrames = 0 } = options;
  const { video = 'libx264', audio = 'aac', bitrate = '300k' } = options;
  const picture = options.picture ?? `testsrc2=size=${size}:rate=${frameRate}`;
  const sound = audio === 'silent' ? 'anullsrc=r=48000:cl=mono' : 'sine=frequency=440:sample_rate=48000';
  const args = [
    ...['-hide_banner', '-loglevel', 'error', '-y'],
    ...(video === 'none' ? [] : ['-f', 'lavfi', '-i', picture]),
    ...(audio === 'none' ? [] : ['-f', 'lavfi', '-i', sound]),
    ...(options.filter === undefined ? [] : ['-vf', options.filter]),
    ...(video === 'none'
      ? []
      : [
          '-c:v',
          video,
          '-preset',
          'ultrafast',
          '-g',
          String(Math.round(gopSec * frameRate)),
          '-keyint_min',
          '1',
        ]),
    ...(video === 'none'
      ? []
      : ['-sc_threshold', '0', '-bf', String(bFrames), '-b:v', bitrate, '-pix_fmt', 'yuv420p']),
    ...(audio === 'none' ? [] : ['-c:a', audio === 'silent' ? 'aac' : audio, '-ac', '1']),
    ...(audio === 'pcm_mulaw' ? ['-ar', '8000'] : []),
    ...['-t', String(seconds), '-f', 'matroska'],
  ];
  const name = createHash('sha256').update(args.join(' ')).digest('hex').slice(0, 16);
  const file = path.join(folder, `${name}.mkv`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const partial = `${file}.${process.pid}.part`;
  await execa(ffmpegPath, [...args, partial]);
  renameSync(partial, file);
  return file;
}
