import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countingFile, recordingId } from '../testing/http-replies.ts';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { createTestServices } from '../testing/http-services.ts';
import type { RangedFile } from './services.ts';

let folder: string;
let server: TestServer;
let file: RangedFile = countingFile(1000);
let released = 0;
let asked: unknown[] = [];
const target = `/api/vod/${recordingId}/media/720p/take-012.mp4`;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-http-'));
  server = await startTestServer({
    uploadDir: folder,
    services: createTestServices({
      vod: {
        mediaFile: async (...request) => {
          asked = request;
          return file;
        },
        download: async () => ({ file, filename: '수학 1.mp4', release: () => void (released += 1) }),
      },
    }),
  });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  file = countingFile(1000);
  released = 0;
});

const fetchRange = (range: string, headers: Record<string, string> = {}) =>
  server.call(target, { headers: { range, ...headers } });
const bytesOf = async (reply: Response) => [...new Uint8Array(await reply.arrayBuffer())];
const counting = (start: number, end: number) =>
  Array.from({ length: end - start + 1 }, (_, at) => (start + at) % 256);

describe('sendMediaFile', () => {
  test('sends the whole file with its validators, and asks for the right take', async () => {
    const reply = await server.call(target);
    expect(reply.status).toBe(200);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': '1000',
      'content-type': 'video/mp4',
      etag: '"counting"',
      'last-modified': 'Mon, 02 Mar 2026 00:00:00 GMT',
      'x-content-type-options': 'nosniff',
    });
    expect(await bytesOf(reply)).toEqual(counting(0, 999));
    expect(asked).toEqual([recordingId, '720p', 12]);
  });

  test.each([
    ['bytes=0-0', 0, 0],
    ['bytes=500-', 500, 999],
    ['bytes=990-5000', 990, 999],
    ['bytes=-10', 990, 999],
    ['bytes=-5000', 0, 999],
  ])('sends the part %s', async (range, start, end) => {
    const reply = await fetchRange(range);
    expect(reply.status).toBe(206);
    expect(reply.headers.get('content-range')).toBe(`bytes ${start}-${end}/1000`);
    expect(reply.headers.get('content-length')).toBe(String(end - start + 1));
    expect(await bytesOf(reply)).toEqual(counting(start, end));
  });

  test.each(['bytes=0-1,5-6', 'bytes=9-1', 'lines=1-2', 'bytes=x-'])('sends all for %s', async (range) => {
    const reply = await fetchRange(range);
    expect(reply.status).toBe(200);
    expect(await bytesOf(reply)).toHaveLength(1000);
  });

  test('says how long the file is when the part lies beyond its end', async () => {
    const reply = await fetchRange('bytes=1000-');
    expect(reply.status).toBe(416);
    expect(reply.headers.get('content-range')).toBe('bytes */1000');
    expect(await reply.json()).toMatchObject({ code: 'range_not_satisfiable' });
  });

  test('answers 304 to who has the file, and a part only of the same file', async () => {
    const same = await server.call(target, { headers: { 'if-none-match': '"counting"' } });
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', '"counting"']);
    expect((await fetchRange('bytes=0-1', { 'if-range': '"counting"' })).status).toBe(206);
    expect((await fetchRange('bytes=0-1', { 'if-range': '"older"' })).status).toBe(200);
    expect((await fetchRange('bytes=0-1', { 'if-range': 'W/"counting"' })).status).toBe(200);
    expect((await fetchRange('bytes=5000-', { 'if-range': '"older"' })).status).toBe(200);
  });

  test('answers HEAD without opening the file', async () => {
    file = {
      ...file,
      openRange: () => {
        throw new Error('opened');
      },
    };
    const whole = await server.call(target, { method: 'HEAD' });
    expect([whole.status, whole.headers.get('content-length')]).toEqual([200, '1000']);
    const part = await server.call(target, { method: 'HEAD', headers: { range: 'bytes=10-19' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 10-19/1000']);
    const both = await server.call(target, { method: 'HEAD', headers: { range: 'bytes=5000-' } });
    expect(both.status).toBe(416);
  });

  test('serves a growing file as long as it is at the moment', async () => {
    file = { ...countingFile(10), etag: '"10"' };
    expect((await fetchRange('bytes=5-')).headers.get('content-range')).toBe('bytes 5-9/10');
    file = { ...countingFile(20), etag: '"20"' };
    expect(await bytesOf(await fetchRange('bytes=5-'))).toEqual(counting(5, 19));
    file = { ...countingFile(0), etag: '"0"' };
    const empty = await server.call(target);
    expect([empty.status, await empty.text()]).toEqual([200, '']);
    expect((await fetchRange('bytes=0-')).status).toBe(416);
  });

  test('tells a file that cannot be opened as an error', async () => {
    file = {
      ...file,
      openRange: () =>
        new Readable({ read: (): never => undefined as never, construct: (done) => done(new Error('gone')) }),
    };
    const reply = await server.call(target);
    expect(reply.status).toBe(500);
    expect(await reply.json()).toMatchObject({ code: 'internal' });
    expect(reply.headers.get('etag')).toBeNull();
  });

  test('cuts the connection when the file fails in the middle, so that nobody takes it for whole', async () => {
    file = {
      ...file,
      openRange: () =>
        Readable.from(
          (async function* () {
            yield Buffer.alloc(100);
            throw new Error('disk gone');
          })(),
        ),
    };
    const reply = await server.call(target);
    await expect(reply.arrayBuffer()).rejects.toThrow('terminated');
  });

  test('closes the file when the client goes away', async () => {
    const closed = Promise.withResolvers<void>();
    file = {
      ...file,
      size: 1e12,
      openRange: () => {
        const endless = new Readable({
          read() {
            this.push(Buffer.alloc(65_536));
          },
        });
        endless.once('close', closed.resolve);
        return endless;
      },
    };
    const request = get(server.base + target, { headers: server.bearer, agent: false });
    const [incoming] = (await once(request, 'response')) as [Readable];
    await once(incoming, 'readable');
    request.destroy();
    await expect(closed.promise).resolves.toBeUndefined();
  });
});

test('does not keep the server from stopping for a client that reads no further', async () => {
  const endless = new Readable({
    read() {
      this.push(Buffer.alloc(65_536));
    },
  });
  const stopping = await startTestServer({
    uploadDir: folder,
    limits: { closeGraceMs: 50 },
    services: createTestServices({
      vod: { mediaFile: async () => ({ ...countingFile(1000), size: 1e12, openRange: () => endless }) },
    }),
  });
  const reply = await stopping.call(target);
  expect(reply.status).toBe(200);
  await stopping.close();
  await expect.poll(() => endless.destroyed).toBe(true);
  await expect(reply.arrayBuffer()).rejects.toThrow('terminated');
});

describe('download', () => {
  const download = `/api/vod/${recordingId}/download?start=1&end=2.5`;

  test('offers the file under its name and lets go of it once it is sent', async () => {
    const reply = await server.call(download);
    expect(reply.headers.get('content-disposition')).toBe(
      `attachment; filename="__ 1.mp4"; filename*=UTF-8''%EC%88%98%ED%95%99%201.mp4`,
    );
    expect(await bytesOf(reply)).toHaveLength(1000);
    await expect.poll(() => released).toBe(1);
  });

  test('lets go of the file when it is not sent', async () => {
    expect((await server.call(download, { method: 'HEAD' })).headers.get('content-length')).toBe('1000');
    const reply = await server.call(download, { headers: { range: 'bytes=1000-' } });
    expect(reply.status).toBe(416);
    expect(reply.headers.get('content-disposition')).toBeNull();
    await expect.poll(() => released).toBe(2);
  });
});
