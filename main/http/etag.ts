/** Tags of what was read, so that a page that asks again gets 304 and no body. */
import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KeptReplies } from './kept-replies.ts';

/** JSON, playlists and tracks: small texts that are made anew for each who asks. */
const taggedTypes = [
  'application/json',
  'application/vnd.apple.mpegurl',
  'application/dash+xml',
  'text/vtt',
] as const;

/** @returns an onSend hook @param kept told of each whole reply that has a tag */
export function createTagger(kept?: KeptReplies) {
  return async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return payload;
    if (reply.statusCode !== 200) return payload;
    if (typeof payload === 'string') return tagText(request, reply, payload, kept);
    if (!Buffer.isBuffer(payload)) return payload;
    const etag = reply.getHeader('etag');
    if (typeof etag === 'string') return finish(request, reply, { bytes: payload, etag, kept });
    return tagText(request, reply, payload, kept);
  };
}

function tagText(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: string | Buffer,
  kept: KeptReplies | undefined,
): unknown {
  const type = String(reply.getHeader('content-type') ?? '');
  if (!taggedTypes.some((tagged) => type.startsWith(tagged))) return payload;
  // Once for the tag, the length and the socket: as text each of them would have to be encoded anew.
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const etag = `W/"${hash('sha1', bytes, 'base64url')}"`;
  void reply.header('etag', etag);
  if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'private, no-cache');
  return finish(request, reply, { bytes, etag, kept });
}

/** The body, or nothing for who has it. */
function finish(
  request: FastifyRequest,
  reply: FastifyReply,
  { bytes, etag, kept }: { bytes: Buffer; etag: string; kept: KeptReplies | undefined },
): unknown {
  kept?.keep(request, reply, bytes);
  const condition = request.keeping?.condition ?? request.headers['if-none-match'];
  if (condition === undefined || !matchesEtag(condition, etag)) return bytes;
  void reply.code(304).removeHeader('content-length').removeHeader('content-type');
  return '';
}

/** Weak comparison of an If-None-Match header with one tag. */
export function matchesEtag(condition: string, etag: string): boolean {
  if (condition.trim() === '*') return true;
  return condition.split(',').some((tag) => opaque(tag) === opaque(etag));
}

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}
