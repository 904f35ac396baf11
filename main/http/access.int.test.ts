import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, startTestServer, token } from '../testing/http-server.ts';
import { rawRequest } from '../testing/raw-request.ts';

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-http-'));
  const pageDir = path.join(folder, 'page');
  mkdirSync(path.join(pageDir, 'assets'), { recursive: true });
  writeFileSync(path.join(pageDir, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(path.join(pageDir, 'assets', 'app-1a2b.js'), 'export {};');
  writeFileSync(path.join(folder, 'secret.txt'), 'outside the page');
  server = await startTestServer({ uploadDir: path.join(folder, 'uploads'), pageDir });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const codeOf = (body: Buffer) => (JSON.parse(body.toString()) as { code: string }).code;

describe('Host and Origin', () => {
  test.each([
    '/api/recording',
    '/',
    '/assets/app-1a2b.js',
    '/healthz',
    '/nowhere',
    '/api/docs/',
    '/?token=x',
  ])('refuses a rebound name on %s, with the token too', async (target) => {
    const reply = await rawRequest(server.port, {
      path: target,
      headers: { ...server.bearer, host: `evil.example:${server.port}` },
    });
    expect([reply.status, codeOf(reply.body)]).toEqual([403, 'host_not_allowed']);
  });

  test.each(['https://evil.example', 'null', 'http://localhost:1'])(
    'refuses a POST from the origin %s',
    async (origin) => {
      const reply = await rawRequest(server.port, {
        method: 'POST',
        path: '/api/recording/stop',
        headers: { ...server.bearer, origin, 'content-type': 'text/plain' },
        body: '{}',
      });
      expect([reply.status, codeOf(reply.body)]).toEqual([403, 'origin_not_allowed']);
    },
  );

  test('refuses a cross-site form that comes without an Origin', async () => {
    const reply = await rawRequest(server.port, {
      method: 'DELETE',
      path: '/api/students/s1',
      headers: { ...server.bearer, 'sec-fetch-site': 'cross-site' },
    });
    expect(codeOf(reply.body)).toBe('origin_not_allowed');
  });

  test('sends no CORS header to anyone', async () => {
    const reply = await server.call('/api/settings', { headers: { origin: server.base } });
    expect(reply.status).toBe(200);
    expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('token', () => {
  test.each([
    '/api/recording',
    '/api/events',
    '/api/openapi.json',
    '/api/docs',
    '/api/docs/static/swagger-ui.css',
    '/api/nothing',
    '/metrics',
    '/%61pi/recording',
    '//api/recording',
    '/API/recording',
  ])('is needed for %s', async (target) => {
    const reply = await rawRequest(server.port, { path: target });
    expect([reply.status, codeOf(reply.body)]).toEqual([401, 'unauthorized']);
    expect(reply.headers['www-authenticate']).toContain('Bearer');
  });

  test('is needed to change anything, whatever the method', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'GET']) {
      const reply = await fetch(`${server.base}/api/settings`, { method });
      expect(reply.status).toBe(401);
    }
  });

  test('is not needed for health and the page', async () => {
    for (const target of ['/healthz', '/readyz', '/', '/lessons/1', '/assets/app-1a2b.js']) {
      expect((await fetch(server.base + target)).status).toBe(200);
    }
  });

  test('as a header lets in, and only as it is', async () => {
    const tries = [
      `Bearer ${token}`,
      `bearer ${token}`,
      token,
      `Basic ${token}`,
      `Bearer ${token}x`,
      'Bearer',
    ];
    const replies = await Promise.all(
      tries.map((authorization) => fetch(`${server.base}/api/settings`, { headers: { authorization } })),
    );
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 401, 401, 401, 401]);
  });
});

const cookieFrom = async (base: string) =>
  (await fetch(`${base}/?token=${token}`, { redirect: 'manual' })).headers.get('set-cookie');

describe('start-up link', () => {
  test('gives a cookie that lets in, is not the token, and leaves the address bar clean', async () => {
    const link = await fetch(`${server.base}/lessons/1?tab=2&token=${token}`, { redirect: 'manual' });
    expect(link.status).toBe(303);
    expect(link.headers.get('location')).toBe('/lessons/1?tab=2');
    expect(link.headers.get('cache-control')).toBe('no-store');
    const setCookie = link.headers.get('set-cookie') ?? '';
    expect(setCookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(setCookie).not.toContain(token);

    const cookie = setCookie.split(';', 1)[0] ?? '';
    expect((await fetch(`${server.base}/api/settings`, { headers: { cookie } })).status).toBe(200);
    const changed = `${cookie.slice(0, -2)}xx`;
    expect((await fetch(`${server.base}/api/settings`, { headers: { cookie: changed } })).status).toBe(401);
  });

  test('keeps its cookie over a restart of the core', async () => {
    const next = await startTestServer({ uploadDir: folder });
    expect(await cookieFrom(next.base)).toBe(await cookieFrom(server.base));
    await next.close();
  });

  test('never leads to another site', async () => {
    for (const target of [`//evil.example/?token=${token}`, `/\\evil.example/?token=${token}`]) {
      const reply = await rawRequest(server.port, { path: target });
      expect(reply.headers.location ?? '/').toMatch(/^\/(?![\\/])/);
    }
  });

  test('with a wrong token gives nothing', async () => {
    const reply = await fetch(`${server.base}/?token=wrong`, { redirect: 'manual' });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('set-cookie')).toBeNull();
  });
});

test('slows down whoever guesses tokens, and never who has the right one', async () => {
  const fresh = await startTestServer({ uploadDir: folder });
  const guess = () => fetch(`${fresh.base}/api/settings`, { headers: { authorization: 'Bearer wrong' } });
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 22; attempt += 1) statuses.push((await guess()).status);
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429, 429]);
  const reply = await guess();
  expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await reply.json()).toMatchObject({ code: 'too_many_requests' });
  expect((await fresh.call('/api/settings')).status).toBe(200);
  expect((await fetch(`${fresh.base}/healthz`)).status).toBe(200);
  await fresh.close();
});

describe('page', () => {
  test('comes with headers that keep other sites out', async () => {
    const reply = await fetch(`${server.base}/`);
    expect(await reply.text()).toContain('<title>page</title>');
    const policy = reply.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('referrer-policy')).toBe('no-referrer');
    expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.headers.get('cache-control')).toContain('max-age=0');
  });

  test('keeps hashed files for good, and says when one is missing', async () => {
    const asset = await fetch(`${server.base}/assets/app-1a2b.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-type')).toContain('javascript');
    expect((await fetch(`${server.base}/assets/gone.js`)).status).toBe(404);
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/%00.txt',
  ])('serves nothing outside its folder (%s)', async (target) => {
    const reply = await rawRequest(server.port, { path: target });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(reply.body.toString()).not.toContain('outside the page');
  });
});
