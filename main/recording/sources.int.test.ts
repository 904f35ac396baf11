/** Sources other than the usual one: probing, watching, screens, codecs that have to be encoded, clocks that jump. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { indexFile } from '../media/fmp4-index.ts';
import { ffmpegPath, makeClip } from '../testing/clip.ts';
import { joinFlv } from '../testing/flv-join.ts';
import { LiveSource } from '../testing/live-source.ts';
import { type RecorderHarness, startRecorder } from '../testing/recorder-harness.ts';
import { waitFor } from '../testing/wait-for.ts';
import { WatchService } from './watch-service.ts';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function recorder(options: Parameters<typeof startRecorder>[0] = {}): Promise<RecorderHarness> {
  const harness = await startRecorder(options);
  cleanups.push(() => harness.close());
  return harness;
}

async function source(...args: Parameters<typeof LiveSource.start>): Promise<LiveSource> {
  const live = await LiveSource.start(...args);
  cleanups.push(() => live.close());
  return live;
}

const noSignal = new AbortController().signal;

describe('the pre-flight check', () => {
  it('tells what is there and how loud it is', async () => {
    const { manager } = await recorder();
    const live = await source(await makeClip());
    const probe = await manager.probeSource(live.url, noSignal);
    expect(probe.source).toMatchObject({ video_codec: 'h264', audio_codec: 'aac', width: 320, height: 240 });
    expect(probe.audio_level_db).toBeCloseTo(-21, 0);
    expect(probe.warnings).toEqual([]);
    expect(probe.free_minutes).toBeGreaterThan(0);
  });

  it('warns of a black picture, silence, and codecs that must be encoded', async () => {
    const { manager } = await recorder();
    const dead = await source(
      await makeClip({ picture: 'color=black:size=320x240:rate=25', audio: 'silent' }),
    );
    expect((await manager.probeSource(dead.url, noSignal)).warnings).toEqual(['black_picture', 'silent']);
    const old = await source(await makeClip({ video: 'mpeg2video', audio: 'none' }));
    expect((await manager.probeSource(old.url, noSignal)).warnings).toEqual(['no_audio', 'video_reencode']);
  });

  it('says why a source cannot be opened', async () => {
    const { manager } = await recorder();
    await expect(manager.probeSource('http://127.0.0.1:1/class.ts', noSignal)).rejects.toMatchObject({
      code: 'source_unavailable',
    });
  });
});

describe('codecs that browsers do not play', () => {
  it('encodes MPEG-2 to H.264 while it records', async () => {
    const { manager, reached, parts } = await recorder();
    const live = await source(await makeClip({ video: 'mpeg2video' }));
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 2);
    await manager.stopRecording(recording_id);
    const index = await parts.takeIndexes.get(`lessons/${recording_id}/take-001.mp4`);
    expect(index.videoCodec).toMatch(/^avc1/);
  });

  it('copies HEVC, tagged so that players take it', async () => {
    const { manager, reached } = await recorder();
    const live = await source(await makeClip({ video: 'libx265' }));
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 2);
    const { file_path } = await manager.stopRecording(recording_id);
    expect((await indexFile(file_path!))!.videoCodec).toMatch(/^hvc1/);
  });

  it('records a source without sound', async () => {
    const { manager, reached } = await recorder();
    const live = await source(await makeClip({ audio: 'none' }));
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 2);
    const { file_path } = await manager.stopRecording(recording_id);
    expect((await indexFile(file_path!))!.audioCodec).toBeUndefined();
  });
});

describe('a picture whose parameters change in mid-stream', () => {
  it.each([
    ['looked at all the time', 0.5],
    ['noticed by its frames', 300],
  ])('goes on in a new take that can be decoded: %s', async (_how, sample_seconds) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'airclass-flv-'));
    cleanups.push(() => rm(folder, { recursive: true }));
    const parts = [];
    for (const [number, size] of ['320x240', '640x480'].entries()) {
      const file = path.join(folder, `${number}.flv`);
      await execa(ffmpegPath, [
        '-v',
        'error',
        '-i',
        await makeClip({ size, seconds: number === 0 ? 5 : 30 }),
        '-c',
        'copy',
        file,
      ]);
      parts.push(file);
    }
    const joined = path.join(folder, 'joined.flv');
    await joinFlv(joined, parts);
    const { manager, status } = await recorder({
      settings: { recording: { alarms: { sample_seconds } } },
    });
    const live = await source(joined, { format: 'flv' });
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await waitFor('a new take', async () => (await status(recording_id)).gaps.length > 0);
    await manager.stopRecording(recording_id);
    // The clip begins anew for each connection, so on a slow machine it may have changed more than once.
    const { gaps, reconnects } = await status(recording_id);
    expect(reconnects).toBe(0);
    expect(new Set(gaps.map((gap) => gap.reason))).toEqual(new Set(['source_changed']));
  });
});

describe('a clock that is set while a lesson is recorded', () => {
  it('changes neither the length nor the gaps', async () => {
    let offsetMs = 0;
    const clock = { now: () => Date.now() + offsetMs, monotonic: () => systemClock.monotonic() };
    const { manager, reached, status } = await recorder({ clock });
    const live = await source(await makeClip());
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 1.5);
    offsetMs = -3_600_000;
    live.goAway();
    await waitFor('reconnecting', async () => (await status(recording_id)).status === 'reconnecting');
    live.comeBack();
    await waitFor('back', async () => (await status(recording_id)).status === 'recording');
    offsetMs = 7_200_000;
    await manager.stopRecording(recording_id);
    const { gaps, takes, duration_seconds } = await status(recording_id);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]!.end_time - gaps[0]!.start_time).toBeGreaterThanOrEqual(0);
    expect(gaps[0]!.end_time - gaps[0]!.start_time).toBeLessThan(60);
    expect(takes[0]!.duration_seconds + takes[1]!.duration_seconds).toBeCloseTo(duration_seconds, 5);
  });
});

describe('watches', () => {
  it('record a stream while it is on air, and again when it returns', async () => {
    const harness = await recorder({ settings: { recording: { source_timeout_seconds: 5 } } });
    const live = await source(await makeClip());
    live.goAway();
    const watches = new WatchService(harness.parts, harness.manager, { pollMs: 300 });
    cleanups.push(() => watches.stop());
    watches.start();
    const watch = await watches.addWatch({
      stream_url: live.url,
      session_template: { session_id: 'class-{date}', title: '1교시' },
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: '00:00',
      to: '23:59',
      enabled: true,
    });
    const current = async () => (await watches.listWatches()).find((one) => one.watch_id === watch.watch_id)!;
    await waitFor('a look', async () => (await current()).last_checked_at !== null);
    expect((await current()).recording_id).toBeNull();
    expect(watches.lastLooks()).toEqual(['off_air']);
    live.comeBack();
    const id = await waitFor('recording', async () => (await current()).recording_id ?? undefined);
    await harness.reached(id, 1);
    expect((await harness.status(id)).session_id).toMatch(/^class-\d{8}$/);
    live.goAway();
    await waitFor('lesson closed', async () => (await harness.status(id)).status === 'processing');
    live.comeBack();
    await waitFor('next lesson', async () => (await current()).recording_id !== id);
    await watches.removeWatch(watch.watch_id);
    expect(watches.lastLooks()).toEqual([]);
    await expect(watches.removeWatch(watch.watch_id)).rejects.toMatchObject({ code: 'watch_not_found' });
  });
});

async function virtualScreen(): Promise<string> {
  let screen: ChildProcess | undefined;
  const number = await new Promise<string>((resolve, reject) => {
    // The server picks a free number and says it on file descriptor 3.
    screen = spawn('/usr/bin/Xvfb', ['-displayfd', '3', '-screen', '0', '641x481x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    screen.once('error', reject);
    screen.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  cleanups.push(async () => {
    const gone = new Promise((resolve) => screen?.once('exit', resolve));
    screen?.kill('SIGTERM');
    await gone;
  });
  return `:${number}`;
}

describe.skipIf(!existsSync('/usr/bin/Xvfb'))('the screen of this PC', () => {
  it('is recorded and encoded, odd sizes included', async () => {
    const display = await virtualScreen();
    const { manager, reached, status } = await recorder({ display });
    expect((await manager.listSources()).items).toContainEqual(
      expect.objectContaining({ kind: 'screen', stream_url: 'screen:' }),
    );
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: 'screen:?fps=10' });
    await reached(recording_id, 2);
    expect((await status(recording_id)).source).toMatchObject({
      protocol: 'screen',
      width: 641,
      height: 481,
    });
    const { file_path } = await manager.stopRecording(recording_id);
    expect(await indexFile(file_path!)).toMatchObject({ width: 640, height: 480 });
  });
});
