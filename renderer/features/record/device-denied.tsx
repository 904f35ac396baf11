/** Says that the system does not let us film or listen, what that means for the lesson, and leads to its settings. */
import { Button } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './device-denied.module.css';
import type { DevicePermissions } from './use-device-permissions.ts';

export function DeviceDenied({ denied, openSettings }: DevicePermissions) {
  const { t } = useLanguage();
  return denied.map((kind) => (
    <div key={kind} className={classes.denied} role="status">
      <p>{t(`record.${kind}_denied`)}</p>
      <Button size="xs" variant="default" onClick={() => openSettings(kind)}>
        {t('record.open_system_settings')}
      </Button>
    </div>
  ));
}
