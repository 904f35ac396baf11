/**
 * docs/performance.md: how the program does with a school's load, over a long run, and what was mended for it. The last
 * result of every step is kept as JSON beside the bench; what was mended is text of its own (results/mended.md).
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bars } from './load/judge.ts';
import type { NginxComparison } from './load/nginx.ts';
import { notesOf, routeTable, titleOf, verdictTable } from './load/report.ts';
import type { StepResult } from './load/step.ts';
import { machine, writeFormatted } from './report.ts';
import type { Census } from './soak/census.ts';
import type { Finding } from './soak/judge.ts';

type LoadResults = { steps: StepResult[]; nginx: NginxComparison | null };

export type SoakResult = {
  measuredAt: string;
  minutes: number;
  taken: Census[];
  findings: Finding[];
  failures: string[];
  restarts: { count: number; expired: number; purged: number };
};

/** Samples kept of a step: enough to draw it. */
const mostSamples = 60;

const folders = (output: string | undefined) => ({
  results: output ?? fileURLToPath(new URL('results', import.meta.url)),
  docs: output ?? fileURLToPath(new URL('../docs', import.meta.url)),
});

function readLoad(output: string | undefined): LoadResults {
  const file = path.join(folders(output).results, 'load.json');
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as LoadResults)
    : { steps: [], nginx: null };
}

/** @param output a folder of its own for all that is written; default: the repository's */
export async function keepLoad(result: StepResult, output: string | undefined): Promise<void> {
  const before = readLoad(output);
  const every = Math.max(1, Math.ceil(result.samples.length / mostSamples));
  const kept = { ...result, samples: result.samples.filter((_, index) => index % every === 0) };
  const others = before.steps.filter((step) => titleOf(step.plan) !== titleOf(result.plan));
  const steps = [...others, kept].toSorted(
    ({ plan: left }, { plan: right }) =>
      left.model.localeCompare(right.model) || left.users - right.users || left.rate - right.rate,
  );
  await keep('load.json', { ...before, steps }, output);
}

export async function keepNginx(nginx: NginxComparison, output: string | undefined): Promise<void> {
  await keep('load.json', { ...readLoad(output), nginx }, output);
}

/** Every reading of the last run: what grew can be looked for in them. */
export async function keepSoak(result: SoakResult, output: string | undefined): Promise<void> {
  await keep('soak.json', result, output);
}

async function keep(name: string, value: object, output: string | undefined): Promise<void> {
  await writeFormatted(path.join(folders(output).results, name), JSON.stringify(value));
}

export async function writePerformance(output: string | undefined): Promise<void> {
  const { results, docs } = folders(output);
  const load = readLoad(output);
  const soak = path.join(results, 'soak.json');
  const mended = path.join(results, 'mended.md');
  const text = [
    '# Performance',
    '',
    'How the built core does with a school of 100,000 lessons, and with a thousand people at once. The machine does everything at the same time: the core, the virtual users, ffmpeg.',
    '',
    `Machine: ${machine()}.`,
    '',
    ...loadText(load),
    ...(existsSync(soak) ? ['', ...soakText(JSON.parse(readFileSync(soak, 'utf8')) as SoakResult)] : []),
    ...(existsSync(mended) ? ['', readFileSync(mended, 'utf8')] : []),
  ];
  await writeFormatted(path.join(docs, 'performance.md'), text.join('\n'));
}

function loadText({ steps, nginx }: LoadResults): string[] {
  return [
    '## Load',
    '',
    '```sh',
    'npm run build',
    'npm run bench:seed -- --lessons 100000 --media 300 --data-dir DIR',
    'npm run bench:load -- --data-dir DIR --users 100,1000,5000 --minutes 5',
    'npm run bench:load -- --data-dir DIR --model open --rate 50 --raise 1.5 --minutes 1',
    'npm run bench:load -- --data-dir DIR --nginx',
    '```',
    '',
    'People browse the library, filter it, search while they type (one request a key), open lessons, watch a 480p rendition at its own pace, seek, read chapters, look at the class review and write in the chat. Each has a browser of their own, with its connections, its cache and the event stream of an open page. Latency is counted until the last byte, from when the request should have been sent; waiting for one of the browser’s six connections is part of it.',
    '',
    `Bars: no errors, JSON p95 ≤ ${bars.jsonP95Ms} ms and p99 ≤ ${bars.jsonP99Ms} ms, fragments p95 ≤ ${bars.fragmentP95Ms} ms, the recording loses nothing, memory stays flat over the second half, ≥ ${bars.hitRate * 100} % answered from the core’s caches.`,
    ...(steps.length === 0 ? ['', 'Not measured yet.'] : []),
    ...steps.flatMap((step) => [
      '',
      `### ${titleOf(step.plan)}`,
      '',
      `Measured ${step.measuredAt}, ${step.plan.seconds} s after ${step.plan.rampSec} s in which they came.`,
      '',
      ...verdictTable(step),
      '',
      ...notesOf(step).map((note) => `- ${note}`),
      '',
      ...routeTable(step),
    ]),
    ...(nginx === null
      ? []
      : [
          '',
          '### Fragments against nginx',
          '',
          `Measured ${nginx.measuredAt}. Bar: ≥ 0.5 × its throughput; ${nginx.isMet ? 'met' : '**missed**'} with ${nginx.ratio.toFixed(2)} ×.`,
          '',
          ...nginx.notes.map((note) => `- ${note}`),
        ]),
  ];
}

function soakText({ measuredAt, minutes, taken, findings, failures, restarts }: SoakResult): string[] {
  return [
    '## Long run',
    '',
    '```sh',
    'npm run build',
    `npm run bench:soak -- --minutes ${minutes}${restarts.count === 0 ? ' --restart-every 0' : ''}`,
    '```',
    '',
    'School days of about a minute each: a lesson that loses its source, is paused and marked, chat and quizzes, all jobs, search, watching, class review, import, export, trash, restore, removal, changed settings; now and then the core is started anew a month later. After each day, at rest, a look at what the core holds. The first twelve days, in which the school grows to its size, and the first third of each life of the core are not counted.',
    '',
    `Measured ${measuredAt}: ${taken.length} days in ${minutes} minutes, ${
      restarts.count === 0
        ? 'all in one life of the core.'
        : `${restarts.count} restarts, at which ${restarts.expired} lessons went to the trash by their age and ${restarts.purged} out of it.`
    }`,
    '',
    '| | bar | measured | |',
    '| --- | --- | --- | --- |',
    ...findings.map(
      ({ what, bar, figure, isMet }) => `| ${what} | ${bar} | ${figure} | ${isMet ? 'met' : '**missed**'} |`,
    ),
    ...(failures.length === 0 ? [] : ['', ...failures.slice(0, 20).map((failure) => `- ${failure}`)]),
  ];
}
