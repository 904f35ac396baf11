/**
 * `npm run bench:faults [-- --runs 12 --seed 1]`: kills things at random moments while lessons are being recorded and
 * reports what was lost. `--report FILE` writes it down. Bars: at most 1 s of what the source had sent by the kill is missing,
 * no unreadable lesson, no process left behind.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import type { RecordingStatusReply } from '../contract/recording.ts';
import { ffmpegPath, makeClip } from '../main/testing/clip.ts';
import { type CoreProcess, findProcesses, startCore } from '../main/testing/core-process.ts';
import { LiveSource } from '../main/testing/live-source.ts';
import { waitFor } from '../main/testing/wait-for.ts';
import { seeded } from '../main/base/seeded.ts';

const { values: flags } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string' },
  },
});
const runs = Number(flags.runs);
const random = seeded(Number(flags.seed));

/** Lessons recorded at the same time: each kill round counts once per lesson. */
const lessonsPerRound = 4;
const kinds = ['ffmpeg', 'core', 'both'] as const;
type Kind = (typeof kinds)[number];
type Outcome = { kind: Kind; lostSec: number; readable: boolean; status: string };

const scratch = mkdtempSync(path.join(tmpdir(), 'airclass-faults-'));
// Two seconds between key frames and B-frames: as a classroom encoder sends it.
const clip = await makeClip({ gopSec: 2, bFrames: 2, seconds: 60 });

const outcomes: Outcome[] = [];
let orphans = 0;
const started = performance.now();
for (let round = 0; outcomes.length < runs; round += 1) {
  const kind = kinds[round % kinds.length] ?? 'ffmpeg';
  outcomes.push(...(await killRound(kind, round)));
  const worst = Math.max(...outcomes.map((outcome) => outcome.lostSec));
  console.log(`${outcomes.length}/${runs} kills, worst loss ${worst.toFixed(2)} s, orphans ${orphans}`);
}
const scenarios = [
  await stopsWhileRecording(),
  await sourceReturns(),
  await sourceIsGone(),
  await diskFills(),
  await diskIsFilled(),
  await secondCore(),
];
report();
rmSync(scratch, { recursive: true, force: true });
process.exit(
  orphans > 0 ||
    outcomes.some((outcome) => outcome.lostSec > 1 || !outcome.readable) ||
    scenarios.some(({ result }) => result === 'failed')
    ? 1
    : 0,
);

