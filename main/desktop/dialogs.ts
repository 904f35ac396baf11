/** Questions the shell asks with the system's own dialogs. */
import { type BrowserWindow, dialog } from 'electron';
import { type CloseAnswer, closeAnswer, closeAnswers } from './close-decision.ts';
import type { Say } from './words.ts';

/** What would end with the program. */
export type AtStake =
  | { kind: 'recording'; /** Of the lesson, or how many there are. */ title: string }
  | { kind: 'uploads'; count: number };

export async function askHowToClose(window: BrowserWindow, say: Say, stake: AtStake): Promise<CloseAnswer> {
  const isLesson = stake.kind === 'recording';
  const words = {
    'keep-in-tray': isLesson ? 'keepInTray' : 'keepImporting',
    'stop-and-quit': isLesson ? 'stopAndQuit' : 'dropAndQuit',
    cancel: 'cancel',
  } as const;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    title: say('appName'),
    message: say(isLesson ? 'closeTitle' : 'importingTitle'),
    detail: isLesson
      ? say('closeDetail', { title: stake.title })
      : say('importingDetail', { count: stake.count }),
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
