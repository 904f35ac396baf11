/** a: what recording costs in CPU, against ffmpeg alone on the same stream at the same time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openClassroom } from './classroom.ts';
import { childrenOf, cpuSec, startCore, until } from './core.ts';
import { type Row, ffmpegPath, list, median } from './row.ts';

const idleSec = 20;
/** A lesson lasts 50 minutes: what the core compiles and grows in its first ones is not what recording costs (s). */
const warmUpSec = 120;
/** A look of the sampler, at least. */
const windowSec = 120;
const windows = 5;
/** What ffmpeg does at its start is not what copying costs (s). */
const bareWarmUpSec = 10;
const bares = 2;

export const recordingCpu: Row = {
  id: 'a',
  isLinuxOnly: true,
  what: 'CPU of recording a 1080p30 stream vs bare `ffmpeg -c copy` of the same stream',
  bar: '≤ 1.15 ×',
  ifMissed:
    'the take alone costs what bare ffmpeg does; what is over it is the core (a poll every 1.45 s: index the new fragments, ' +
    'sync them to the medium) and the sampler (a key frame and half a second of sound decoded every 45 to 112 s, or when sizes ' +
    'of frames look odd). Bare ffmpeg does neither.',
  run: async (work) => {
    await using classroom = await openClassroom(work);
    await using core = await startCore(path.join(work, 'data'));
    // What start-up leaves to be done must not count as idling.
    await delay(5000);
    const idleStart = cpuSec(core.pid);
    await delay(idleSec * 1000);
    const idleRate = (cpuSec(core.pid) - idleStart) / idleSec;

    const { recording_id: id } = await core.api<{ recording_id: string }>('POST', '/api/recording/start', {
      session_id: 'cpu',
      stream_url: classroom.url('core'),
    });
    await until('the sampler', () => processOf(core.pid, /pipe:0/), { timeoutMs: 30_000 });
    await delay(warmUpSec * 1000);
    const read = () => ({
      core: cpuSec(core.pid),
      take: cpuSec(processOf(core.pid, /take-\d+\.mp4/) ?? 0),
      sampler: cpuSec(processOf(core.pid, /pipe:0/) ?? 0),
    });
    const startup = read();
    const spent: (ReturnType<typeof read> & { bare: number })[] = [];
    for (let window = 0; window < windows; window += 1) {
      // Receivers of one stream differ by a tenth by when their packets come: each window has others, and their mean.
      const receivers = Array.from({ length: bares }, (_, index) =>
        startBare(classroom.url(`bare-${window}-${index}`), path.join(work, `bare-${index}.mp4`)),
      );
      const readBare = () => receivers.reduce((sum, { pid }) => sum + cpuSec(pid ?? 0), 0) / bares;
      await delay(bareWarmUpSec * 1000);
      const before = { ...read(), bare: readBare() };
      await delay(windowSec * 1000);
      const after = { ...read(), bare: readBare() };
      spent.push({
        core: Math.max(0, after.core - before.core - idleRate * windowSec),
        take: after.take - before.take,
        sampler: after.sampler - before.sampler,
        bare: after.bare - before.bare,
      });
      for (const receiver of receivers) {
        receiver.stdin?.end('q');
        await once(receiver, 'exit');
      }
    }
    await core.api('POST', '/api/recording/stop', { recording_id: id });
    await core.api('DELETE', `/api/recording/${id}?permanent=true`);

    const ratios = spent.map((one) => (one.core + one.take + one.sampler) / one.bare);
    const ratio = median(ratios);
    const share = (name: 'core' | 'take' | 'sampler' | 'bare') =>
      (median(spent.map((one) => one[name])) / windowSec) * 100;
    const total = share('core') + share('take') + share('sampler');
    return {
      figure: `${ratio.toFixed(2)} × (${total.toFixed(2)} % of one core)`,
      baseline: `${share('bare').toFixed(2)} % of one core`,
      isMet: ratio <= 1.15,
      notes: [
        `of one core: core process over idle ${share('core').toFixed(2)} %, take ${share('take').toFixed(2)} %, sampler ${share('sampler').toFixed(2)} %`,
        `take alone against bare ffmpeg, each window: ${list(
          spent.map((one) => one.take / one.bare),
          2,
        )}`,
        `core process when idle: ${(idleRate * 100).toFixed(2)} %`,
        `ratio of each ${windowSec} s window (all record at the same time, ${bares} of bare ffmpeg anew for each; the first begins ${warmUpSec} s after the start): ${list(ratios, 2)}`,
        `CPU of the first ${warmUpSec} s, not in the ratio: take ${startup.take.toFixed(2)} s, sampler ${startup.sampler.toFixed(2)} s`,
      ],
    };
  },
};

function processOf(pid: number, command: RegExp): number | undefined {
  return childrenOf(pid).find((child) => command.test(child.command))?.pid;
}

function startBare(url: string, output: string): ChildProcess {
  const copy = '-c copy -f mp4 -movflags frag_keyframe+empty_moov'.split(' ');
  const args = ['-hide_banner', '-nostats', '-loglevel', 'error', '-y', '-i', url, ...copy, output];
  return spawn(ffmpegPath, args, { stdio: ['pipe', 'ignore', 'inherit'] });
}
