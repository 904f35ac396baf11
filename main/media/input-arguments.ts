/** ffmpeg's arguments for opening a source: time limits, reconnects, and which protocols it may follow. */
import { assertNever } from '../base/app-error.ts';
import type { CaptureSource, StreamProtocol } from './stream-url.ts';

/**
 * What a source may open by itself. An HLS playlist or an MP4 reference could name `file:` or `concat:`, so every
 * protocol that is not needed is off. `crypto` is AES-128 of HLS; its inner protocol is checked against the same list.
 */
const protocolWhitelist: Record<StreamProtocol, string> = {
  rtmp: 'rtmp,tcp',
  rtmps: 'rtmps,tls,tcp',
  rtsp: 'rtsp,rtp,tcp',
  rtsps: 'rtsps,rtsp,rtp,tls,tcp',
  srt: 'srt',
  http: 'http,https,tls,tcp,crypto,httpproxy',
  https: 'http,https,tls,tcp,crypto,httpproxy',
};

/** A stalled source must end the process: without these a dead network connection hangs for good. In µs. */
const ioTimeout = '10000000';
const rtspTimeout = '5000000';

/**
 * From the options of the input up to `-i source`. Screens and cameras with a microphone may be two inputs.
 * @param options.inputDevices names from `ffmpeg -devices`; decides between pulse and alsa on Linux
 */
export function inputArguments(
  source: CaptureSource,
  options: { inputDevices?: readonly string[]; analyzeMs?: number } = {},
): string[] {
  switch (source.kind) {
    case 'stream':
      return streamInput(source, options.analyzeMs);
    case 'screen':
      return screenInput(source, options.inputDevices);
    case 'camera':
      return cameraInput(source, options.inputDevices);
    default:
      return assertNever(source, 'source');
  }
}

function streamInput(source: CaptureSource & { kind: 'stream' }, analyzeMs: number | undefined): string[] {
  return [
    '-protocol_whitelist',
    protocolWhitelist[source.protocol],
    // RTSP and MPEG-TS packets may come without a presentation time.
    '-fflags',
    '+genpts',
    // Measuring the frame rate takes longer than finding the tracks, and a copy does not need it.
    ...(analyzeMs === undefined
      ? []
      : [
          '-analyzeduration',
          String(Math.round(analyzeMs * 1000)),
          '-fpsprobesize',
          '0',
          '-probesize',
          '32M',
        ]),
    ...transportOptions(source),
    '-i',
    source.url,
  ];
}

function transportOptions(source: CaptureSource & { kind: 'stream' }): string[] {
  switch (source.protocol) {
    case 'rtsp':
    case 'rtsps':
      return ['-rtsp_transport', 'tcp', '-timeout', rtspTimeout];
    case 'rtmp':
    case 'rtmps':
      return ['-rw_timeout', ioTimeout];
    case 'srt':
      return ['-timeout', ioTimeout, '-connect_timeout', '5000'];
    case 'http':
    case 'https': {
      const limits = ['-rw_timeout', ioTimeout, '-reconnect', '1', '-reconnect_on_network_error', '1'];
      const delays = ['-reconnect_delay_max', '4'];
      // An option of the HLS reader alone: other readers refuse it. -1 begins at the newest part of a live playlist.
      return source.isHls ? [...limits, ...delays, '-live_start_index', '-1'] : [...limits, ...delays];
    }
    default:
      return assertNever(source.protocol, 'protocol');
  }
}

/** Room for about a second of 1080p packets: a device that is read too late drops pictures. */
const queue = ['-thread_queue_size', '512'];

function screenInput(
  source: CaptureSource & { kind: 'screen' },
  devices: readonly string[] | undefined,
): string[] {
  const rate = String(source.frameRate);
  switch (source.grabber) {
    case 'x11grab':
      return [
        ...queue,
        '-f',
        'x11grab',
        '-framerate',
        rate,
        '-i',
        source.display,
        ...linuxSound(source.audioDevice, devices),
      ];
    case 'gdigrab':
      return [
        ...queue,
        '-f',
        'gdigrab',
        '-framerate',
        rate,
        '-i',
        'desktop',
        ...windowsSound(source.audioDevice),
      ];
    case 'ddagrab': {
      const graph = `ddagrab=output_idx=${source.display}:framerate=${rate},hwdownload,format=bgra`;
      return [...queue, '-f', 'lavfi', '-i', graph, ...windowsSound(source.audioDevice)];
    }
    case 'avfoundation': {
      const input = `Capture screen ${source.display}:${source.audioDevice ?? 'none'}`;
      return [...queue, '-f', 'avfoundation', '-framerate', rate, '-capture_cursor', '1', '-i', input];
    }
    default:
      return assertNever(source.grabber, 'grabber');
  }
}

function cameraInput(
  source: CaptureSource & { kind: 'camera' },
  devices: readonly string[] | undefined,
): string[] {
  const rate = String(source.frameRate);
  switch (source.grabber) {
    case 'v4l2':
      return [
        ...queue,
        '-f',
        'v4l2',
        '-framerate',
        rate,
        '-i',
        source.device,
        ...linuxSound(source.microphone, devices),
      ];
    case 'dshow': {
      const sound = source.microphone === undefined ? '' : `:audio=${source.microphone}`;
      // One input for both keeps one clock; 50 ms of sound at a time keeps it near the picture.
      const buffers = ['-rtbufsize', '128M', '-audio_buffer_size', '50'];
      return [...queue, '-f', 'dshow', ...buffers, '-i', `video=${source.device}${sound}`];
    }
    case 'avfoundation':
      return [
        ...queue,
        '-f',
        'avfoundation',
        '-framerate',
        rate,
        '-i',
        `${source.device}:${source.microphone ?? 'none'}`,
      ];
    default:
      return assertNever(source.grabber, 'grabber');
  }
}

function linuxSound(device: string | undefined, devices: readonly string[] | undefined): string[] {
  if (device === undefined) return [];
  const isAlsa =
    /^(?:alsa:|hw:|plughw:)/.test(device) || (devices !== undefined && !devices.includes('pulse'));
  return [...queue, '-f', isAlsa ? 'alsa' : 'pulse', '-i', device.replace(/^alsa:/, '')];
}

function windowsSound(device: string | undefined): string[] {
  return device === undefined
    ? []
    : [...queue, '-f', 'dshow', '-audio_buffer_size', '50', '-i', `audio=${device}`];
}

/** The input that carries the sound: 0, or 1 when picture and sound are opened apart. */
export function soundInputIndex(source: CaptureSource): 0 | 1 {
  if (source.kind === 'screen')
    return source.audioDevice !== undefined && source.grabber !== 'avfoundation' ? 1 : 0;
  if (source.kind === 'camera') return source.microphone !== undefined && source.grabber === 'v4l2' ? 1 : 0;
  return 0;
}
