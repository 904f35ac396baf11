/** One sign per kind of insight: told apart by shape, not by colour. */
import {
  IconChecklist,
  IconGauge,
  IconMessage2Bolt,
  IconMessageQuestion,
  IconMoodPuzzled,
  IconUserQuestion,
  IconVolumeOff,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { InsightKind } from '../../../../contract/session-analysis.ts';

export const insightSigns: Record<
  InsightKind,
  ComponentType<{ size?: string | number; stroke?: number; 'aria-hidden'?: boolean | 'true' }>
> = {
  confusion: IconMoodPuzzled,
  unanswered_question: IconMessageQuestion,
  hard_quiz_item: IconChecklist,
  silence: IconVolumeOff,
  chat_burst: IconMessage2Bolt,
  pace: IconGauge,
  not_heard_from: IconUserQuestion,
};
