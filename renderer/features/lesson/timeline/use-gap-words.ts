/** What is missing, by the clock on the wall and in words. */
import type { Gap } from '../../../../contract/recording.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { lengthText, wallClockText } from '../../../ui/format.ts';
import type { GapMark } from './lanes.ts';

/** @param startedAt of the recording; null: not known, and the clock is left out */
export function useGapWords(startedAt: string | null): (mark: GapMark<Gap>) => string {
  const { t, language } = useLanguage();
  return ({ gaps, missingSec }) => {
    const [first] = gaps;
    if (first === undefined) return '';
    const length = lengthText(Math.max(1, missingSec), t);
    if (gaps.length > 1) return t('gap.several', { count: gaps.length, length });
    const reason = t(`gap.${first.reason}`);
    if (startedAt === null) return t('gap.without_clock', { length, reason });
    const from = wallClockText(Date.parse(startedAt) + first.start_time * 1000, language);
    return t('lesson.gap', { from, length, reason });
  };
}
