/**
 * Replies that pages and other systems ask for again and again, kept as the bytes that were sent. Each route says under
 * which families (cache/families.ts) its reply falls; a change in one of them, by whomever, and the next who asks gets
 * it made anew. Many who ask at once for what is not there wait for one of them. What is in no row is not kept: what a
 * running recording says of itself, and how long ago something was.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, errorTable } from '../../contract/errors.ts';
import { AppError } from '../base/app-error.ts';
import type { Cache, Entry, Made } from '../cache/cache.ts';
import { lessonFamily, sessionFamily } from '../cache/families.ts';
import { matchesEtag } from './etag.ts';
import { toAppError } from './problems.ts';

export type KeptRoute = {
  /** For the counts of the cache. */
  kind: string;
  /** What the reply falls under; a handler may add more (`dependsOn`). */
  families: (request: FastifyRequest) => readonly string[];
  /** Made again after this time (ms). */
  ttlMs: number;
  /** What decides on the reply beside the address. */
  variant?: (request: FastifyRequest) => string;
};

type Keeping = {
  route: KeptRoute;
  added: string[];
  failure: AppError | undefined;
  /** If-None-Match of who asked; the handler makes the whole reply for the others. */
  condition: string | undefined;
  /** Hands on what was made; only the first call counts. */
  made: (made: Made | undefined) => void;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    kept?: KeptRoute;
  }
  interface FastifyRequest {
    /** There while the reply may be kept. */
    keeping?: Keeping | undefined;
  }
}

/** Rows tell of their changes. */
const rowsTtlMs = 3_600_000;
/** Files beside the rows may come and go with a disk. */
const filesTtlMs = 60_000;
/** Headers that belong to the reply, not to who asks. */
const keptHeaders = ['etag', 'cache-control', 'content-type', 'link', 'vary'] as const;
/** Nothing there is an answer too, as long as nobody makes it. */
const keptFailures: ReadonlySet<ErrorCode> = new Set(['recording_not_found', 'session_not_found']);

/** A reply about the lesson in the address. @param from files: it also tells of files beside the rows */
export function keptOfLesson(
  kind: string,
  options: { from?: 'files'; also?: (recordingId: string) => string; variant?: KeptRoute['variant'] } = {},
): KeptRoute {
  const { from, also, variant } = options;
  return {
    kind,
    families: (request) => {
      const id = parameter(request, 'recording_id');
      return also === undefined ? [lessonFamily(id)] : [lessonFamily(id), also(id)];
    },
    ttlMs: from === 'files' ? filesTtlMs : rowsTtlMs,
    ...(variant === undefined ? {} : { variant }),
  };
}

/** A reply about the session in the address. */
export function keptOfSession(kind: string): KeptRoute {
  return {
    kind,
    families: (request) => [sessionFamily(parameter(request, 'session_id'))],
    ttlMs: rowsTtlMs,
  };
}

/** A list over the whole library. */
export function keptList(kind: string, ...families: string[]): KeptRoute {
  return { kind, families: () => families, ttlMs: rowsTtlMs };
}

export type KeptReplies = {
  /** To be told of each reply, whole, with its tag. */
  keep(request: FastifyRequest, reply: FastifyReply, bytes: Buffer): void;
};

/**
 * Adds the hooks that answer from what is kept; they must come behind the one that checks who asks.
 * @param isLive whether the lesson is being recorded: nothing about it is kept
 */
export function addKeptReplies(
  app: FastifyInstance,
  cache: Cache,
  isLive: (recordingId: string) => boolean,
): KeptReplies {
  app.decorateRequest('keeping', undefined);
  app.addHook('onRequest', (request, reply, goOn) => {
    const route = request.routeOptions.config.kept;
    if (route === undefined || request.method !== 'GET' || isLive(parameter(request, 'recording_id'))) {
      goOn();
      return;
    }
    const key = route.variant === undefined ? request.url : `${route.variant(request)} ${request.url}`;
    const give = (entry: Entry): void => answer(request, reply, { entry, fail: goOn });
    const make = (): void => {
      let isMaker = false;
      const entry = cache.load(
        route.kind,
        key,
        () =>
          new Promise((resolve) => {
            isMaker = true;
            const condition = request.headers['if-none-match'];
            delete request.headers['if-none-match'];
            request.keeping = { route, added: [], failure: undefined, condition, made: resolve };
            goOn();
          }),
      );
      void entry.then((made) => {
        if (isMaker) return;
        if (made === undefined) goOn();
        else give(made);
      });
    };
    const found = cache.look(route.kind, key);
    if (found === undefined) make();
    else if (found instanceof Promise)
      void found.then((entry) => (entry === undefined ? make() : give(entry)));
    else give(found);
  });
  app.addHook('onError', async (request, _reply, error) => {
    if (request.keeping !== undefined) request.keeping.failure = toAppError(error);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const { keeping } = request;
    if (keeping?.failure !== undefined && reply.statusCode === errorTable[keeping.failure.code].status) {
      keeping.made(failureOf(request, keeping, keeping.failure));
    }
    // Whoever writes may ask another core next.
    if (request.method !== 'GET' && request.method !== 'HEAD') await cache.settled();
    return payload;
  });
  // However it ended: nobody waits for it any more.
  app.addHook('onResponse', async (request) => dropKeeping(request));
  app.addHook('onRequestAbort', async (request) => dropKeeping(request));
  return {
    keep: (request, reply, bytes) => {
      const { keeping } = request;
      if (keeping === undefined) return;
      const head: Record<string, string> = {};
      for (const name of keptHeaders) {
        const value = reply.getHeader(name);
        if (value !== undefined) head[name] = String(value);
      }
      keeping.made({ head, body: bytes, families: familiesOf(request, keeping), ttlMs: keeping.route.ttlMs });
    },
  };
}

/** Families beside those of the route: what the reply came to contain. */
export function dependsOn(request: FastifyRequest, families: readonly string[]): void {
  request.keeping?.added.push(...families);
}

/**
 * For replies of which some hold what is in no row.
 * @param isLasting whether this one may be kept
 */
export async function keepIf<T>(
  request: FastifyRequest,
  reply: Promise<T>,
  isLasting: (reply: T) => boolean,
): Promise<T> {
  const made = await reply;
  if (!isLasting(made)) dropKeeping(request);
  return made;
}

function dropKeeping(request: FastifyRequest): void {
  request.keeping?.made(undefined);
}

function familiesOf(request: FastifyRequest, { route, added }: Keeping): string[] {
  return [...route.families(request), ...added];
}

function failureOf(request: FastifyRequest, keeping: Keeping, failure: AppError): Made | undefined {
  if (!keptFailures.has(failure.code)) return undefined;
  return {
    head: { code: failure.code, detail: failure.message },
    body: Buffer.alloc(0),
    families: familiesOf(request, keeping),
    ttlMs: keeping.route.ttlMs,
  };
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { entry, fail }: { entry: Entry; fail: (error: Error) => void },
): void {
  const { code, detail, ...headers } = entry.head;
  if (code !== undefined) {
    fail(new AppError(code as ErrorCode, detail));
    return;
  }
  void reply.headers(headers);
  const condition = request.headers['if-none-match'];
  const { etag } = headers;
  if (condition !== undefined && etag !== undefined && matchesEtag(condition, etag)) {
    void reply.code(304).removeHeader('content-type').send();
    return;
  }
  void reply.send(entry.body);
}

function parameter(request: FastifyRequest, name: string): string {
  const value = (request.params as Readonly<Record<string, string>> | undefined)?.[name];
  return value ?? '';
}
