/** What a test recording's status means to somebody who waits for it. Pure. */
import type { RecordingStatusReply } from '../../../contract/recording.ts';

/** Long enough to hear a sentence. */
export const testSeconds = 5;

export type Stage =
  | { name: 'connecting' | 'saving'; isRunning: true }
  | { name: 'recording'; isRunning: true; secondsLeft: number }
  | { name: 'done' | 'failed'; isRunning: false };

export function stageOf(test: Pick<RecordingStatusReply, 'status' | 'elapsed_seconds'>): Stage {
  switch (test.status) {
    case 'starting':
      return { name: 'connecting', isRunning: true };
    case 'recording':
    case 'paused':
    case 'reconnecting': {
      const left = Math.ceil(testSeconds - test.elapsed_seconds);
      return { name: 'recording', isRunning: true, secondsLeft: Math.min(testSeconds, Math.max(1, left)) };
    }
    case 'stopping':
    case 'interrupted':
      return { name: 'saving', isRunning: true };
    case 'processing':
    case 'ready':
      return { name: 'done', isRunning: false };
    case 'failed':
      return { name: 'failed', isRunning: false };
    default:
      return test.status satisfies never;
  }
}
