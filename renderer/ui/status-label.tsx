import type { RecordingStatus } from '../../contract/recording.ts';
import { useLanguage } from '../i18n/language.tsx';
import { statusMeaning } from './lesson-status.ts';
import classes from './status-label.module.css';

/** Status in words, with a dot in its colour beside them. */
export function StatusLabel({ status }: { status: RecordingStatus }) {
  const { t } = useLanguage();
  return (
    <span className={classes.status} data-tone={statusMeaning[status].tone}>
      <span className={classes.dot} aria-hidden="true" />
      {t(`status.${status}`)}
    </span>
  );
}
