/**
 * A process of virtual users, so that what they cost is not taken for what the core costs. Closed model: people who
 * think between what they do. Open model: arrivals come at their rate whatever the core does, and every latency counts
 * from when the request should have been sent.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { seeded } from '../../main/base/seeded.ts';
import { arrivals, pickWeighted } from './chance.ts';
import { Figures, type FiguresData } from './figures.ts';
import { pause } from './pause.ts';
import type { LoadSchool } from './school.ts';
import { type Action, User, nextAction, thinkMs } from './user.ts';

export type GeneratorOptions = {
  url: string;
  cookie: string;
  school: LoadSchool;
  model: 'closed' | 'open';
  users: number;
  /** Of the open model: arrivals a second of this process. */
  rate: number;
  /** Everybody has come after so long, and only then is counted (s). */
  rampSec: number;
  /** How long is counted (s). */
  seconds: number;
  watchSec: number;
  bitsPerSecond: number;
  /** Pages listen to events and read again what has changed. */
  follows: boolean;
  seed: number;
};

export type GeneratorReport = {
  figures: FiguresData;
  /** Of one core, while it was counted. */
  cpuShare: number;
  /** Of its own event loop (ms): beyond some milliseconds it measures itself. */
  loopDelayP99Ms: number;
  actions: Partial<Record<Action, number>>;
  countedSec: number;
};

/** Arrivals that are still being served, per process; beyond that people would be turned away at the door. */
const mostAtOnce = 5000;
/** What people come for, in turn, so that a few of them already do everything; then chance decides. */
const beginnings: readonly (readonly Action[])[] = [
  ['browse', 'scroll'],
  ['browse', 'filter'],
  ['browse', 'search'],
  ['browse', 'open', 'play'],
  ['browse', 'open', 'chapters'],
  ['browse', 'open', 'review'],
  ['browse', 'chat'],
  ['browse', 'status'],
];

/** All of 127.0.0.0/8 is this machine, on Linux; elsewhere one address has to do. */
function addressOf(index: number): string {
  return process.platform === 'linux' ? `127.0.0.${2 + Math.floor(index / 200)}` : '127.0.0.1';
}

/** Of the open model: what an arrival comes for. Each opens what it needs first. */
const arrivalWeights: Record<Action, number> = {
  ...{
    browse: 10,
    scroll: 4,
    filter: 8,
    search: 10,
    open: 30,
    play: 24,
    chapters: 6,
    review: 2,
    chat: 3,
    status: 3,
  },
};

async function generate(options: GeneratorOptions): Promise<GeneratorReport> {
  const random = seeded(options.seed);
  const figures = new Figures();
  const counts: Partial<Record<Action, number>> = {};
  const ending = new AbortController();
  const playable = new Set(options.school.lessons.map(({ recordingId }) => recordingId));
  const userOptions = { ...options, figures, random, signal: ending.signal };
  const users = Array.from(
    { length: options.users },
    (_, index) => new User(`${options.seed}-${index}`, addressOf(index), userOptions, playable),
  );
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const startMs = performance.now();
  const running = options.model === 'closed' ? closed() : open();
  await pause(options.rampSec * 1000, ending.signal);
  figures.clear();
  delay.enable();
  const cpu = process.cpuUsage();
  const countedMs = performance.now();
  await pause(options.seconds * 1000, ending.signal);
  const used = process.cpuUsage(cpu);
  const countedSec = (performance.now() - countedMs) / 1000;
  delay.disable();
  // What is under way is waited for, so that a hang is seen as one.
  ending.abort();
  await running;
  for (const user of users) user.close();
  return {
    figures: figures.data(),
    cpuShare: (used.user + used.system) / 1e6 / countedSec,
    loopDelayP99Ms: delay.percentile(99) / 1e6,
    actions: counts,
    countedSec,
  };

  async function act(user: User, action: Action, intendedMs: number): Promise<void> {
    counts[action] = (counts[action] ?? 0) + 1;
    await user.act(action, intendedMs);
  }

  async function closed(): Promise<void> {
    await Promise.all(
      users.map(async (user, index) => {
        await pause((index / users.length) * options.rampSec * 1000, ending.signal);
        if (ending.signal.aborted) return;
        const stop = options.follows ? user.followEvents() : undefined;
        const plan = [...(beginnings[index % beginnings.length] ?? [])];
        let action = plan.shift() ?? 'browse';
        while (!ending.signal.aborted) {
          await act(user, action, performance.now());
          await pause(thinkMs(random, action), ending.signal);
          await pause(user.retryAfterMs - performance.now(), ending.signal);
          action = plan.shift() ?? nextAction(random, user.place);
        }
        stop?.();
      }),
    );
  }

  async function open(): Promise<void> {
    const stops = options.follows ? users.map((user) => user.followEvents()) : [];
    const underWay = new Set<Promise<void>>();
    let turn = 0;
    for (const atSec of arrivals(random, options.rate, options.rampSec + options.seconds)) {
      const intendedMs = startMs + atSec * 1000;
      await pause(intendedMs - performance.now(), ending.signal);
      if (ending.signal.aborted) break;
      const action = pickWeighted(random, arrivalWeights);
      if (underWay.size >= mostAtOnce) {
        figures.record(`(${action})`, 'not sent', { ms: 0, bytes: 0 });
        continue;
      }
      turn = (turn + 1) % users.length;
      const user = users[turn];
      if (user === undefined) break;
      const doing = act(user, action, intendedMs).finally(() => underWay.delete(doing));
      underWay.add(doing);
    }
    await Promise.all(underWay);
    for (const stop of stops) stop();
  }
}

process.once('message', (options: GeneratorOptions) => {
  void generate(options).then((report) => {
    process.send?.(report, () => process.disconnect());
  });
});
