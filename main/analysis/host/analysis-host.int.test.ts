import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../base/ids.ts';
import { silentLogger } from '../../base/logger.ts';
import { reapLeftovers } from '../../base/process-reaper.ts';
import { isAlive } from '../../base/process-table.ts';
import { makeClip } from '../../testing/clip.ts';
import { LiveSource } from '../../testing/live-source.ts';
import { startRecorder } from '../../testing/recorder-harness.ts';
import { type TestHost, createTestHost } from '../../testing/test-host.ts';
import { openVodHarness } from '../../testing/vod-harness.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { restartDelayMs } from './analysis-host.ts';

/** How the end of a host looks that crashes: Windows tells a code where others tell a signal. */
const crashed = process.platform === 'win32' ? 'ended with code 1' : 'was ended by SIGSEGV';

let dataDir: string;
let host: TestHost;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-host-'));
  host = createTestHost(dataDir);
});

afterEach(async () => {
  await host.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const failsWith = (code: string, detail?: RegExp) =>
  expect.objectContaining({
    code,
    ...(detail === undefined ? {} : { message: expect.stringMatching(detail) }),
  });

describe('calls', () => {
  it('are answered by a process that starts with the first one', async () => {
    expect(host.state).toBe('off');
    const { value, pid } = await host.call('echo', {
      value: { text: '분수', samples: new Float32Array([0.5]) },
    });
    expect(value).toEqual({ text: '분수', samples: new Float32Array([0.5]) });
    expect(pid).not.toBe(process.pid);
    expect([host.pid, host.state]).toEqual([pid, 'idle']);
  });

  it('run one after another, urgent ones before those that wait', async () => {
    await host.call('echo', { value: 0 });
    const order: string[] = [];
    const running = host.call('work', { ms: 200 }).then(() => order.push('running'));
    const waiting = host.call('echo', { value: 1 }).then(() => order.push('waiting'));
    const urgent = host.call('echo', { value: 2 }, { isUrgent: true }).then(() => order.push('urgent'));
    await Promise.all([running, waiting, urgent]);
    expect(order).toEqual(['running', 'urgent', 'waiting']);
  });

  it('fail with the code the operation threw, or as a failed analysis', async () => {
    await expect(host.call('refuse', {})).rejects.toEqual(failsWith('image_unreadable', /not a picture/));
    await expect(host.call('fail', {})).rejects.toEqual(failsWith('analysis_failed', /index out of range/));
    await expect(host.call('uncloneable', {})).rejects.toEqual(failsWith('analysis_failed'));
    await expect(host.call('echo', { value: () => 1 })).rejects.toEqual(failsWith('internal'));
    expect((await host.call('echo', { value: 1 })).value).toBe(1);
  });

  it('that are aborted do not wait, and what they left running is told', async () => {
    const controller = new AbortController();
    const waiting = host.call('wait', {}, { signal: controller.signal });
    const behind = host.call('echo', { value: 1 }, { signal: controller.signal });
    const next = host.call('echo', { value: 2 });
    await waitFor('the call to run', () => host.state === 'busy');
    controller.abort();
    await expect(waiting).rejects.toEqual(failsWith('job_cancelled'));
    await expect(behind).rejects.toEqual(failsWith('job_cancelled'));
    expect((await next).value).toBe(2);
    await expect(host.call('echo', { value: 3 }, { signal: controller.signal })).rejects.toEqual(
      failsWith('job_cancelled'),
    );
  });

  it('open a model once, and say when it is missing', async () => {
    expect(await host.call('openModel', { model: 'blazeface' })).toMatchObject({ inputNames: ['input'] });
    await expect(host.call('openModel', { model: 'yunet-n' })).rejects.toEqual(failsWith('model_missing'));
    await expect(host.call('openModel', { model: 'nothing' })).rejects.toEqual(failsWith('model_unknown'));
  });
});

describe('a host that misbehaves', () => {
  it('costs the running call when it crashes, and is there again for the next ones', async () => {
    const { pid } = await host.call('echo', { value: 1 });
    const crashing = host.call('crash', {});
    const behind = host.call('echo', { value: 2 });
    await expect(crashing).rejects.toEqual(failsWith('analysis_failed', new RegExp(crashed)));
    const answer = await behind;
    expect(answer.value).toBe(2);
    expect(answer.pid).not.toBe(pid);
  });

  it('is killed when a call takes too long', async () => {
    const { pid } = await host.call('echo', { value: 1 });
    await expect(host.call('hang', {}, { timeoutMs: 300 })).rejects.toEqual(
      failsWith('analysis_failed', /'hang' took longer than 0.3 s/),
    );
    expect(isAlive(pid, process.platform)).toBe(false);
    expect((await host.call('echo', { value: 2 })).value).toBe(2);
  });

  it('fails all that wait when it cannot even start', async () => {
    await host.stop();
    host = createTestHost(dataDir, { startMs: 1 });
    const calls = await Promise.allSettled([
      host.call('echo', { value: 1 }),
      host.call('echo', { value: 2 }),
    ]);
    expect(calls).toEqual([1, 2].map(() => ({ status: 'rejected', reason: failsWith('analysis_failed') })));
  });

  it('is not started again at once after a crash, and later after each further one', async () => {
    await host.stop();
    host = createTestHost(dataDir, { firstBackoffMs: 3_600_000, longestBackoffMs: 3_600_000 });
    await host.call('crash', {}).catch(() => undefined);
    const waiting = host.call('echo', { value: 1 });
    expect([host.state, host.pid]).toEqual(['off', undefined]);
    const refused = Promise.allSettled([waiting]);
    await host.stop();
    expect(await refused).toEqual([{ status: 'rejected', reason: failsWith('shutting_down') }]);
    const limits = { firstBackoffMs: 500, longestBackoffMs: 30_000 };
    const delays = [1, 2, 3, 7, 100].map((crashes) => restartDelayMs(crashes, limits));
    expect(delays).toEqual([500, 1000, 2000, 30_000, 30_000]);
  });
});

describe('a job whose call crashes the host', () => {
  it('is put back, with what happened, to be tried again', async () => {
    await using harness = await openVodHarness({
      overrides: (handlers) => ({
        ...handlers,
        speech: {
          lane: 'analysis',
          maxAttempts: 3,
          run: async ({ signal }) => host.call('crash', {}, { signal }),
        },
      }),
    });
    await harness.jobs.start();
    const jobId = await harness.jobs.enqueue('speech', { recording_id: newId() });
    await harness.jobs.whenIdle();
    expect(await harness.jobs.get(jobId)).toMatchObject({
      state: 'queued',
      attempts: 1,
      error: { code: 'analysis_failed', detail: `The analysis ${crashed}.` },
    });
  });
});

/** A core with a host that does as it is told; killed as by a power cut. @returns pid of the host */
async function hostOfKilledCore(work: 'wait' | 'hang'): Promise<number> {
  const core = execa(process.execPath, ['main/testing/hold-analysis-host.ts', dataDir, work], {
    reject: false,
    buffer: false,
  });
  const pid = await new Promise<number>((resolve) => {
    core.stdout.on('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
  expect(isAlive(pid, process.platform)).toBe(true);
  core.kill('SIGKILL');
  await core;
  return pid;
}

describe('the end', () => {
  it('comes by itself when nothing is asked for a while; the next call starts it again', async () => {
    await host.stop();
    host = createTestHost(dataDir, { idleMs: 200 });
    const { pid } = await host.call('echo', { value: 1 });
    await waitFor('the idle host to end', () => !isAlive(pid, process.platform));
    expect([host.pid, host.state]).toEqual([undefined, 'off']);
    expect((await host.call('echo', { value: 2 })).value).toBe(2);
  });

  it('stop refuses what runs, waits and comes', async () => {
    const { pid } = await host.call('echo', { value: 1 });
    const running = host.call('wait', {});
    const waiting = host.call('echo', { value: 2 });
    const refused = Promise.allSettled([running, waiting]);
    await host.stop();
    expect(await refused).toEqual(
      [1, 2].map(() => ({ status: 'rejected', reason: failsWith('shutting_down') })),
    );
    await expect(host.call('echo', { value: 3 })).rejects.toEqual(failsWith('shutting_down'));
    expect(isAlive(pid, process.platform)).toBe(false);
  });

  it('comes when the only call is taken back before the process is ready', async () => {
    await host.stop();
    host = createTestHost(dataDir, { idleMs: 200 });
    const controller = new AbortController();
    const call = host.call('echo', { value: 1 }, { signal: controller.signal });
    const { pid } = host;
    controller.abort();
    await expect(call).rejects.toEqual(failsWith('job_cancelled'));
    await waitFor('the idle host to end', () => !isAlive(pid!, process.platform));
  });

  it('comes with the end of a core that was killed', async () => {
    const pid = await hostOfKilledCore('wait');
    await waitFor('the orphaned host to end', () => !isAlive(pid, process.platform));
  });

  it('is brought about by the next core when the host hangs', async () => {
    const pid = await hostOfKilledCore('hang');
    const ledgerDir = path.join(dataDir, 'processes');
    expect(await reapLeftovers({ ledgerDir, dataDir, log: silentLogger })).toEqual({ reaped: 1 });
    expect(isAlive(pid, process.platform)).toBe(false);
  });
});

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('all its threads that work step back behind the recording', async () => {
    await host.call('openModel', { model: 'blazeface' });
    const nices = await host.call('niceOfThreads', {});
    // V8's own helpers were born before the priority was lowered.
    expect(nices.filter((nice) => nice === 19).length).toBeGreaterThanOrEqual(2);
    expect(nices[0]).toBe(19);
  });

  it('its memory is that of the models, and nothing when it is idle', async () => {
    for (const model of ['movenet-lightning', 'blazeface', 'coco-ssd', 'silero-vad']) {
      await host.call('openModel', { model });
    }
    const status = await readFile(`/proc/${host.pid}/status`, 'utf8');
    const residentMb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000;
    console.log(`resident set of the host with the ONNX models open: ${residentMb.toFixed(0)} MB`);
    expect(residentMb).toBeLessThan(400);
  });
});

describe('beside a recording', () => {
  it('a crash in mid-call leaves the recording without a gap', async () => {
    await using live = await LiveSource.start(await makeClip({ size: '640x480', gopSec: 1 }));
    const recorder = await startRecorder();
    try {
      const { recording_id: id } = await recorder.manager.startRecording({
        session_id: 'math-3',
        stream_url: live.url,
      });
      await recorder.reached(id, 2);
      const sentBefore = live.sentSec;
      await host.call('work', { ms: 500 });
      await expect(host.call('crash', {})).rejects.toEqual(failsWith('analysis_failed', new RegExp(crashed)));
      const { value } = await host.call('echo', { value: 'again' });
      expect(value).toBe('again');
      await recorder.reached(id, 6);
      const { sentSec } = live;
      await recorder.manager.stopRecording(id);
      const status = await recorder.status(id);
      expect(status).toMatchObject({ gaps: [], reconnects: 0 });
      expect(status.takes).toHaveLength(1);
      // All that was sent is kept, but for the last fragment on its way.
      expect(status.duration_seconds).toBeGreaterThan(sentSec - 1);
      expect(sentSec).toBeGreaterThan(sentBefore);
      expect(recorder.activeCounts).toEqual([1, 0]);
    } finally {
      await recorder.close();
    }
  });
});
