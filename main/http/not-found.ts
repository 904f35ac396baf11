/** Tells an unknown address (404) from a known one with the wrong method (405 with Allow). */
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { AppError } from '../base/app-error.ts';

export type RouteTable = {
  /** An onRoute hook. */
  note(route: Pick<RouteOptions, 'method' | 'url'>): void;
  /** Methods that this path answers; empty when it is unknown. */
  methodsOf(path: string): string[];
};

export function createRouteTable(): RouteTable {
  const methods = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  return {
    note: ({ method, url }) => {
      if (url.endsWith('*')) return;
      const entry = methods.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
      for (const each of [method].flat()) entry.methods.add(each.toUpperCase());
      methods.set(url, entry);
    },
    methodsOf: (path) => {
      // `/api/recording/start` is not a recording called 'start': a spelled-out address wins.
      const spelledOut = methods.get(path);
      const entries =
        spelledOut === undefined
          ? [...methods.values()].filter(({ pattern }) => pattern.test(path))
          : [spelledOut];
      return entries.flatMap((entry) => Array.from(entry.methods)).toSorted();
    },
  };
}

export function createNotFoundHandler(routes: RouteTable) {
  return (request: FastifyRequest, reply: FastifyReply): never => {
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = routes.methodsOf(path);
    if (methods.length === 0 || methods.includes(request.method)) {
      throw new AppError('not_found', 'there is nothing at this address');
    }
    void reply.header('allow', methods.join(', '));
    throw new AppError('method_not_allowed', `this address answers ${methods.join(', ')}`);
  };
}

/** `/api/jobs/:job_id` as a regular expression. */
function patternOf(url: string): RegExp {
  const segments = url
    .split('/')
    .map((segment) =>
      segment.startsWith(':') ? '[^/]+' : segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
    );
  return new RegExp(`^${segments.join('/')}$`);
}
