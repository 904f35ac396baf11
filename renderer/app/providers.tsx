/** What every screen stands on: words, looks, the query cache, the core's events, notices. */
import { MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { createQueryClient } from '../api/query-client.ts';
import { EventBridge } from '../api/event-bridge.tsx';
import { LanguageProvider } from '../i18n/language.tsx';
import { KeptEditsSender } from './kept-edits-sender.tsx';
import { cssVariables, theme } from './theme.ts';
import { ShortcutProvider } from './shortcuts.tsx';

const colorScheme = localStorageColorSchemeManager({ key: 'airclass.theme' });

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      colorSchemeManager={colorScheme}
    >
      <LanguageProvider>
        <QueryClientProvider client={queryClient}>
          <EventBridge />
          <KeptEditsSender />
          <ShortcutProvider>{children}</ShortcutProvider>
        </QueryClientProvider>
        <Notifications position="bottom-center" limit={3} />
      </LanguageProvider>
    </MantineProvider>
  );
}
