/** Which devices of this PC a source opens. Pure. */
import type { RecordingStatus } from '../../contract/recording.ts';
import type { CaptureSource } from '../media/stream-url.ts';

/** What a source holds on to while it is open. Streams are named too: some senders allow one receiver only. */
export function devicesOf(source: CaptureSource): string[] {
  if (source.kind === 'stream') return [`stream ${source.url}`];
  const sound = source.kind === 'screen' ? source.audioDevice : source.microphone;
  const picture = source.kind === 'screen' ? `screen ${source.display}` : `camera ${source.device}`;
  return [picture, ...(sound === undefined ? [] : [`sound ${sound}`])];
}

export function sharesDevice(a: CaptureSource, b: CaptureSource): boolean {
  const devices = new Set(devicesOf(a));
  return devicesOf(b).some((device) => devices.has(device));
}

/** A paused recording has let its source go; a screen can be looked at by any number. */
export function isHeldBy(
  live: { readonly status: RecordingStatus; readonly source: CaptureSource },
  source: CaptureSource,
): boolean {
  if (live.status === 'paused' || live.source.kind === 'screen' || source.kind === 'screen') return false;
  return sharesDevice(live.source, source);
}
