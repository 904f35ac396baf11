/** Draws the page. */
import { endStart } from './start.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css';
import './mantine.css';
import '@mantine/notifications/styles.css';
import './app/global.css';
import { bridgeEvents } from './api/event-bridge.ts';
import { createQueryClient } from './api/query-client.ts';
import { App } from './app/app.tsx';
import { firstAnswers } from './app/first-answers.ts';
import { followMissingParts } from './app/missing-parts.ts';
import { Providers } from './app/providers.tsx';
import { showStartFailure } from './app/start-failure.ts';
import { startLanguage } from './i18n/start-language.ts';
import { forgetFailedTexts, hasTexts, loadTexts } from './i18n/texts.ts';

/** Shorter than what people feel as waiting; then the page shows where everything will be (ms). */
const answersWaitMs = 200;

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
const cache = createQueryClient();
bridgeEvents(cache);
if (await hasWords()) {
  await Promise.race([firstAnswers(cache), new Promise((resolve) => setTimeout(resolve, answersWaitMs))]);
  endStart();
  createRoot(root).render(
    <StrictMode>
      <Providers cache={cache}>
        <App />
      </Providers>
    </StrictMode>,
  );
} else {
  showStartFailure(root);
}
