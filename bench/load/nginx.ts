/** The same byte ranges of the same files from nginx and from the core, in turn: what a web server of C makes of this machine. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { type Core, childrenOf, cpuSec, token, until } from '../core.ts';
import { median } from '../row.ts';
import { readSeedNote } from '../seed-media.ts';
import type { BlastOptions, BlastReport } from './blast.ts';
import { chooseVariant, parseMaster, parseMedia } from './playlist.ts';

const blastFile = fileURLToPath(new URL('blast.ts', import.meta.url));
const connections = 32;
const roundSec = 10;
const rounds = 3;
const lessonsAsked = 20;

export type NginxComparison = {
  measuredAt: string;
  ratio: number;
  isMet: boolean;
  core: Side;
  nginx: Side;
  notes: string[];
};
/** Medians over the rounds. */
type Side = { mbPerSecond: number; requestsPerSecond: number; cpuSecPerGb: number };

export async function compareWithNginx(world: {
  core: Core;
  dataDir: string;
  scratch: string;
}): Promise<NginxComparison> {
  const { core } = world;
  const ranges = await readRanges(world);
  await using nginx = await startNginx(world.scratch, path.join(world.dataDir, 'media', 'lessons'));
  const sides = [
    { name: 'core', port: Number(new URL(core.url).port), pids: () => [core.pid], head: coreHead },
    { name: 'nginx', port: nginx.port, pids: () => nginx.workers(), head: nginxHead },
  ] as const;
  const runs: Record<'core' | 'nginx', Side[]> = { core: [], nginx: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of sides) {
      const pids = side.pids();
      const before = pids.reduce((sum, pid) => sum + cpuSec(pid), 0);
      const requests = ranges.map((range) => side.head(range, side.port));
      const report = await runBlast({ port: side.port, requests, connections, seconds: roundSec });
      if (report.failures > 0) throw new Error(`${side.name}: ${report.failures} ranges were not answered`);
      const used = pids.reduce((sum, pid) => sum + cpuSec(pid), 0) - before;
      // The first round fills the system's cache.
      if (round === 0) continue;
      runs[side.name].push({
        mbPerSecond: report.bytes / report.seconds / 1e6,
        requestsPerSecond: report.requests / report.seconds,
        cpuSecPerGb: (used / report.bytes) * 1e9,
      });
    }
  }
  const [ours, theirs] = [middle(runs.core), middle(runs.nginx)];
  const ratio = ours.mbPerSecond / theirs.mbPerSecond;
  return {
    measuredAt: new Date().toISOString().slice(0, 10),
    ...{ ratio, isMet: ratio >= 0.5, core: ours, nginx: theirs },
    notes: [
      `core ${describe(ours)}; nginx ${describe(theirs)}: ${ratio.toFixed(2)} × its throughput`,
      `${ranges.length} segments of a small rendition, ${connections} connections, ${rounds} × ${roundSec} s each in turn, client on the same machine; nginx: one worker per processor core, sendfile`,
    ],
  };
}

type FileRange = { recordingId: string; rendition: string; file: string; start: number; end: number };

async function readRanges({ core, dataDir }: { core: Core; dataDir: string }): Promise<FileRange[]> {
  const found: FileRange[] = [];
  for (const recordingId of readSeedNote(dataDir).media.slice(0, lessonsAsked)) {
    const base = `${core.url}/api/vod/${recordingId}/`;
    const variant = chooseVariant(parseMaster(await text(`${base}stream`)), 1_600_000);
    if (variant === undefined) continue;
    const { segments } = parseMedia(await text(base + variant.uri));
    for (const { uri, start, end } of segments.slice(0, 50)) {
      const [, rendition = '', file = ''] = uri.split('/');
      found.push({ ...{ recordingId, rendition, file }, start, end });
    }
  }
  if (found.length === 0) throw new Error('no lesson of this folder can be played: seed it with --media');
  return found;
}

async function text(url: string): Promise<string> {
  const reply = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (!reply.ok) throw new Error(`${url}: ${reply.status}`);
  return reply.text();
}

function coreHead({ recordingId, rendition, file, start, end }: FileRange, port: number): string {
  const address = `/api/vod/${recordingId}/media/${rendition}/${file}`;
  return `GET ${address} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\nrange: bytes=${start}-${end}\r\n\r\n`;
}

function nginxHead({ recordingId, rendition, file, start, end }: FileRange, port: number): string {
  const address = rendition === 'source' ? file : `renditions/${rendition}/${file}`;
  return `GET /${recordingId}/${address} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nrange: bytes=${start}-${end}\r\n\r\n`;
}

async function runBlast(options: BlastOptions): Promise<BlastReport> {
  const child = fork(blastFile, { execArgv: [] });
  child.send(options);
  const [report] = (await once(child, 'message')) as [BlastReport];
  return report;
}

/** In the foreground, as whoever runs this, with all it writes in a folder of its own. */
async function startNginx(
  scratch: string,
  root: string,
): Promise<AsyncDisposable & { port: number; workers(): number[] }> {
  const folder = path.join(scratch, 'nginx');
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    [
      ...(typeof process.getuid === 'function' && process.getuid() === 0 ? ['user root;'] : []),
      `worker_processes auto; pid ${folder}/pid; error_log ${folder}/error.log;`,
      'events { worker_connections 1024; }',
      'http {',
      ...temps.map((name) => `  ${name}_temp_path ${folder}/${name};`),
      '  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;',
      '  types { video/mp4 mp4; }',
      `  server { listen 127.0.0.1:${port}; root ${root}; }`,
      '}',
    ].join('\n'),
  );
  const child = spawn('nginx', ['-c', `${folder}/nginx.conf`, '-p', folder, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const failed = once(child, 'error').then(([error]) => {
    throw new Error('nginx could not be started: is it installed?', { cause: error });
  });
  failed.catch(() => undefined);
  const answers = until('nginx answers', async () => {
    const reply = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await reply?.text();
    return reply === undefined ? undefined : true;
  });
  await Promise.race([answers, failed]);
  // Workers are up a moment after the first of them.
  await delay(200);
  return {
    port,
    workers: () => childrenOf(child.pid ?? 0).map(({ pid }) => pid),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function middle(runs: readonly Side[]): Side {
  return {
    mbPerSecond: median(runs.map((run) => run.mbPerSecond)),
    requestsPerSecond: median(runs.map((run) => run.requestsPerSecond)),
    cpuSecPerGb: median(runs.map((run) => run.cpuSecPerGb)),
  };
}

function describe({ mbPerSecond, requestsPerSecond, cpuSecPerGb }: Side): string {
  return `${mbPerSecond.toFixed(0)} MB/s, ${requestsPerSecond.toFixed(0)} segments/s, ${cpuSecPerGb.toFixed(2)} s of processor time per GB`;
}
