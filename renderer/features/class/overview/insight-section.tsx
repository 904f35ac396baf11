/** What stood out in class: the heart of the page. The kind that is looked at stands in the address. */
import { useSearchParams } from 'wouter';
import type { InsightKind, KeyInsight } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { InsightCard } from '../insights/insight-card.tsx';
import { insightsOfKind, kindCounts } from '../insights/insight-list.ts';
import { insightSigns } from '../insights/insight-signs.ts';
import { ReviewSection } from '../review-section.tsx';
import classes from './insight-section.module.css';

const parameter = 'kind';

export function InsightSection({ insights }: { insights: readonly KeyInsight[] }) {
  const { t } = useLanguage();
  const [parameters, setParameters] = useSearchParams();
  const kinds = kindCounts(insights);
  const wanted = kinds.find(({ kind }) => kind === parameters.get(parameter))?.kind ?? null;
  const choose = (kind: InsightKind | null) =>
    setParameters(
      (now) => {
        const next = new URLSearchParams(now);
        if (kind === null) next.delete(parameter);
        else next.set(parameter, kind);
        return next;
      },
      { replace: true },
    );
  if (insights.length === 0) {
    return (
      <ReviewSection title={t('overview.insights')}>
        <p className={classes.nothing}>{t('overview.no_insights')}</p>
      </ReviewSection>
    );
  }
  return (
    <ReviewSection title={t('overview.insights')}>
      {kinds.length > 0 && (
        <ul className={classes.chips} aria-label={t('overview.kinds')}>
          <li>
            <button type="button" aria-pressed={wanted === null} onClick={() => choose(null)}>
              {t('overview.kind_all', { count: insights.length })}
            </button>
          </li>
          {kinds.map(({ kind, count }) => {
            const Sign = insightSigns[kind];
            return (
              <li key={kind}>
                <button
                  type="button"
                  aria-pressed={wanted === kind}
                  onClick={() => choose(wanted === kind ? null : kind)}
                >
                  <Sign size="1rem" stroke={1.5} aria-hidden="true" />
                  {t('overview.kind_count', { kind: t(`overview.kind_${kind}`), count })}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <ul className={classes.insights} aria-label={t('overview.insights')}>
        {insightsOfKind(insights, wanted).map((insight) => (
          <InsightCard key={`${insight.kind} ${insight.text}`} insight={insight} />
        ))}
      </ul>
    </ReviewSection>
  );
}
