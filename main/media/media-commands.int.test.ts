import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { createProcessRunner } from '../base/process.ts';
import { ffmpegPath } from '../testing/clip.ts';
import { makeClip, makeTake, readFrameNumbers } from '../testing/media-clips.ts';
import { canSrt } from '../testing/this-system.ts';
import { locateFfmpeg } from './ffmpeg-locate.ts';
import { indexFile } from './fmp4-index.ts';
import {
  fileProbeArguments,
  ladderArguments,
  ladderSteps,
  posterArguments,
  spriteArguments,
  spriteTime,
  waveformArguments,
} from './media-commands.ts';
import { firstAudio, firstVideo, parseProbeOutput } from './probe-output.ts';
import { progressParser } from './progress.ts';
import { WaveformPeaks } from './waveform.ts';

const screenGrabbers: Partial<Record<NodeJS.Platform, string>> = { darwin: 'avfoundation', win32: 'gdigrab' };

describe('media commands', () => {
  let dir: string;
  const file = (name: string) => path.join(dir, name);
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'airclass-commands-'));
    await makeTake(
      await makeClip(file('late.mp4'), { seconds: 8, size: '640x480', bFrames: 2, soundDelaySec: 0.5 }),
      file('take.mp4'),
    );
    await makeTake(
      await makeClip(file('early.mp4'), { seconds: 4, size: '640x480', soundDelaySec: -0.5 }),
      file('early-take.mp4'),
    );
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const runner = () =>
    createProcessRunner({ ledgerDir: file('ledger'), log: silentLogger, clock: systemClock });
  async function run(args: readonly string[], stdout?: (chunk: Buffer) => void) {
    const options = { command: ffmpegPath, args, purpose: 'test' };
    return runner().run(stdout === undefined ? options : { ...options, stdout });
  }

  it('finds an ffmpeg that runs and tells what it can do', async () => {
    const found = await locateFfmpeg({
      ...{ runner: runner(), bundledPath: file('absent') },
      override: ffmpegPath === 'ffmpeg' ? undefined : ffmpegPath,
    });
    expect(found.version).toMatch(/^\d|^N-/);
    expect(found.encoders).toEqual({ h264: 'libx264', aac: 'aac' });
    expect(found.protocols).toEqual(expect.arrayContaining(['rtmp', 'https', ...(canSrt ? ['srt'] : [])]));
    expect(found.inputDevices).toContain(screenGrabbers[process.platform] ?? 'x11grab');
  });

  it('says how to get ffmpeg when the one that was named does not run', async () => {
    const search = locateFfmpeg({ runner: runner(), override: file('absent'), platform: 'linux' });
    await expect(search).rejects.toMatchObject({
      code: 'ffmpeg_missing',
      message: expect.stringContaining('apt-get install ffmpeg'),
    });
  });

  it('reads what a file holds from what ffmpeg prints', async () => {
    const media = parseProbeOutput((await run(fileProbeArguments(file('take.mp4')))).stderr);
    expect(media?.container).toContain('mp4');
    expect(firstVideo(media!)).toMatchObject({
      codec: 'h264',
      width: 640,
      height: 480,
      frameRate: 30,
      pixFmt: 'yuv420p',
    });
    expect(firstAudio(media!)).toMatchObject({ codec: 'aac', sampleRate: 48000, channels: 1 });
  });

  it.each(['take.mp4', 'early-take.mp4'])(
    'makes renditions whose key frames line up and whose sound stays where it was: %s',
    async (name) => {
      const steps = ladderSteps({ width: 640, height: 480 }, { includesSource: true });
      const outputs = steps.map((step) => Object.assign(step, { output: file(`${step.name}-${name}`) }));
      let lastSec = 0;
      const progress = progressParser(({ outTimeSec }) => {
        lastSec = outTimeSec;
      });
      const encoders = { h264: 'libx264', aac: 'aac' };
      const args = ladderArguments({ input: file(name), outputs, hasAudio: true, encoders });
      const { exit, stderr } = await run(args, progress);
      expect([exit.exitCode, stderr]).toEqual([0, '']);
      expect(lastSec).toBeGreaterThan(3);
      const source = (await indexFile(file(name)))!;
      const indexes = await Promise.all(outputs.map(async ({ output }) => (await indexFile(output))!));
      expect(indexes.map((index) => index.height)).toEqual([480, 360]);
      const starts = indexes.map((index) => index.segments.map((segment) => segment.startSec.toFixed(2)));
      expect(starts[0]).toEqual(starts[1]);
      for (const index of indexes) {
        expect(Math.abs(index.firstPictureSec! - source.firstPictureSec!)).toBeLessThan(0.04);
        expect(Math.abs(index.durationSec - source.durationSec)).toBeLessThan(0.04);
      }
      expect(await readFrameNumbers(outputs[1]!.output)).toEqual(await readFrameNumbers(file(name)));
    },
  );

  it('makes a poster and sheets of key frames, and tells which moments they show', async () => {
    await run(posterArguments({ input: file('take.mp4'), atSec: 3, width: 321, output: file('poster.jpg') }));
    expect((await stat(file('poster.jpg'))).size).toBeGreaterThan(1000);
    const sheet = {
      intervalSec: 2,
      columns: 2,
      rows: 1,
      tileWidth: 160,
      outputPattern: file('sheet-%d.jpg'),
    };
    const { stderr } = await run(spriteArguments({ input: file('take.mp4'), ...sheet }));
    const times = stderr.split('\n').flatMap((line) => spriteTime(line) ?? []);
    expect(times.map((sec) => Math.round(sec))).toEqual([0, 2, 4, 6]);
    expect((await readdir(dir)).filter((name) => name.startsWith('sheet-'))).toHaveLength(2);
  });

  it('draws sound from position 0, silence first where the sound is late', async () => {
    const waveform = new WaveformPeaks();
    await run(waveformArguments(file('take.mp4')), (chunk) => waveform.push(chunk));
    const peaks = waveform.peaks();
    expect(Math.abs(peaks.length / 2 - 85)).toBeLessThanOrEqual(1);
    expect([...peaks.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(peaks[2 * 10 + 1]).toBeGreaterThan(10);
    expect(peaks[2 * 10]).toBeLessThan(-10);
  });
});
