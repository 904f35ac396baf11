import { defineConfig } from 'vitest/config';

const everyIntegrationTest = '{contract,main,models,bench,scripts}/**/*.int.test.ts';
/** What records, plays, is asked by many or works in the background: two such files would starve each other on two cores. */
const inRealTime = [
  'bench/**/*.int.test.ts',
  'main/*.int.test.ts',
  'main/{analysis,backup,base,health,http,jobs,media,recording,vod}/**/*.int.test.ts',
];
const integration = {
  globalSetup: ['models/build/ensure-models.ts'],
  environment: 'node' as const,
  testTimeout: 120_000,
  // What is waited for is the end of ordinary work, a second of which is nothing on a busy machine.
  expect: { poll: { timeout: 30_000 } },
  hookTimeout: 120_000,
};

// Unit tests are pure and quick; integration tests start real ffmpeg, SQLite and HTTP servers.
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
          ...integration,
          name: 'integration',
          include: [everyIntegrationTest],
          exclude: [...inRealTime, 'node_modules/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...integration,
          name: 'integration-in-real-time',
          include: inRealTime,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
