import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitFor } from '../../main/testing/wait-for.ts';
import { Connections } from './connections.ts';

let server: Server;
let connections: Connections;
let sockets: Set<Socket>;
let held: (() => void)[];

beforeEach(async () => {
  [sockets, held] = [new Set(), []];
  server = createServer((request, response) => {
    const text = `${request.method} ${request.url}`;
    if (request.url === '/held') held.push(() => response.end(text));
    else if (request.url === '/cut')
      response.writeHead(200, { 'content-length': 100 }).write(text, () => request.socket.destroy());
    else response.writeHead(200, { 'content-type': 'text/plain' }).end(text);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  connections = new Connections({ host: '127.0.0.1', port, from: '127.0.0.1' });
});
afterEach(async () => {
  connections.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const ask = (path: string, timeoutMs = 30_000) =>
  connections.ask(`GET ${path} HTTP/1.1\r\nhost: here\r\n\r\n`, { timeoutMs, isText: () => true });

it('uses a connection again', async () => {
  for (let count = 0; count < 5; count += 1) {
    expect(await ask(`/${count}`)).toMatchObject({ outcome: 200, text: `GET /${count}`, bytes: 6 });
  }
  expect(sockets.size).toBe(1);
});

it('opens six, and what comes then waits in line', async () => {
  const asked = Array.from({ length: 8 }, () => ask('/held'));
  await waitFor('the requests', () => held.length === 6);
  expect(sockets.size).toBe(6);
  for (const place of ['seventh', 'eighth']) {
    held.shift()?.();
    await waitFor(`the ${place}`, () => held.length === 6);
  }
  expect(sockets.size).toBe(6);
  for (const release of held) release();
  expect((await Promise.all(asked)).map(({ outcome }) => outcome)).toEqual(
    Array.from({ length: 8 }, () => 200),
  );
});

it('opens another when the one that lay idle was closed meanwhile', async () => {
  await ask('/a');
  for (const socket of sockets) socket.destroy();
  expect(await ask('/b')).toMatchObject({ outcome: 200, text: 'GET /b' });
});

it('says when an answer is cut off, late, or there is nobody', async () => {
  expect(await ask('/cut')).toMatchObject({ outcome: 'incomplete' });
  expect(await ask('/held', 50)).toMatchObject({ outcome: 'timeout' });
  expect(await ask('/after')).toMatchObject({ outcome: 200 });
  const nobody = new Connections({ host: '127.0.0.1', port: 1, from: '127.0.0.1' });
  expect(await nobody.ask('GET / HTTP/1.1\r\n\r\n', { timeoutMs: 1000, isText: () => true })).toMatchObject({
    outcome: 'connection',
  });
});

it('leaves nobody waiting when it is closed', async () => {
  const asked = Array.from({ length: 8 }, () => ask('/held'));
  await waitFor('the requests', () => held.length === 6);
  connections.close();
  expect((await Promise.all(asked)).map(({ outcome }) => outcome)).toEqual(
    Array.from({ length: 8 }, () => 'connection'),
  );
});
