/** Entry of the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/global.css';
import { App } from './app/app.tsx';
import { followMissingParts } from './app/missing-parts.ts';
import { Providers } from './app/providers.tsx';
import { showStartFailure } from './app/start-failure.ts';
import { startLanguage } from './i18n/language.tsx';
import { forgetFailedTexts, hasTexts, loadTexts } from './i18n/texts.ts';

/** Tries twice: the recorder may be only just starting. */
async function hasWords(): Promise<boolean> {
  const language = startLanguage();
  await loadTexts(language).catch(() => undefined);
  if (hasTexts(language)) return true;
  forgetFailedTexts();
  await loadTexts(language).catch(() => undefined);
  return hasTexts(language);
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
followMissingParts();
if (await hasWords()) {
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <App />
      </Providers>
    </StrictMode>,
  );
} else {
  showStartFailure(root);
}
