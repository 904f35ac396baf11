/** Small replies that are not JSON. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { matchesEtag } from '../etag.ts';
import type { Picture, TextReply } from '../services.ts';

export function sendText(reply: FastifyReply, { body, contentType, cacheControl }: TextReply): FastifyReply {
  return reply.header('content-type', contentType).header('cache-control', cacheControl).send(body);
}

/** With a tag of its content: a client that asks again for what it has gets 304. */
export function sendPicture(request: FastifyRequest, reply: FastifyReply, picture: Picture): FastifyReply {
  const etag = `"${createHash('sha1').update(picture.body).digest('base64url')}"`;
  void reply.header('cache-control', picture.cacheControl).header('etag', etag);
  const condition = request.headers['if-none-match'];
  if (condition !== undefined && matchesEtag(condition, etag)) return reply.code(304).send();
  return reply.header('content-type', picture.contentType).send(picture.body);
}
