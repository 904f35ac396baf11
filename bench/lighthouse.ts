/** n: what Lighthouse says of the page's accessibility and good practice. */
import path from 'node:path';
import process from 'node:process';
import { chromium } from '@playwright/test';
import { classroomClip } from './classroom.ts';
import { token } from './core.ts';
import { libraryLessons, withLargeLibrary } from './large-library.ts';
import { importLesson } from './page.ts';
import type { Row } from './row.ts';

const bar = 95;
const categories = ['accessibility', 'best-practices'];
const screens = ['/', '/record', '/activity', '/settings/storage', '/settings/analysis'];

export const goodPractice: Row = {
  id: 'n',
  what: 'Lighthouse: accessibility and best practices',
  bar: `≥ ${bar} each`,
  run: async (work) =>
    withLargeLibrary(work, async (_browser, core) => {
      const { url } = core;
      const { default: lighthouse } = await import('lighthouse').catch(() => {
        throw new Error('Lighthouse is not installed: npm install --no-save lighthouse@13');
      });
      const port = 9300 + (process.pid % 500);
      // Lighthouse looks through a browser that runs, in its first profile: the session's cookie is there.
      await using context = await chromium.launchPersistentContext(path.join(work, 'profile'), {
        executablePath: process.env['AIRCLASS_CHROMIUM'] ?? '/usr/bin/chromium',
        args: [`--remote-debugging-port=${port}`],
        viewport: { width: 1440, height: 900 },
        locale: 'ko-KR',
      });
      const page = await context.newPage();
      await page.goto(`${url}/?token=${token}`);
      await core.api('PATCH', '/api/settings', { processing: { ladder: [] }, analysis: { enabled: false } });
      const lesson = await importLesson(core, await classroomClip(work));
      let lowest = 100;
      let version = '';
      const notes: string[] = [];
      for (const screen of [...screens, `/lessons/${lesson}`]) {
        const result = await lighthouse(`${url}${screen}`, {
          port,
          onlyCategories: categories,
          disableStorageReset: true,
          logLevel: 'error',
          locale: 'en',
          formFactor: 'desktop',
          screenEmulation: { disabled: true },
          throttlingMethod: 'provided',
        });
        if (result === undefined) throw new Error(`Lighthouse gave no result for ${screen}`);
        const { lhr } = result;
        version = lhr.lighthouseVersion;
        const scores = categories.map((name) => Math.round((lhr.categories[name]?.score ?? 0) * 100));
        lowest = Math.min(lowest, ...scores);
        const failed = Object.values(lhr.audits)
          .filter(
            ({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode === 'binary',
          )
          .map(({ title }) => title);
        const name = screen.startsWith('/lessons/') ? '/lessons/…' : screen;
        notes.push(`${name}: ${scores.join(', ')}${failed.length > 0 ? `; ${failed.join('; ')}` : ''}`);
      }
      return {
        figure: `lowest of all ${lowest}`,
        baseline: `Lighthouse ${version}, ${screens.length + 1} screens, library of ${libraryLessons.toLocaleString('en')} lessons`,
        isMet: lowest >= bar,
        notes: ['accessibility, best practices of each screen, in Korean, light', ...notes],
      };
    }),
};
