/** What every screen stands on: words, looks, the query cache, the core's events, notices. */
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { LanguageProvider } from '../i18n/language.tsx';
import { KeptEditsSender } from './kept-edits-sender.tsx';
import { cssVariables, theme } from './theme.ts';
import { ShortcutProvider } from './shortcuts.tsx';

const colorScheme = localStorageColorSchemeManager({ key: 'airclass.theme' });

export function Providers({ cache, children }: { cache: QueryClient; children: ReactNode }) {
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
        <Notifications position="bottom-center" limit={3} />
      </LanguageProvider>
    </MantineProvider>
  );
}
