import { defineConfig } from '@playwright/test';

// Each spec starts its own core on a temporary data folder; one at a time, since each also runs encoders.
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
    { name: 'web', testIgnore: 'desktop/**' },
    // In Electron where its program is installed, in the double everywhere: docs/desktop.md.
    { name: 'desktop', testMatch: 'desktop/**/*.spec.ts' },
  ],
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env['AIRCLASS_CHROMIUM'] || '/usr/bin/chromium',
      // Specs play without a click to measure.
      args: ['--autoplay-policy=no-user-gesture-required'],
    },
  },
});
