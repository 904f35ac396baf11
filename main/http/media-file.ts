/** Replies with a file or a part of it: Range, If-Range, If-None-Match, HEAD. A growing file is served as it is now. */
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../base/app-error.ts';
import { parseRange } from './byte-range.ts';
import { matchesEtag } from './etag.ts';
import type { RangedFile } from './services.ts';

/** A segment of a small rendition; what a slow client has not taken stays in memory (bytes). */
const mostBytesAtOnce = 512 * 1024;

/** Resolves when the last byte was handed to the connection, or the client went away. */
export async function sendMediaFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: RangedFile,
): Promise<FastifyReply> {
  void reply
    .header('etag', file.etag)
    .header('last-modified', file.lastModified.toUTCString())
    .header('accept-ranges', 'bytes')
    .header('cache-control', file.cacheControl ?? 'private, max-age=0, must-revalidate');
  if (isUnchanged(request, file)) return sendHead(reply, 304, {});

  const range = isRangeCurrent(request, file)
    ? parseRange(request.headers.range, file.size)
    : ({ kind: 'whole' } as const);
  if (range.kind === 'outside') {
    void reply.header('content-range', `bytes */${file.size}`);
    throw new AppError('range_not_satisfiable', `the file has ${file.size} bytes`);
  }
  const isPart = range.kind === 'part';
  const start = isPart ? range.start : 0;
  const end = isPart ? range.end : file.size - 1;
  const headers = {
    'content-type': file.contentType,
    'content-length': String(end - start + 1),
    ...(isPart ? { 'content-range': `bytes ${start}-${end}/${file.size}` } : {}),
  };
  const status = isPart ? 206 : 200;
  if (request.method === 'HEAD' || file.size === 0) return sendHead(reply, status, headers);

  if (file.readRange !== undefined && end - start < mostBytesAtOnce) {
    const part = await file.readRange(start, end);
    // Fewer than were promised: the file was cut meanwhile.
    if (part.bytes.length < end - start + 1) {
      part.release();
      throw new AppError('media_missing');
    }
    reply.hijack();
    // The system has them all, or the client went away, maybe while they were read.
    if (reply.raw.closed) part.release();
    else reply.raw.once('close', part.release);
    reply.raw.writeHead(status, { ...plainHeaders(reply), ...headers });
    reply.raw.end(part.bytes);
    return reply;
  }
  const body = file.openRange(start, end);
  // Before the first byte is there, a failure can still be told as an error.
  await new Promise<void>((resolve, reject) => {
    body.once('readable', resolve).once('close', resolve).once('error', reject);
  });
  reply.hijack();
  reply.raw.writeHead(status, { ...plainHeaders(reply), ...headers });
  try {
    await pipeline(body, reply.raw);
  } catch {
    // The client went away, or the file failed in the middle: the connection is closed, the length tells.
    reply.raw.destroy();
  }
  return reply;
}

function sendHead(reply: FastifyReply, status: number, headers: Record<string, string>): FastifyReply {
  reply.hijack();
  reply.raw.writeHead(status, { ...plainHeaders(reply), ...headers });
  reply.raw.end();
  return reply;
}

/** What hooks have set so far, for a reply that is written without Fastify. */
export function plainHeaders(reply: FastifyReply): Record<string, string | number | string[]> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

function isUnchanged(request: FastifyRequest, file: RangedFile): boolean {
  const condition = request.headers['if-none-match'];
  return condition !== undefined && matchesEtag(condition, file.etag);
}

/**
 * If-Range: a part is only sent of the very file the client has the rest of. Dates never count: a file that grows
 * changes more than once in a second.
 */
function isRangeCurrent(request: FastifyRequest, file: RangedFile): boolean {
  const condition = request.headers['if-range'];
  return condition === undefined || condition === file.etag;
}
