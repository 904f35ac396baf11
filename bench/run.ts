/**
 * `npm run bench`: how fast the program is, each row against a baseline in the same run. Writes docs/bench.md.
 *
 * npm run bench -- [--only a,c] [--work FOLDER]   (FOLDER is kept: its clips are used again)
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { build, isBuildStale } from '../scripts/build.mjs';
import { ladder, trickplay } from './derived-media.ts';
import { firstBytes } from './first-bytes.ts';
import { firstScreen } from './first-screen.ts';
import { librarySearch } from './library-search.ts';
import { firstFrame, seekLatency } from './page.ts';
import { recordingCpu } from './recording-cpu.ts';
import { keepResult, machine, writeReport } from './report.ts';
import type { Row } from './row.ts';
import { coldStart, idleMemory, latency } from './serving.ts';
import { stopToPlaylist } from './stop-to-playlist.ts';

const rows: readonly Row[] = [
  recordingCpu,
  stopToPlaylist,
  firstBytes,
  ladder,
  trickplay,
  librarySearch,
  latency,
  idleMemory,
  coldStart,
  firstFrame,
  seekLatency,
  firstScreen,
];

const { values } = parseArgs({ options: { only: { type: 'string' }, work: { type: 'string' } } });
const chosen = values.only?.split(',');
const unknown = chosen?.filter((id) => !rows.some((row) => row.id === id)) ?? [];
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}; rows are ${rows.map((row) => row.id).join(', ')}.`);
  process.exit(2);
}
const isLinux = process.platform === 'linux';

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
  // CPU time and memory of other processes are read from /proc.
  if (!isLinux && (row.id === 'a' || row.id === 'h')) {
    console.log(`${row.id}  ${row.what}: is measured on Linux only`);
    continue;
  }
  const folder = path.join(work, `row-${row.id}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const [loadBefore = 0] = loadavg();
  try {
    const outcome = await row.run(folder);
    // Whoever reads the figure should know whether the machine was free.
    outcome.notes.push(`load average of the machine before this row: ${loadBefore.toFixed(1)}`);
    keepResult({ ...outcome, id: row.id, measuredAt: new Date().toISOString().slice(0, 10) });
    if (!outcome.isMet) missed += 1;
    console.log(`${outcome.isMet ? 'pass' : 'FAIL'}  ${row.id}  ${row.what}`);
    console.log(`         bar ${row.bar}; measured ${outcome.figure}; baseline ${outcome.baseline}`);
    for (const note of outcome.notes) console.log(`         · ${note}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
writeReport(rows);
console.log(missed === 0 ? '\nEvery measured bar is met.' : `\n${missed} bar(s) missed.`);
if (missed > 0) process.exitCode = 1;
