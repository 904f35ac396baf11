/** Says that the core does not answer, and that what runs there goes on; goes away by itself. */
import { useEffect, useState } from 'react';
import { useConnection } from '../api/events.ts';
import { useKeptEdits } from '../api/kept-edits.ts';
import { useLanguage } from '../i18n/language.tsx';
import classes from './connection-banner.module.css';

/** A blink of the connection is nobody's business. */
const patienceMs = 1200;

export function ConnectionBanner({ isRecording }: { isRecording: boolean }) {
  const { t } = useLanguage();
  const isLost = useConnection() === 'lost';
  const kept = useKeptEdits().size;
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (!isLost) return undefined;
    const timer = setTimeout(() => setIsShown(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setIsShown(false);
    };
  }, [isLost]);
  return (
    <div role="status" aria-live="polite">
      {isShown && (
        <p className={classes.banner}>
          {t(isRecording ? 'nav.unreachable_recording' : 'nav.unreachable')}
          {kept > 0 && ` ${t('edit.kept', { count: kept })}`}
        </p>
      )}
    </div>
  );
}
