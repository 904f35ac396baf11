/**
 * Finds an ffmpeg that runs and tells what it can do. Order: what the user names, the copy inside a packaged app,
 * ffmpeg-static, PATH. ffprobe is never needed.
 */
import { AppError } from '../base/app-error.ts';
import type { ProcessRunner } from '../base/process.ts';
import type { Encoders } from './take-arguments.ts';

export type FfmpegOrigin = 'override' | 'bundled' | 'ffmpeg-static' | 'path';

export type Ffmpeg = {
  path: string;
  /** `5.1.9-0+deb12u1`, `7.0`, `N-113684-g…` */
  version: string;
  origin: FfmpegOrigin;
  encoders: Encoders;
  /** Protocols it can read. */
  protocols: readonly string[];
  /** Input devices: `x11grab`, `pulse`, `dshow`… */
  inputDevices: readonly string[];
};

/** Best first. The software encoder gives the best picture and is the same everywhere; hardware ones stand in. */
const h264Encoders = [
  'libx264',
  'h264_videotoolbox',
  'h264_nvenc',
  'h264_qsv',
  'h264_amf',
  'h264_mf',
  'libopenh264',
];
const aacEncoders = ['aac', 'aac_at', 'libfdk_aac', 'aac_mf'];

/** @throws AppError `ffmpeg_missing`: its detail tells how to get it */
export async function locateFfmpeg(options: {
  runner: ProcessRunner;
  override?: string | undefined;
  bundledPath?: string | undefined;
  platform?: NodeJS.Platform;
}): Promise<Ffmpeg> {
  const { runner, override, bundledPath, platform = process.platform } = options;
  if (override !== undefined && override !== '') {
    const found = await examine(runner, override, 'override');
    // Whoever names a program wants that one; another one in its place would hide the mistake.
    if (found === undefined)
      throw missing(`AIRCLASS_FFMPEG names "${override}", which does not run. `, platform);
    return found;
  }
  const candidates: readonly (readonly [FfmpegOrigin, () => Promise<string | undefined>])[] = [
    ['bundled', () => Promise.resolve(bundledPath)],
    ['ffmpeg-static', ffmpegStaticPath],
    ['path', () => Promise.resolve('ffmpeg')],
  ];
  for (const [origin, pathOf] of candidates) {
    const path = await pathOf();
    const found = path === undefined ? undefined : await examine(runner, path, origin);
    if (found !== undefined) return found;
  }
  throw missing('', platform);
}

export function howToInstall(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Install it with: brew install ffmpeg';
  if (platform === 'win32') return 'Install it with: winget install --id Gyan.FFmpeg';
  return 'Install it with: sudo apt-get install ffmpeg (Debian, Ubuntu), or the package manager of this system';
}

function missing(reason: string, platform: NodeJS.Platform): AppError {
  return new AppError(
    'ffmpeg_missing',
    `${reason}ffmpeg was not found. ${howToInstall(platform)}, or name one with AIRCLASS_FFMPEG.`,
  );
}

async function ffmpegStaticPath(): Promise<string | undefined> {
  const name: string = 'ffmpeg-static'; // optional: its types and its files may be absent
  try {
    const loaded: unknown = await import(name);
    const path =
      typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
    return typeof path === 'string' ? path : undefined;
  } catch {
    return undefined; // not installed
  }
}

async function examine(
  runner: ProcessRunner,
  path: string,
  origin: FfmpegOrigin,
): Promise<Ffmpeg | undefined> {
  const ask = async (...args: string[]) => {
    const base = { command: path, purpose: 'ffmpeg check', ledger: false, timeoutMs: 20_000 } as const;
    const result = await runner.run({ ...base, args: ['-hide_banner', ...args] });
    return result.exit.exitCode === 0 ? result.stdout.toString('utf8') : undefined;
  };
  const version = parseVersion((await ask('-version')) ?? '');
  if (version === undefined) return undefined;
  const encoders = parseEncoders((await ask('-encoders')) ?? '');
  return {
    path,
    version,
    origin,
    encoders: {
      h264: h264Encoders.find((name) => encoders.includes(name)),
      aac: aacEncoders.find((name) => encoders.includes(name)),
    },
    protocols: parseProtocols((await ask('-protocols')) ?? ''),
    inputDevices: parseInputDevices((await ask('-devices')) ?? ''),
  };
}

/** First line: `ffmpeg version 5.1.9-0+deb12u1 Copyright …`. */
export function parseVersion(text: string): string | undefined {
  return /^ffmpeg version (\S+)/m.exec(text)?.[1];
}

/** Lines ` V....D libx264   libx264 H.264 …`. */
export function parseEncoders(text: string): string[] {
  return [...text.matchAll(/^ [VAS][.FSXBD]{5} (\S+)/gm)].flatMap((match) =>
    match[1] === undefined || match[1] === '=' ? [] : [match[1]],
  );
}

/** `Input:` and `Output:` lists, one name a line. */
export function parseProtocols(text: string): string[] {
  const input = /Input:\s*\n([\s\S]*?)(?:\nOutput:|$)/.exec(text)?.[1] ?? '';
  return input.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

/** Lines ` D  x11grab   X11 screen capture`, where D is for demuxing; several names may share one line. */
export function parseInputDevices(text: string): string[] {
  return [...text.matchAll(/^ D[E ] +([a-z0-9_,]+)/gm)].flatMap((match) => (match[1] ?? '').split(','));
}
