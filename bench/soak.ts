/**
 * `npm run bench:soak -- --minutes 60`: school days of about a minute each against the built core, with a rest between
 * them, and after each a look at what the core holds. Says whether memory, handles, processes, files and rows stay what
 * they are; the result is kept in bench/results/soak.json and written to docs/performance.md.
 *
 * --pause 15            seconds of rest after each day
 * --restart-every 25    the core is started anew after so many days, with lessons made older for retention (0: never)
 * --data-dir DIR        an empty folder; default: a temporary one
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeClip } from '../main/testing/clip.ts';
import { LiveSource } from '../main/testing/live-source.ts';
import { type Core, startCore } from './core.ts';
import { keepSoak, writePerformance } from './performance.ts';
import { type Census, takeCensus } from './soak/census.ts';
import { type School, liveDay } from './soak/day.ts';
import { judgeSoak } from './soak/judge.ts';
import { makeOlder, seeRetention } from './soak/older.ts';

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    pause: { type: 'string', default: '15' },
    'restart-every': { type: 'string', default: '25' },
    'data-dir': { type: 'string' },
    output: { type: 'string' },
  },
});
const mostBytes = 2e9;
const restartEvery = Number(flags['restart-every']);
const scratch = mkdtempSync(path.join(tmpdir(), 'airclass-soak-'));
const dataDir = path.resolve(flags['data-dir'] ?? path.join(scratch, 'data'));
if (existsSync(dataDir) && readdirSync(dataDir).length > 0) throw new Error(`${dataDir} is not empty.`);
mkdirSync(dataDir, { recursive: true });

const startMs = performance.now();
const untilMs = startMs + Number(flags.minutes) * 60_000;
const taken: Census[] = [];
const failures: string[] = [];
const restarts = { count: 0, expired: 0, purged: 0 };
const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

await using source = await LiveSource.start(await makeClip({ seconds: 30, size: '640x480', gopSec: 1 }));
const school: School = {
  ...{ source, dataDir, lessons: [], trash: [], removed: 0, rowsLeft: 0 },
  clip: await makeClip({ seconds: 6, size: '640x480' }),
};
let core = await begin();
try {
  for (let day = 1; performance.now() < untilMs && !interrupted.signal.aborted; day += 1) {
    await liveDay(core, school, day, (step, error) => {
      failures.push(`day ${day}, ${step}: ${error instanceof Error ? error.message : String(error)}`);
      console.log(failures.at(-1));
    });
    // Handles and processes of what has just ended go a moment later.
    await delay(Number(flags.pause) * 1000);
    const when = { atSec: (performance.now() - startMs) / 1000, day, life: restarts.count + 1 };
    const census = await takeCensus(core, dataDir, when);
    taken.push(census);
    console.log(describe(census));
    if (census.fileBytes + census.databaseBytes + census.walBytes > mostBytes) {
      failures.push(`day ${day}: the data folder is larger than ${mostBytes / 1e9} GB`);
      break;
    }
    if (restartEvery > 0 && day % restartEvery === 0) await restart(day);
  }
} finally {
  await core.stop();
  rmSync(scratch, { recursive: true, force: true });
}
const findings = judgeSoak(taken, { failures, rowsLeft: school.rowsLeft, removed: school.removed });
for (const { what, figure, isMet } of findings)
  console.log(`${isMet ? 'met   ' : 'MISSED'} ${what}: ${figure}`);
const minutes = Math.round((performance.now() - startMs) / 60_000);
await keepSoak(
  { measuredAt: new Date().toISOString().slice(0, 10), minutes, taken, findings, failures, restarts },
  flags.output,
);
await writePerformance(flags.output);
process.exitCode = findings.every(({ isMet }) => isMet) ? 0 : 1;

async function begin(): Promise<Core> {
  const started = await startCore(dataDir);
  await started.api('PATCH', '/api/settings', {
    setup_done: true,
    recording: { min_free_minutes: 0 },
    processing: { ladder: [360] },
    library: { keep_days: 30 },
  });
  return started;
}

/** Also a month goes by: what is past its days has to go by itself. */
async function restart(day: number): Promise<void> {
  await core.stop();
  const older = makeOlder(school);
  core = await begin();
  restarts.count += 1;
  try {
    const seen = await seeRetention(core, school, older);
    restarts.expired += seen.expired;
    restarts.purged += seen.purged;
  } catch (error) {
    failures.push(`day ${day}, retention: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function describe(census: Census): string {
  const rows = Object.values(census.rows).reduce((sum, count) => sum + count, 0);
  return [
    `day ${census.day} (${(census.atSec / 60).toFixed(1)} min):`,
    `${(census.rssBytes / 1e6).toFixed(1)} MB, ${census.openFiles} open files, ${census.children} processes,`,
    `${census.files} files of ${(census.fileBytes / 1e6).toFixed(1)} MB (${census.orphans} orphans), ${rows} rows,`,
    `database ${(census.databaseBytes / 1e6).toFixed(1)} MB, log ${(census.walBytes / 1e6).toFixed(1)} MB`,
  ].join(' ');
}
