/** How far the class took part as one number, what it is made of, and what it does not see. */
import type { SessionAnalysis } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import { ReviewSection } from '../review-section.tsx';
import classes from './engagement-card.module.css';

export function EngagementCard({
  analysis,
}: {
  analysis: Pick<SessionAnalysis, 'overall_engagement' | 'engagement'>;
}) {
  const { t, language } = useLanguage();
  const { overall_engagement: overall, engagement } = analysis;
  const { components, reason } = engagement;
  const percent = (value: number) => new Intl.NumberFormat(language, { style: 'percent' }).format(value);
  return (
    <ReviewSection title={t('overview.engagement')}>
      <div className={classes.card}>
        {overall === null ? (
          <p className={classes.reason}>{t(`overview.reason_${reason ?? 'no_data'}`)}</p>
        ) : (
          <p className={classes.big}>
            {percent(overall)}
            <small>{t('overview.engagement_hint')}</small>
          </p>
        )}
        {components.length > 0 && (
          <ul className={classes.parts} aria-label={t('overview.parts')}>
            {components.map(({ part, value, weight }) => (
              <li key={part}>
                <span className={classes.name}>{t(`overview.part_${part}`)}</span>
                <b>{percent(value)}</b>
                <span className={classes.bar} aria-hidden="true">
                  <span style={{ width: `${value * 100}%` }} />
                </span>
                <small>{t('overview.weight', { percent: percent(weight) })}</small>
              </li>
            ))}
          </ul>
        )}
        <HowCounted>
          <p>{t('overview.how_engagement')}</p>
          {components.map(({ part }) => (
            <p key={part}>
              <b>{t(`overview.part_${part}`)}</b> {t(`overview.how_${part}`)}
            </p>
          ))}
          <p>{t('overview.how_weights')}</p>
          <p>{t('overview.engagement_limits')}</p>
        </HowCounted>
      </div>
    </ReviewSection>
  );
}
