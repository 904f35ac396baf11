/** A real Redis on a free port, without files, for tests. */
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

export type RedisServer = {
  url: string;
  port: number;
  stop(): Promise<void>;
};

const mostAttempts = 20;

/** @param port a port it had before; otherwise a free one */
export async function startRedis(port?: number): Promise<RedisServer> {
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    // Another program may have taken the port since it was found free.
    const server = await tryPort(port ?? (await freePort()));
    if (server !== undefined) return server;
    await delay(200);
  }
  throw new Error('redis-server did not start');
}

/** @returns undefined when it ended at once */
async function tryPort(chosen: number): Promise<RedisServer | undefined> {
  const child = execa(
    'redis-server',
    ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { reject: false, stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' },
  );
  const url = `redis://127.0.0.1:${chosen}/0`;
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  const answer = waitFor('an answer of redis-server', async () => (await client.ping()) === 'PONG');
  const isRunning = await Promise.race([answer.then(() => true), child.then(() => false)]);
  client.disconnect();
  if (!isRunning) return undefined;
  return {
    url,
    port: chosen,
    stop: async () => {
      child.kill('SIGKILL');
      await child;
    },
  };
}
