/** Entry of the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/global.css';
import { App } from './app/app.tsx';
import { Providers } from './app/providers.tsx';
import { startLanguage } from './i18n/language.tsx';
import { loadTexts } from './i18n/texts.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
await loadTexts(startLanguage());
createRoot(root).render(
  <StrictMode>
    <Providers>
      <App />
    </Providers>
  </StrictMode>,
);
