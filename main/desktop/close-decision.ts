/** What closing the window and quitting mean: a lesson never ends by accident. Pure. */

export type CloseSituation = {
  isRecording: boolean;
  /** Recordings that start by themselves need the program to run. */
  hasWatches: boolean;
  platform: NodeJS.Platform;
  /** The person chose 'finish and quit', or the operating system is shutting down. */
  isDecided: boolean;
};

export type CloseDecision = 'ask' | 'hide' | 'hide-and-say-why' | 'quit';

export function onWindowClose(situation: CloseSituation): CloseDecision {
  if (situation.isDecided) return 'quit';
  if (situation.isRecording) return 'ask';
  if (situation.hasWatches) return 'hide-and-say-why';
  // Closing the last window leaves a Mac program running.
  return situation.platform === 'darwin' ? 'hide' : 'quit';
}

export function onQuit(situation: Pick<CloseSituation, 'isRecording' | 'isDecided'>): 'ask' | 'quit' {
  return situation.isRecording && !situation.isDecided ? 'ask' : 'quit';
}

export type CloseAnswer = 'keep-in-tray' | 'stop-and-quit' | 'cancel';

/** Buttons in the order they are shown; closing the dialog means the last one. */
export const closeAnswers: readonly [CloseAnswer, CloseAnswer, CloseAnswer] = [
  'keep-in-tray',
  'stop-and-quit',
  'cancel',
];

/** @param index of the pressed button */
export function closeAnswer(index: number): CloseAnswer {
  return closeAnswers[index] ?? 'cancel';
}
