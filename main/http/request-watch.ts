/**
 * Tells whoever measures requests how each went: what it was by the pattern of its route, how long until its reply
 * began, how it ended. Addresses are not told: they name lessons and people.
 */
import type { FastifyInstance } from 'fastify';

export type WatchedRequest = {
  /** Runs what answers the request. */
  run(next: () => void): void;
  ended(end: {
    method: string;
    /** undefined: no route answers this address. */
    route: string | undefined;
    status: number;
    /** Until the reply began; undefined when it went on and on (events), or the client left before. */
    seconds: number | undefined;
  }): void;
};

/** A request has come. */
export type RequestWatch = (request: { method: string; traceparent: string | undefined }) => WatchedRequest;

declare module 'fastify' {
  interface FastifyRequest {
    watched?: WatchedRequest | undefined;
    secondsToReply?: number | undefined;
  }
}

/** The client closed the connection before there was a reply; the number is the one that proxies use for it. */
const clientLeft = 499;

/** To be called before all other hooks: refused requests count too. */
export function watchRequests(app: FastifyInstance, watch: RequestWatch): void {
  app.decorateRequest('watched', undefined);
  app.decorateRequest('secondsToReply', undefined);
  app.addHook('onRequest', (request, { raw }, done) => {
    const { traceparent } = request.headers;
    const { method } = request;
    const watched = watch({ method, traceparent: typeof traceparent === 'string' ? traceparent : undefined });
    request.watched = watched;
    raw.once('close', () => {
      const status = raw.headersSent ? raw.statusCode : clientLeft;
      watched.ended({ method, route: request.routeOptions.url, status, seconds: request.secondsToReply });
    });
    done();
  });
  // Not earlier: what reads a body does not go on where the request came in.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.watched === undefined) done();
    else request.watched.run(done);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    request.secondsToReply ??= reply.elapsedTime / 1000;
    done(null, payload);
  });
}
