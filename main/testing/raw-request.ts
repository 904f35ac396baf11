/** HTTP requests that fetch would not send: any Host, any body length, no content type. */
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export type RawReply = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** @param path goes out as it is written */
export function rawRequest(
  port: number,
  options: { method?: string; path: string; headers?: OutgoingHttpHeaders; body?: Buffer | string },
): Promise<RawReply> {
  const { method = 'GET', path, headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (incoming) => {
      isAnswered = true;
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        outgoing.destroy();
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
      });
    });
    // A server that has answered may stop reading the rest of the body.
    outgoing.on('error', (error) => {
      if (!isAnswered) reject(error);
    });
    if (body === undefined && headers['content-length'] !== undefined) outgoing.flushHeaders();
    else outgoing.end(body);
  });
}
