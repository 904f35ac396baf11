/** What the support desk asks first, as one text to paste; no names, titles or addresses of lessons. Pure. */
import type { SystemInfo } from '../../api/system.ts';

export function supportText(system: SystemInfo, browser: string): string {
  const { storage, ffmpeg, library } = system;
  return [
    `AIRClass Recorder ${system.version}`,
    `platform: ${system.platform}, Node ${system.node_version}, ${system.is_desktop ? 'desktop' : 'server'}`,
    `up: ${Math.round(system.uptime_seconds)} s, recording now: ${system.active_recordings}`,
    `lessons: ${library.lessons} (${Math.round(library.recorded_seconds / 60)} min), trash: ${library.trash}`,
    `storage: ${gigabytes(storage.recordings_bytes)} used, ${gigabytes(storage.free_bytes)} of ${gigabytes(storage.total_bytes)} free, ${Math.round(storage.free_minutes)} min`,
    `ffmpeg: ${ffmpeg === null ? 'missing' : `${ffmpeg.version} (${ffmpeg.origin}), ${ffmpeg.h264_encoder ?? 'no H.264'}, ${ffmpeg.aac_encoder ?? 'no AAC'}`}`,
    `screen: ${system.has_display ? 'yes' : 'no'}`,
    `browser: ${browser}`,
  ].join('\n');
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
