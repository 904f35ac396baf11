import { defineConfig } from '@playwright/test';

/** What is recorded, played or scrolled here is compared with a clock: nothing else runs beside it. */
const inRealTime = [
  'demo',
  ...['web/crash', 'web/lesson', 'web/many-lessons', 'web/record', 'web/setup', 'web/sync', 'web/two-tabs'],
];
const realTimeSpecs = inRealTime.map((name) => `**/${name}.spec.ts`);

// Each spec starts its own core on a temporary data folder.
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/support/set-up.ts',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  fullyParallel: false,
  // Real time in a real browser: a busy machine may cost one measurement. A retry is listed as flaky, never hidden.
  retries: 1,
  forbidOnly: Boolean(process.env['CI']),
  outputDir: 'test-results',
  projects: [
    // `npm test` runs two of these files side by side.
    { name: 'web', testIgnore: ['desktop/**', ...realTimeSpecs] },
    { name: 'web-in-real-time', testMatch: realTimeSpecs },
    // In Electron where its program is installed, in the double everywhere: docs/desktop.md.
    { name: 'desktop', testMatch: 'desktop/**/*.spec.ts' },
  ],
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1280, height: 800 },
    // Keeping one of every test takes half of the machine; what fails is looked at when it is tried again.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: process.env['AIRCLASS_CHROMIUM'] || '/usr/bin/chromium',
      // Specs play without a click to measure.
      args: ['--autoplay-policy=no-user-gesture-required'],
    },
  },
});
