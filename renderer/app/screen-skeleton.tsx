/** Stands in for a screen whose code is still on its way. */
import { Skeleton } from '@mantine/core';
import { useLanguage } from '../i18n/language.tsx';
import classes from './screen-skeleton.module.css';

export function ScreenSkeleton() {
  const { t } = useLanguage();
  return (
    <div className={classes.skeleton} role="status" aria-label={t('common.loading')}>
      <Skeleton height="2rem" width="40%" />
      <Skeleton height="50vh" />
    </div>
  );
}
