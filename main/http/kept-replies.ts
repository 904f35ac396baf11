/**
 * Replies that pages and other systems ask for again and again, kept as the bytes that were sent. A reply is right as
 * long as no row of the library has changed since it was made, so one number decides: nothing has to name what it
 * depends on, and the next read after a write is fresh. Only for replies that say nothing but what is in the database.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { matchesEtag } from './etag.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The reply depends on the address and the library's rows alone; a handler may still decide otherwise. */
    isKept?: boolean;
  }
  interface FastifyRequest {
    /** State of the library when the request came; undefined: its reply is not kept. */
    revision?: number | undefined;
  }
}

/** A reply of info is 700 bytes, a list of ten 8 kB. */
const mostBytes = 16_000_000;
/** Address, tag and the table's own room. */
const bytesBeside = 400;

type Kept = { revision: number; bytes: Buffer; etag: string };

export type KeptReplies = {
  /** Keeps a reply for the next who asks. */
  keep(request: FastifyRequest, reply: { bytes: Buffer; etag: string }): void;
};

/**
 * Adds the hook that answers from what is kept; it must come behind the one that checks who asks.
 * @param revision grows with every change of the library's rows
 */
export function addKeptReplies(app: FastifyInstance, revision: () => number): KeptReplies {
  const kept = new LRUCache<string, Kept>({
    maxSize: mostBytes,
    sizeCalculation: ({ bytes }) => bytes.length + bytesBeside,
  });
  app.decorateRequest('revision', undefined);
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.isKept !== true || request.method !== 'GET') {
      done();
      return;
    }
    const now = revision();
    const known = kept.get(request.url);
    if (known?.revision === now) answer(request, reply, known);
    else {
      request.revision = now;
      done();
    }
  });
  return {
    keep: (request, { bytes, etag }) => {
      // What changed while the reply was made may be in it or not.
      if (request.revision === undefined || request.revision !== revision()) return;
      kept.set(request.url, { revision: request.revision, bytes, etag });
    },
  };
}

/**
 * For replies of which some hold what is in no row: what a running recording says of itself, how long ago something was.
 * @param isLasting whether this one may be kept
 */
export async function keepIf<T>(
  request: FastifyRequest,
  reply: Promise<T>,
  isLasting: (reply: T) => boolean,
): Promise<T> {
  const made = await reply;
  if (!isLasting(made)) request.revision = undefined;
  return made;
}

function answer(request: FastifyRequest, reply: FastifyReply, { bytes, etag }: Kept): void {
  void reply.header('etag', etag).header('cache-control', 'private, no-cache');
  const condition = request.headers['if-none-match'];
  if (condition !== undefined && matchesEtag(condition, etag)) {
    void reply.code(304).send();
    return;
  }
  void reply.type('application/json; charset=utf-8').send(bytes);
}
