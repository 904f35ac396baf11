import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { createProcessRunner } from '../base/process.ts';
import { ffmpegPath } from '../testing/clip.ts';
import { type ClipOptions, ffmpeg, makeClip, makeTake, readFrameNumbers } from '../testing/media-clips.ts';
import { type CutTake, planCut } from './exact-cut.ts';
import { runExactCut } from './exact-cut-run.ts';
import { indexFile } from './fmp4-index.ts';

const encoders = { h264: 'libx264', aac: 'aac' };

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** Seconds at which the tone begins and ends, from silencedetect; the length of the sound. */
async function soundOf(output: string) {
  const text = await ffmpeg('-i', output, '-af', 'silencedetect=n=-40dB:d=0.05', '-f', 'null', '-');
  return {
    starts: [...text.matchAll(/silence_end: ([\d.]+)/g)].map((match) => Number(match[1])),
    ends: [...text.matchAll(/silence_start: ([\d.]+)/g)].map((match) => Number(match[1])),
  };
}

describe('an exact cut', () => {
  let dir: string;
  let count = 0;
  const file = (name: string) => path.join(dir, name);
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'airclass-cut-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  async function take(name: string, options: ClipOptions, startSec = 0): Promise<CutTake> {
    const output = await makeTake(await makeClip(file(`${name}.mp4`), options), file(`${name}-take.mp4`));
    const index = await indexFile(output);
    if (index === undefined) throw new Error('no index');
    return { index, file: output, startSec };
  }

  async function cut(takes: CutTake[], startSec: number, endSec: number): Promise<string> {
    count += 1;
    const workDir = file(`work-${count}`);
    await mkdir(workDir);
    const runner = createProcessRunner({ ledgerDir: file('ledger'), log: silentLogger, clock: systemClock });
    const output = file(`cut-${count}.mp4`);
    await runExactCut({
      runner,
      ffmpegPath,
      encoders,
      takes,
      startSec,
      endSec,
      output,
      workDir,
      title: 'Fractions; part = 1',
      chapters: [
        { startSec: 0, endSec: 1, title: 'Opening' },
        { startSec: 1, endSec: endSec - startSec, title: '분수의 덧셈 #1' },
      ],
    });
    return output;
  }

  it.each([
    ['without B-frames', { bFrames: 0 }],
    ['with B-frames', { bFrames: 2 }],
  ])('has exactly the frames asked for, %s', async (name, options) => {
    const source = await take(`frames-${name.split(' ')[0]}`, { seconds: 10, ...options });
    const first = source.index.firstPictureSec ?? 0;
    const output = await cut([source], first + 1.5, first + 7.5);
    expect(await readFrameNumbers(output)).toEqual(range(45, 225));
    const text = await ffmpeg('-i', output, '-f', 'null', '-');
    expect(text).not.toMatch(/error|corrupt|non monoton/i);
  });

  it('copies whole GOPs and encodes only the edges', async () => {
    const source = await take('plan', { seconds: 10, sound: false });
    const plan = planCut([source], 1.5, 7.5);
    expect(plan.pictures.map((piece) => [piece.kind, piece.fromSec, piece.toSec])).toEqual([
      ['encode', 1.5, 2],
      ['copy', 2, 6],
      ['encode', 6, 7.5],
    ]);
  });

  it('cuts inside one GOP', async () => {
    const source = await take('inside', { seconds: 6, bFrames: 2, sound: false });
    expect(await readFrameNumbers(await cut([source], 2.5, 3))).toEqual(range(75, 90));
  });

  it('keeps late sound where it was', async () => {
    const source = await take('late', { seconds: 8, bFrames: 2, soundDelaySec: 3 });
    const { starts } = await soundOf(await cut([source], 1, 6));
    expect(starts).toHaveLength(1);
    expect(Math.abs(starts[0]! - 2)).toBeLessThan(0.04);
  });

  it('joins takes, with their chapters, ready to play from the first byte', async () => {
    const one = await take('one', { seconds: 5, bFrames: 2 });
    const two = await take('two', { seconds: 5, gop: 30 }, 5);
    const begin = one.index.firstPictureSec ?? 0;
    const output = await cut([one, two], begin + 3, 8);
    const frames = await readFrameNumbers(output);
    expect(frames.slice(0, 60)).toEqual(range(90, 150));
    expect(frames.slice(60)).toEqual(range(0, frames.length - 60));
    expect(Math.abs(frames.length - 150)).toBeLessThanOrEqual(2);
    const text = await ffmpeg('-i', output, '-f', 'null', '-');
    expect(text).toContain('분수의 덧셈 #1');
    const bytes = await readFile(output);
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    // One unbroken tone: no hole at the joins of picture pieces. The clips end where takes end.
    const { starts } = await soundOf(output);
    expect(starts.filter((sec) => sec < 1.9)).toEqual([]);
  });

  it('encodes everything when the takes differ in size or are not H.264', async () => {
    const large = await take('large', { seconds: 3, size: '640x360', sound: false });
    const small = await take('small', { seconds: 3, codec: 'libx265', picture: true }, 3);
    const output = await cut([large, small], 1, 5);
    const frames = await readFrameNumbers(output);
    expect(frames.slice(0, 60)).toEqual(range(30, 90));
    expect(Math.abs(frames.length - 120)).toBeLessThanOrEqual(1);
  });
});
