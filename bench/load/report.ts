/** A step of load as lines, for the console and for docs/performance.md. Pure. */
import { milliseconds } from './judge.ts';
import type { StepPlan, StepResult } from './step.ts';

export function titleOf({ model, users, rate, follows }: StepPlan): string {
  const who = `${users.toLocaleString('en')} people`;
  const how = model === 'closed' ? who : `${rate.toFixed(0)} arrivals a second of ${who}`;
  return follows ? how : `${how}, pages that do not follow changes`;
}

export function verdictTable(result: StepResult): string[] {
  return [
    '| | bar | measured | |',
    '| --- | --- | --- | --- |',
    ...result.verdicts.map(
      ({ what, bar, figure, isMet }) => `| ${what} | ${bar} | ${figure} | ${word(isMet)} |`,
    ),
  ];
}

export function routeTable(result: StepResult): string[] {
  const header = 'route | requests | per second | p50 | p95 | p99 | longest | 304 | 503 | errors | MB';
  return [
    `| ${header} |`,
    `| --- ${'| ---: '.repeat(10)}|`,
    ...result.routes.map((one) => {
      const times = [one.p50Ms, one.p95Ms, one.p99Ms, one.maxMs].map(milliseconds);
      const counts = [one.unchanged, one.overload, one.errors].map((count) => count.toLocaleString('en'));
      const cells = [one.count.toLocaleString('en'), one.perSecond.toFixed(1), ...times, ...counts];
      return `| ${one.route} | ${cells.join(' | ')} | ${(one.bytes / 1e6).toFixed(1)} |`;
    }),
  ];
}

/** What does not fit a table: the core over time, the generator itself, what ran beside. */
export function notesOf(result: StepResult): string[] {
  const { samples, generators, plan } = result;
  const cpu = samples.map(({ cpuShare }) => cpuShare);
  const wait = samples.map(({ waitShare }) => waitShare ?? 0);
  const rss = samples.map(({ rssBytes }) => rssBytes / 1e6);
  const loop = samples.flatMap(({ loopDelayP99Ms }) => (loopDelayP99Ms === null ? [] : [loopDelayP99Ms]));
  const rates = Object.entries(result.hitRates ?? {}).map(
    ([kind, share]) => `${kind} ${(share * 100).toFixed(0)} %`,
  );
  const files = samples.map(({ openFiles }) => openFiles);
  const all = result.routes.reduce((sum, { perSecond }) => sum + perSecond, 0);
  const bytes = result.routes.reduce((sum, one) => sum + one.bytes, 0);
  return [
    `${all.toFixed(0)} requests and ${((bytes * 8) / plan.seconds / 1e6).toFixed(0)} Mbit a second, ${result.browserHits.toLocaleString('en')} answered by the browsers’ own caches`,
    `core: ${(mean(cpu) * 100).toFixed(0)} % of one processor core on average, at most ${(most(cpu) * 100).toFixed(0)} %; its main thread was ready and had none ${(mean(wait) * 100).toFixed(0)} % of the time; memory ${(rss[0] ?? 0).toFixed(0)} MB at the beginning, ${(rss.at(-1) ?? 0).toFixed(0)} MB at the end, at most ${most(rss).toFixed(0)} MB; at most ${most(files)} files open`,
    loop.length === 0
      ? 'delay of the core’s event loop: not told by this core'
      : `delay of the core’s event loop, p99: ${mean(loop).toFixed(1)} ms on average, at most ${most(loop).toFixed(1)} ms`,
    ...(rates.length === 0 ? [] : [`answered from the core’s caches: ${rates.join(', ')}`]),
    `virtual users: ${generators.map((one) => `${(one.cpuShare * 100).toFixed(0)} % of one processor core, event loop p99 ${one.loopDelayP99Ms.toFixed(1)} ms`).join('; ')}`,
    `load average of the machine before this step: ${result.loadBefore?.toFixed(1) ?? 'unknown'}`,
    `beside it one lesson of 1080p30 was recorded and ${result.renditionsMade} rendition jobs were made`,
  ];
}

export function describeStep(result: StepResult): string[] {
  const errors = result.routes.flatMap(({ route, outcomes }) =>
    Object.entries(outcomes)
      .filter(([outcome]) => !/^(2|3)\d\d$/.test(outcome))
      .map(([outcome, count]) => `  ${route}: ${count} × ${outcome}`),
  );
  return [
    titleOf(result.plan),
    ...notesOf(result),
    ...verdictTable(result),
    ...routeTable(result),
    ...errors,
  ];
}

function word(isMet: boolean | null): string {
  if (isMet === null) return 'not measured';
  return isMet ? 'met' : '**missed**';
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function most(values: readonly number[]): number {
  return values.reduce((greatest, value) => Math.max(greatest, value), 0);
}
