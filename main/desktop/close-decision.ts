/** What closing the window and quitting mean: neither a lesson nor an import ends by accident. Pure. */

export type CloseSituation = {
  isRecording: boolean;
  /** Recordings that start by themselves need the program to run. */
  hasWatches: boolean;
  /** Files are on their way into the library; behind a hidden window they go on. */
  hasUploads: boolean;
  platform: NodeJS.Platform;
  /** The person chose 'finish and quit', or the operating system is shutting down. */
  isDecided: boolean;
};

export type CloseDecision = 'ask' | 'ask-of-uploads' | 'hide' | 'hide-and-say-why' | 'quit';

export function onWindowClose(situation: CloseSituation): CloseDecision {
  if (situation.isDecided) return 'quit';
  if (situation.isRecording) return 'ask';
  if (situation.hasWatches) return 'hide-and-say-why';
  // Closing the last window leaves a Mac program running.
  if (situation.platform === 'darwin') return 'hide';
  return situation.hasUploads ? 'ask-of-uploads' : 'quit';
}

export function onQuit(
  situation: Pick<CloseSituation, 'isRecording' | 'hasUploads' | 'isDecided'>,
): Extract<CloseDecision, 'ask' | 'ask-of-uploads' | 'quit'> {
  if (situation.isDecided) return 'quit';
  if (situation.isRecording) return 'ask';
  return situation.hasUploads ? 'ask-of-uploads' : 'quit';
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
