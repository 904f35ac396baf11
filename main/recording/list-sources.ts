/** Screens, cameras and microphones of this PC as addresses that can be recorded. */
import type { z } from 'zod';
import type { sourcesReplySchema } from '../../contract/recording.ts';
import { listDevices } from '../media/devices.ts';
import type { RecorderParts } from './recorder-parts.ts';

type Source = z.infer<typeof sourcesReplySchema>['items'][number];

export async function listSources(parts: RecorderParts): Promise<Source[]> {
  const ffmpeg = await parts.ffmpeg();
  return listDevices({ runner: parts.runner, ffmpeg, platform: process.platform, display: parts.display });
}
