/** Opens a source for a few seconds, before class, to see what is there. One connection: some senders allow no second. */
import { inputArguments, soundInputIndex } from './input-arguments.ts';
import type { CaptureSource } from './stream-url.ts';

/** Long enough for two key frames of a usual stream. */
export const probeSeconds = 3;

/**
 * The source's first seconds as NUT on stdout, which holds every codec in every framing; what it carries on stderr.
 * @param inputDevices names from `ffmpeg -devices`
 */
export function sourceProbeArguments(source: CaptureSource, inputDevices: readonly string[]): string[] {
  // Devices deliver raw pictures, too large to keep as they are.
  const codecs =
    source.kind === 'stream'
      ? ['-c', 'copy']
      : ['-vf', 'scale=640:-2', '-c:v', 'mjpeg', '-q:v', '4', '-c:a', 'pcm_s16le'];
  return [
    ...['-hide_banner', '-nostats', '-nostdin', '-loglevel', 'level+info'],
    ...inputArguments(source, { inputDevices, analyzeMs: 3000 }),
    ...['-map', '0:v:0?', '-map', `${soundInputIndex(source)}:a:0?`],
    ...codecs,
    ...['-t', String(probeSeconds), '-f', 'nut', 'pipe:1'],
  ];
}
