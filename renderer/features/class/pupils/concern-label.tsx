/** How soon one should ask a pupil, in words with a sign; the score lies under how it is counted. */
import { IconEye, IconHeartHandshake } from '@tabler/icons-react';
import { useLanguage } from '../../../i18n/language.tsx';
import { HowCounted } from '../../../ui/how-counted.tsx';
import classes from './help.module.css';
import { concernOf, firstFrom, namedFrom, scoreText } from './help-words.ts';

const signs = { first: IconHeartHandshake, look: IconEye };

export function ConcernLabel({ score }: { score: number }) {
  const { t } = useLanguage();
  const concern = concernOf(score);
  const Sign = signs[concern];
  return (
    <span className={classes.concern} data-concern={concern}>
      <Sign size="1rem" stroke={1.5} aria-hidden="true" />
      {t(`pupils.concern_${concern}`)}
    </span>
  );
}

/** The number behind the words. */
export function ScoreCounted({ score }: { score: number }) {
  const { t, language } = useLanguage();
  const number = (value: number) => scoreText(value, language);
  return (
    <HowCounted>
      <p>{t('pupils.score', { score: number(score), named: number(namedFrom), first: number(firstFrom) })}</p>
      <p>{t('pupils.score_not_verdict')}</p>
    </HowCounted>
  );
}
