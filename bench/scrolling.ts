/** m: whether the library of a school that has recorded for years scrolls without a halt. */
import type { Page } from '@playwright/test';
import { token } from './core.ts';
import { libraryLessons, withLargeLibrary } from './large-library.ts';
import { type Row, list } from './row.ts';

const barMs = 50;
const rounds = 3;
const wheelTurns = 40;
const wheelPx = 500;
const looks = { pictures: '그림으로 보기', list: '목록으로 보기' };

type TraceEvent = { name: string; pid: number; tid: number; tdur?: number; args?: { name?: unknown } };

export const scrolling: Row = {
  id: 'm',
  what: `longest task of the page while ${libraryLessons.toLocaleString('en')} lessons are scrolled, in Chromium`,
  bar: `≤ ${barMs} ms`,
  run: async (work) =>
    withLargeLibrary(work, async (browser, { url }) => {
      const longest: { look: string; tasksMs: number[] }[] = [];
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'ko-KR' });
      await page.goto(`${url}/?token=${token}`);
      for (const [look, button] of Object.entries(looks)) {
        for (let round = 0; round < rounds; round += 1) {
          await page.goto(url);
          await page.getByRole('button', { name: button }).click();
          await page.getByRole('status').getByText('개 이상').waitFor();
          longest.push({ look, tasksMs: await wheelThrough(page) });
        }
      }
      const worstMs = Math.max(...longest.map(({ tasksMs }) => tasksMs[0] ?? Number.NaN));
      return {
        figure: `${worstMs.toFixed(0)} ms`,
        baseline: `${rounds} rounds of ${wheelTurns} turns of ${wheelPx} px, in both looks`,
        isMet: worstMs <= barMs,
        notes: [
          'tasks of the main thread, in time of its own on the processor: how long they take on the clock is also up to what else the machine does',
          ...longest.map(({ look, tasksMs }) => `${look}: the five longest ${list(tasksMs, 1)} ms`),
        ],
      };
    }),
};

/** Turns the wheel. @returns the longest tasks of the page meanwhile, ms on the processor, longest first */
async function wheelThrough(page: Page): Promise<number[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('no browser');
  await browser.startTracing(page, { categories: ['toplevel'] });
  await page.mouse.move(640, 500);
  for (let turn = 0; turn < wheelTurns; turn += 1) await page.mouse.wheel(0, wheelPx);
  await page.evaluate('new Promise(requestAnimationFrame)');
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return traceEvents
    .filter(({ name, pid, tid }) => name.endsWith('RunTask') && threads.has(`${pid} ${tid}`))
    .map(({ tdur }) => (tdur ?? 0) / 1000)
    .toSorted((a, b) => b - a)
    .slice(0, 5);
}
