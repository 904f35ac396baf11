/** How far a job is, with a way to stop it. */
import { Button } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './model-row.module.css';

export function WorkProgress(props: { label: string; progress: number | null; onCancel: () => void }) {
  const { t } = useLanguage();
  const percent = Math.round((props.progress ?? 0) * 100);
  return (
    <div className={classes.installing}>
      <div
        role="progressbar"
        className={classes.bar}
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <span className={classes.percent} aria-hidden="true">
        {percent}%
      </span>
      <Button size="compact-sm" variant="default" onClick={props.onCancel}>
        {t('common.cancel')}
      </Button>
    </div>
  );
}
