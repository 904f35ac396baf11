/** Addresses of the page's screens. */
export const paths = {
  library: '/',
  trash: '/trash',
  record: '/record',
  activity: '/activity',
  settings: '/settings',
  setup: '/setup',
  importFile: '/import',
  screenshot: '/tools/screenshot',
} as const;

export const lessonPattern = '/lessons/:recordingId';
export const settingsPattern = '/settings/:section?';

/** @param atSec position to begin at, seconds */
export function lessonPath(recordingId: string, atSec?: number): string {
  return `/lessons/${recordingId}${atSec === undefined ? '' : `?t=${atSec.toFixed(1)}`}`;
}

/** Position in `?t=`, seconds; undefined when there is none that can be used. */
export function positionIn(search: string): number | undefined {
  const at = Number.parseFloat(new URLSearchParams(search).get('t') ?? '');
  return Number.isFinite(at) && at >= 0 ? at : undefined;
}
