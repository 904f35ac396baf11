/** A lesson is recorded while another one is analysed: nothing of it may be lost, and it may not cost more. */
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LessonAnalysis } from '../contract/analysis.ts';
import type { RecordingStatusReply } from '../contract/recording.ts';
import { classroomClip, openClassroom } from './classroom.ts';
import { type Core, childrenOf, cpuSec, request, startCore, until } from './core.ts';
import { type Row, list, median } from './row.ts';

const windowSec = 40;
/** Of each kind, in turn. */
const windows = 3;
/** What the core compiles and grows in its first minute is not what recording costs (s). */
const warmUpSec = 60;
/** CPU of the take with the analysis beside it, over that without. */
const mostCpu = 1.1;
const analysedSec = 600;

export const besideAnalysis: Row = {
  id: 'beside',
  what: 'recording 1080p30 while another lesson is analysed (`when_idle`)',
  bar: '0 fragments lost, CPU of the take within 10 %',
  isLinuxOnly: true,
  run: async (work) => {
    const clip = await classroomClip(work, analysedSec);
    await using classroom = await openClassroom(work);
    await using core = await startCore(path.join(work, 'data'));
    await core.api('PATCH', '/api/settings', {
      analysis: { enabled: false, when: 'when_idle' },
      processing: { ladder: [] },
    });
    const analysed = await importLesson(core, clip);
    const { recording_id: id } = await core.api<{ recording_id: string }>('POST', '/api/recording/start', {
      session_id: 'beside',
      stream_url: classroom.url('core'),
    });
    const take = await until('the take', () => childOf(core.pid, /take-\d+\.mp4/), { timeoutMs: 30_000 });
    await delay(warmUpSec * 1000);

    const alone: number[] = [];
    const beside: number[] = [];
    const host: number[] = [];
    for (let round = 0; round < windows; round += 1) {
      alone.push(await costOf(take, async () => delay(windowSec * 1000)));
      const stop = new AbortController();
      const working = keepAnalysing(core, analysed, stop.signal);
      const process = await until('the analysis', () => childOf(core.pid, /host-main/), {
        timeoutMs: 60_000,
      });
      const before = cpuSec(process);
      beside.push(await costOf(take, async () => delay(windowSec * 1000)));
      host.push(cpuSec(process) - before);
      stop.abort();
      await working;
    }
    const sentSec = classroom.receiver('core')?.sentSec ?? 0;
    await core.api('POST', '/api/recording/stop', { recording_id: id });
    const status = await core.api<RecordingStatusReply>('GET', `/api/recording/${id}/status`);
    const lostSec = Math.max(0, sentSec - status.duration_seconds);
    const ratio = median(beside) / median(alone);
    const isWhole = status.gaps.length === 0 && status.reconnects === 0 && lostSec < 1;
    return {
      figure: `${status.gaps.length} gaps, ${lostSec.toFixed(2)} s less than was sent; CPU ${ratio.toFixed(2)} ×`,
      baseline: `${((median(alone) / windowSec) * 100).toFixed(2)} % of one core without analysis`,
      isMet: isWhole && ratio <= mostCpu,
      notes: [
        `CPU of the take in windows of ${windowSec} s, in turn: alone ${list(alone, 2)} s, beside ${list(beside, 2)} s`,
        `CPU of the analysis host in the windows beside: ${list(host, 1)} s`,
        `${sentSec.toFixed(1)} s sent, ${status.duration_seconds.toFixed(1)} s kept; up to half a second is still on its way when it stops`,
      ],
    };
  },
};

/** @returns id of a lesson that nothing is to be done about any more */
async function importLesson(core: Core, clip: string): Promise<string> {
  const form = new FormData();
  form.set('session_id', 'analysed');
  form.set('title', 'Bench');
  form.set('file', await openAsBlob(clip, { type: 'video/mp4' }), 'lesson.mp4');
  const reply = await request(core.url, 'POST', '/api/vod/import', form);
  const { recording_id: id } = (await reply.json()) as { recording_id: string };
  await until('the imported lesson', async () => {
    const { status } = await core.api<RecordingStatusReply>('GET', `/api/recording/${id}/status`);
    return status === 'ready' ? true : undefined;
  });
  return id;
}

/** Again and again, until `signal` fires; resolves when nothing of it runs any more. */
async function keepAnalysing(core: Core, id: string, signal: AbortSignal): Promise<void> {
  const stages = ['slides', 'speech'];
  const isWorking = async (): Promise<boolean> => {
    const analysis = await core.api<LessonAnalysis>('GET', `/api/vod/${id}/analysis`);
    return analysis.stages.some(({ state }) => state === 'running' || state === 'queued');
  };
  while (!signal.aborted) {
    if (!(await isWorking())) await core.api('POST', `/api/vod/${id}/analyze`, { stages });
    await delay(250);
  }
  while (await isWorking()) await delay(250);
}

async function costOf(pid: number, run: () => Promise<unknown>): Promise<number> {
  const before = cpuSec(pid);
  await run();
  return cpuSec(pid) - before;
}

function childOf(pid: number, command: RegExp): number | undefined {
  return childrenOf(pid).find((child) => command.test(child.command))?.pid;
}
