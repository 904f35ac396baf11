/**
 * Ends with an error unless Electron itself was tested: some of its specs passed, none was skipped or failed.
 *   node scripts/electron-specs.mjs REPORT   what Playwright's JSON reporter wrote
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Name of the driver's `describe` block: e2e/desktop/electron-driver.ts. */
const driver = 'Electron';

/**
 * @param {{suites?: object[]}} report of Playwright
 * @returns {{passed: number, skipped: string[], failed: string[]}} titles of the specs under the driver's name
 */
export function electronSpecs(report) {
  const found = { passed: 0, skipped: [], failed: [] };
  const visit = (suite, titles) => {
    for (const inner of suite.suites ?? []) visit(inner, [...titles, inner.title]);
    if (!titles.includes(driver)) return;
    for (const spec of suite.specs ?? []) {
      const states = spec.tests.map(({ status }) => status);
      if (states.some((status) => status === 'skipped')) found.skipped.push(spec.title);
      else if (states.every((status) => status === 'expected' || status === 'flaky')) found.passed += 1;
      else found.failed.push(spec.title);
    }
  };
  for (const suite of report.suites ?? []) visit(suite, []);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, skipped, failed } = electronSpecs(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
  for (const title of skipped) console.error(`skipped: ${title}`);
  for (const title of failed) console.error(`failed: ${title}`);
  console.log(`Electron: ${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  if (passed === 0 || skipped.length > 0 || failed.length > 0) process.exitCode = 1;
}
