/**
 * Clips to stream, encoded once per run. Picture: a dark frame with the running second, white for 0.1 s twice every
 * 1.5 s; sound: a beep at the same moments. Uneven steps (0.6 and 0.9 s) keep apart what is early and what is late: at
 * any distance below 1.5 s but the right one, at most every other flash meets a beep.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { ffmpegPath } from '../../main/testing/clip.ts';

const periodSec = 1.5;
const secondFlashSec = 0.6;
const flashSec = 0.1;

export type FlashClip = {
  seconds?: number;
  size?: string;
  bFrames?: number;
  /** Begins so much later than the picture. */
  lateSoundSec?: number;
  latePictureSec?: number;
  container?: 'mkv' | 'mp4';
};

/** @returns path of the file, which lives until the run ends (e2e/support/set-up.ts) */
export async function flashClip(options: FlashClip = {}): Promise<string> {
  const { seconds = 40, size = '640x360', bFrames = 0, container = 'mkv' } = options;
  const { lateSoundSec = 0, latePictureSec = 0 } = options;
  // A millisecond on: the frame that is due at 1.5 s must not be taken for one at 1.499….
  const phase = `mod(t+0.001,${periodSec})`;
  const on = `lt(${phase},${flashSec})+between(${phase},${secondFlashSec},${secondFlashSec + flashSec - 0.001})`;
  const drawn = `drawtext=text='%{eif\\:t\\:d}':fontcolor=0xb8c4ff:fontsize=h/3:x=(w-tw)/2:y=(h-th)/2,`;
  // Elsewhere not every build of ffmpeg finds a font by itself; the second is for people who look on.
  const counter = process.platform === 'linux' ? drawn : '';
  const picture = `color=c=0x20263a:s=${size}:r=30,${counter}drawbox=c=white:t=fill:enable='${on}'`;
  const sound = `aevalsrc='if(${on},0.8*sin(2*PI*880*t),0)':s=48000`;
  const args = [
    ...['-itsoffset', String(latePictureSec), '-f', 'lavfi', '-i', picture],
    ...['-itsoffset', String(lateSoundSec), '-f', 'lavfi', '-i', sound],
    ...'-c:v libx264 -preset ultrafast -crf 26 -pix_fmt yuv420p -g 30 -keyint_min 30 -sc_threshold 0'.split(
      ' ',
    ),
    ...['-bf', String(bFrames), ...(bFrames > 0 ? ['-b_strategy', '0'] : [])],
    ...['-c:a', 'aac', '-b:a', '96k', '-ac', '1', '-t', String(seconds)],
  ];
  const { seconds: _, ...named } = options;
  const name = Object.entries(named)
    .map(([key, value]) => `${key}-${value}`)
    .join('_');
  return encode(`flash_${seconds}_${name}.${container}`, args);
}

async function encode(name: string, args: string[]): Promise<string> {
  const folder = process.env['AIRCLASS_E2E_CLIPS'];
  if (folder === undefined) throw new Error('the global set-up has not run');
  const file = path.join(folder, name);
  if (existsSync(file)) return file;
  // Another file of tests may want the same one now.
  const part = path.join(folder, `part_${process.pid}_${name}`);
  await runFfmpeg([...args, part]);
  renameSync(part, file);
  return file;
}

/** @returns what ffmpeg wrote to stderr @throws with it when ffmpeg fails */
export async function runFfmpeg(args: readonly string[]): Promise<string> {
  const child = spawn(ffmpegPath, ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${errors}`);
  return errors;
}
