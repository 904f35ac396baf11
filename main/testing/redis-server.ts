/** A real Redis on a free port, without files, for tests. */
import { execa } from 'execa';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { waitFor } from './wait-for.ts';

export type RedisServer = {
  url: string;
  port: number;
  stop(): Promise<void>;
};

/** @param port a port it had before; otherwise a free one */
export async function startRedis(port?: number): Promise<RedisServer> {
  const chosen = port ?? (await freePort());
  const child = execa(
    'redis-server',
    ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { reject: false, stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' },
  );
  const url = `redis://127.0.0.1:${chosen}/0`;
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await waitFor('an answer of redis-server', async () => (await client.ping()) === 'PONG');
  client.disconnect();
  return {
    url,
    port: chosen,
    stop: async () => {
      child.kill('SIGKILL');
      await child;
    },
  };
}
