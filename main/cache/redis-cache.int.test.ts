import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../base/logger.ts';
import { type RedisServer, startRedis } from '../testing/redis-server.ts';
import { hasRedis } from '../testing/this-system.ts';
import { waitFor } from '../testing/wait-for.ts';
import type { Cache, Made } from './cache.ts';
import { type ChangeLog, createChangeLog } from './change-log.ts';
import { createRedisCache } from './redis-cache.ts';

type Core = { cache: Cache; changes: ChangeLog };
let server: RedisServer;
let cores: Core[];

beforeEach(async () => {
  if (!hasRedis) return;
  server = await startRedis();
  cores = [];
});
afterEach(async () => {
  if (!hasRedis) return;
  for (const { cache } of cores) await cache.close();
  await server.stop();
});

/** What one core has: a cache of its own on the server, and what changed in it. */
async function startClient(namespace = 'school'): Promise<Core> {
  const changes = createChangeLog();
  // A busy machine may leave a command waiting for longer than it is worth to a school.
  const limits = { commandTimeoutMs: 10_000, waitForOthersMs: 10_000 };
  const cache = createRedisCache({ url: server.url, namespace, changes, log: silentLogger, limits });
  cores.push({ cache, changes });
  await isAnswering(cache);
  return { cache, changes };
}

async function isAnswering(cache: Cache): Promise<void> {
  let number = 0;
  await waitFor('the cache to keep something', async () => {
    number += 1;
    const key = `probe ${number}`;
    await cache.load('probe', key, async () => made('x', ['probe']));
    return (await waitFor('a look', async () => [await cache.look('probe', key)]))[0] !== undefined;
  });
}

const made = (text: string, families: string[], ttlMs = 60_000): Made => ({
  ...{ head: { etag: `"${text}"` }, body: Buffer.from(text) },
  ...{ families, ttlMs },
});
const textOf = (entry: { body: Buffer } | undefined): string | undefined => entry?.body.toString();

/** Reads as the HTTP layer does. */
async function read(
  { cache }: Core,
  key: string,
  make: () => Promise<Made | undefined>,
): Promise<string | undefined> {
  return textOf((await cache.look('info', key)) ?? (await cache.load('info', key, make)));
}

const stats = ({ cache }: Core) => cache.stats().find(({ kind }) => kind === 'info');

/** What is kept is written after it was given. */
const untilKept = (core: Core, key: string) =>
  waitFor('the entry', async () => (await core.cache.look('look', key)) !== undefined);

describe.runIf(hasRedis)('cache on Redis', () => {
  it('gives one core what the other made, to the byte', async () => {
    const [one, other] = [await startClient(), await startClient()];
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    await one.cache.load('info', 'k', async () => ({ ...made('', ['a']), body: bytes }));
    await untilKept(one, 'k');
    const found = await other.cache.look('info', 'k');
    expect(found?.body).toEqual(bytes);
    expect(found?.head).toEqual({ etag: '""' });
    expect(await (await startClient('another school')).cache.look('info', 'k')).toBeUndefined();
  });

  it('gives nobody what has changed, whoever changed it', async () => {
    const [one, other] = [await startClient(), await startClient()];
    for (const writer of [one, other]) {
      await read(one, 'k', async () => made('old', ['lesson:1']));
      await untilKept(other, 'k');
      writer.changes.note('lesson:2');
      await writer.cache.settled();
      expect(await read(other, 'k', async () => made('wrong', []))).toBe('old');
      writer.changes.note('lesson:1');
      await writer.cache.settled();
      expect(await other.cache.look('info', 'k')).toBeUndefined();
      expect(await one.cache.look('info', 'k')).toBeUndefined();
    }
  });

  it('does not keep what changed while it was made, also by another core', async () => {
    const [one, other] = [await startClient(), await startClient()];
    await one.cache.load('info', 'k', async () => {
      other.changes.note('a');
      await other.cache.settled();
      return made('old', ['a']);
    });
    await one.cache.load('info', 'k2', async () => {
      one.changes.note('a');
      return made('old', ['a']);
    });
    // Stores go in order: when a later one is there, these have been decided.
    await one.cache.load('info', 'k3', async () => made('new', ['b']));
    await untilKept(one, 'k3');
    expect(await one.cache.look('info', 'k')).toBeUndefined();
    expect(await one.cache.look('info', 'k2')).toBeUndefined();
  });

  it('lets one core make what both are asked for', async () => {
    const [one, other] = [await startClient(), await startClient()];
    let times = 0;
    const asked = Promise.withResolvers<void>();
    const make = async (): Promise<Made> => {
      times += 1;
      await asked.promise;
      return made('once', ['a']);
    };
    const replies = [one, other].flatMap((core) => Array.from({ length: 25 }, () => read(core, 'k', make)));
    await waitFor('the first to begin', () => times === 1);
    asked.resolve();
    expect(new Set(await Promise.all(replies))).toEqual(new Set(['once']));
    expect(times).toBe(1);
  });

  it('takes what another has made since one looked', async () => {
    const [one, other] = [await startClient(), await startClient()];
    expect(await other.cache.look('info', 'k')).toBeUndefined();
    await read(one, 'k', async () => made('once', ['a']));
    await untilKept(one, 'k');
    const entry = await other.cache.load('info', 'k', async () => made('twice', ['a']));
    expect(String(entry?.body)).toBe('once');
    // Not when it is no longer right.
    one.changes.note('a');
    await one.cache.settled();
    const anew = await other.cache.load('info', 'k', async () => made('anew', ['a']));
    expect(String(anew?.body)).toBe('anew');
  });

  it('trusts nothing from before a core was started', async () => {
    const one = await startClient();
    await read(one, 'k', async () => made('old', ['a']));
    await untilKept(one, 'k');
    const restarted = await startClient();
    expect(await restarted.cache.look('info', 'k')).toBeUndefined();
  });

  it('costs no request when the server is away, and trusts nothing from before when it is back', async () => {
    const one = await startClient();
    await read(one, 'k', async () => made('old', ['a']));
    await untilKept(one, 'k');
    const { port } = server;
    await server.stop();
    one.changes.note('a');
    expect(await read(one, 'k', async () => made('new', ['a']))).toBe('new');
    for (let time = 0; time < 50; time += 1) {
      expect(await read(one, 'k', async () => made(`new ${time}`, ['a']))).toBe(`new ${time}`);
    }
    expect(stats(one)?.failures).toBeGreaterThan(0);
    server = await startRedis(port);
    await isAnswering(one.cache);
    expect(await read(one, 'k', async () => made('newest', ['a']))).toBe('newest');
  });

  it('makes a miss of whatever the server has thrown out', async () => {
    const { Redis } = await import('ioredis');
    const one = await startClient();
    const client = new Redis(server.url);
    for (const part of ['family:a', 'floor', 'revision', 'entry:k']) {
      await isAnswering(one.cache);
      await read(one, 'k', async () => made('old', ['a']));
      await untilKept(one, 'k');
      await client.del(`airclass:school:${part}`);
      if (part === 'revision') {
        one.changes.note('a');
        await one.cache.settled();
      }
      expect([part, await one.cache.look('info', 'k')]).toEqual([part, undefined]);
    }
    client.disconnect();
  });
});
