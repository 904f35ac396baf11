/** What the marks of the lanes mean: told apart by pattern and place, not by colour alone. */
import type { SessionLanes } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { type LaneName, shownLanes } from './minute-facts.ts';
import classes from './session-timeline.module.css';

const marks = [
  { mark: 'negative', lane: 'messages' },
  { mark: 'positive', lane: 'messages' },
  { mark: 'rest', lane: 'messages' },
  { mark: 'wrong', lane: 'answers' },
  { mark: 'right', lane: 'answers' },
] as const satisfies { mark: string; lane: LaneName }[];

export function LaneLegend({ lanes }: { lanes: SessionLanes }) {
  const { t } = useLanguage();
  const shown = shownLanes(lanes);
  const entries = marks.filter(({ lane }) => shown.includes(lane));
  if (entries.length === 0 && lanes.gaps.length === 0) return null;
  return (
    <ul className={classes.legend} aria-label={t('overview.legend')}>
      {entries.map(({ mark }) => (
        <li key={mark}>
          <i data-part={mark} aria-hidden="true" />
          {t(`overview.mark_${mark}`)}
        </li>
      ))}
      {lanes.gaps.length > 0 && (
        <li>
          <i data-part="gap" aria-hidden="true" />
          {t('overview.mark_gap')}
        </li>
      )}
    </ul>
  );
}
