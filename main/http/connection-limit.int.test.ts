import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestServer, startTestServer, token } from '../testing/http-server.ts';
import { waitFor } from '../testing/wait-for.ts';
import { connectionsAllowed } from './connection-limit.ts';

const most = 20;
let folder: string;
let server: TestServer;
let sockets: Socket[];
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-connections-'));
  server = await startTestServer({ uploadDir: folder, connections: most });
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

async function openConnection(): Promise<Socket> {
  const socket = connect(server.port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Asks, and keeps the connection. @returns what came until the words were there */
async function ask(socket: Socket, route: string, until: string): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.write(
    `GET ${route} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  await waitFor(`${until} on ${route}`, () => text.includes(until) || socket.destroyed);
  return text;
}

/** As many pages as given, each of which listens to the core for as long as it is open. */
async function openPages(count: number): Promise<void> {
  for (let page = 0; page < count; page += 1) {
    expect(await ask(await openConnection(), '/api/events', 'event:')).toContain('200 OK');
  }
}

describe('connections', () => {
  it('makes room by closing those on which nobody waits', async () => {
    for (let page = 0; page < most; page += 1) {
      expect(await ask(await openConnection(), '/api/recording', '\r\n\r\n')).toContain('200 OK');
    }
    const before = [...sockets];
    const late = await openConnection();
    await waitFor('the others to be closed', () => before.every((socket) => socket.destroyed));
    expect(await ask(late, '/api/search?q=', '\r\n\r\n')).toContain('200 OK');
  });

  it('tells readers to come back when all are in use, and still answers how the recording goes', async () => {
    await openPages(most + 2);
    const reading = await ask(await openConnection(), '/api/search?q=', '"overloaded"');
    expect(reading).toContain('503 Service Unavailable');
    expect(reading).toMatch(/retry-after: [1-5]\r\n/i);
    expect(reading).toMatch(/connection: close\r\n/i);
    expect(await ask(await openConnection(), '/api/recording', '\r\n\r\n')).toContain('200 OK');
  });

  it('lets nobody in beyond that, until somebody leaves', async () => {
    await openPages(most + 2);
    const more = await Promise.all(Array.from({ length: 4 }, openConnection));
    await waitFor('some to be turned away', () => more.some((socket) => socket.destroyed));
    for (const socket of sockets) socket.destroy();
    await waitFor(
      'room',
      async () => (await server.call('/api/search?q=').catch(() => undefined))?.status === 200,
    );
  });

  it.runIf(process.platform === 'linux')('leaves files for everything else', () => {
    const files = Number(/Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]);
    expect(connectionsAllowed()).toBe(Math.floor(files * 0.7));
  });
});
