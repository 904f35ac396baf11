import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { listen } from './listen.ts';

let folder: string;
let server: TestServer;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-listen-'));
  server = await startTestServer({ uploadDir: folder });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Opens connections on a thread of its own, and wakes whoever waits for them. */
const visitors = `
  const { connect } = require('node:net');
  const { workerData } = require('node:worker_threads');
  const { port, count, opened } = workerData;
  for (let index = 0; index < count; index += 1) {
    connect(port, '127.0.0.1').on('connect', () => {
      Atomics.add(opened, 0, 1);
      Atomics.notify(opened, 0);
    });
  }`;

describe('the port', () => {
  it.skipIf(process.platform !== 'linux')('lets several people in at each turn of the loop', async () => {
    const count = 500;
    const came: unknown[] = [];
    server.app.server.on('connection', (socket) => came.push(socket));
    const opened = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(visitors, { eval: true, workerData: { port: server.port, count, opened } });
    // Nothing is accepted meanwhile: all of them wait in the system's queues.
    for (let now = 0; now < count; now = Atomics.load(opened, 0)) Atomics.wait(opened, 0, now, 10_000);
    expect(came).toEqual([]);
    let turns = 0;
    for (; came.length < count && turns < count; turns += 1) await nextTurn();
    expect(came).toHaveLength(count);
    expect(turns).toBeLessThan(count / 25);
    await worker.terminate();
  });

  it('answers on every connection', async () => {
    const replies = await Promise.all(Array.from({ length: 32 }, () => server.call('/api/recording')));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('is not shared with another program', async () => {
    const other = fastify();
    await expect(listen(other, { host: '127.0.0.1', port: server.port })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await other.close();
  });

  it('is closed when the server is', async () => {
    await server.close();
    for (let attempt = 0; attempt < 128; attempt += 1) {
      const socket = connect(server.port, '127.0.0.1');
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).toBe('ECONNREFUSED');
    }
  });
});
