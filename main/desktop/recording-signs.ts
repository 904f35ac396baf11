/** Outward signs that a lesson is recorded, beside the tray: dock, taskbar, title, sleep. */
import { type BrowserWindow, app } from 'electron';
import { recordingOverlay } from './icons.ts';
import { createSleepBlocker } from './sleep-blocker.ts';
import type { ActiveRecording } from './tray-model.ts';

/** @returns shows how many lessons are being recorded just now, as a pause is not; `label` names it for screen readers */
export function createRecordingSigns(
  window: BrowserWindow,
): (recordings: readonly ActiveRecording[], label: string) => void {
  const sleep = createSleepBlocker();
  let shown = -1;
  return (recordings, label) => {
    // A lesson that waits must go on too.
    sleep.set(recordings.length > 0);
    const count = recordings.filter(({ status }) => status === 'recording').length;
    if (count === shown) return;
    shown = count;
    if (process.platform === 'win32') {
      window.setOverlayIcon(count > 0 ? recordingOverlay() : null, count > 0 ? label : '');
    } else {
      app.setBadgeCount(count);
    }
  };
}
