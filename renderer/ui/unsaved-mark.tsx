/** Beside what was typed and could not be saved yet. */
import { IconCloudOff } from '@tabler/icons-react';
import { useLanguage } from '../i18n/language.tsx';
import classes from './unsaved-mark.module.css';

export function UnsavedMark() {
  const { t } = useLanguage();
  return (
    <span className={classes.mark} role="status">
      <IconCloudOff size="1rem" stroke={1.5} aria-hidden="true" />
      {t('edit.unsaved')}
    </span>
  );
}
