import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClip, makeTake, readFrameNumbers } from '../testing/media-clips.ts';
import { dashManifest } from './dash-manifest.ts';
import { indexFile } from './fmp4-index.ts';
import { type PlaylistTake, masterPlaylist, mediaPlaylist, variantOf } from './hls-playlist.ts';

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

describe('playlists of a recorded lesson', () => {
  let dir: string;
  let base: string;
  const texts = new Map<string, string>();
  const takes: PlaylistTake[] = [];
  async function serve(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const name = (request.url ?? '/').slice(1);
    const text = texts.get(name);
    const bytes = text === undefined ? await readFile(path.join(dir, name)) : Buffer.from(text);
    const asked = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
    if (asked === null) {
      reply.end(bytes);
      return;
    }
    const from = Number(asked[1]);
    const to = asked[2] === '' ? bytes.length - 1 : Math.min(bytes.length - 1, Number(asked[2]));
    const contentRange = `bytes ${from}-${to}/${bytes.length}`;
    reply.writeHead(206, { 'content-range': contentRange, 'content-length': to - from + 1 });
    reply.end(bytes.subarray(from, to + 1));
  }
  const server = createServer((request, reply) => {
    serve(request, reply).catch(() => reply.writeHead(404).end());
  });

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'airclass-manifest-'));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const clips = [
      ['first', { seconds: 6, bFrames: 2 }],
      ['second', { seconds: 4, bFrames: 2 }],
    ] as const;
    let startSec = 0;
    for (const [name, options] of clips) {
      const clip = await makeClip(path.join(dir, `${name}-clip.mp4`), options);
      const index = await indexFile(await makeTake(clip, path.join(dir, `${name}.mp4`)));
      if (index === undefined) throw new Error('no index');
      takes.push({ index, uri: `${name}.mp4`, startSec, wallClockMs: 1_800_000_000_000 + startSec * 1000 });
      startSec += index.durationSec;
    }
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
    await rm(dir, { recursive: true, force: true });
  });

  it('play as HLS, each take by itself', async () => {
    texts.set('one.m3u8', mediaPlaylist({ takes: takes.slice(0, 1), isComplete: true }));
    expect(await readFrameNumbers(`${base}/one.m3u8`)).toEqual(range(0, 180));
    texts.set('two.m3u8', mediaPlaylist({ takes, isComplete: true, startSec: takes[1]!.startSec + 0.1 }));
    expect(await readFrameNumbers(`${base}/two.m3u8`)).toEqual(range(0, 120));
  });

  // ffmpeg's HLS reader passes over a second header; browsers do not, and e2e plays this in Chromium.
  it('begin anew at each take: discontinuity, header, wall clock', () => {
    const lines = mediaPlaylist({ takes, isComplete: true }).split('\n');
    const at = lines.indexOf('#EXT-X-DISCONTINUITY');
    expect(lines.filter((line) => line === '#EXT-X-DISCONTINUITY')).toHaveLength(1);
    expect(lines[at + 1]).toMatch(/^#EXT-X-MAP:URI="second\.mp4",BYTERANGE="\d+@0"$/);
    expect(lines[at + 2]).toMatch(/^#EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:06\.\d{3}Z$/);
    expect(lines.at(-2)).toBe('#EXT-X-ENDLIST');
  });

  it('stay open while the lesson is being recorded', () => {
    const text = mediaPlaylist({ takes, isComplete: false });
    expect(text).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
    expect(text).not.toContain('#EXT-X-ENDLIST');
    expect(mediaPlaylist({ takes, isComplete: false, endSec: 3 })).toContain('#EXT-X-ENDLIST');
  });

  it('play a part as HLS: whole segments, with the exact start named', async () => {
    const text = mediaPlaylist({ takes, isComplete: true, startSec: 2.5, endSec: 3.5 });
    texts.set('part.m3u8', text);
    expect(text).toMatch(/#EXT-X-START:TIME-OFFSET=0\.[45]\d+,PRECISE=YES/);
    expect(await readFrameNumbers(`${base}/part.m3u8`)).toEqual(range(60, 120));
  });

  it('have a master playlist that leads to them', async () => {
    texts.set(
      'master.m3u8',
      masterPlaylist([
        variantOf(
          'source',
          'one.m3u8',
          takes.map((take) => take.index),
        ),
      ]),
    );
    expect(texts.get('master.m3u8')).toMatch(/RESOLUTION=320x180.*CODECS="avc1\.[0-9a-f]{6},mp4a\.40\.2"/);
    expect(await readFrameNumbers(`${base}/master.m3u8`)).toHaveLength(180);
  });

  it('play as DASH, each take a period', async () => {
    const first = takes.slice(0, 1);
    texts.set(
      'first.mpd',
      dashManifest({ renditions: [{ name: 'source', takes: first }], isComplete: true }),
    );
    expect(await readFrameNumbers(`${base}/first.mpd`)).toEqual(range(0, 180));
    const both = dashManifest({ renditions: [{ name: 'source', takes }], isComplete: true });
    expect(both.match(/<Period /g)).toHaveLength(2);
  });
});
