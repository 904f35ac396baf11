/** g, h, i: answering, resting and starting with a school's library of 10,000 lessons. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../main/testing/free-port.ts';
import { launchCore, residentBytes, startCore, token, until } from './core.ts';
import { type Row, list, median } from './row.ts';
import { makeSchool, schoolLessons } from './school-library.ts';

const bareServer = fileURLToPath(new URL('bare-server.mjs', import.meta.url));
const autocannon = fileURLToPath(new URL('../node_modules/autocannon/autocannon.js', import.meta.url));
const count = schoolLessons.toLocaleString('en');

export const latency: Row = {
  id: 'g',
  what: '`info`, `status`, session list: p99 at 50 concurrent',
  bar: '≤ 20 ms',
  ifMissed:
    '50 connections that ask again at once keep one core busy, so the median is 50 divided by the throughput and the 99th ' +
    'percentile shows what else ran on the two cores.',
  run: async (work) => {
    const { recordingId, sessionId } = await makeSchool(path.join(work, 'data'));
    await using core = await startCore(path.join(work, 'data'));
    const routes = {
      info: `/api/vod/${recordingId}/info`,
      status: `/api/recording/${recordingId}/status`,
      'session list': `/api/vod/session/${sessionId}?limit=10`,
      'recordings of the session': `/api/recording/session/${sessionId}`,
    };
    const bodies: Record<string, unknown> = {};
    for (const route of Object.values(routes))
      bodies[route.replace(/\?.*/, '')] = await core.api('GET', route);
    await using bare = await startBareServer(work, bodies);
    // What start-up leaves to be done is not what is asked here; then both are warm.
    await delay(3000);
    const figures: { name: string; core: Load[]; bare: Load[] }[] = [];
    for (const [name, route] of Object.entries(routes)) {
      const runs = { name, core: [] as Load[], bare: [] as Load[] };
      await load(core.url + route, 2);
      await load(bare.url + route, 2);
      for (let round = 0; round < 3; round += 1) {
        runs.core.push(await load(core.url + route, 6));
        runs.bare.push(await load(bare.url + route, 6));
      }
      figures.push(runs);
    }
    const p99 = (runs: readonly Load[]) => median(runs.map((one) => one.p99));
    const worst = Math.max(...figures.map((one) => p99(one.core)));
    return {
      figure: figures.map((one) => `${one.name} ${p99(one.core)} ms`).join(', '),
      baseline: figures.map((one) => `${p99(one.bare)}`).join(', ') + ' ms (bare Fastify, same JSON)',
      isMet: worst <= 20,
      notes: [
        `${count} lessons; 50 connections, 3 × 6 s each, core and bare server in turn, load generator on the same machine`,
        ...figures.map((one) => `${one.name}: ${describe(one.core)}; bare ${describe(one.bare)}`),
      ],
    };
  },
};

type Load = { p50: number; p99: number; perSecond: number };

function describe(runs: readonly Load[]): string {
  const perSecond = median(runs.map((one) => one.perSecond));
  return `p99 ${list(runs.map((one) => one.p99))} ms, p50 ${list(runs.map((one) => one.p50))} ms, ${perSecond.toFixed(0)} requests/s`;
}

async function load(url: string, seconds: number): Promise<Load> {
  const args = ['--json', '-c', '50', '-d', String(seconds), '-H', `authorization=Bearer ${token}`, url];
  const child = spawn(process.execPath, [autocannon, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, 'close');
  const result = JSON.parse(text.slice(text.indexOf('{'))) as {
    latency: { p50: number; p99: number };
    requests: { average: number };
    non2xx: number;
  };
  if (result.non2xx > 0) throw new Error(`${url}: ${result.non2xx} replies were no success`);
  return { p50: result.latency.p50, p99: result.latency.p99, perSecond: result.requests.average };
}

export const idleMemory: Row = {
  id: 'h',
  isLinuxOnly: true,
  what: 'idle core RSS',
  bar: '≤ 150 MB',
  run: async (work) => {
    await makeSchool(path.join(work, 'school'));
    const rests: number[] = [];
    for (const name of ['school', 'empty']) {
      await using core = await startCore(path.join(work, name));
      const readings: number[] = [];
      for (let reading = 0; reading < 4; reading += 1) {
        await delay(5000);
        readings.push(residentBytes(core.pid) / 1e6);
      }
      rests.push(Math.max(...readings));
    }
    await using bare = await startBareServer(work, { '/readyz': {} });
    await delay(5000);
    const bareMb = residentBytes(bare.pid) / 1e6;
    const [school = Infinity, empty = Infinity] = rests;
    return {
      figure: `${school.toFixed(0)} MB`,
      baseline: `${bareMb.toFixed(0)} MB (bare Fastify)`,
      isMet: school <= 150,
      notes: [
        `largest of four readings in the first 20 s: with ${count} lessons ${school.toFixed(0)} MB, empty ${empty.toFixed(0)} MB`,
      ],
    };
  },
};

export const coldStart: Row = {
  id: 'i',
  what: `cold start to ready with ${count} lessons`,
  bar: '≤ 1.5 s',
  run: async (work) => {
    const dataDir = path.join(work, 'data');
    await makeSchool(dataDir);
    writeFileSync(path.join(work, 'bare.json'), JSON.stringify({ '/readyz': { ok: true } }));
    const measured: number[] = [];
    const bare: number[] = [];
    // The first round fills the system's caches and is not counted.
    for (let round = 0; round < 6; round += 1) {
      const port = await freePort();
      const core = await timeToReady(() => launchCore(dataDir, port), port);
      const other = await freePort();
      const alone = await timeToReady(() => launchBareServer(path.join(work, 'bare.json'), other), other);
      if (round === 0) continue;
      measured.push(core);
      bare.push(alone);
    }
    const figureMs = median(measured);
    return {
      figure: `${figureMs.toFixed(0)} ms`,
      baseline: `${median(bare).toFixed(0)} ms (bare Fastify)`,
      isMet: figureMs <= 1500,
      notes: [
        `from starting the process until /readyz answers 200: ${list(measured)} ms; bare ${list(bare)} ms`,
        'files are in the system’s cache; a first start after a reboot also reads them from the disk',
      ],
    };
  },
};

async function timeToReady(launch: () => ChildProcess, port: number): Promise<number> {
  const startMs = performance.now();
  const child = launch();
  child.stdout?.resume();
  const ms = await until(
    'ready',
    async () => {
      try {
        const reply = await fetch(`http://127.0.0.1:${port}/readyz`);
        await reply.text();
        return reply.status === 200 ? performance.now() - startMs : undefined;
      } catch {
        return undefined; // does not listen yet
      }
    },
    { everyMs: 10, timeoutMs: 30_000 },
  );
  child.kill('SIGTERM');
  await once(child, 'exit');
  return ms;
}

function launchBareServer(file: string, port: number): ChildProcess {
  return spawn(process.execPath, [bareServer, file, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function startBareServer(
  work: string,
  bodies: Record<string, unknown>,
): Promise<AsyncDisposable & { url: string; pid: number }> {
  const file = path.join(work, 'bare.json');
  writeFileSync(file, JSON.stringify(bodies));
  const child = launchBareServer(file, 0);
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const [line] = (await once(lines, 'line')) as [string];
  return {
    url: `http://127.0.0.1:${/\d+$/.exec(line)?.[0]}`,
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
