/** Headers every reply carries. The page brings all it needs along, so nothing from elsewhere may load or frame it. */
import type { FastifyReply } from 'fastify';

const contentPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  // Component libraries and the player set style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  // hls.js plays from blob: addresses and may run its demuxer in a blob: worker.
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export function setSecurityHeaders(reply: FastifyReply, requestId: string): void {
  void reply.headers({
    'x-request-id': requestId,
    'content-security-policy': contentPolicy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  });
}
