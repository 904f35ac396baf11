/**
 * The cache on a Redis or Valkey server, for cores that answer side by side. Entries and the revisions of families
 * lie there, so what one core changes no other one gives again. Redis away costs no request: what it would have
 * given is made anew, and when it is back nothing from before is trusted.
 */
import { Redis } from 'ioredis';
import { newId } from '../base/ids.ts';
import type { Logger } from '../base/logger.ts';
import type { Cache, Entry, Made } from './cache.ts';
import { createCacheCounters } from './cache-counters.ts';
import type { ChangeLog } from './change-log.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { allFamilies } from './families.ts';
import { createFlights } from './flights.ts';
import { beginScript, changedScript, lookScript, storeScript } from './redis-scripts.ts';

const connectTimeoutMs = 2000;
/** Longer than any entry lives, so that a family outlives what depends on it (ms). */
const familyLifeMs = 4 * 3_600_000;
const longestLifeMs = 3_600_000;
/** A core that was killed while it made something holds up the others for this long (ms). */
const lockLifeMs = 3000;
const lookAgainMs = 20;
/** Beyond that many families it is simpler that nothing kept there is right. */
const mostUntold = 10_000;
/** Larger ones are not worth the way (bytes). */
const mostBytesOfOne = 1_000_000;

const defaultLimits = {
  /** A server in the school's network answers in under a millisecond; one that takes this long is no help (ms). */
  commandTimeoutMs: 250,
  /** While another core makes the same (ms). */
  waitForOthersMs: 1000,
};

type Commands = {
  airclassLookBuffer(entry: string, floor: string, prefix: string): Promise<Buffer | [Buffer, Buffer] | null>;
  airclassBegin(
    revision: string,
    lock: string,
    entry: string,
    token: string,
    lifeMs: number,
  ): Promise<[string, 'ours' | 'taken' | 'made']>;
  airclassStore(...parts: (string | number | Buffer)[]): Promise<number>;
  airclassChanged(...parts: (string | number)[]): Promise<string>;
};

/**
 * Resolves at once; the connection is made in the background.
 * @param options `namespace`: of one library, the same for all cores that serve it; `limits`: other ones for tests
 */
