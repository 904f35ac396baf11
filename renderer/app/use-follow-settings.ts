/**
 * Language and looks of the settings reach this browser when they change, wherever that was. What was chosen in this
 * browser before it could ask (on the login page) stays until then. The desktop's frame and menus follow.
 */
import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { desktop } from '../api/desktop.ts';
import { useSettings } from '../api/settings.ts';
import { useLanguage } from '../i18n/language.tsx';

const storageKey = 'airclass.settings_seen';
/** As the contract's defaults: what nobody set takes nothing away. */
const untouched = 'ko auto';

export function useFollowSettings(): void {
  const { data: settings } = useSettings();
  const { language, setLanguage } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const seen = useRef<string>(undefined);
  const wantedLanguage = settings?.language;
  const wantedTheme = settings?.appearance.theme;
  useEffect(() => {
    if (wantedLanguage === undefined || wantedTheme === undefined) return;
    // Of this tab, since another one may have seen a change first.
    seen.current ??= localStorage.getItem(storageKey) ?? untouched;
    const [seenLanguage = '', seenTheme] = seen.current.split(' ');
    if (seenLanguage !== wantedLanguage) {
      void setLanguage(wantedLanguage).then((isShown) => {
        // A page that was left or cut off before it had the words: the next one tries again.
        if (!isShown) localStorage.setItem(storageKey, `${seenLanguage} ${wantedTheme}`);
      });
    }
    if (seenTheme !== wantedTheme) setColorScheme(wantedTheme);
    const isNew = seenLanguage !== wantedLanguage || seenTheme !== wantedTheme;
    seen.current = `${wantedLanguage} ${wantedTheme}`;
    if (isNew) localStorage.setItem(storageKey, seen.current);
  }, [wantedLanguage, wantedTheme, setLanguage, setColorScheme]);
  useEffect(() => {
    const theme = colorScheme === 'auto' ? 'system' : colorScheme;
    void desktop()?.invoke('appearance.set', { theme, language });
  }, [language, colorScheme]);
}
