/** Keys that work everywhere, and how to see those of a screen. */
import { Button, Kbd } from '@mantine/core';
import { useShortcutHelp } from '../../app/shortcuts.tsx';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import { FactList } from './fact-list.tsx';
import classes from './keyboard-section.module.css';
import { SettingGroup } from './setting-row.tsx';

const everywhere: readonly (readonly [string, TextKey])[] = [
  ['R', 'keys.record'],
  ['G', 'keys.library'],
  ['/', 'keys.search'],
  ['A', 'keys.activity'],
  [',', 'keys.settings'],
  ['?', 'keys.title'],
];

export function KeyboardSection() {
  const { t } = useLanguage();
  const showHelp = useShortcutHelp();
  return (
    <SettingGroup title={t('keys.everywhere')} hint={t('settings.keys_hint')}>
      <FactList facts={everywhere.map(([key, label]) => [t(label), <Kbd key={key}>{key}</Kbd>])} />
      <div className={classes.foot}>
        <Button variant="subtle" onClick={showHelp}>
          {t('settings.keys_show')}
        </Button>
      </div>
    </SettingGroup>
  );
}
