/**
 * Runs the rows of a bench and writes its report.
 *
 * [--only a,c] [--work FOLDER]   (FOLDER is kept: its clips are used again)
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { build, isBuildStale } from '../scripts/build.mjs';
import { type Report, keepResult, machine, writeReport } from './report.ts';
import type { Row } from './row.ts';

/** Sets the exit code to 1 when a bar is missed, to 2 when a row is not known. */
export async function runRows(rows: readonly Row[], report: Report): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, work: { type: 'string' } } });
  const chosen = values.only?.split(',');
  const unknown = chosen?.filter((id) => !rows.some((row) => row.id === id)) ?? [];
  if (unknown.length > 0) {
    console.error(`There is no row ${unknown.join(', ')}; rows are ${rows.map((row) => row.id).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  await using folders = new AsyncDisposableStack();
  let work = values.work;
  if (work === undefined) {
    const made = await mkdtemp(path.join(tmpdir(), 'airclass-bench-'));
    folders.defer(() => rm(made, { recursive: true, force: true }));
    work = made;
  }
  if (isBuildStale()) build();
  console.log(`${machine()}\n`);
  let missed = 0;
  for (const row of rows) {
    if (chosen !== undefined && !chosen.includes(row.id)) continue;
    if (row.isLinuxOnly === true && process.platform !== 'linux') {
      console.log(`${row.id}  ${row.what}: is measured on Linux only`);
      continue;
    }
    if (!(await runRow(row, report, path.join(work, `row-${row.id}`)))) missed += 1;
  }
  await writeReport(report, rows);
  console.log(missed === 0 ? '\nEvery measured bar is met.' : `\n${missed} bar(s) missed.`);
  if (missed > 0) process.exitCode = 1;
}

/** @returns whether its bar is met */
async function runRow(row: Row, report: Report, folder: string): Promise<boolean> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const [loadBefore = 0] = loadavg();
  try {
    const outcome = await row.run(folder);
    // Whoever reads the figure should know whether the machine was free.
    outcome.notes.push(`load average of the machine before this row: ${loadBefore.toFixed(1)}`);
    await keepResult(report, { ...outcome, id: row.id, measuredAt: new Date().toISOString().slice(0, 10) });
    console.log(`${outcome.isMet ? 'pass' : 'FAIL'}  ${row.id}  ${row.what}`);
    console.log(`         bar ${row.bar}; measured ${outcome.figure}; baseline ${outcome.baseline}`);
    for (const note of outcome.notes) console.log(`         · ${note}`);
    return outcome.isMet;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
