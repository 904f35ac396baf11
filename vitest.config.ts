import { defineConfig } from 'vitest/config';

// Unit tests are pure and quick; integration tests start real ffmpeg, SQLite and HTTP servers,
// so they run one file at a time: two encoders side by side on a two-core machine starve each other.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{contract,main,models,renderer,bench,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.int.test.ts'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{contract,main,models,bench,scripts}/**/*.int.test.ts'],
          globalSetup: ['models/build/ensure-models.ts'],
          environment: 'node',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
