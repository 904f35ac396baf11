/** Which sentences a running lesson deserves. Pure. */
import type { AlarmKind, Gap, RecordingStatus } from '../../../contract/recording.ts';
import type { TextKey } from '../../i18n/language.tsx';

export type Words = {
  text: TextKey;
  tone: 'attention' | 'calm';
  /** A length that belongs into the sentence. */
  seconds?: number;
};

export function wordsOf(lesson: {
  status: RecordingStatus;
  alarms: readonly AlarmKind[];
  gaps: readonly Gap[];
  hasResumed: boolean;
  isReachable: boolean;
}): Words[] {
  const { status, alarms, gaps, hasResumed, isReachable } = lesson;
  // What was known last may be over: only that is said.
  if (!isReachable) return [{ text: 'record.unreachable', tone: 'attention' }];
  const words: Words[] = [];
  if (status === 'starting') words.push({ text: 'record.waiting', tone: 'calm' });
  if (status === 'reconnecting') words.push({ text: 'record.source_away', tone: 'attention' });
  if (status === 'paused') words.push({ text: 'record.paused', tone: 'attention' });
  if (status === 'stopping') words.push({ text: 'record.finishing', tone: 'calm' });
  for (const alarm of alarms) {
    // Said already, or to be expected.
    if (alarm === 'no_data' && status !== 'recording') continue;
    words.push({ text: `alarm.${alarm}`, tone: 'attention' });
  }
  if (hasResumed && status === 'recording') words.push(restartWords(gaps));
  return words;
}

/** What the recorder's restart did to a lesson that goes on. */
export function restartWords(gaps: readonly Gap[]): Words {
  const seconds = gaps
    .filter(({ reason }) => reason === 'recorder_stopped')
    .reduce((sum, gap) => sum + gap.end_time - gap.start_time, 0);
  if (seconds === 0) return { text: 'record.restarted', tone: 'calm' };
  return { text: 'record.restarted_with_gap', tone: 'calm', seconds };
}
