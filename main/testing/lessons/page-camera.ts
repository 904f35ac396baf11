/** Pictures of HTML pages, taken by Chromium at any density. */
import { existsSync } from 'node:fs';
import process from 'node:process';
import { type Page, chromium } from '@playwright/test';

export const chromiumPath = [
  process.env['AIRCLASS_CHROMIUM'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
].find((path) => path !== undefined && existsSync(path));

export type PageCamera = AsyncDisposable & {
  /** Shows a page of 1280 × 720 CSS pixels (or as high as it is, with `isWhole`). */
  show(html: string): Promise<void>;
  /** Runs JavaScript in the page, to bring it into a state. */
  run(script: string): Promise<void>;
  picture(file: string, options?: { isWhole?: boolean }): Promise<void>;
};

/** @param height of the pictures, px; they are 16:9 */
export async function openPageCamera(height: number): Promise<PageCamera> {
  const browser = await chromium.launch(chromiumPath === undefined ? {} : { executablePath: chromiumPath });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    deviceScaleFactor: height / 720,
  });
  const page: Page = await context.newPage();
  return {
    show: async (html) => page.setContent(html),
    run: async (script) => {
      await page.evaluate(script);
    },
    picture: async (file, { isWhole = false } = {}) => {
      await page.screenshot({ path: file, fullPage: isWhole });
    },
    [Symbol.asyncDispose]: async () => browser.close(),
  };
}
