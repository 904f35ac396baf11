/**
 * `npm run bench:load -- --data-dir DIR`: a school at work, with a folder that `npm run bench:seed` made. People browse,
 * search, watch and write while a lesson is recorded and renditions are made; the last result of each step is kept in
 * bench/results/load.json and written to docs/performance.md.
 *
 * --users 100,1000,5000     one step each, people who think (closed model)
 * --model open --rate 50    arrivals a second, whatever the core does; `--raise 1.5` goes on until bars break, and a little further
 * --minutes 5               how long each step is counted
 * --follow off              pages do not read again what the core says has changed
 * --nginx                   instead: the same fragments from nginx and from the core, in turn
 * --profile DIR             a CPU profile of the core
 * --smoke                   50 people for 20 s in a small school of its own: does everything answer?
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { makeClip } from '../main/testing/clip.ts';
import { classroomClip, keptClips, openClassroom } from './classroom.ts';
import { cpuSec, startCore } from './core.ts';
import { compareWithNginx } from './load/nginx.ts';
import { describeStep } from './load/report.ts';
import { type StepPlan, type StepResult, runStep } from './load/step.ts';
import { keepLoad, keepNginx, writePerformance } from './performance.ts';
import { seedSchool } from './seed-school.ts';

const { values: flags } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    users: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: '5' },
    'ramp-seconds': { type: 'string', default: '30' },
    model: { type: 'string', default: 'closed' },
    rate: { type: 'string', default: '50' },
    raise: { type: 'string' },
    processes: { type: 'string', default: '2' },
    'watch-seconds': { type: 'string', default: '120' },
    follow: { type: 'string', default: 'on' },
    seed: { type: 'string', default: '1' },
    nginx: { type: 'boolean', default: false },
    profile: { type: 'string' },
    smoke: { type: 'boolean', default: false },
    /** Where the results go instead: nothing in the repository is written. */
    output: { type: 'string' },
  },
});
const isOpen = flags.model === 'open';
if (!isOpen && flags.model !== 'closed') throw new Error(`--model ${flags.model}: closed or open`);

/** Of a connection that a 480p rendition fits through, and no larger one. */
const bitsPerSecond = 1_600_000;
/** A browser opens up to six connections and one for events; the core has a file for each. */
const filesPerUser = 7;
const mostRaises = 12;
/** How it goes on once a bar is broken is wanted too. */
const stepsBeyond = 2;

const clips = keptClips();
const scratch = mkdtempSync(path.join(tmpdir(), 'airclass-load-'));
const results: StepResult[] = [];
try {
  const dataDir = path.resolve(flags['data-dir'] ?? path.join(scratch, 'school'));
  if (flags.smoke) await seedSmall(dataDir);
  else if (flags['data-dir'] === undefined) {
    throw new Error('--data-dir is missing: a folder that npm run bench:seed made, with --media.');
  }
  const plans = plansOf();
  checkOpenFiles(Math.max(...plans.map(({ users }) => users)));
  const nodeArguments =
    flags.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.resolve(flags.profile)}`];
  await using core = await startCore(dataDir, { nodeArguments });
  await core.api('PATCH', '/api/settings', {
    setup_done: true,
    recording: { min_free_minutes: 0 },
    processing: { while_recording: true, ladder: [480] },
    analysis: { enabled: false },
  });
  await untilQuiet(core.pid);
  await using classroom = await openClassroom(clips);
  const clip = flags.smoke ? await makeClip({ seconds: 10, size: '1280x720' }) : await classroomClip(clips);
  let broken = 0;
  for (const plan of flags.nginx ? [] : plans) {
    console.log(`${nameOf(plan)}, ${plan.seconds} s after ${plan.rampSec} s in which they come …`);
    const result = await runStep({ core, dataDir, classroom, clip }, plan);
    results.push(result);
    console.log(describeStep(result).join('\n'));
    await keepLoad(result, flags.output);
    if (result.verdicts.some(({ isMet }) => isMet === false)) broken += 1;
    if (flags.raise !== undefined && broken > stepsBeyond) break;
  }
  if (flags.nginx) {
    const comparison = await compareWithNginx({ core, dataDir, scratch });
    console.log(comparison.notes.join('\n'));
    await keepNginx(comparison, flags.output);
  }
  await writePerformance(flags.output);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function plansOf(): StepPlan[] {
  const base = {
    model: isOpen ? ('open' as const) : ('closed' as const),
    seconds: flags.smoke ? 20 : Number(flags.minutes) * 60,
    rampSec: flags.smoke ? 3 : Number(flags['ramp-seconds']),
    processes: Number(flags.processes),
    // Everything is to be seen within seconds.
    watchSec: flags.smoke ? 4 : Number(flags['watch-seconds']),
    bitsPerSecond,
    follows: flags.follow !== 'off',
    seed: Number(flags.seed),
  };
  const plan = (users: number, rate: number): StepPlan => ({ ...base, users, rate });
  if (flags.smoke) return [plan(50, 0)];
  const users = flags.users.split(',').map(Number);
  if (!isOpen) return users.map((count) => plan(count, 0));
  const rates =
    flags.raise === undefined
      ? flags.rate.split(',').map(Number)
      : Array.from({ length: mostRaises }, (_, step) => Number(flags.rate) * Number(flags.raise) ** step);
  return rates.map((rate) => plan(users[0] ?? 1000, rate));
}

function nameOf({ model, users, rate }: StepPlan): string {
  return model === 'closed' ? `${users} people` : `${rate.toFixed(0)} arrivals a second of ${users} people`;
}

async function seedSmall(dataDir: string): Promise<void> {
  const file = await makeClip({ seconds: 20, size: '1280x720', gopSec: 2, bitrate: '1500k' });
  await seedSchool(dataDir, {
    ...{ lessons: 400, media: 20, seed: Number(flags.seed) },
    clip: { file, repeats: 3, ladder: [480, 360] },
  });
}

/** Each connection is a file on both sides; a limit that is too low would look like a slow core. */
function checkOpenFiles(users: number): void {
  const limit = /Max open files\s+(\d+|unlimited)/.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
  const needed = users * filesPerUser + 500;
  const isEnough = limit === 'unlimited' || Number(limit) >= needed;
  console.log(
    `open files: ${limit ?? 'unknown'} allowed, up to ${needed} needed${isEnough ? '' : ` — raise it first: ulimit -n ${needed}`}`,
  );
}

/** What start-up leaves to be done (rows against files) is not what is measured. */
async function untilQuiet(pid: number): Promise<void> {
  const deadlineMs = performance.now() + 600_000;
  for (let quietLooks = 0; quietLooks < 2 && performance.now() < deadlineMs;) {
    const before = cpuSec(pid);
    await delay(2000);
    quietLooks = (cpuSec(pid) - before) / 2 < 0.05 ? quietLooks + 1 : 0;
  }
}
