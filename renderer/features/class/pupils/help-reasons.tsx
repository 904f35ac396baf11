/** Why a pupil is named: each sign with the pupil's own value beside the class's, and the moments behind it. */
import type { StrugglingStudent } from '../../../../contract/session-analysis.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { EvidenceList } from './evidence-list.tsx';
import classes from './help.module.css';
import { signText } from './help-words.ts';

export function HelpReasons({ pupil }: { pupil: StrugglingStudent }) {
  const { t, language } = useLanguage();
  return (
    <ul className={classes.reasons} aria-label={t('pupils.reasons')}>
      {pupil.reasons.map(({ signal, value, class_median: median, text, evidence }) => (
        <li key={signal} className={classes.reason}>
          <p className={classes.sign}>
            <span>{t(`pupils.sign_${signal}`)}</span>
            <strong>{signText(signal, value, language)}</strong>
            <span className={classes.median}>
              {t('pupils.median', { value: signText(signal, median, language) })}
            </span>
          </p>
          <p className={classes.reasonText}>{text}</p>
          <EvidenceList
            evidence={evidence}
            label={t('pupils.evidence_of', { what: t(`pupils.sign_${signal}`) })}
          />
        </li>
      ))}
    </ul>
  );
}
