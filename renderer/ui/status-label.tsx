import type { RecordingStatus } from '../../contract/recording.ts';
import { useLanguage } from '../i18n/language.tsx';
import { statusMeaning } from './lesson-status.ts';
import classes from './status-label.module.css';

/**
 * Status in words, with a dot in its colour beside them.
 * @param props.status undefined: the recorder does not answer, so nobody knows
 */
export function StatusLabel({ status }: { status: RecordingStatus | undefined }) {
  const { t } = useLanguage();
  return (
    <span
      className={classes.status}
      data-tone={status === undefined ? 'attention' : statusMeaning[status].tone}
    >
      <span className={classes.dot} aria-hidden="true" />
      {status === undefined ? t('status.unknown') : t(`status.${status}`)}
    </span>
  );
}
