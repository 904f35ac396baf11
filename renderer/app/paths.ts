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
  system: '/system',
} as const;

export const lessonPattern = '/lessons/:recordingId';
/** What a class session says as a whole; the tab and, below it, one pupil. */
export const classPattern = '/classes/:sessionId/:tab?';
export const pupilPattern = '/classes/:sessionId/pupils/:studentId';
export const settingsPattern = '/settings/:section?';

/** @param atSec position to begin at, seconds */
export function lessonPath(recordingId: string, atSec?: number): string {
  return `/lessons/${recordingId}${atSec === undefined ? '' : `?t=${atSec.toFixed(1)}`}`;
}

export const classTabs = ['overview', 'pupils', 'chat', 'teaching', 'data'] as const;
export type ClassTab = (typeof classTabs)[number];

export function classPath(sessionId: string, tab: ClassTab = 'overview'): string {
  return `/classes/${sessionId}${tab === 'overview' ? '' : `/${tab}`}`;
}

export function pupilPath(sessionId: string, studentId: string): string {
  return `/classes/${sessionId}/pupils/${studentId}`;
}

/** Position in `?t=`, seconds; undefined when there is none that can be used. */
export function positionIn(search: string): number | undefined {
  const at = Number.parseFloat(new URLSearchParams(search).get('t') ?? '');
  return Number.isFinite(at) && at >= 0 ? at : undefined;
}
