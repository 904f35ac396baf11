/** The HTTP layer on a free loopback port, in front of services that answer with fixed replies. */
import { silentLogger } from '../base/logger.ts';
import { createEventHub } from '../http/events.ts';
import { listen } from '../http/listen.ts';
import { type HttpServerOptions, createHttpServer } from '../http/server.ts';
import { createTestServices } from './http-services.ts';

export const token = 'a-token-for-the-tests-0123456789';

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;

/** A listening server on a free loopback port. */
export async function startTestServer(options: Partial<HttpServerOptions> & { uploadDir: string }) {
  const events = options.events ?? createEventHub();
  const app = await createHttpServer({
    services: createTestServices(),
    token,
    log: silentLogger,
    version: '1.0.0',
    boundHost: '127.0.0.1',
    ...options,
    events,
  });
  await listen(app, { port: 0, host: '127.0.0.1' });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const base = `http://127.0.0.1:${address.port}`;
  const bearer = { authorization: `Bearer ${token}` };
  return {
    app,
    events,
    base,
    port: address.port,
    bearer,
    /** With the token. */
    call: (path: string, init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {}) =>
      fetch(base + path, { redirect: 'manual', ...init, headers: { ...bearer, ...init.headers } }),
    /** JSON with the token. */
    send: (method: string, path: string, body: unknown) =>
      fetch(base + path, {
        method,
        headers: { ...bearer, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    close: () => app.close(),
  };
}
