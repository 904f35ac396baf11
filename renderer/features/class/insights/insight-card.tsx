/** One thing that stood out: what kind, in a sentence, how sure, where it can be seen, and how it was found. */
import { VisuallyHidden } from '@mantine/core';
import type { KeyInsight } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import { EvidenceList } from './evidence-list.tsx';
import classes from './insight-card.module.css';
import { insightSigns } from './insight-signs.ts';
import { surenessOf } from './sureness.ts';

export function InsightCard({ insight }: { insight: KeyInsight }) {
  const { t, language } = useLanguage();
  const { kind, text, evidence, confidence } = insight;
  const Sign = insightSigns[kind];
  const sureness = surenessOf(confidence);
  const percent = new Intl.NumberFormat(language, { style: 'percent' }).format(confidence);
  return (
    <li className={classes.card} data-kind={kind}>
      <div className={classes.head}>
        <span className={classes.sign}>
          <Sign size="1.25rem" stroke={1.5} aria-hidden="true" />
        </span>
        <h3>{t(`overview.kind_${kind}`)}</h3>
        <span className={classes.sure} data-sureness={sureness} title={t('overview.confidence', { percent })}>
          {t(`overview.sure_${sureness}`)}
          <VisuallyHidden>, {t('overview.confidence', { percent })}</VisuallyHidden>
        </span>
      </div>
      <p className={classes.text}>{text}</p>
      <EvidenceList evidence={evidence} />
      <HowCounted title={t('overview.how_found')}>
        <p>{t(`overview.found_${kind}`)}</p>
        <p>{t(`overview.limit_${kind}`)}</p>
        <p>{t('overview.how_sure', { percent })}</p>
      </HowCounted>
    </li>
  );
}
