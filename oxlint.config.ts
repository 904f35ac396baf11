import { defineConfig } from 'oxlint';

/*
 * Dependencies point one way (docs/architecture.md):
 * entries → app → desktop, http, health, backup → recording, vod, library, analysis, monitoring → lesson → jobs, media, storage, updates → db → cache → base;
 * anything may import contract. An oxlint override replaces a wider rule of the same name, so each
 * folder's full list of forbidden imports is computed here rather than inherited.
 */
const layers: readonly (readonly string[])[] = [
  ['base'],
  ['cache'],
  ['db'],
  ['jobs', 'media', 'storage', 'updates'],
  ['lesson'],
  ['recording', 'vod', 'library', 'analysis', 'monitoring'],
  ['desktop', 'http', 'health', 'backup'],
];
const mainFolders = layers.flat();

/** Main folders that `folder` may import: its own and those of lower layers (never siblings). */
function allowedFor(folder: string): string[] {
  const level = layers.findIndex((layer) => layer.includes(folder));
  return [folder, ...layers.slice(0, level).flat()];
}

type Pattern = { group?: string[]; regex?: string; message: string };

const onlyIn = {
  electron: { name: 'electron', message: 'electron only in main/desktop and main/electron.ts' },
  childProcess: ['node:child_process', 'child_process', 'execa'].map((name) => ({
    name,
    message: 'processes are started by main/base/process.ts only',
  })),
  database: ['better-sqlite3'].map((name) => ({ name, message: 'the database driver only in main/db' })),
};

function restrictions(options: {
  folder?: string;
  forbidden: readonly string[];
  electron?: boolean;
  childProcess?: boolean;
  database?: boolean;
  extra?: Pattern[];
}) {
  const paths = [
    ...(options.electron ? [] : [onlyIn.electron]),
    ...(options.childProcess ? [] : onlyIn.childProcess),
    ...(options.database ? [] : onlyIn.database),
  ];
  const patterns: Pattern[] = [
    ...options.forbidden.map((folder) => ({
      regex: `^(\\.\\./)+(main/)?${folder}/`,
      message: `main/${options.folder ?? '*'} must not import main/${folder}`,
    })),
    ...(options.extra ?? []),
  ];
  const rule: ['error', { paths: typeof paths; patterns: Pattern[] }] = ['error', { paths, patterns }];
  return { 'no-restricted-imports': rule };
}

const entryImports: Pattern = {
  regex: '^(\\.\\./)+(app|headless|electron|cli)\\.ts$',
  message: 'entries and app.ts are imported by nothing below them',
};
const envRule: ['error', { object: string; property: string; message: string }] = [
  'error',
  { object: 'process', property: 'env', message: 'process.env only in main/env.ts' },
];
const envAccess = { 'no-restricted-properties': envRule };

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'react', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  ignorePatterns: ['dist', 'dist.*', 'release', 'node_modules', 'test-results', 'playwright-report'],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/only-throw-error': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'no-console': 'error',
    eqeqeq: 'error',
    'prefer-const': 'error',
    // Awaiting in a loop is how one-at-a-time work on a two-core classroom PC is written.
    'no-await-in-loop': 'off',
    'react/react-in-jsx-scope': 'off',
    'import/no-unassigned-import': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'vitest/require-mock-type-parameters': 'off',
    'vitest/no-conditional-tests': 'off',
    'no-underscore-dangle': 'off',
    // Argument lists read better with an option and its value on one line.
    'unicorn/no-useless-spread': 'off',
    'promise/always-return': 'off',
    'promise/no-promise-in-callback': 'off',
    ...restrictions({ forbidden: [] }),
  },
  overrides: [
    ...mainFolders.map((folder) => {
      const allowed = allowedFor(folder);
      return {
        files: [`main/${folder}/**`],
        rules: {
          ...restrictions({
            folder,
            forbidden: mainFolders.filter((other) => !allowed.includes(other)),
            electron: folder === 'desktop',
            childProcess: folder === 'base',
            database: folder === 'db',
            extra: [entryImports],
          }),
          ...envAccess,
        },
      };
    }),
    { files: ['main/*.ts'], rules: { ...restrictions({ forbidden: [] }), ...envAccess } },
    { files: ['main/env.ts'], rules: { 'no-restricted-properties': 'off' } },
    { files: ['main/electron.ts'], rules: restrictions({ forbidden: [], electron: true }) },
    {
      files: ['main/cli.ts', 'main/headless.ts', 'scripts/**', 'bench/**', 'e2e/**', 'resources/**'],
      rules: { 'no-console': 'off' },
    },
    {
      files: ['contract/**'],
      rules: restrictions({
        forbidden: [],
        extra: [
          {
            regex: '^(\\.\\./)+(main|renderer|preload|e2e)/',
            message: 'contract is pure: it imports zod alone',
          },
          { regex: '^node:', message: 'contract runs in the page too' },
        ],
      }),
    },
    {
      files: ['renderer/**'],
      rules: restrictions({
        forbidden: [],
        extra: [
          { regex: '^(\\.\\./)+main/', message: 'the page talks HTTP: import contract/ alone' },
          { regex: '^node:', message: 'the page runs in a browser' },
        ],
      }),
    },
    {
      // Sandboxed: of electron it gets two objects.
      files: ['preload/**'],
      rules: restrictions({
        forbidden: [],
        electron: true,
        extra: [
          { regex: '^(\\.\\./)+(main|renderer)/', message: 'the preload script imports contract/ alone' },
          { regex: '^node:', message: 'a sandboxed preload script has no Node' },
        ],
      }),
    },
    {
      files: ['scripts/**', 'bench/**', 'e2e/**', 'main/testing/**'],
      rules: {
        ...restrictions({ forbidden: [], childProcess: true, database: true }),
        'no-restricted-properties': 'off',
      },
    },
    {
      // They run the real tools and look into the real database.
      files: ['**/*.int.test.ts'],
      rules: restrictions({ forbidden: [], childProcess: true, database: true }),
    },
    {
      files: ['**/*.test.ts', '**/*.int.test.ts'],
      rules: {
        'typescript/no-non-null-assertion': 'off',
        'no-console': 'off',
        'vitest/expect-expect': 'off',
      },
    },
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
  ],
});
