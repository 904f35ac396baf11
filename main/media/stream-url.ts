/**
 * Turns what a teacher or another system typed as `stream_url` into something ffmpeg may be given. It is an
 * allow-list: ffmpeg's own protocols (`concat:`, `file:`, `data:`, `pipe:`…) read local files or run over several of
 * them, so nothing that is not named here passes. Credentials stay in `url`; `redacted` is for people and logs.
 */
import { AppError } from '../base/app-error.ts';
import { redactUrl } from '../base/redact.ts';

export const streamProtocols = ['rtmp', 'rtmps', 'rtsp', 'rtsps', 'srt', 'http', 'https'] as const;
export type StreamProtocol = (typeof streamProtocols)[number];

export type ScreenGrabber = 'x11grab' | 'gdigrab' | 'ddagrab' | 'avfoundation';
export type CameraGrabber = 'v4l2' | 'dshow' | 'avfoundation';

export type CaptureSource =
  | { kind: 'stream'; protocol: StreamProtocol; url: string; isHls: boolean; redacted: string }
  | {
      kind: 'screen';
      protocol: 'screen';
      grabber: ScreenGrabber;
      /** X display `:99.0`, or the number of the screen counted from 0; empty: the complete desktop. */
      display: string;
      frameRate: number;
      /** Name of the sound input; undefined: picture alone. */
      audioDevice: string | undefined;
      redacted: string;
    }
  | {
      kind: 'camera';
      protocol: 'camera';
      grabber: CameraGrabber;
      device: string;
      microphone: string | undefined;
      frameRate: number;
      redacted: string;
    };

const longestUrl = 2048;
const defaultFrameRate = 30;
const acceptedForms = 'rtmp://, rtsp://, srt://, http:// (and their secure forms), screen: or camera:';

/**
 * @param options.display the X display of this desktop (`:0`), used on Linux
 * @throws AppError `stream_url_invalid` with a reason that never repeats the address
 */
export function parseStreamUrl(
  raw: string,
  options: { platform: NodeJS.Platform; display?: string | undefined },
): CaptureSource {
  if (raw.length > longestUrl) throw invalid(`The address is longer than ${longestUrl} characters.`);
  // Control characters end an option or a line of a list; spaces separate ffmpeg's own RTMP options.
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(raw))
    throw invalid('The address holds control characters.');
  if (raw.startsWith('-')) throw invalid('An address cannot begin with "-".');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(raw)?.[1]?.toLowerCase();
  if (scheme === undefined) throw invalid(`The address must begin with ${acceptedForms}.`);
  if (scheme === 'screen') return parseScreen(raw, options.platform, options.display);
  if (scheme === 'camera') return parseCamera(raw, options.platform);
  const protocol = streamProtocols.find((known) => known === scheme);
  if (protocol === undefined)
    throw invalid(`Addresses of the kind "${scheme}:" are not recorded; use ${acceptedForms}.`);
  return parseStream(raw, protocol);
}

