/** The lesson's screen before anything of it is known: everything stands where it will be. */
import { Skeleton } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './lesson-page.module.css';
import player from './player/player.module.css';

export function LessonSkeleton() {
  const { t } = useLanguage();
  return (
    <div className={classes.page} data-fills="true" role="status" aria-label={t('common.loading')}>
      <div className={classes.left}>
        <div className={classes.header}>
          <Skeleton height="1.5rem" width="40%" />
        </div>
        <div className={player.player} style={{ '--ratio': '1.7778' }}>
          <Skeleton className={player.stage ?? ''} />
          <Skeleton height="3.75rem" mt="xs" />
        </div>
        <div className={classes.under}>
          <Skeleton height="8.5rem" />
        </div>
      </div>
      <aside className={classes.side}>
        <Skeleton height="100%" radius={0} />
      </aside>
    </div>
  );
}
