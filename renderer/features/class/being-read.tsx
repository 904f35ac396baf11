/** The class is still being read: what is coming, shaped like it, and words about why it takes a while. */
import { Skeleton } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './being-read.module.css';

export function BeingRead() {
  const { t } = useLanguage();
  return (
    <div className={classes.reading}>
      <p>
        <b>{t('overview.reading')}</b> {t('overview.reading_hint')}
      </p>
      <div className={classes.cards} aria-hidden="true">
        <Skeleton height="10rem" radius="lg" />
        <Skeleton height="10rem" radius="lg" />
        <Skeleton height="10rem" radius="lg" />
      </div>
      <Skeleton height="16rem" radius="lg" />
    </div>
  );
}
