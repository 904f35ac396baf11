/** How the core comes to name a pupil, as docs/signals.md defines it. */
import type { RiskSignal } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import classes from './help.module.css';
import { namedFrom, scoreText, signWeights } from './help-words.ts';

export function HelpHow() {
  const { t, language } = useLanguage();
  const number = (value: number) => scoreText(value, language);
  return (
    <HowCounted>
      <p>{t('pupils.how_limits')}</p>
      <p>{t('pupils.how_named', { named: number(namedFrom) })}</p>
      <p>{t('pupils.how_compared')}</p>
      <dl className={classes.signs}>
        {(Object.entries(signWeights) as [RiskSignal, number][]).map(([signal, weight]) => (
          <div key={signal}>
            <dt>
              {t(`pupils.sign_${signal}`)} <small>{t('pupils.weight', { weight: number(weight) })}</small>
            </dt>
            <dd>{t(`pupils.how_${signal}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t('pupils.how_weights')}</p>
    </HowCounted>
  );
}
