/** Picture, sound and room at a glance; what needs a hand is said in a sentence below. */
import { IconAlertTriangle, IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import { useLanguage } from '../../i18n/language.tsx';
import { roomText } from '../../ui/format.ts';
import type { Check } from './preflight.ts';
import classes from './preflight-list.module.css';

const icons = { fine: IconCircleCheckFilled, attention: IconAlertTriangle, waiting: IconCircleDashed };

/** @param props.room minutes of recording that fit */
export function PreflightList({ checks, room }: { checks: readonly Check[]; room: number | undefined }) {
  const { t } = useLanguage();
  const left = room === undefined ? '' : roomText(room, t);
  const warnings = checks.filter(({ verdict }) => verdict === 'attention');
  return (
    <div className={classes.checks}>
      <ul aria-label={t('record.checks')}>
        {checks.map(({ what, verdict }) => {
          const Icon = icons[verdict];
          return (
            <li key={what} data-verdict={verdict}>
              <Icon stroke={1.5} aria-hidden="true" />
              <span>{t(`record.check_${what}`)}</span>
              {what === 'room' && <span className="tabular">{left}</span>}
              <span className={classes.spoken}>{t(`record.verdict_${verdict}`)}</span>
            </li>
          );
        })}
      </ul>
      <div role="status" className={classes.warnings}>
        {warnings.map(({ what, text }) => (
          <p key={what}>{what === 'room' ? t('record.room_low', { room: left }) : text && t(text)}</p>
        ))}
      </div>
    </div>
  );
}
