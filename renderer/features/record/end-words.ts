/** What is said of a lesson that has ended. Pure. */
import type { RecordingStatusReply } from '../../../contract/recording.ts';
import type { TextKey } from '../../i18n/language.tsx';
import { statusMeaning } from '../../ui/lesson-status.ts';

export type EndWords = {
  text: TextKey;
  /** Why, where there is something to say. */
  why?: TextKey;
  tone: 'calm' | 'attention';
  /** There is something to see. */
  hasMedia: boolean;
};

/** @returns undefined while it runs, and while recovery looks at it: nothing would be certain */
export function endWords(state: Pick<RecordingStatusReply, 'status' | 'error'>): EndWords | undefined {
  const { status, error } = state;
  if (statusMeaning[status].isActive || status === 'interrupted') return undefined;
  const why = error === undefined ? {} : { why: `error.${error.code}` as const };
  if (status === 'failed')
    return { text: 'record.ended_without', ...why, tone: 'attention', hasMedia: false };
  // It did not end because somebody wanted it to.
  if (error !== undefined) return { text: 'record.ended_early', ...why, tone: 'attention', hasMedia: true };
  return { text: 'record.done', tone: 'calm', hasMedia: true };
}
