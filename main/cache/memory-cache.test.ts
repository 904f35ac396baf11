import { beforeEach, describe, expect, it } from 'vitest';
import type { Cache, Made } from './cache.ts';
import { type ChangeLog, createChangeLog } from './change-log.ts';
import { boundFor, createMemoryCache } from './memory-cache.ts';

let changes: ChangeLog;
let cache: Cache;
beforeEach(() => {
  changes = createChangeLog();
  cache = createMemoryCache({ changes, mostBytes: 100_000 });
});

const made = (text: string, families: string[], ttlMs = 60_000): Made => ({
  ...{ head: { type: 'text' }, body: Buffer.from(text) },
  ...{ families, ttlMs },
});
const textOf = async (entry: ReturnType<Cache['look']>): Promise<string | undefined> =>
  (await entry)?.body.toString();

describe('memory cache', () => {
  it('gives what was made until one of its families changes', async () => {
    expect(cache.look('info', 'k')).toBeUndefined();
    expect(await textOf(cache.load('info', 'k', async () => made('one', ['a', 'b'])))).toBe('one');
    changes.note('c');
    expect(await textOf(cache.look('info', 'k'))).toBe('one');
    changes.note('b');
    expect(cache.look('info', 'k')).toBeUndefined();
  });

  it('does not keep what changed while it was made, nor what is not to be kept', async () => {
    await cache.load('info', 'k', async () => {
      changes.note('a');
      return made('old', ['a']);
    });
    expect(cache.look('info', 'k')).toBeUndefined();
    await cache.load('info', 'k', async () => made('passing', ['a'], 0));
    expect(cache.look('info', 'k')).toBeUndefined();
    expect(await cache.load('info', 'k', async () => undefined)).toBeUndefined();
  });

  it('makes once for all who ask meanwhile, but anew for who asks after a change', async () => {
    const makings: PromiseWithResolvers<Made>[] = [];
    const make = () => {
      const making = Promise.withResolvers<Made>();
      makings.push(making);
      return making.promise;
    };
    const first = cache.load('info', 'k', make);
    const second = cache.load('info', 'k', make);
    expect(makings).toHaveLength(1);
    changes.note('a');
    const third = cache.load('info', 'k', make);
    expect(makings).toHaveLength(2);
    makings[0]?.resolve(made('before', ['a']));
    makings[1]?.resolve(made('after', ['a']));
    expect(await Promise.all([first, second, third].map(textOf))).toEqual(['before', 'before', 'after']);
    expect(await textOf(cache.look('info', 'k'))).toBe('after');
  });

  it('lets the next try after a failure', async () => {
    await expect(
      cache.load('info', 'k', async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await textOf(cache.load('info', 'k', async () => made('yes', [])))).toBe('yes');
  });

  it('stays within its bytes and counts by kind', async () => {
    for (let number = 0; number < 50; number += 1) {
      await cache.load('info', `k${number}`, async () => made('x'.repeat(5000), []));
    }
    expect(cache.look('info', 'k0')).toBeUndefined();
    await cache.look('info', 'k49');
    const [stats] = cache.stats();
    expect(stats).toMatchObject({ kind: 'info', hits: 1, misses: 50, loads: 50 });
    expect(stats?.bytes).toBeLessThanOrEqual(100_000);
    expect(stats?.entries).toBe(17);
  });
});

it('takes a hundredth of the memory, within bounds', () => {
  expect([1e9, 8e9, 16e9, 256e9].map(boundFor)).toEqual([32e6, 80e6, 160e6, 192e6]);
});
