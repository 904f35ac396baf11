/** Screens, cameras and microphones of this PC: how to ask ffmpeg for them, and what it answers. */
import { readdir } from 'node:fs/promises';
import type { ProcessRunner } from '../base/process.ts';
import type { Ffmpeg } from './ffmpeg-locate.ts';

/** `stream_url` can be recorded as it is; a microphone's records the screen with that sound. */
export type CaptureDevice = { kind: 'camera' | 'microphone' | 'screen'; name: string; stream_url: string };

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
    return linuxDevices(await namesIn('/dev'), await namesIn('/dev/snd'), display);
  }
  const base = { command: ffmpeg.path, purpose: 'list devices', ledger: false, timeoutMs: 15_000 } as const;
  const { stderr } = await runner.run({ ...base, args });
  if (platform === 'darwin') return parseAvfoundationDevices(stderr);
  return [{ kind: 'screen', name: 'Desktop', stream_url: 'screen:' }, ...parseDshowDevices(stderr)];
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
 * @param display the X display of this desktop, if there is one
 */
export function linuxDevices(
  devices: readonly string[],
  sounds: readonly string[],
  display: string | undefined,
): CaptureDevice[] {
  const screens: CaptureDevice[] =
    display === undefined || display === '' ? [] : [{ kind: 'screen', name: display, stream_url: 'screen:' }];
  const cameras = devices
    .filter((name) => /^video\d+$/.test(name))
    .toSorted()
    .map((name) => device('camera', `/dev/${name}`, `/dev/${name}`));
  const canHear = sounds.some((name) => /^pcmC\d+D\d+c$/.test(name));
  return [...screens, ...cameras, ...(canHear ? [device('microphone', 'default', 'default')] : [])];
}

function device(kind: 'camera' | 'microphone', name: string, id: string): CaptureDevice {
  const encoded = encodeURIComponent(id).replaceAll('%2F', '/');
  return { kind, name, stream_url: kind === 'camera' ? `camera:${encoded}` : `screen:?audio=${encoded}` };
}
