/** Weak ETags of JSON reads, so that a page that asks again gets 304 and no body. */
import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { KeptReplies } from './kept-replies.ts';

/** @returns an onSend hook @param kept told of each reply of JSON, whole */
export function createJsonTagger(kept?: KeptReplies) {
  return async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> =>
    tagJson(request, reply, payload, kept);
}

function tagJson(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  kept: KeptReplies | undefined,
): unknown {
  if (request.method !== 'GET' && request.method !== 'HEAD') return payload;
  if (reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  const type = reply.getHeader('content-type');
  if (typeof type !== 'string' || !type.startsWith('application/json')) return payload;
  // Once for the tag, the length and the socket: as text each of them would have to be encoded anew.
  const bytes = Buffer.from(payload);
  const etag = `W/"${hash('sha1', bytes, 'base64url')}"`;
  void reply.header('etag', etag);
  if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'private, no-cache');
  kept?.keep(request, { bytes, etag });
  const condition = request.headers['if-none-match'];
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
