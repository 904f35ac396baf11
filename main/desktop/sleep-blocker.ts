/** Keeps the PC awake while a lesson is recorded; the screen may turn off. */
import { powerSaveBlocker } from 'electron';

export type SleepBlocker = { set(isNeeded: boolean): void };

export function createSleepBlocker(): SleepBlocker {
  let id: number | undefined;
  return {
    set: (isNeeded) => {
      if (isNeeded && id === undefined) id = powerSaveBlocker.start('prevent-app-suspension');
      if (!isNeeded && id !== undefined) {
        powerSaveBlocker.stop(id);
        id = undefined;
      }
    },
  };
}
