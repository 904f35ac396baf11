/**
 * `npm test`: sets up what the tests need, runs every check and closes with `N passed, N failed`.
 * Types, lint and format count as one check each, tests one by one. All steps run even after one failed.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import process from 'node:process';
import { build } from './build.mjs';
import { chromiumPath, ensureFfmpeg, ensureTestTools, headlessPath, requireNode } from './setup.mjs';

requireNode();
const results = [];
const work = mkdtempSync(join(tmpdir(), 'airclass-test-'));

function step(name, run) {
  const started = performance.now();
  console.log(`\n▶ ${name}`);
  const result = run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  results.push({ name, ...result });
  console.log(
    `${result.failed === 0 ? '✔' : '✘'} ${name}: ${result.passed} passed, ${result.failed} failed (${seconds} s)`,
  );
}

function tool(command, args, env = {}) {
  return spawnSync('npx', ['--no-install', command, ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  }).status;
}

const check = (status) => (status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

function vitest(project) {
  const file = join(work, `${project}.json`);
  const status = tool('vitest', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ]);
  return counted(status, () => {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const broken = brokenFiles(report);
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
      names: [...broken, ...failedTests(report)],
    };
  });
}

/** Files that failed before any of their tests ran. */
function brokenFiles(report) {
  return report.testResults
    .filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    .map((file) => `${relative(process.cwd(), file.name)}: ${firstLine(file.message)}`);
}

function failedTests(report) {
  return report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === 'failed')
      .map(
        (test) =>
          `${relative(process.cwd(), file.name)} › ${test.fullName}: ${firstLine(test.failureMessages[0])}`,
      ),
  );
}

/** Specs of the suite and the suites in it that failed at every try. */
function failedSpecs(suite) {
  const own = (suite.specs ?? [])
    .filter((spec) => !spec.ok)
    .map((spec) => `${spec.file}:${spec.line} › ${spec.title}`);
  return [...own, ...(suite.suites ?? []).flatMap(failedSpecs)];
}

function firstLine(text = '') {
  return text.split('\n', 1)[0];
}

/** @param workers files of tests that run side by side */
function playwright(project, workers, browser) {
  const file = join(work, `${project}.json`);
  const status = tool(
    'playwright',
    [
      ...['test', `--project=${project}`, `--workers=${workers}`, '--reporter=list,json'],
      // Each run empties its folder.
      `--output=test-results/${project}`,
    ],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: file, AIRCLASS_CHROMIUM: browser ?? '' },
  );
  return counted(status, () => {
    const { stats, suites } = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      names: suites.flatMap(failedSpecs),
    };
  });
}

/** A runner that exits with an error has failed, whatever it counted. */
function counted(status, read) {
  try {
    const counts = read();
    return status === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } catch (error) {
    console.error(String(error));
    return { passed: 0, failed: 1 };
  }
}

if (!(await ensureFfmpeg()) || !(await ensureTestTools())) process.exit(1);
step('types', () =>
  check(
    ['tsconfig.json', 'renderer/tsconfig.json', 'e2e/tsconfig.json'].some(
      (project) => tool('tsc', ['-p', project]) !== 0,
    )
      ? 1
      : 0,
  ),
);
step('lint', () => check(tool('oxlint', ['--type-aware', '--deny-warnings'])));
step('format', () => check(tool('prettier', ['--check', '--log-level', 'warn', '.'])));
step('build', () => {
  try {
    build();
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.error(String(error));
    return { passed: 0, failed: 1 };
  }
});
step('unit tests', () => vitest('unit'));
step('integration tests', () => vitest('integration'));
step('integration tests in real time', () => vitest('integration-in-real-time'));
step('faults, short form', () => check(tool('node', ['bench/faults.ts', '--runs', '12'])));
step('end-to-end tests', () => playwright('web', 2, headlessPath()));
step('end-to-end tests in real time', () => playwright('web-in-real-time', 1, headlessPath()));
step('end-to-end tests of the desktop app', () => playwright('desktop', 1, chromiumPath()));

rmSync(work, { recursive: true, force: true });
const total = results.reduce(
  (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
  {
    passed: 0,
    failed: 0,
  },
);
// Once more at the end: what was said on the way is thousands of lines above.
for (const { name, names = [], failed } of results) {
  if (failed > 0) console.log(`\n✘ ${name}`);
  for (const failure of names) console.log(`  ${failure}`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
