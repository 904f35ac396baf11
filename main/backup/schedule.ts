/** When a backup by the clock is due: at its time, or at the next start after it. Pure. */
import { localTime } from '../recording/watch-window.ts';

const dayMs = 86_400_000;

/**
 * @param dailyAt `HH:MM` in the school's time zone
 * @param lastTryMs when the last one was made or failed; undefined: never
 */
export function isBackupDue(
  dailyAt: string,
  timeZone: string,
  nowMs: number,
  lastTryMs: number | undefined,
): boolean {
  if (lastTryMs === undefined) {
    // The first one waits for its time: whoever has just set it is still at work.
    return localTime(nowMs, timeZone).clock >= dailyAt;
  }
  const now = localTime(nowMs, timeZone);
  const day = now.clock >= dailyAt ? now.date : localTime(nowMs - dayMs, timeZone).date;
  const last = localTime(lastTryMs, timeZone);
  return `${last.date} ${last.clock}` < `${day} ${dailyAt}`;
}
