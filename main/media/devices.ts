/** Screens, cameras and microphones of this PC: how to ask ffmpeg for them, and what it answers. */
import { readdir } from 'node:fs/promises';
import type { ProcessRunner } from '../base/process.ts';
import type { Ffmpeg } from './ffmpeg-locate.ts';
import { firstVideo, parseProbeOutput } from './probe-output.ts';

/** `stream_url` can be recorded as it is; a microphone's records the screen with that sound. */
export type CaptureDevice = {
  kind: 'camera' | 'microphone' | 'screen';
  name: string;
  stream_url: string;
  /** The system's own name of a camera or microphone. */
  deviceId?: string;
  /** Pixels, of screens where it is known. */
  width?: number | undefined;
  height?: number | undefined;
};

/** What this PC can record. An empty list is an answer: there is nothing, or ffmpeg lacks the reader for it. */
export async function listDevices(options: {
  runner: ProcessRunner;
  ffmpeg: Ffmpeg;
  platform: NodeJS.Platform;
  display?: string | undefined;
}): Promise<CaptureDevice[]> {
  const { runner, ffmpeg, platform, display } = options;
  const args = deviceListArguments(platform);
  if (args === undefined) {
    const screen = display === undefined ? undefined : await xScreen(options, display);
    return linuxDevices(await namesIn('/dev'), await namesIn('/dev/snd'), screen);
  }
  const base = { command: ffmpeg.path, purpose: 'list devices', ledger: false, timeoutMs: 15_000 } as const;
  const { stderr } = await runner.run({ ...base, args });
  if (platform === 'darwin') return parseAvfoundationDevices(stderr);
  return [{ kind: 'screen', name: 'Desktop', stream_url: 'screen:' }, ...parseDshowDevices(stderr)];
}

type Screen = { display: string; width?: number | undefined; height?: number | undefined };

/** A display that nobody serves (any more) cannot be recorded: it is opened for one picture, which also tells its size. */
async function xScreen(
  { runner, ffmpeg }: { runner: ProcessRunner; ffmpeg: Ffmpeg },
  display: string,
): Promise<Screen | undefined> {
  const { stderr, exit } = await runner.run({
    command: ffmpeg.path,
    args: screenSizeArguments(display),
    purpose: 'list devices',
    stdout: 'ignore',
    timeoutMs: 5000,
  });
  if (exit.timedOut) return { display };
  if (exit.exitCode !== 0) return undefined;
  const input = parseProbeOutput(stderr);
  const picture = input === undefined ? undefined : firstVideo(input);
  return { display, width: picture?.width, height: picture?.height };
}

/** One picture of an X display, thrown away; what the display is stands on stderr. */
export function screenSizeArguments(display: string): string[] {
  return [
    ...['-hide_banner', '-nostats', '-nostdin', '-loglevel', 'level+info'],
    // Two pictures are read before anything is said: at this rate they are there at once.
    ...['-f', 'x11grab', '-framerate', '30', '-probesize', '32', '-analyzeduration', '0', '-i', display],
    ...['-frames:v', '1', '-f', 'null', '-'],
  ];
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []); // no such folder: no such devices
}

/** Arguments that make ffmpeg print the devices on stderr (it then ends with an error, which is expected). */
export function deviceListArguments(platform: NodeJS.Platform): string[] | undefined {
  if (platform === 'win32')
    return ['-hide_banner', '-nostdin', '-list_devices', 'true', '-f', 'dshow', '-i', 'none'];
  if (platform === 'darwin') {
    return ['-hide_banner', '-nostdin', '-f', 'avfoundation', '-list_devices', 'true', '-i', ''];
  }
  return undefined;
}

/** `[dshow @ …]  "Integrated Camera" (video)`; older builds print headings instead of the kind. */
export function parseDshowDevices(stderr: string): CaptureDevice[] {
  let heading: 'video' | 'audio' | undefined;
  return stderr.split(/\r?\n/).flatMap((line) => {
    if (/DirectShow video devices/.test(line)) heading = 'video';
    if (/DirectShow audio devices/.test(line)) heading = 'audio';
    if (/Alternative name/.test(line)) return [];
    const match = /"([^"]+)"(?: \((video|audio|none)\))?\s*$/.exec(line);
    const kind = match?.[2] ?? heading;
    if (match?.[1] === undefined || (kind !== 'video' && kind !== 'audio')) return [];
    return [device(kind === 'video' ? 'camera' : 'microphone', match[1], match[1])];
  });
}

/** `[AVFoundation indev @ …] [0] FaceTime HD Camera` below a heading; screens stand among the cameras. */
export function parseAvfoundationDevices(stderr: string): CaptureDevice[] {
  let heading: 'video' | 'audio' | undefined;
  return stderr.split(/\r?\n/).flatMap((line) => {
    if (/AVFoundation video devices/.test(line)) heading = 'video';
    if (/AVFoundation audio devices/.test(line)) heading = 'audio';
    const match = /\] \[(\d+)\] (.+)$/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined || heading === undefined) return [];
    const screen = /^Capture screen (\d+)$/.exec(match[2])?.[1];
    if (screen !== undefined)
      return [{ kind: 'screen' as const, name: match[2], stream_url: `screen:${screen}` }];
    return [device(heading === 'video' ? 'camera' : 'microphone', match[2], match[1])];
  });
}

/**
 * @param devices entries of /dev
 * @param sounds entries of /dev/snd
 * @param screen the X display of this desktop, if there is one that can be opened
 */
export function linuxDevices(
  devices: readonly string[],
  sounds: readonly string[],
  screen: Screen | undefined,
): CaptureDevice[] {
  const screens: CaptureDevice[] =
    screen === undefined
      ? []
      : [
          {
            kind: 'screen',
            name: screen.display,
            stream_url: 'screen:',
            width: screen.width,
            height: screen.height,
          },
        ];
  const cameras = devices
    .filter((name) => /^video\d+$/.test(name))
    .toSorted()
    .map((name) => device('camera', `/dev/${name}`, `/dev/${name}`));
  const canHear = sounds.some((name) => /^pcmC\d+D\d+c$/.test(name));
  return [...screens, ...cameras, ...(canHear ? [device('microphone', 'default', 'default')] : [])];
}

function device(kind: 'camera' | 'microphone', name: string, id: string): CaptureDevice {
  const encoded = encodeURIComponent(id).replaceAll('%2F', '/');
  const stream_url = kind === 'camera' ? `camera:${encoded}` : `screen:?audio=${encoded}`;
  return { kind, name, stream_url, deviceId: id };
}
