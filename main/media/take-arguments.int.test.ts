import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { createProcessRunner } from '../base/process.ts';
import { ffmpegPath } from '../testing/clip.ts';
import { ffmpeg, makeClip, startFfmpeg } from '../testing/media-clips.ts';
import { canSrt } from '../testing/this-system.ts';
import { classifyFfmpegError } from './ffmpeg-errors.ts';
import { indexFile } from './fmp4-index.ts';
import { parseStreamUrl } from './stream-url.ts';
import { type TakePlan, takeArguments } from './take-arguments.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

describe('the recording command', () => {
  let dir: string;
  const file = (name: string) => path.join(dir, name);
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'airclass-take-'));
    await makeClip(file('clip.mp4'), { seconds: 5, bFrames: 2, soundDelaySec: 0.5 });
    await ffmpeg('-loglevel', 'error', '-i', file('clip.mp4'), '-c', 'copy', file('clip.flv'));
    await ffmpeg(
      '-loglevel',
      'error',
      '-i',
      file('clip.mp4'),
      '-c:v',
      'mpeg2video',
      '-c:a',
      'mp2',
      file('old.ts'),
    );
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const runner = () =>
    createProcessRunner({ ledgerDir: file('ledger'), log: silentLogger, clock: systemClock });

  /** Records until the sender has sent everything. The sender listens; the recorder tries until it is there. */
  async function record(url: string, sender: readonly string[], plan: TakePlan) {
    const output = file(`take-${Date.now()}.mp4`);
    const sending = startFfmpeg('-re', ...sender);
    const source = parseStreamUrl(url, { platform: 'linux' });
    const args = takeArguments({ source, plan, output, encoders: { h264: 'libx264', aac: 'aac' } });
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await runner().run({ command: ffmpegPath, args, purpose: 'take', quitInput: 'q\n', timeoutMs: 20_000 });
      const index = await indexFile(output).catch(() => undefined);
      if (index !== undefined) {
        await sending;
        return { index, output };
      }
      await delay(100);
    }
    sending.kill('SIGKILL');
    throw new Error('nothing was recorded');
  }

  const copy: TakePlan = { video: 'copy', audio: 'copy' };

  it.each(canSrt ? ['rtmp', 'srt'] : ['rtmp'])(
    'copies picture and sound of a live stream: %s',
    async (protocol) => {
      const port = await freePort();
      const isRtmp = protocol === 'rtmp';
      const url = isRtmp ? `rtmp://127.0.0.1:${port}/live/class` : `srt://127.0.0.1:${port}`;
      const listen = isRtmp
        ? ['-f', 'flv', '-listen', '1', url]
        : ['-f', 'mpegts', `${url}?mode=listener&transtype=live`];
      const { index } = await record(url, ['-i', file('clip.flv'), '-c', 'copy', ...listen], copy);
      expect(index.videoCodec).toMatch(/^avc1/);
      expect(index.audioCodec).toBe('mp4a.40.2');
      expect(index.durationSec).toBeGreaterThan(2.5);
      expect(index.originSec).toBeGreaterThanOrEqual(0);
    },
  );

  it.runIf(canSrt)('encodes codecs that MP4 and browsers do not hold', async () => {
    const port = await freePort();
    const url = `srt://127.0.0.1:${port}`;
    const sender = ['-i', file('old.ts'), '-c', 'copy', '-f', 'mpegts', `${url}?mode=listener`];
    const { index } = await record(url, sender, { video: 'encode', audio: 'encode' });
    expect(index.videoCodec).toMatch(/^avc1/);
    expect(index.audioCodec).toBe('mp4a.40.2');
  });

  it('ends soon, with a code, when nobody listens', async () => {
    const url = `rtmp://127.0.0.1:${await freePort()}/live/class`;
    const source = parseStreamUrl(url, { platform: 'linux' });
    const args = takeArguments({
      source,
      plan: copy,
      output: file('none.mp4'),
      encoders: { h264: undefined, aac: undefined },
    });
    const { exit, stderr } = await runner().run({
      command: ffmpegPath,
      args,
      purpose: 'take',
      timeoutMs: 15_000,
    });
    expect(exit.timedOut).toBe(false);
    expect(classifyFfmpegError(stderr)).toBe('source_unavailable');
  });
});
