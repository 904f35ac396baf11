/**
 * Entry of the page. What is waited for longest is asked for while the page's own code, main.tsx, is still being read.
 * The core is heard before anything is asked of it: no change goes by between an answer and the first event.
 */
import { firstNews, followCore, listenToCore } from './api/core-events.ts';
import { askEarly, forgetEarly } from './api/early-answers.ts';
import { activePath, settingsPath, systemPath } from './api/first-paths.ts';
import { firstPagePath } from './api/search.ts';
import { paths } from './app/paths.ts';
import { showStartFailure } from './app/start-failure.ts';
import { parseLibraryQuery, searchOf } from './features/library/library-query.ts';
import { startLanguage } from './i18n/start-language.ts';
import { loadTexts } from './i18n/texts.ts';

followCore();
// Whoever shows the words hears of a failure; here they are only on their way.
loadTexts(startLanguage()).catch(() => undefined);
let isOver = false;
void firstNews().then(() => {
  if (isOver) return;
  askEarly(settingsPath);
  askEarly(activePath);
  if (window.location.pathname !== paths.library) return;
  askEarly(firstPagePath(searchOf(parseLibraryQuery(window.location.search))));
  askEarly(systemPath);
});
const stopForgetting = listenToCore(forgetEarly);

void import('./main.tsx').catch(() => {
  const root = document.getElementById('root');
  if (root !== null) showStartFailure(root);
});

/** Called by what keeps the answers from now on, and hears itself what changes. */
export function endStart(): void {
  isOver = true;
  stopForgetting();
}