function parseStream(raw: string, protocol: StreamProtocol): CaptureSource {
  if (/[\s"'<>\\^`{|}]/.test(raw))
    throw invalid('The address holds spaces or characters that must be percent-encoded.');
  if (!/^[a-z]+:\/\/[^/]/i.test(raw))
    throw invalid(`After "${protocol}:" two slashes and a host name are needed.`);
  let url: URL;
  try {
    url = new URL(raw);
  } catch {
    throw invalid('The address could not be understood; check the host name and the port.');
  }
  if (url.hostname === '') throw invalid('The address has no host name.');
  if (protocol === 'srt' && url.port === '') throw invalid('An SRT address needs a port: srt://host:port.');
  if (protocol.startsWith('rtmp') && url.pathname.length < 2) {
    throw invalid('An RTMP address needs an application and a stream name: rtmp://host/live/name.');
  }
  return {
    kind: 'stream',
    protocol,
    // The scheme in lower case: ffmpeg compares it so. The rest goes as typed, since stream keys are case-sensitive.
    url: protocol + raw.slice(raw.indexOf(':')),
    isHls: protocol.startsWith('http') && /\.m3u8?$/i.test(url.pathname),
    redacted: redactUrl(raw),
  };
}

function parseScreen(raw: string, platform: NodeJS.Platform, display: string | undefined): CaptureSource {
  const { target, parameters } = splitDevice(raw, ['audio', 'fps']);
  if (!/^\d{0,2}$/.test(target))
    throw invalid('After "screen:" only the number of the screen may follow: screen:0.');
  const audioDevice = deviceName(parameters.get('audio'), 'sound input');
  const common = {
    kind: 'screen',
    protocol: 'screen',
    frameRate: frameRateOf(parameters.get('fps')),
    audioDevice,
    redacted: raw,
  } as const;
  if (platform === 'win32')
    return { ...common, grabber: target === '' ? 'gdigrab' : 'ddagrab', display: target };
  if (platform === 'darwin')
    return { ...common, grabber: 'avfoundation', display: target === '' ? '0' : target };
  const server = display ?? ':0';
  if (!/^[A-Za-z0-9.-]*:\d+(\.\d+)?$/.test(server))
    throw invalid('There is no X display to record on this machine.');
  const base = server.replace(/(:\d+)\.\d+$/, '$1');
  const fallback = /:\d+\.(\d+)$/.exec(server)?.[1] ?? '0';
  return { ...common, grabber: 'x11grab', display: `${base}.${target === '' ? fallback : target}` };
}

function parseCamera(raw: string, platform: NodeJS.Platform): CaptureSource {
  const { target, parameters } = splitDevice(raw, ['microphone', 'fps']);
  const device = deviceName(target, 'camera');
  if (device === undefined)
    throw invalid('After "camera:" the name of a camera is needed; GET /api/sources lists them.');
  const common = {
    kind: 'camera',
    protocol: 'camera',
    microphone: deviceName(parameters.get('microphone'), 'microphone'),
    frameRate: frameRateOf(parameters.get('fps')),
    redacted: raw,
  } as const;
  if (platform === 'win32') return { ...common, grabber: 'dshow', device };
  if (platform === 'darwin') return { ...common, grabber: 'avfoundation', device };
  const node = /^\d{1,3}$/.test(device) ? `/dev/video${device}` : device;
  if (!/^\/dev\/video\d{1,3}$/.test(node))
    throw invalid('On Linux a camera is a number or a path like /dev/video0.');
  return { ...common, grabber: 'v4l2', device: node };
}

/** `kind:target?name=value`: the target is percent-decoded; unknown parameters are refused. */
function splitDevice(raw: string, known: readonly string[]): { target: string; parameters: URLSearchParams } {
  const rest = raw.slice(raw.indexOf(':') + 1);
  const question = rest.indexOf('?');
  const parameters = new URLSearchParams(question === -1 ? '' : rest.slice(question + 1));
  for (const name of parameters.keys()) {
    if (!known.includes(name)) throw invalid(`"${name}" is not understood here; use ${known.join(' or ')}.`);
  }
  try {
    return { target: decodeURIComponent(question === -1 ? rest : rest.slice(0, question)), parameters };
  } catch {
    throw invalid('The name of the device is not percent-encoded correctly.');
  }
}

/** Names go into `video=…:audio=…` of ffmpeg's device inputs, where ":" separates. Linux sound devices are `hw:0,0`. */
function deviceName(raw: string | null | undefined, what: string): string | undefined {
  if (raw === null || raw === undefined || raw === '') return undefined;
  // eslint-disable-next-line no-control-regex
  const isSafe = !/[\u0000-\u001f\u007f"]/.test(raw) && !raw.startsWith('-') && raw.length <= 256;
  const hasSeparator = raw.replace(/^(?:alsa:)?(?:plug)?hw:(?=\d)|^alsa:/, '').includes(':');
  if (!isSafe || hasSeparator) throw invalid(`This name of a ${what} cannot be used.`);
  return raw;
}

function frameRateOf(raw: string | null): number {
  if (raw === null) return defaultFrameRate;
  const value = Number(raw);
  if (!Number.isInteger(value) || value < 1 || value > 60)
    throw invalid('fps must be a whole number from 1 to 60.');
  return value;
}

function invalid(reason: string): AppError {
  return new AppError('stream_url_invalid', reason);
}
