/** Questions the shell asks with the system's own dialogs. */
import { type BrowserWindow, dialog } from 'electron';
import { type CloseAnswer, closeAnswer, closeAnswers } from './close-decision.ts';
import type { Say } from './words.ts';

/** @param title of the lesson, or how many there are */
export async function askHowToClose(window: BrowserWindow, say: Say, title: string): Promise<CloseAnswer> {
  const words = { 'keep-in-tray': 'keepInTray', 'stop-and-quit': 'stopAndQuit', cancel: 'cancel' } as const;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: say('appName'),
    message: say('closeTitle'),
    detail: say('closeDetail', { title }),
    buttons: closeAnswers.map((answer) => say(words[answer])),
    defaultId: closeAnswers.indexOf('keep-in-tray'),
    cancelId: closeAnswers.indexOf('cancel'),
    noLink: true,
  });
  return closeAnswer(response);
}

/** @returns whether the recording is to be stopped */
export async function askToStop(window: BrowserWindow, say: Say, title: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: say('appName'),
    message: say('confirmStopTitle'),
    detail: say('confirmStopDetail', { title }),
    buttons: [say('confirmStop'), say('keepRecording')],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
