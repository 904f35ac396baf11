/** Screens, cameras and microphones of this PC as addresses that can be recorded. */
import type { z } from 'zod';
import type { sourcesReplySchema } from '../../contract/recording.ts';
import { type CaptureDevice, listDevices } from '../media/devices.ts';
import type { RecorderParts } from './recorder-parts.ts';

type Source = z.infer<typeof sourcesReplySchema>['items'][number];

export async function listSources(parts: RecorderParts): Promise<Source[]> {
  const ffmpeg = await parts.ffmpeg();
  const { runner, display } = parts;
  return withDefaults(await listDevices({ runner, ffmpeg, platform: process.platform, display }));
}

/** Pure: systems list the device that is used by itself first. */
export function withDefaults(devices: readonly CaptureDevice[]): Source[] {
  return devices.map((device) => ({
    kind: device.kind,
    name: device.name,
    stream_url: device.stream_url,
    device_id: device.deviceId ?? null,
    is_default: devices.find((other) => other.kind === device.kind) === device,
    width: device.width ?? null,
    height: device.height ?? null,
  }));
}