async function killRound(kind: Kind, round: number): Promise<Outcome[]> {
  const dataDir = path.join(scratch, `round-${round}`);
  let core = await startCore(dataDir);
  const sources = await Promise.all(
    Array.from({ length: lessonsPerRound }, async () => LiveSource.start(clip)),
  );
  try {
    const ids = await Promise.all(
      sources.map(async (source, index) => {
        const body = { session_id: `lesson-${index}`, stream_url: source.url };
        const { recording_id } = await core.api<{ recording_id: string }>(
          'POST',
          '/api/recording/start',
          body,
        );
        return recording_id;
      }),
    );
    await waitFor('all lessons run', async () => {
      const states = await Promise.all(ids.map(async (id) => statusOf(core, id)));
      return states.every((state) => state.duration_seconds > 0);
    });
    await delay(random() * 4000);
    const sentSec = sources.map((source) => source.sentSec);
    if (kind !== 'ffmpeg') await core.kill();
    if (kind !== 'core') {
      findProcesses('ffmpeg', dataDir, 'take-').forEach((pid) => process.kill(pid, 'SIGKILL'));
    }
    if (kind !== 'ffmpeg') core = await startCore(dataDir);
    await waitFor('the first takes are closed', async () => {
      const states = await Promise.all(ids.map(async (id) => statusOf(core, id)));
      return states.every((state) => state.takes.length > 0);
    });
    const results: Outcome[] = [];
    for (const [index, id] of ids.entries()) {
      await stopIfRunning(core, id);
      const state = await statusOf(core, id);
      const first = state.takes[0]?.duration_seconds ?? 0;
      results.push({
        kind,
        lostSec: Math.max(0, (sentSec[index] ?? 0) - first),
        readable: await isReadable(core, id, state),
        status: state.status,
      });
    }
    await core.stop();
    orphans += findProcesses('ffmpeg', dataDir).length;
    return results;
  } finally {
    await Promise.all(sources.map(async (source) => source.close()));
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function statusOf(core: CoreProcess, id: string): Promise<RecordingStatusReply> {
  return core.api<RecordingStatusReply>('GET', `/api/recording/${id}/status`);
}

async function stopIfRunning(core: CoreProcess, id: string): Promise<void> {
  const { status } = await statusOf(core, id);
  if (['starting', 'recording', 'reconnecting', 'paused'].includes(status)) {
    await core.api('POST', '/api/recording/stop', { recording_id: id });
  }
}

/** Every take decodes to its end without an error, and the playlist of the lesson is complete. */
async function isReadable(core: CoreProcess, id: string, state: RecordingStatusReply): Promise<boolean> {
  const playlist = await core.api<string>('GET', `/api/vod/${id}/stream?resolution=source`);
  if (!playlist.includes('#EXT-X-ENDLIST')) return false;
  for (const take of state.takes) {
    const strict = ['-v', 'error', '-xerror', '-i', take.file_path, '-f', 'null', '-'];
    const { exitCode } = await execa(ffmpegPath, strict, { reject: false });
    if (exitCode !== 0) return false;
  }
  return true;
}

type Scenario = { name: string; result: 'passed' | 'failed' | 'not run'; detail: string };

async function scenario(name: string, run: (dataDir: string) => Promise<string>): Promise<Scenario> {
  const dataDir = path.join(scratch, name.replaceAll(/\W+/g, '-'));
  try {
    const detail = await run(dataDir);
    console.log(`${name}: ${detail}`);
    return { name, result: detail.startsWith('not run') ? 'not run' : 'passed', detail };
  } catch (error) {
    console.log(`${name}: FAILED ${String(error)}`);
    return { name, result: 'failed', detail: String(error) };
  }
}

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

async function recorded(core: CoreProcess, source: LiveSource, seconds: number): Promise<string> {
  const body = { session_id: 's', stream_url: source.url };
  const { recording_id: id } = await core.api<{ recording_id: string }>('POST', '/api/recording/start', body);
  await waitFor('recorded', async () => (await statusOf(core, id)).duration_seconds >= seconds);
  return id;
}

async function stopsWhileRecording(): Promise<Scenario> {
  return scenario('SIGTERM while recording', async (dataDir) => {
    await using source = await LiveSource.start(clip);
    const first = await startCore(dataDir);
    const id = await recorded(first, source, 3);
    const exitCode = await first.stop();
    check(exitCode === 0, `exit code 0, not ${exitCode}`);
    check(findProcesses('ffmpeg', dataDir).length === 0, 'no process left');
    const second = await startCore(dataDir);
    const state = await statusOf(second, id);
    check(state.gaps.length === 0 && state.stopped_at !== null, 'the lesson had been closed, not recovered');
    check(await isReadable(second, id, state), 'readable');
    await second.stop();
    return `lesson closed with ${state.duration_seconds.toFixed(1)} s, exit code 0`;
  });
}

async function sourceReturns(): Promise<Scenario> {
  return scenario('source dies and returns', async (dataDir) => {
    await using source = await LiveSource.start(clip);
    const core = await startCore(dataDir);
    const id = await recorded(core, source, 3);
    source.goAway();
    await waitFor('reconnecting', async () => (await statusOf(core, id)).status === 'reconnecting');
    await delay(2000);
    source.comeBack();
    await waitFor('back', async () => (await statusOf(core, id)).status === 'recording');
    await delay(2000);
    await core.api('POST', '/api/recording/stop', { recording_id: id });
    const state = await statusOf(core, id);
    check(state.takes.length === 2 && state.gaps.length === 1, 'one lesson of two takes with one gap');
    check(await isReadable(core, id, state), 'readable');
    await core.stop();
    const gap = state.gaps[0];
    return `one lesson, 2 takes, gap of ${((gap?.end_time ?? 0) - (gap?.start_time ?? 0)).toFixed(1)} s recorded`;
  });
}

async function sourceIsGone(): Promise<Scenario> {
  return scenario('source dies for good', async (dataDir) => {
    await using source = await LiveSource.start(clip);
    const core = await startCore(dataDir);
    await core.api('PATCH', '/api/settings', { recording: { source_timeout_seconds: 6 } });
    const id = await recorded(core, source, 3);
    source.goAway();
    await waitFor('closed', async () => ['processing', 'ready'].includes((await statusOf(core, id)).status));
    const state = await statusOf(core, id);
    check(await isReadable(core, id, state), 'readable');
    await core.stop();
    return `closed after the timeout with ${state.duration_seconds.toFixed(1)} s, ${state.error?.code ?? 'no error'}`;
  });
}

/** A volume of 48 MB as the media folder; needs the right to mount one. */
async function diskFills(): Promise<Scenario> {
  return scenario('disk fills', async (dataDir) => {
    const mediaDir = path.join(dataDir, 'media');
    mkdirSync(mediaDir, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', mediaDir], { stdio: 'ignore' });
    } catch {
      return 'not run: a small volume could not be mounted here';
    }
    const heavy = await makeClip({ size: '1280x720', bitrate: '12M', seconds: 20, gopSec: 1 });
    await using source = await LiveSource.start(heavy);
    const core = await startCore(dataDir);
    try {
      await core.api('PATCH', '/api/settings', {
        recording: { min_free_minutes: 0, stop_free_minutes: 0.1, warn_free_minutes: 0.5 },
      });
      const id = await recorded(core, source, 3);
      await waitFor(
        'closed',
        async () => ['processing', 'ready', 'failed'].includes((await statusOf(core, id)).status),
        120_000,
      );
      const state = await statusOf(core, id);
      check(state.error?.code === 'disk_full', `disk_full, not ${state.error?.code ?? 'nothing'}`);
      check(await isReadable(core, id, state), 'readable');
      return `stopped cleanly with disk_full after ${state.duration_seconds.toFixed(1)} s, ${state.size_mb} MB kept and readable`;
    } finally {
      await core.stop();
      execFileSync('umount', [mediaDir], { stdio: 'ignore' });
    }
  });
}

/** Another program fills the disk that also holds the library: nothing can be written any more. */
async function diskIsFilled(): Promise<Scenario> {
  return scenario('another program fills the disk', async (dataDir) => {
    mkdirSync(dataDir, { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', dataDir], { stdio: 'ignore' });
    } catch {
      return 'not run: a small volume could not be mounted here';
    }
    await using source = await LiveSource.start(clip);
    const core = await startCore(path.join(dataDir, 'data'));
    try {
      const limits = { min_free_minutes: 0, stop_free_minutes: 0.1, warn_free_minutes: 0.2 };
      await core.api('PATCH', '/api/settings', { recording: limits });
      const id = await recorded(core, source, 3);
      try {
        writeFileSync(path.join(dataDir, 'other'), Buffer.alloc(128 * 1024 * 1024));
      } catch {
        // That is the point: it takes what there is.
      }
      await waitFor('closed', async () =>
        ['processing', 'ready'].includes((await statusOf(core, id)).status),
      );
      const state = await statusOf(core, id);
      check(state.error?.code === 'disk_full', `disk_full, not ${state.error?.code ?? 'nothing'}`);
      check(state.takes.length === 1 && state.duration_seconds >= 3, 'what was recorded is kept');
      check(await isReadable(core, id, state), 'readable');
      return `closed with disk_full and ${state.duration_seconds.toFixed(1)} s, thanks to the room held back`;
    } finally {
      await core.stop();
      execFileSync('umount', [dataDir], { stdio: 'ignore' });
    }
  });
}

async function secondCore(): Promise<Scenario> {
  return scenario('two cores on one data folder', async (dataDir) => {
    const core = await startCore(dataDir);
    const refusal = await startCore(dataDir).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    await core.stop();
    check(refusal !== undefined && /another recorder/.test(refusal), 'the second core refuses with a reason');
    return 'the second one refuses to start and says why';
  });
}

function report(): void {
  const rows = kinds.map((kind) => {
    const own = outcomes.filter((outcome) => outcome.kind === kind);
    const losses = own.map((outcome) => outcome.lostSec).toSorted((a, b) => a - b);
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, losses.length);
    const unreadable = own.filter((outcome) => !outcome.readable).length;
    return `| SIGKILL ${kind} | ${own.length} | ${mean.toFixed(2)} | ${(losses.at(-1) ?? 0).toFixed(2)} | ${unreadable} |`;
  });
  const lines = [
    '# Faults',
    '',
    'What is lost when things are killed at random moments while four lessons at a time are being recorded',
    '(320×240, 2 s between key frames, B-frames). Lost: media the source had sent by the moment of the kill and that is',
    'not in the lesson. Bars: 1 s, no unreadable lesson, no process left behind.',
    '',
    `Made by \`npm run bench:faults -- --runs ${runs} --seed ${flags.seed}\` on ${new Date().toISOString().slice(0, 10)}`,
    `(Node ${process.versions.node}, ${process.platform}, ${((performance.now() - started) / 60_000).toFixed(0)} min).`,
    '',
    '| what | kills | mean loss (s) | worst loss (s) | unreadable lessons |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `Processes left behind: ${orphans}.`,
    '',
    '| scenario | result | |',
    '| --- | --- | --- |',
    ...scenarios.map(({ name, result, detail }) => `| ${name} | ${result} | ${detail} |`),
    '',
    'A torn last fragment, a tail of zeros, rubbish behind the end and a corrupt file beside good ones are tests:',
    '`main/recording/recovery.int.test.ts`; a clock that jumps: `main/recording/sources.int.test.ts`.',
    '',
  ];
  if (flags.report !== undefined) writeFileSync(flags.report, lines.join('\n'));
  console.log(lines.join('\n'));
}
