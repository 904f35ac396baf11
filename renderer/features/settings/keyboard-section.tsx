/** Keys that work everywhere, and how to see those of a screen. */
import { Button, Kbd, Switch } from '@mantine/core';
import { useId } from 'react';
import { setLetterKeys, useLetterKeys } from '../../app/letter-keys.ts';
import { useShortcutHelp } from '../../app/shortcuts.tsx';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import { FactList } from './fact-list.tsx';
import classes from './keyboard-section.module.css';
import { SettingGroup, SettingRow } from './setting-row.tsx';

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
  const id = useId();
  const areLettersOn = useLetterKeys();
  return (
    <SettingGroup title={t('keys.everywhere')} hint={t('settings.keys_hint')}>
      <SettingRow title={t('settings.keys_letters')} hint={t('settings.keys_letters_hint')} labelFor={id}>
        <Switch
          id={id}
          size="md"
          checked={areLettersOn}
          onChange={(event) => setLetterKeys(event.currentTarget.checked)}
        />
      </SettingRow>
      <FactList facts={everywhere.map(([key, label]) => [t(label), <Kbd key={key}>{key}</Kbd>])} />
      <div className={classes.foot}>
        <Button variant="subtle" onClick={showHelp}>
          {t('settings.keys_show')}
        </Button>
      </div>
    </SettingGroup>
  );
}
