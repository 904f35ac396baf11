/** Classrooms to record: RTMP (comes and goes), HLS and RTSP, all of them from a clip, in real time, on loopback. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ffmpegPath } from '../../main/testing/clip.ts';
import { waitFor } from '../../main/testing/wait-for.ts';
import { freePort, startHelper } from './child.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const realTime = (clip: string) => [
  '-hide_banner',
  '-loglevel',
  'error',
  '-re',
  '-stream_loop',
  '-1',
  '-i',
  clip,
];

export type Source = { url: string; end(): Promise<void> };

/** An RTMP server that stays, and a publisher that can leave and return. */
export async function startRtmp() {
  const folder = await mkdtemp(path.join(tmpdir(), 'airclass-rtmp-'));
  const port = await freePort();
  const server = await startHelper(process.execPath, [here('rtmp-server.ts'), String(port), folder]);
  await waitFor('the RTMP server to listen', () => canConnect(port));
  const url = `rtmp://127.0.0.1:${port}/live/class`;
  let publisher: Awaited<ReturnType<typeof startHelper>> | undefined;
  return {
    url,
    publish: async (clip: string) => {
      await publisher?.end();
      publisher = await startHelper(ffmpegPath, [...realTime(clip), '-c', 'copy', '-f', 'flv', url]);
    },
    leave: async () => publisher?.end(),
    end: async () => {
      await publisher?.end();
      await server.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A live playlist of the last parts, over HTTP. */
export async function startHls(clip: string): Promise<Source> {
  const folder = await mkdtemp(path.join(tmpdir(), 'airclass-hls-'));
  const playlist = path.join(folder, 'class.m3u8');
  const maker = await startHelper(ffmpegPath, [
    ...realTime(clip),
    ...'-c copy -f hls -hls_time 1 -hls_list_size 6 -hls_flags delete_segments+temp_file'.split(' '),
    playlist,
  ]);
  const server = createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://local').pathname);
    readFile(path.join(folder, name)).then(
      (content) => {
        const type = name.endsWith('.m3u8') ? 'application/vnd.apple.mpegurl' : 'video/mp2t';
        response.writeHead(200, { 'content-type': type }).end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await waitFor('the first playlist', () => existsSync(playlist));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/class.m3u8`,
    end: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await maker.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Its server is Debian's GStreamer, of which there is no counterpart that a test could bring along elsewhere. */
export const canServeRtsp = process.platform === 'linux';

/** @param clip an MP4 */
export async function startRtsp(clip: string): Promise<Source> {
  const port = await freePort();
  // Debian's own Python: the bindings are a Debian package.
  const server = await startHelper(
    '/usr/bin/python3',
    [here('rtsp-server.py'), String(port), clip],
    'rtsp ready',
  );
  return { url: `rtsp://127.0.0.1:${port}/class`, end: () => server.end() };
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
