import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, open, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { assert, asyncProperty, nat, uint8Array } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ClipOptions,
  ffmpeg,
  makeClip,
  makeTake,
  startFfmpeg,
  takeFlags,
} from '../testing/media-clips.ts';
import { truncateTornTail } from './fmp4-repair.ts';
import { Fmp4Indexer, indexFile, indexSnapshotSchema, pollFile, type ReadAt } from './fmp4-index.ts';

const readFromBuffer =
  (bytes: Buffer): ReadAt =>
  (offset, length) =>
    Promise.resolve(bytes.subarray(offset, offset + length));

async function indexBytes(bytes: Buffer, complete = true) {
  const indexer = new Fmp4Indexer();
  await indexer.poll(readFromBuffer(bytes), bytes.length);
  return { indexer, index: indexer.index({ complete }) };
}

/** Bytes of all `mdat` bodies. */
function mediaBytes(file: Buffer): number {
  let sum = 0;
  for (let at = 0; at < file.length; at += file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) === 'mdat') sum += file.readUInt32BE(at) - 8;
  }
  return sum;
}

describe('the index of a take', () => {
  let dir: string;
  const file = (name: string) => path.join(dir, name);
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'airclass-index-'));
    await makeClip(file('plain.mp4'));
    await makeTake(file('plain.mp4'), file('plain-take.mp4'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  async function take(name: string, options: ClipOptions) {
    await makeClip(file(`${name}.mp4`), options);
    const index = await indexFile(await makeTake(file(`${name}.mp4`), file(`${name}-take.mp4`)));
    if (index === undefined) throw new Error('no index');
    return index;
  }

  it('knows tracks, codecs, sizes and 2 s segments that cover the file without holes', async () => {
    const index = (await indexFile(file('plain-take.mp4')))!;
    expect(index).toMatchObject({
      videoCodec: expect.stringMatching(/^avc1\.[0-9a-f]{6}$/),
      audioCodec: 'mp4a.40.2',
      width: 320,
      height: 180,
      frameRate: 30,
    });
    expect(index.segments.map((segment) => Math.round(segment.startSec))).toEqual([0, 2, 4]);
    let end = index.init.size;
    for (const segment of index.segments) {
      expect(segment.offset).toBe(end);
      end += segment.size;
    }
    const rest = (await readFile(file('plain-take.mp4'))).subarray(end, index.sizeBytes);
    expect(rest.toString('latin1', 4, 8)).toBe('mfra'); // ffmpeg's own index, written at the end
    expect(index.durationSec).toBeCloseTo(6.02, 1);
  });

  it('reads a file that is being written as any other, and knows the size of every sample', async () => {
    const bytes = await readFile(file('plain-take.mp4'));
    let media = 0;
    let keyFrames = 0;
    const indexer = new Fmp4Indexer(undefined, (runs) => {
      for (const run of runs) media += run.bytes;
      if (runs.some((run) => run.track.kind === 'video' && run.startsWithKeyframe)) keyFrames += 1;
    });
    await using handle = await open(file('plain-take.mp4'), 'r');
    expect(indexer.pollFresh(handle.fd)).toBeGreaterThan(10);
    expect(indexer.pollFresh(handle.fd)).toBe(0);
    expect(indexer.index({ complete: true })).toEqual(await indexFile(file('plain-take.mp4')));
    expect(media).toBe(mediaBytes(bytes));
    expect(keyFrames).toBe(3);
    const piece = indexer.lastPiece!;
    expect(bytes.toString('latin1', piece.offset + 4, piece.offset + 8)).toBe('moof');
    expect(piece.offset).toBe((await indexFile(file('plain-take.mp4')))!.segments.at(-1)!.offset);
  });

  it('gives segments that can be decoded alone behind the header', async () => {
    const index = (await indexFile(file('plain-take.mp4')))!;
    const bytes = await readFile(file('plain-take.mp4'));
    const second = index.segments[1]!;
    await writeFile(
      file('one.mp4'),
      Buffer.concat([
        bytes.subarray(0, index.init.size),
        bytes.subarray(second.offset, second.offset + second.size),
      ]),
    );
    const stderr = await ffmpeg('-i', file('one.mp4'), '-f', 'null', '-');
    expect(stderr).toMatch(/frame=\s*60 /);
  });

  it('keeps one segment per GOP when GOPs are long', async () => {
    const index = await take('long', { seconds: 25, gop: 300 });
    expect(index.segments.map((segment) => Math.round(segment.durationSec))).toEqual([10, 10, 5]);
  });

  it('joins short GOPs to segments of at least two seconds', async () => {
    const index = await take('short', { gop: 15, sound: false });
    expect(index.segments.map((segment) => segment.durationSec)).toEqual([2, 2, 2]);
  });

  it.each([
    ['late sound', { soundDelaySec: 0.5, bFrames: 2 }, 0],
    ['late picture', { soundDelaySec: -0.5 }, 0.521],
    ['B-frames', { bFrames: 2 }, 0.021],
  ])('puts position 0 at whatever comes first: %s', async (name, options, firstPictureSec) => {
    const index = await take(name.replace(' ', '-'), options);
    expect(index.segments[0]?.startSec).toBe(0);
    expect(index.firstPictureSec).toBeCloseTo(firstPictureSec, 2);
    expect(index.durationSec).toBeGreaterThan(5.98);
    expect(index.durationSec).toBeLessThan(6.6);
  });

  it('cuts sound alone every two seconds', async () => {
    const index = await take('sound', { picture: false });
    expect(index.videoCodec).toBeUndefined();
    expect(index.segments).toHaveLength(3);
    expect(index.segments[0]?.durationSec).toBeCloseTo(2, 0);
  });

  it('names HEVC as browsers want it', async () => {
    const index = await take('hevc', { codec: 'libx265', seconds: 2 });
    expect(index.videoCodec).toMatch(/^hvc1\.1\.6\.L\d+(\.[0-9A-F]+)*$/);
  });

  it('never throws on a file cut at any byte, and keeps a prefix of the same segments', async () => {
    const bytes = await readFile(file('plain-take.mp4'));
    const whole = await indexBytes(bytes);
    await assert(
      asyncProperty(nat(bytes.length), async (length) => {
        const { indexer, index } = await indexBytes(bytes.subarray(0, length), false);
        expect(indexer.validBytes).toBeLessThanOrEqual(length);
        const segments = index?.segments ?? [];
        expect(segments).toEqual(whole.index?.segments.slice(0, segments.length));
      }),
      { numRuns: 300 },
    );
  });

  it('never throws on damaged bytes', async () => {
    const bytes = await readFile(file('plain-take.mp4'));
    await assert(
      asyncProperty(nat(20_000), uint8Array({ minLength: 1, maxLength: 64 }), async (offset, damage) => {
        const damaged = Buffer.from(bytes);
        damaged.set(damage, offset);
        const { indexer } = await indexBytes(damaged);
        expect(indexer.validBytes).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same index read at once, piece by piece, or through snapshots', async () => {
    const bytes = await readFile(file('plain-take.mp4'));
    let indexer = new Fmp4Indexer();
    for (let size = 0; size <= bytes.length + 997; size += 997) {
      const present = bytes.subarray(0, size);
      await indexer.poll(readFromBuffer(present), present.length);
      if (size % 3 === 0) {
        indexer = new Fmp4Indexer(indexSnapshotSchema.parse(JSON.parse(JSON.stringify(indexer.snapshot()))));
      }
    }
    expect(indexer.index({ complete: true })).toEqual((await indexBytes(bytes)).index);
  });

  it('stops at a hole of zeros, as a power loss leaves it', async () => {
    const bytes = await readFile(file('plain-take.mp4'));
    const { segments } = (await indexBytes(bytes)).index!;
    const holed = Buffer.from(bytes);
    holed.fill(0, segments[2]!.offset);
    const { indexer, index } = await indexBytes(holed);
    expect(indexer.validBytes).toBe(segments[2]!.offset);
    expect(indexer.isDamaged).toBe(true);
    expect(index?.segments).toHaveLength(2);
  });

  it('cuts a torn tail and nothing else', async () => {
    const bytes = await readFile(file('plain-take.mp4'));
    const { index } = await indexBytes(bytes.subarray(0, bytes.length - 5000));
    await writeFile(file('torn.mp4'), bytes.subarray(0, bytes.length - 5000));
    const result = await truncateTornTail(file('torn.mp4'));
    expect(result.cutBytes).toBeGreaterThan(0);
    expect((await stat(file('torn.mp4'))).size).toBe(index!.sizeBytes);
    expect(await truncateTornTail(file('torn.mp4'))).toMatchObject({ cutBytes: 0 });
    await copyFile(file('plain.mp4'), file('ordinary.mp4'));
    expect(await truncateTornTail(file('ordinary.mp4'))).toMatchObject({ cutBytes: 0 });
  });

  it('follows a recording while it grows, and loses less than a second when ffmpeg is killed', async () => {
    const recorder = startFfmpeg(
      '-re',
      '-i',
      file('plain.mp4'),
      '-c',
      'copy',
      ...takeFlags,
      file('live.mp4'),
      ...['-progress', 'pipe:1', '-stats_period', '0.1'],
    );
    // What it says it has taken in, and not the clock: it needs a moment to begin.
    let sentSec = 0;
    recorder.stdout?.on('data', (chunk: Buffer) => {
      for (const [, micros] of chunk.toString().matchAll(/out_time_us=(\d+)/g))
        sentSec = Number(micros) / 1e6;
    });
    const indexer = new Fmp4Indexer();
    let closed = 0;
    while (closed < 1) {
      await delay(100);
      const handle = await open(file('live.mp4'), 'r').catch(() => undefined);
      if (handle === undefined) continue;
      await pollFile(indexer, handle);
      await handle.close();
      closed = indexer.index({ complete: false })?.segments.length ?? 0;
    }
    expect(sentSec).toBeGreaterThan(0);
    recorder.kill('SIGKILL');
    await recorder;
    const index = (await indexFile(file('live.mp4'), indexer.snapshot()))!;
    expect(sentSec - index.durationSec).toBeLessThan(1);
    expect(await indexFile(file('live.mp4'))).toEqual(index);
    const stderr = await ffmpeg('-i', file('live.mp4'), '-f', 'null', '-');
    expect(stderr).toMatch(/frame=/);
  });

  it('indexes an hour quickly, and a poll of it costs no more than one of ten seconds', async () => {
    const loop = ['-stream_loop', '599', '-i', file('plain.mp4'), '-c', 'copy'];
    await ffmpeg('-loglevel', 'error', ...loop, ...takeFlags, file('hour.mp4'));
    const startedMs = performance.now();
    const indexer = new Fmp4Indexer();
    await using handle = await open(file('hour.mp4'), 'r');
    await pollFile(indexer, handle);
    const scanMs = performance.now() - startedMs;
    const pollStartedMs = performance.now();
    await pollFile(indexer, handle);
    const index = indexer.index({ complete: true })!;
    const pollMs = performance.now() - pollStartedMs;
    console.log(`hour: scan ${scanMs.toFixed(0)} ms, poll and index ${pollMs.toFixed(1)} ms`);
    expect(index.durationSec).toBeGreaterThan(3590);
    expect(index.segments.length).toBeGreaterThan(1700);
    expect(scanMs).toBeLessThan(5000);
    expect(pollMs).toBeLessThan(50);
  });
});
