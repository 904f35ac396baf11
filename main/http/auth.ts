/**
 * Who may call: whoever shows the data folder's token, as a Bearer header or as the session cookie that the start-up
 * link `/?token=…` sets. The cookie's value is derived from the token, so it survives restarts and ends when the token
 * changes, but it is not the token. Every route needs this unless its config says `isPublic`.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../base/app-error.ts';
import type { Clock } from '../base/clock.ts';
import { createAttemptLimit } from './attempt-limit.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered without a token. */
    isPublic?: boolean;
    /** The page: the start-up link's token is taken here. */
    takesToken?: boolean;
  }
}

const yearSec = 365 * 24 * 3600;

export type Auth = {
  /** Answers by itself (redirect) or lets the request pass. @throws AppError unauthorized, too_many_requests */
  check(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>;
};

export function createAuth(options: { token: string; clock: Clock }): Auth {
  const { token, clock } = options;
  const sessionValue = derive(token, 'session');
  const tokenDigest = digest(token);
  const sessionDigest = digest(sessionValue);
  // Cookies do not know ports: two recorders on one PC must not log each other's page out.
  const cookieName = `airclass_${derive(token, 'cookie name')
    .slice(0, 12)
    .replaceAll(/[^A-Za-z0-9]/g, '0')}`;
  const failures = createAttemptLimit({ clock, limit: 20, windowMs: 60_000, maxAddresses: 1000 });

  function refuse(request: FastifyRequest, reply: FastifyReply, wasTried: boolean): never {
    const waitSec = wasTried ? failures.fail(request.ip) : undefined;
    if (waitSec !== undefined) {
      void reply.header('retry-after', String(waitSec));
      throw new AppError('too_many_requests', `too many wrong tokens: wait ${waitSec} seconds`);
    }
    void reply.header('www-authenticate', 'Bearer realm="AIRClass Recorder"');
    throw new AppError(
      'unauthorized',
      wasTried
        ? 'the token is wrong'
        : 'send Authorization: Bearer <token>, or open the link that the recorder prints when it starts',
    );
  }

  function logIn(request: FastifyRequest, reply: FastifyReply, offered: string): FastifyReply {
    if (!isSecret(offered, tokenDigest)) refuse(request, reply, true);
    return reply
      .setCookie(cookieName, sessionValue, { path: '/', httpOnly: true, sameSite: 'strict', maxAge: yearSec })
      .header('cache-control', 'no-store')
      .redirect(withoutToken(request.url), 303);
  }

  return {
    check: async (request, reply) => {
      const { config } = request.routeOptions;
      if (config.takesToken === true && !isApiPath(request.url)) {
        const offered = tokenInQuery(request.url);
        if (offered !== undefined) return logIn(request, reply, offered);
      }
      if (config.isPublic === true && !isApiPath(request.url)) return undefined;
      const { authorization } = request.headers;
      if (authorization !== undefined) {
        const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
        if (bearer !== undefined && isSecret(bearer, tokenDigest)) return undefined;
      }
      const cookie = request.cookies[cookieName];
      if (cookie !== undefined && isSecret(cookie, sessionDigest)) return undefined;
      return refuse(request, reply, authorization !== undefined || cookie !== undefined);
    },
  };
}

/** Whether a request target lies where data is served, however it is spelled. */
export function isApiPath(target: string): boolean {
  const path = target.split(/[?#]/, 1)[0] ?? '';
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return true;
  }
  return /^[\\/]*(?:api|metrics)(?:[\\/]|$)/i.test(decoded);
}

function tokenInQuery(target: string): string | undefined {
  const at = target.indexOf('?');
  if (at === -1) return undefined;
  return new URLSearchParams(target.slice(at + 1)).get('token') ?? undefined;
}

/** The same path on this server; `//elsewhere` must not become another site. */
function withoutToken(target: string): string {
  const at = target.indexOf('?');
  const path = `/${target.slice(0, at).replace(/^[\\/]+/, '')}`;
  const query = new URLSearchParams(target.slice(at + 1));
  query.delete('token');
  const rest = query.toString();
  return rest === '' ? path : `${path}?${rest}`;
}

function derive(token: string, purpose: string): string {
  return createHmac('sha256', token).update(`airclass-recorder ${purpose}`).digest('base64url');
}

/** Compares hashes, so that neither content nor length shows in the time it takes. */
function isSecret(offered: string, secretDigest: Buffer): boolean {
  return timingSafeEqual(digest(offered), secretDigest);
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
