import { defineConfig } from '@playwright/test';

// Each spec starts its own core on a temporary data folder; one at a time, since each also runs encoders.
export default defineConfig({
  testDir: 'e2e',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  outputDir: 'test-results',
  use: {
    locale: 'ko-KR',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env['AIRCLASS_CHROMIUM'] || '/usr/bin/chromium' },
  },
});
