/// <reference lib="dom" />
/** What axe, and a look at the page's width, have to say about a screen. */
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * @param options.colours only what may differ between themes, which is much quicker
 * @throws with rule and place of each finding
 */
export async function expectAccessible(page: Page, options: { colours?: boolean } = {}): Promise<void> {
  await fadesOver(page);
  const axe = new AxeBuilder({ page });
  const { violations } = await (
    options.colours === true ? axe.withRules(['color-contrast']) : axe.withTags(tags)
  ).analyze();
  const findings = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target }) => `${id} at ${target.join(' ')}`),
  );
  expect(findings, page.url()).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), page.url()).toBe(false);
}

/** Colours of a window that is still fading in are not those people read. What moves for ever is not waited for. */
async function fadesOver(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // A window that has just been opened begins to fade with the frame after the next.
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    const ending = document
      .getAnimations()
      .filter(({ effect, playState }) => {
        return playState === 'running' && Number.isFinite(Number(effect?.getComputedTiming().endTime));
      })
      .map(({ finished }) => finished.catch(() => undefined));
    await Promise.all(ending);
  });
}
