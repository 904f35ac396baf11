/** What the page makes of a recording's status. */
import type { RecordingStatus } from '../../contract/recording.ts';

type Meaning = {
  /** A source is, or should be, recorded. */
  isActive: boolean;
  tone: 'recording' | 'attention' | 'safe' | 'quiet';
};

export const statusMeaning: Record<RecordingStatus, Meaning> = {
  starting: { isActive: true, tone: 'quiet' },
  recording: { isActive: true, tone: 'recording' },
  reconnecting: { isActive: true, tone: 'attention' },
  paused: { isActive: true, tone: 'attention' },
  stopping: { isActive: true, tone: 'quiet' },
  interrupted: { isActive: false, tone: 'attention' },
  processing: { isActive: false, tone: 'safe' },
  ready: { isActive: false, tone: 'safe' },
  failed: { isActive: false, tone: 'attention' },
};

/** What matters most first. */
const order: readonly RecordingStatus[] = ['recording', 'reconnecting', 'paused', 'starting', 'stopping'];

/** What the whole page says of all lessons that run: 'recording' as long as one of them is. Pure. */
export function leadingStatus(running: readonly { status: RecordingStatus }[]): RecordingStatus | undefined {
  return order.find((wanted) => running.some(({ status }) => status === wanted));
}
