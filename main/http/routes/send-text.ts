/** Small replies that are not JSON. */
import type { FastifyReply } from 'fastify';
import type { Picture, TextReply } from '../services.ts';

export function sendText(reply: FastifyReply, { body, contentType, cacheControl }: TextReply): FastifyReply {
  return reply.header('content-type', contentType).header('cache-control', cacheControl).send(body);
}

export function sendPicture(reply: FastifyReply, { body, contentType, cacheControl }: Picture): FastifyReply {
  return reply.header('content-type', contentType).header('cache-control', cacheControl).send(body);
}
