/** Outward signs that a lesson is recorded, beside the tray: dock, taskbar, title, sleep. */
import { type BrowserWindow, app } from 'electron';
import { recordingOverlay } from './icons.ts';
import { createSleepBlocker } from './sleep-blocker.ts';

/** @returns shows how many lessons are being recorded; `label` names it for screen readers */
export function createRecordingSigns(window: BrowserWindow): (count: number, label: string) => void {
  const sleep = createSleepBlocker();
  let shown = -1;
  return (count, label) => {
    sleep.set(count > 0);
    if (count === shown) return;
    shown = count;
    if (process.platform === 'win32') {
      window.setOverlayIcon(count > 0 ? recordingOverlay() : null, count > 0 ? label : '');
    } else {
      app.setBadgeCount(count);
    }
  };
}
