import type { Job } from '../../../contract/jobs.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { lengthText } from '../../ui/format.ts';
import classes from './job-progress.module.css';

/** A bar with how much is done and how long the rest takes, as far as that is known. */
export function JobProgress(props: { job: Pick<Job, 'progress' | 'eta_seconds'>; label: string }) {
  const { job, label } = props;
  const { t, language } = useLanguage();
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(
    job.progress,
  );
  const left = job.eta_seconds === null ? undefined : lengthText(job.eta_seconds, t);
  const text = left === undefined ? percent : t('activity.progress', { percent, left });
  return (
    <div className={classes.progress}>
      <div
        role="progressbar"
        className={classes.bar}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(job.progress * 100)}
        aria-valuetext={text}
      >
        <span style={{ transform: `scaleX(${job.progress})` }} />
      </div>
      <span className={classes.text} aria-hidden="true">
        {text}
      </span>
    </div>
  );
}
