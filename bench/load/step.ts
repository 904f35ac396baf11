/** One step of load: so many people for so long, while a lesson is recorded and renditions are made. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Classroom } from '../classroom.ts';
import { type Core, token } from '../core.ts';
import { hitRates } from '../metrics.ts';
import { type RecordingFigures, keepMakingRenditions, startLesson } from './beside.ts';
import { Figures } from './figures.ts';
import type { GeneratorOptions, GeneratorReport } from './generator.ts';
import { type RouteFigures, type Verdict, judge, routeFigures } from './judge.ts';
import { type Sample, startSampler } from './sampler.ts';
import { readSchool } from './school.ts';

const generatorFile = fileURLToPath(new URL('generator.ts', import.meta.url));

export type StepPlan = {
  model: 'closed' | 'open';
  users: number;
  /** Arrivals a second; of the open model only. */
  rate: number;
  seconds: number;
  rampSec: number;
  processes: number;
  watchSec: number;
  bitsPerSecond: number;
  follows: boolean;
  seed: number;
};

export type StepResult = {
  plan: StepPlan;
  measuredAt: string;
  /** Load average of the machine before it began. */
  loadBefore?: number;
  routes: RouteFigures[];
  verdicts: Verdict[];
  samples: Sample[];
  recording: RecordingFigures;
  renditionsMade: number;
  generators: { cpuShare: number; loopDelayP99Ms: number }[];
  browserHits: number;
  actions: Record<string, number>;
  /** Of the core's caches, by kind. */
  hitRates?: Record<string, number>;
};

export async function runStep(
  world: { core: Core; dataDir: string; classroom: Classroom; clip: string },
  plan: StepPlan,
): Promise<StepResult> {
  const { core } = world;
  const [loadBefore = 0] = loadavg();
  const lesson = await startLesson(core, world.classroom);
  const stopRenditions = await keepMakingRenditions(core, world.clip);
  const school = readSchool(world.dataDir, lesson);
  const cookie = await logIn(core);
  const share = (index: number): number =>
    Math.floor(plan.users / plan.processes) + (index < plan.users % plan.processes ? 1 : 0);
  const started = Array.from({ length: plan.processes }, async (_, index) =>
    runGenerator({
      ...{ url: core.url, cookie, school, model: plan.model, users: Math.max(1, share(index)) },
      ...{ rate: plan.rate / plan.processes, rampSec: plan.rampSec, seconds: plan.seconds },
      ...{ watchSec: plan.watchSec, bitsPerSecond: plan.bitsPerSecond, follows: plan.follows },
      seed: plan.seed * 100 + index,
    }),
  );
  const sampler = await startSampler(core, Math.min(5000, plan.seconds * 50));
  const reports = await Promise.all(started);
  await sampler.stop();
  const renditionsMade = await stopRenditions();
  const recording = await lesson.stop();
  const figures = new Figures();
  const actions: Record<string, number> = {};
  for (const report of reports) {
    figures.add(report.figures);
    for (const [action, count] of Object.entries(report.actions)) {
      actions[action] = (actions[action] ?? 0) + count;
    }
  }
  const data = figures.data();
  const samples = sampler.samples.filter(({ atSec }) => atSec >= plan.rampSec);
  const rates = hitRates(sampler.first, sampler.last());
  const countedSec = Math.max(...reports.map((report) => report.countedSec));
  return {
    ...{
      plan,
      measuredAt: new Date().toISOString().slice(0, 10),
      loadBefore,
      samples,
      recording,
      renditionsMade,
    },
    routes: routeFigures(data, countedSec),
    verdicts: judge({ data, samples, recording, hitRate: rates.all }),
    generators: reports.map(({ cpuShare, loopDelayP99Ms }) => ({ cpuShare, loopDelayP99Ms })),
    ...{ browserHits: data.browserHits, actions, hitRates: rates.byKind },
  };
}

/** The cookie that the link the recorder prints gives a browser. */
async function logIn(core: Core): Promise<string> {
  const reply = await fetch(`${core.url}/?token=${token}`, { redirect: 'manual' });
  const cookie = reply.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the core gave no cookie: ${reply.status}`);
  return cookie;
}

async function runGenerator(options: GeneratorOptions): Promise<GeneratorReport> {
  const child = fork(generatorFile, { execArgv: [] });
  child.send(options);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a process of virtual users ended with ${String(code)}`);
  });
  const [report] = (await Promise.race([once(child, 'message'), ended])) as [GeneratorReport];
  ended.catch(() => undefined);
  return report;
}
