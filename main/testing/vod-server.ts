/** Serves a lesson's playlists and media by HTTP as the product's routes do, so that real players can be pointed at it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { streamQuerySchema } from '../../contract/vod.ts';
import type { RenditionName } from '../../contract/vod.ts';
import { toErrorSummary } from '../base/app-error.ts';
import type { VODStorage } from '../vod/vod-storage.ts';

export type VodServer = AsyncDisposable & { url: string };

/** `url` + `/<recording_id>/stream?…` answers playlists. */
export async function serveVod(vod: VODStorage): Promise<VodServer> {
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://x');
      const [, recordingId = '', kind, rendition, take = ''] = url.pathname.split('/');
      if (kind === 'stream') {
        const query = streamQuerySchema.parse(Object.fromEntries(url.searchParams));
        const { body, contentType } = await vod.stream(recordingId, query);
        response.setHeader('content-type', contentType).end(body);
        return;
      }
      const seq = Number(/\d+/.exec(take)?.[0]);
      const file = await vod.mediaFile(recordingId, rendition as RenditionName, seq);
      const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
      const start = Number(range?.[1] ?? 0);
      const end = Math.min(file.size - 1, range?.[2] ? Number(range[2]) : file.size - 1);
      response.writeHead(range === null ? 200 : 206, {
        'content-type': file.contentType,
        'accept-ranges': 'bytes',
        'content-length': end - start + 1,
        ...(range === null ? {} : { 'content-range': `bytes ${start}-${end}/${file.size}` }),
      });
      const body = file.openRange(start, end);
      response.on('close', () => body.destroy());
      body.pipe(response);
    })().catch((error: unknown) => {
      response.writeHead(500).end(JSON.stringify(toErrorSummary(error)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