export function createRedisCache(options: {
  url: string;
  namespace: string;
  changes: ChangeLog;
  log: Logger;
  limits?: Partial<typeof defaultLimits>;
}): Cache {
  const { changes, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const counters = createCacheCounters();
  const flights = createFlights(changes);
  const breaker = createCircuitBreaker();
  const prefix = `airclass:${options.namespace}:`;
  const keys = { revision: `${prefix}revision`, floor: `${prefix}floor`, families: `${prefix}family:` };
  const entryKey = (key: string): string => `${prefix}entry:${key}`;
  const lockKey = (key: string): string => `${prefix}lock:${key}`;

  const client = new Redis(options.url, {
    commandTimeout: limits.commandTimeoutMs,
    connectTimeout: connectTimeoutMs,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (attempt) => Math.min(attempt * 200, 5000),
    connectionName: 'airclass-recorder',
  });
  client.defineCommand('airclassLook', { numberOfKeys: 2, lua: lookScript });
  client.defineCommand('airclassBegin', { numberOfKeys: 3, lua: beginScript });
  client.defineCommand('airclassStore', { numberOfKeys: 3, lua: storeScript });
  client.defineCommand('airclassChanged', { numberOfKeys: 2, lua: changedScript });
  const commands = client as unknown as Commands;

  /** Families that changed here and are not yet known there. */
  const untold = new Set<string>();
  /** At first, and after a failure: changes may have been missed, so nothing kept there is right. */
  let isLost = true;
  let isDown = false;
  let telling: Promise<void> | undefined;

  client.on('error', (error: Error) => {
    if (!isDown) log.warn({ err: error }, 'the cache server is away: replies are made without it');
    isDown = true;
  });
  client.on('ready', () => {
    if (isDown) log.info({}, 'the cache server is back');
    isDown = false;
    breaker.succeeded();
    void tell();
  });
  changes.listen((family) => {
    untold.add(family);
    if (untold.size > mostUntold) {
      untold.clear();
      isLost = true;
    }
    telling ??= Promise.resolve().then(tellAll);
  });

  const isUsable = (): boolean => client.status === 'ready' && breaker.isClosed();

  /** What Redis says; undefined when it says nothing. */
  async function ask<T>(kind: string, command: () => Promise<T>): Promise<T | undefined> {
    if (!isUsable()) {
      counters.add(kind, 'failures');
      return undefined;
    }
    try {
      const reply = await command();
      breaker.succeeded();
      return reply;
    } catch (error) {
      if (breaker.isClosed()) log.warn({ err: error }, 'the cache server did not answer');
      breaker.failed();
      counters.add(kind, 'failures');
      return undefined;
    }
  }

  function tell(): Promise<void> {
    telling ??= tellAll();
    return telling;
  }

  async function tellAll(): Promise<void> {
    while (untold.size > 0 || isLost) {
      const families = isLost ? [allFamilies] : [...untold];
      untold.clear();
      const revision = await ask('changes', () =>
        commands.airclassChanged(keys.revision, keys.floor, keys.families, familyLifeMs, ...families),
      );
      isLost = revision === undefined;
      // Others may be given what has changed until this core can say so, or the entry's time is over.
      if (isLost) break;
    }
    telling = undefined;
  }

  /** Nothing kept there may be given before what changed here is known there. */
  async function isInStep(): Promise<boolean> {
    if (isUsable() && (untold.size > 0 || isLost || telling !== undefined)) await tell();
    return !isLost;
  }

  async function read(kind: string, key: string): Promise<Entry | undefined> {
    if (!(await isInStep())) {
      counters.add(kind, 'failures');
      return undefined;
    }
    const found = await ask(kind, () =>
      commands.airclassLookBuffer(entryKey(key), keys.floor, keys.families),
    );
    if (Buffer.isBuffer(found)) isLost = true;
    if (!Array.isArray(found)) return undefined;
    const [head, body] = found;
    return { head: JSON.parse(head.toString('utf8')) as Entry['head'], body };
  }

  async function begin(kind: string, key: string, token: string) {
    if (!(await isInStep())) return undefined;
    return ask(kind, () =>
      commands.airclassBegin(keys.revision, lockKey(key), entryKey(key), token, lockLifeMs),
    );
  }

  async function madeByAnother(kind: string, key: string): Promise<Entry | undefined> {
    const deadline = performance.now() + limits.waitForOthersMs;
    while (performance.now() < deadline) {
      await new Promise((resolve) => {
        setTimeout(resolve, lookAgainMs);
      });
      // In this order: the entry is there before the lock is gone.
      const isBeingMade = await ask(kind, () => client.exists(lockKey(key)));
      const entry = await read(kind, key);
      if (entry !== undefined) return entry;
      if (isBeingMade !== 1) return undefined;
    }
    return undefined;
  }

  async function store(
    kind: string,
    key: string,
    { made, revision, token }: { made: Made | undefined; revision: string; token: string },
  ): Promise<void> {
    const isKept = made !== undefined && made.ttlMs > 0 && made.body.length <= mostBytesOfOne;
    const lifeMs = isKept ? Math.min(made.ttlMs, longestLifeMs) : 0;
    const head = JSON.stringify(made?.head ?? {});
    // What changed here meanwhile has to be there first, or the entry would be taken for newer.
    if (!(await isInStep())) return;
    await ask(kind, () =>
      commands.airclassStore(
        ...[entryKey(key), keys.floor, lockKey(key), token, revision, lifeMs, familyLifeMs, keys.families],
        ...[head, isKept ? made.body : '', ...(made?.families ?? [])],
      ),
    );
  }

  return {
    look: async (kind, key) => {
      const entry = await read(kind, key);
      if (entry !== undefined) counters.add(kind, 'hits');
      return entry;
    },
    load: (kind, key, make) =>
      flights.join(key, {
        joined: () => counters.add(kind, 'hits'),
        make: async () => {
          const token = newId();
          let turn = await begin(kind, key, token);
          if (turn?.[1] === 'made') {
            const entry = await read(kind, key);
            if (entry !== undefined) {
              counters.add(kind, 'hits');
              return entry;
            }
            // It was no longer right, and is gone.
            turn = await begin(kind, key, token);
          }
          if (turn?.[1] === 'taken') {
            const entry = await madeByAnother(kind, key);
            counters.add(kind, entry === undefined ? 'misses' : 'hits');
            if (entry !== undefined) return entry;
          } else counters.add(kind, 'misses');
          counters.add(kind, 'loads');
          let made: Made | undefined;
          try {
            made = await make();
          } finally {
            if (turn !== undefined) void store(kind, key, { made, revision: turn[0], token });
          }
          return made;
        },
      }),
    settled: async () => {
      if (untold.size > 0 || telling !== undefined) await tell();
    },
    stats: () => counters.list(),
    close: async () => {
      client.disconnect();
    },
  };
}
