/** The Chromium that stands in for the one inside Electron. It listens on a port, so that a test can join. */
import { type BrowserContext, type Page, chromium } from '@playwright/test';
import path from 'node:path';
import { freePort } from '../child.ts';

type Started = { context: BrowserContext; port: number; spare: Page | undefined };
let started: Started | undefined;
let announceContents: (contents: unknown) => void = () => undefined;

export const browser = {
  start: async (userData: string): Promise<void> => {
    const port = await freePort();
    const context = await chromium.launchPersistentContext(path.join(userData, 'Chromium'), {
      executablePath: process.env['AIRCLASS_CHROMIUM'] || '/usr/bin/chromium',
      args: [
        `--remote-debugging-port=${port}`,
        '--autoplay-policy=no-user-gesture-required',
        // Real devices to be denied.
        '--use-fake-device-for-media-stream',
      ],
      locale: 'ko-KR',
      timezoneId: 'Asia/Seoul',
    });
    started = { context, port, spare: context.pages()[0] };
  },
  get port(): number {
    return started?.port ?? 0;
  },
  get context(): BrowserContext {
    if (started === undefined) throw new Error('the app is not ready');
    return started.context;
  },
  takePage: (): { context: BrowserContext; page: Page } => {
    if (started?.spare === undefined) throw new Error('the double has one window, after ready');
    const { context, spare: page } = started;
    started.spare = undefined;
    return { context, page };
  },
  /** How `app` hears of new web contents. */
  onContents: (listener: (contents: unknown) => void): void => {
    announceContents = listener;
  },
  announce: (contents: unknown): void => announceContents(contents),
  close: async (): Promise<void> => {
    await started?.context.close().catch(() => undefined);
  },
};
