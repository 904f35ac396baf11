/** Looking at a source before class, with real ffmpeg, streams and an X screen. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import type { PreviewEventName } from '../../contract/recording.ts';
import { parseStreamUrl } from '../media/stream-url.ts';
import { makeClip } from '../testing/clip.ts';
import { LiveSource } from '../testing/live-source.ts';
import { type RecorderHarness, startRecorder } from '../testing/recorder-harness.ts';
import { waitFor } from '../testing/wait-for.ts';
import { LivePreviews } from './live-previews.ts';

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

type Told = { name: PreviewEventName; payload: Record<string, unknown> };

function watcher() {
  const told: Told[] = [];
  const client = new AbortController();
  cleanups.push(() => client.abort());
  return {
    told,
    client,
    listener: (name: PreviewEventName, payload: object) => {
      told.push({ name, payload: { ...payload } });
    },
    of: (name: PreviewEventName) => told.filter((event) => event.name === name).map(({ payload }) => payload),
  };
}

const previewsOf = ({ parts }: RecorderHarness) =>
  [...parts.runner.running].filter((child) => child.purpose === 'preview');

const noneLeft = (harness: RecorderHarness) =>
  waitFor('no preview runs', () => previewsOf(harness).length === 0);

describe('a preview', () => {
  it('shows small pictures and how loud it is, and leaves no process when nobody looks any more', async () => {
    const harness = await recorder();
    const live = await source(await makeClip({ size: '1280x720' }));
    const { told, client, listener, of } = watcher();
    await harness.manager.previewSource(live.url, listener, client.signal);
    const ledger = path.join(harness.dataDir, 'processes');
    expect(readdirSync(ledger)).toHaveLength(1);
    await waitFor('three pictures', () => of('picture').length >= 3);
    const picture = Buffer.from(String(of('picture')[0]!['jpeg_base64']), 'base64');
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg', width: 640, height: 360 });
    expect(of('level').length).toBeGreaterThan(4);
    expect(of('level').at(-1)!['rms_db']).toBeCloseTo(-21, 0);
    client.abort();
    const before = told.length;
    await noneLeft(harness);
    expect(readdirSync(ledger)).toEqual([]);
    expect(told).toHaveLength(before);
    expect(of('end')).toEqual([]);
  });

  it('shows a source without sound, and hears one without picture', async () => {
    const harness = await recorder();
    const mute = await source(await makeClip({ audio: 'none' }));
    const blind = await source(await makeClip({ video: 'none' }));
    const [seen, heard] = [watcher(), watcher()];
    await harness.manager.previewSource(mute.url, seen.listener, seen.client.signal);
    await harness.manager.previewSource(blind.url, heard.listener, heard.client.signal);
    await waitFor(
      'a picture and a level',
      () => seen.of('picture').length > 0 && heard.of('level').length > 0,
    );
    expect(seen.of('level')).toEqual([]);
    expect(heard.of('picture')).toEqual([]);
  });

  it('says what is wrong, and then that it is over', async () => {
    const harness = await recorder();
    const { told, client, listener } = watcher();
    await harness.manager.previewSource('http://127.0.0.1:1/class.ts?token=s3cret', listener, client.signal);
    await waitFor('the end', () => told.at(-1)?.name === 'end');
    expect(told).toEqual([
      { name: 'problem', payload: { code: 'source_unavailable', detail: expect.any(String) } },
      { name: 'end', payload: { reason: 'problem' } },
    ]);
    expect(JSON.stringify(told)).not.toContain('s3cret');
    await noneLeft(harness);
  });

  it('says so when the source is over, and when it has stalled', async () => {
    const harness = await recorder();
    const short = await source(await makeClip({ seconds: 2 }), { loop: false });
    const [ended, stalled] = [watcher(), watcher()];
    await harness.manager.previewSource(short.url, ended.listener, ended.client.signal);
    await waitFor('the end', () => ended.told.at(-1)?.name === 'end');
    expect(ended.told.at(-1)).toEqual({ name: 'end', payload: { reason: 'source_ended' } });

    const live = await source(await makeClip());
    const previews = new LivePreviews(harness.parts, { silenceMs: 8000 });
    const address = parseStreamUrl(live.url, { platform: process.platform });
    await previews.open(address, stalled.listener, stalled.client.signal);
    await waitFor('a picture', () => stalled.of('picture').length > 0);
    live.stall();
    await waitFor('the end', () => stalled.told.at(-1)?.name === 'end');
    expect(stalled.of('problem')).toMatchObject([{ code: 'source_timeout' }]);
  });

  it('is over after its longest time', async () => {
    const harness = await recorder();
    const live = await source(await makeClip());
    const { told, client, listener } = watcher();
    const previews = new LivePreviews(harness.parts, { limitMs: 1500 });
    const address = parseStreamUrl(live.url, { platform: process.platform });
    await previews.open(address, listener, client.signal);
    await waitFor('the end', () => told.at(-1)?.name === 'end');
    expect(told.at(-1)).toEqual({ name: 'end', payload: { reason: 'time_over' } });
    await noneLeft(harness);
  });

  it('refuses a third one, and what is no address', async () => {
    const { manager } = await recorder();
    const live = await source(await makeClip());
    const [one, two, three] = [watcher(), watcher(), watcher()];
    await manager.previewSource(live.url, one.listener, one.client.signal);
    await manager.previewSource(live.url, two.listener, two.client.signal);
    const third = () => manager.previewSource(live.url, three.listener, three.client.signal);
    await expect(third()).rejects.toMatchObject({ code: 'preview_limit' });
    one.client.abort();
    await waitFor('room for another', () =>
      third().then(
        () => true,
        () => false,
      ),
    );
    await expect(
      manager.previewSource('file:///etc/passwd', three.listener, three.client.signal),
    ).rejects.toMatchObject({
      code: 'stream_url_invalid',
    });
  });

  it('is refused of a source that is being recorded, until the recording pauses', async () => {
    const { manager, reached } = await recorder();
    const live = await source(await makeClip());
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 1);
    const { listener, client, of } = watcher();
    const look = () => manager.previewSource(live.url, listener, client.signal);
    await expect(look()).rejects.toMatchObject({ code: 'source_in_use' });
    await manager.pauseRecording(recording_id);
    await look();
    await waitFor('a picture', () => of('picture').length > 0);
  });

  it('makes way for a recording of the same source, and ends with the program', async () => {
    const harness = await recorder();
    const live = await source(await makeClip());
    const other = await source(await makeClip());
    const [same, another] = [watcher(), watcher()];
    await harness.manager.previewSource(live.url, same.listener, same.client.signal);
    await harness.manager.previewSource(other.url, another.listener, another.client.signal);
    const { recording_id } = await harness.manager.startRecording({ session_id: 's', stream_url: live.url });
    expect(same.told.at(-1)).toEqual({ name: 'end', payload: { reason: 'recording_started' } });
    await harness.reached(recording_id, 1);
    await waitFor('a picture', () => another.of('picture').length > 0);
    await harness.manager.stopAll();
    expect(another.told.at(-1)).toEqual({ name: 'end', payload: { reason: 'shutting_down' } });
    const late = watcher();
    await expect(
      harness.manager.previewSource(other.url, late.listener, late.client.signal),
    ).rejects.toMatchObject({ code: 'shutting_down' });
  });
});

async function virtualScreen(): Promise<string> {
  let screen: ChildProcess | undefined;
  const number = await new Promise<string>((resolve, reject) => {
    screen = spawn('/usr/bin/Xvfb', ['-displayfd', '3', '-screen', '0', '1281x721x24', '-nolisten', 'tcp'], {
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
  it('is listed with its size, shown, and let go when its recording begins', async () => {
    const harness = await recorder({ display: await virtualScreen() });
    expect((await harness.manager.listSources()).items).toContainEqual({
      kind: 'screen',
      name: harness.parts.display,
      stream_url: 'screen:',
      device_id: null,
      is_default: true,
      width: 1281,
      height: 721,
    });
    const { told, client, listener, of } = watcher();
    await harness.manager.previewSource('screen:', listener, client.signal);
    await waitFor('two pictures', () => of('picture').length >= 2);
    expect(of('level')).toEqual([]);
    const { recording_id } = await harness.manager.startRecording({
      session_id: 's',
      stream_url: 'screen:0?fps=10',
      is_test: true,
      max_duration_seconds: 2,
    });
    expect(told.at(-1)).toEqual({ name: 'end', payload: { reason: 'recording_started' } });
    await waitFor('the test is over', async () => (await harness.status(recording_id)).status === 'ready');
    expect((await harness.status(recording_id)).duration_seconds).toBeGreaterThan(1);
  });

  it('is not listed when nobody serves the display', async () => {
    const { manager } = await recorder({ display: ':731' });
    expect((await manager.listSources()).items.filter((item) => item.kind === 'screen')).toEqual([]);
  });
});
