import type { RecordingStatus } from '../../contract/recording.ts';
import { useLanguage } from '../i18n/language.tsx';
import { statusMeaning } from './lesson-status.ts';

/** Status in words, with a dot in its colour beside them. */
export function StatusLabel({ status }: { status: RecordingStatus }) {
  const { t } = useLanguage();
  return (
    <span className={`status ${statusMeaning[status].tone}`}>
      <span className="dot" aria-hidden="true" />
      {t(`status.${status}`)}
    </span>
  );
}
