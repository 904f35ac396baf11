/** What every screen stands on: words, looks, the query cache, the core's events, notices. */
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { LanguageProvider } from '../i18n/language.tsx';
import { afterPaint } from '../ui/after-paint.ts';
import { fetchEverydaySyllables } from '../ui/fetch-font.ts';
import { fetchLate, late } from '../ui/late.tsx';
import { KeptEditsSender } from './kept-edits-sender.tsx';
import { cssVariables, theme } from './theme.ts';
import { ShortcutProvider } from './shortcuts.tsx';

const Notices = late(async () => (await import('./notices.tsx')).Notices);
const colorScheme = localStorageColorSchemeManager({ key: 'airclass.theme' });

export function Providers({ cache, children }: { cache: QueryClient; children: ReactNode }) {
  const [isSeen, setIsSeen] = useState(false);
  useEffect(
    () =>
      afterPaint(() => {
        setIsSeen(true);
        void fetchEverydaySyllables();
        void fetchLate();
      }),
    [],
  );
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={colorScheme}
    >
      <LanguageProvider>
        <QueryClientProvider client={cache}>
          <KeptEditsSender />
          <ShortcutProvider>{children}</ShortcutProvider>
        </QueryClientProvider>
        {isSeen && <Notices />}
      </LanguageProvider>
    </MantineProvider>
  );
}
